//! Whom the clients trust.

use elevenlabs_voices::ErrorKind;
use rustls::ProtocolVersion;
use rustls::version::{TLS12, TLS13};
use tests::both_clients;
use tests::modes::Mode;

use crate::authority::{ALL, Authority, HERE, NOW, Years, key};
use crate::helpers::{KEY, assert_untrusted, builder, client, failure, page, settle};
use crate::origin::{Origin, Session, ok};

both_clients! {
    an_authority_of_ones_own_is_trusted_once_given,
    several_authorities_are_trusted_from_one_text_and_from_several,
    a_server_may_show_who_vouches_for_its_authority,
    an_authority_that_was_not_given_is_not_trusted,
    another_authority_of_the_same_name_is_not_trusted,
    a_certificate_is_good_for_its_own_names_only,
    a_certificate_is_good_in_its_own_time_only,
    the_key_is_not_sent_before_the_server_is_trusted,
    a_text_without_a_certificate_is_refused,
    a_certificate_that_is_none_is_refused,
    both_versions_of_tls_are_spoken,
    a_redirect_to_plain_http_is_not_followed,
}

async fn an_authority_of_ones_own_is_trusted_once_given<M: Mode>() {
    let authority = Authority::new("One");
    let origin = Origin::polite(authority.server(HERE));
    for url in [origin.url().replace("https", "HTTPS"), format!("https://127.0.0.1:{}", origin.port)] {
        let client = client::<M>(&url, &authority.pem());
        assert!(page::<M>(&client).await.expect("a page").voices.is_empty());
    }
    let heads = origin.heads();
    assert_eq!(heads.len(), 2);
    assert!(heads.iter().all(|head| head.starts_with("GET /v2/voices HTTP/1.1\r\n")), "{heads:?}");
    assert!(heads.iter().all(|head| head.contains(KEY)), "{heads:?}");
}

async fn several_authorities_are_trusted_from_one_text_and_from_several<M: Mode>() {
    let authorities = ["One", "Two", "Three"].map(Authority::new);
    let [one, two, three] = authorities.each_ref().map(Authority::pem);
    let both = format!("Issuer: One\n{one}\n# Two\n{two}");
    for authority in &authorities {
        let origin = Origin::polite(authority.server(HERE));
        let builder = builder::<M>(&origin.url());
        let builder = builder.root_certificate_pem(&both).root_certificate_pem(three.replace('\n', "\r\n"));
        let client = M::build(builder).expect("a client");
        page::<M>(&client).await.expect("a page");
    }
}

async fn a_server_may_show_who_vouches_for_its_authority<M: Mode>() {
    let root = Authority::new("One");
    let deputy = root.deputy("A deputy").deputy("A deputy of a deputy");
    let origin = Origin::polite(deputy.server(HERE));
    page::<M>(&client::<M>(&origin.url(), &root.pem())).await.expect("a page");
    let stranger = Origin::polite(deputy.server(HERE));
    assert_refuses::<M>(&stranger, &stranger.url(), &Authority::new("Two").pem()).await;
}

async fn an_authority_that_was_not_given_is_not_trusted<M: Mode>() {
    let origin = Origin::polite(Authority::new("One").server(HERE));
    assert_refuses::<M>(&origin, &origin.url(), &Authority::new("Two").pem()).await;
}

async fn another_authority_of_the_same_name_is_not_trusted<M: Mode>() {
    let origin = Origin::polite(Authority::new("One").server(HERE));
    assert_refuses::<M>(&origin, &origin.url(), &Authority::new("One").pem()).await;
}

async fn a_certificate_is_good_for_its_own_names_only<M: Mode>() {
    let authority = Authority::new("One");
    for names in [&["api.test.example"][..], &["localhost.example", "127.0.0.2"], &["*.localhost"]] {
        let origin = Origin::polite(authority.server(names));
        assert_refuses::<M>(&origin, &origin.url(), &authority.pem()).await;
    }
    // A name is not an address, and an address is not a name.
    let origin = Origin::polite(authority.server(&["localhost"]));
    assert_refuses::<M>(&origin, &format!("https://127.0.0.1:{}", origin.port), &authority.pem()).await;
    let origin = Origin::polite(authority.server(&["127.0.0.1"]));
    assert_refuses::<M>(&origin, &origin.url(), &authority.pem()).await;
}

