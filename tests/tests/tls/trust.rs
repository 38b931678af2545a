//! Trust in certificates.

use elevenlabs_voices::ErrorKind;
use rustls::ProtocolVersion;
use rustls::version::{TLS12, TLS13};
use tests::both_clients;
use tests::modes::Mode;

use crate::authority::{ALL, Authority, LOOPBACK_NAMES, NOW, Years, key};
use crate::helpers::{KEY, assert_untrusted, builder, client, failure, page, settle};
use crate::origin::{Origin, Session, ok};

both_clients! {
    custom_root_certificate_is_trusted,
    several_root_certificates_are_trusted,
    intermediate_certificates_are_accepted,
    unknown_authority_is_not_trusted,
    authority_with_the_same_name_is_not_trusted,
    certificate_for_other_names_is_rejected,
    expired_or_future_certificate_is_rejected,
    key_is_not_sent_to_an_untrusted_server,
    pem_without_a_certificate_is_rejected,
    invalid_certificate_is_rejected,
    both_versions_of_tls_are_supported,
    redirect_to_plain_http_is_not_followed,
}

async fn custom_root_certificate_is_trusted<M: Mode>() {
    let authority = Authority::new("CA 1");
    let origin = Origin::serving_pages(authority.server(LOOPBACK_NAMES));
    for url in [origin.url().replace("https", "HTTPS"), format!("https://127.0.0.1:{}", origin.port)] {
        let client = client::<M>(&url, &authority.pem());
        assert!(page::<M>(&client).await.expect("a page").voices.is_empty());
    }
    let heads = origin.heads();
    assert_eq!(heads.len(), 2);
    assert!(heads.iter().all(|head| head.starts_with("GET /v2/voices HTTP/1.1\r\n")), "{heads:?}");
    assert!(heads.iter().all(|head| head.contains(KEY)), "{heads:?}");
}

async fn several_root_certificates_are_trusted<M: Mode>() {
    let authorities = ["CA 1", "CA 2", "CA 3"].map(Authority::new);
    let [one, two, three] = authorities.each_ref().map(Authority::pem);
    let both = format!("Issuer: One\n{one}\n# Two\n{two}");
    for authority in &authorities {
        let origin = Origin::serving_pages(authority.server(LOOPBACK_NAMES));
        let builder = builder::<M>(&origin.url());
        let builder = builder.root_certificate_pem(&both).root_certificate_pem(three.replace('\n', "\r\n"));
        let client = M::build(builder).expect("a client");
        page::<M>(&client).await.expect("a page");
    }
}

async fn intermediate_certificates_are_accepted<M: Mode>() {
    let root = Authority::new("CA 1");
    let intermediate = root.intermediate("Intermediate 1").intermediate("Intermediate 2");
    let origin = Origin::serving_pages(intermediate.server(LOOPBACK_NAMES));
    page::<M>(&client::<M>(&origin.url(), &root.pem())).await.expect("a page");
    let other = Origin::serving_pages(intermediate.server(LOOPBACK_NAMES));
    assert_not_trusted::<M>(&other, &other.url(), &Authority::new("CA 2").pem()).await;
}

async fn unknown_authority_is_not_trusted<M: Mode>() {
    let origin = Origin::serving_pages(Authority::new("CA 1").server(LOOPBACK_NAMES));
    assert_not_trusted::<M>(&origin, &origin.url(), &Authority::new("CA 2").pem()).await;
}

async fn authority_with_the_same_name_is_not_trusted<M: Mode>() {
    let origin = Origin::serving_pages(Authority::new("CA 1").server(LOOPBACK_NAMES));
    assert_not_trusted::<M>(&origin, &origin.url(), &Authority::new("CA 1").pem()).await;
}

async fn certificate_for_other_names_is_rejected<M: Mode>() {
    let authority = Authority::new("CA 1");
    for names in [&["api.test.example"][..], &["localhost.example", "127.0.0.2"], &["*.localhost"]] {
        let origin = Origin::serving_pages(authority.server(names));
        assert_not_trusted::<M>(&origin, &origin.url(), &authority.pem()).await;
    }
    // A DNS name does not match an IP address, and vice versa.
    let origin = Origin::serving_pages(authority.server(&["localhost"]));
    assert_not_trusted::<M>(&origin, &format!("https://127.0.0.1:{}", origin.port), &authority.pem()).await;
    let origin = Origin::serving_pages(authority.server(&["127.0.0.1"]));
    assert_not_trusted::<M>(&origin, &origin.url(), &authority.pem()).await;
}

