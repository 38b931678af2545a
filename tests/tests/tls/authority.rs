//! Certificate authorities and certificates, generated for each test.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::version::{TLS12, TLS13};
use rustls::{ServerConfig, SupportedProtocolVersion};

/// The names of servers on the loopback interface.
pub(crate) const LOOPBACK_NAMES: &[&str] = &["localhost", "127.0.0.1"];

/// Every supported version of TLS.
pub(crate) const ALL: &[&SupportedProtocolVersion] = &[&TLS12, &TLS13];

/// A certificate authority.
pub(crate) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    /// The intermediate certificates that a server sends with its own.
    intermediates: Vec<CertificateDer<'static>>,
}

/// The validity of a certificate: from the first year up to the second.
#[derive(Clone, Copy)]
pub(crate) struct Years(pub(crate) i32, pub(crate) i32);

/// A validity that includes the present.
pub(crate) const NOW: Years = Years(2020, 2090);

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        let issuer = CertifiedIssuer::self_signed(authority(name), key()).expect("a certificate");
        Self { issuer, intermediates: Vec::new() }
    }

    /// An intermediate authority that this one has signed.
    pub(crate) fn intermediate(&self, name: &str) -> Self {
        let issuer = CertifiedIssuer::signed_by(authority(name), key(), &self.issuer).expect("a certificate");
        let intermediates =
            [issuer.der().clone()].into_iter().chain(self.intermediates.iter().cloned()).collect();
        Self { issuer, intermediates }
    }

    /// The root certificate.
    pub(crate) fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// The configuration of a server with these names.
    pub(crate) fn server(&self, names: &[&str]) -> Arc<ServerConfig> {
        self.server_with(names, NOW, ALL)
    }

    pub(crate) fn server_with(
        &self,
        names: &[&str],
        Years(from, to): Years,
        versions: &[&'static SupportedProtocolVersion],
    ) -> Arc<ServerConfig> {
        let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut params = CertificateParams::new(names).expect("names");
        params.distinguished_name.push(DnType::CommonName, "A server");
        params.use_authority_key_identifier_extension = true;
        params.not_before = date_time_ymd(from, 1, 1);
        params.not_after = date_time_ymd(to, 1, 1);
        let key = key();
        let certificate = params.signed_by(&key, &self.issuer).expect("a certificate");
        let chain =
            [certificate.der().clone()].into_iter().chain(self.intermediates.iter().cloned()).collect();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(versions)
            .expect("versions that ring supports")
            .with_no_client_auth()
            .with_single_cert(chain, key);
        Arc::new(config.expect("a certificate and its key"))
    }
}

fn authority(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

pub(crate) fn key() -> KeyPair {
    KeyPair::generate().expect("a key")
}