async fn a_certificate_is_good_in_its_own_time_only<M: Mode>() {
    let authority = Authority::new("One");
    for years in [Years(2001, 2020), Years(2089, 2090)] {
        let origin = Origin::polite(authority.server_with(HERE, years, ALL));
        assert_refuses::<M>(&origin, &origin.url(), &authority.pem()).await;
    }
}

/// Fails the test unless the client does not talk to this server.
async fn assert_refuses<M: Mode>(origin: &Origin, url: &str, roots: &str) {
    // It will be trusted no more the second time.
    let client = M::build(builder::<M>(url).root_certificate_pem(roots).max_retries(2)).expect("a client");
    assert_untrusted(&failure::<M>(&client).await);
    assert_eq!(origin.connections(), 1);
    assert_eq!(origin.heads(), [""; 0]);
}

/// With TLS 1.3 a client could speak before it has looked at the certificate.
async fn the_key_is_not_sent_before_the_server_is_trusted<M: Mode>() {
    for version in [&TLS12, &TLS13] {
        let server = Authority::new("One").server_with(HERE, NOW, &[version]);
        let origin = Origin::polite(server);
        assert_refuses::<M>(&origin, &origin.url(), &Authority::new("Two").pem()).await;
    }
}

async fn a_text_without_a_certificate_is_refused<M: Mode>() {
    let certificate = Authority::new("One").pem();
    let cut = &certificate[..certificate.len() / 2];
    let odd = certificate.replacen("MII", "M!I", 1);
    assert_ne!(odd, certificate);
    for pem in ["", "\n", "no certificate", &key().serialize_pem(), cut, &odd] {
        // A key would be a grave mistake, so nothing of it is shown.
        assert_refused_unshown::<M>(pem);
    }
}

async fn a_certificate_that_is_none_is_refused<M: Mode>() {
    let certificate = Authority::new("One").pem();
    let none = "-----BEGIN CERTIFICATE-----\nMIIBVDCB+6ADAgECAhQ=\n-----END CERTIFICATE-----\n";
    assert_refused_unshown::<M>(none);
    assert_refused_unshown::<M>(&format!("{certificate}{none}"));
}

fn assert_refused_unshown<M: Mode>(pem: &str) {
    let built = M::build(builder::<M>("https://localhost:1").root_certificate_pem(pem));
    let error = built.err().unwrap_or_else(|| panic!("it should not be built with {pem:?}"));
    assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    assert!(error.to_string().contains("certificate"), "{error}");
    let shown = format!("{error:?}");
    let secret = pem.lines().nth(1).filter(|line| !line.is_empty());
    assert!(secret.is_none_or(|line| !shown.contains(line)), "{shown}");
}

async fn both_versions_of_tls_are_spoken<M: Mode>() {
    let authority = Authority::new("One");
    for (version, known) in [(&TLS12, ProtocolVersion::TLSv1_2), (&TLS13, ProtocolVersion::TLSv1_3)] {
        let server = authority.server_with(HERE, NOW, &[version]);
        let origin = Origin::tls(server, move |session: Session| async move {
            assert_eq!(session.version(), Some(known));
            session.be_polite().await;
        });
        let client = client::<M>(&origin.url(), &authority.pem());
        page::<M>(&client).await.expect("a page");
        settle().await;
        page::<M>(&client).await.expect("another page");
        assert_eq!(origin.connections(), 1);
    }
}

async fn a_redirect_to_plain_http_is_not_followed<M: Mode>() {
    let authority = Authority::new("One");
    let plain = Origin::tcp(|tcp, _, _| async move { drop(tcp) });
    let location = format!("http://localhost:{}/v2/voices", plain.port);
    let origin = Origin::tls(authority.server(HERE), move |mut session: Session| {
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