async fn expired_or_future_certificate_is_rejected<M: Mode>() {
    let authority = Authority::new("CA 1");
    for years in [Years(2001, 2020), Years(2089, 2090)] {
        let origin = Origin::serving_pages(authority.server_with(LOOPBACK_NAMES, years, ALL));
        assert_not_trusted::<M>(&origin, &origin.url(), &authority.pem()).await;
    }
}

/// Asserts that the client does not trust the server and sends no request.
async fn assert_not_trusted<M: Mode>(origin: &Origin, url: &str, roots: &str) {
    // Untrusted certificates are not retried.
    let client = M::build(builder::<M>(url).root_certificate_pem(roots).max_retries(2)).expect("a client");
    assert_untrusted(&failure::<M>(&client).await);
    assert_eq!(origin.connections(), 1);
    assert_eq!(origin.heads(), [""; 0]);
}

/// In TLS 1.3, a client could send data before it verifies the certificate.
async fn key_is_not_sent_to_an_untrusted_server<M: Mode>() {
    for version in [&TLS12, &TLS13] {
        let server = Authority::new("CA 1").server_with(LOOPBACK_NAMES, NOW, &[version]);
        let origin = Origin::serving_pages(server);
        assert_not_trusted::<M>(&origin, &origin.url(), &Authority::new("CA 2").pem()).await;
    }
}

async fn pem_without_a_certificate_is_rejected<M: Mode>() {
    let certificate = Authority::new("CA 1").pem();
    let truncated = &certificate[..certificate.len() / 2];
    let corrupted = certificate.replacen("MII", "M!I", 1);
    assert_ne!(corrupted, certificate);
    for pem in ["", "\n", "no certificate", &key().serialize_pem(), truncated, &corrupted] {
        // The text may be a private key, so the error must not contain it.
        assert_rejected_without_content::<M>(pem);
    }
}

async fn invalid_certificate_is_rejected<M: Mode>() {
    let certificate = Authority::new("CA 1").pem();
    let invalid = "-----BEGIN CERTIFICATE-----\nMIIBVDCB+6ADAgECAhQ=\n-----END CERTIFICATE-----\n";
    assert_rejected_without_content::<M>(invalid);
    assert_rejected_without_content::<M>(&format!("{certificate}{invalid}"));
}

fn assert_rejected_without_content<M: Mode>(pem: &str) {
    let built = M::build(builder::<M>("https://localhost:1").root_certificate_pem(pem));
    let error = built.err().unwrap_or_else(|| panic!("a client is built with {pem:?}"));
    assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    assert!(error.to_string().contains("certificate"), "{error}");
    let displayed = format!("{error:?}");
    let secret = pem.lines().nth(1).filter(|line| !line.is_empty());
    assert!(secret.is_none_or(|line| !displayed.contains(line)), "{displayed}");
}

async fn both_versions_of_tls_are_supported<M: Mode>() {
    let authority = Authority::new("CA 1");
    for (version, known) in [(&TLS12, ProtocolVersion::TLSv1_2), (&TLS13, ProtocolVersion::TLSv1_3)] {
        let server = authority.server_with(LOOPBACK_NAMES, NOW, &[version]);
        let origin = Origin::tls(server, move |session: Session| async move {
            assert_eq!(session.version(), Some(known));
            session.answer_all_with_page().await;
        });
        let client = client::<M>(&origin.url(), &authority.pem());
        page::<M>(&client).await.expect("a page");
        settle().await;
        page::<M>(&client).await.expect("another page");
        assert_eq!(origin.connections(), 1);
    }
}

async fn redirect_to_plain_http_is_not_followed<M: Mode>() {
    let authority = Authority::new("CA 1");
    let plain = Origin::tcp(|tcp, _, _| async move { drop(tcp) });
    let location = format!("http://localhost:{}/v2/voices", plain.port);
    let origin = Origin::tls(authority.server(LOOPBACK_NAMES), move |mut session: Session| {
        let redirect = ok("").replace("200 OK", &format!("302 Found\r\nlocation: {location}"));
        async move {
            while session.request().await.is_some() {
                session.send(&redirect).await;
            }
        }
    });
    let client =
        M::build(builder::<M>(&origin.url()).root_certificate_pem(authority.pem()).allow_plain_http(true));
    let error = failure::<M>(&client.expect("a client")).await;
    assert_eq!((error.kind(), error.status().map(|s| s.as_u16())), (ErrorKind::Status, Some(302)), "{error}");
    assert_eq!(origin.heads().len(), 1);
    assert_eq!(plain.connections(), 0);
}
