//! Certificates, made anew for each test.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::version::{TLS12, TLS13};
use rustls::{ServerConfig, SupportedProtocolVersion};

/// What a server here is reached as.
pub(crate) const HERE: &[&str] = &["localhost", "127.0.0.1"];

/// Every version of TLS that is still in use.
pub(crate) const ALL: &[&SupportedProtocolVersion] = &[&TLS12, &TLS13];

/// Someone who signs certificates.
pub(crate) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    /// Whose certificates a server has to show beside its own.
    deputies: Vec<CertificateDer<'static>>,
}

/// When a certificate holds, by its years.
#[derive(Clone, Copy)]
pub(crate) struct Years(pub(crate) i32, pub(crate) i32);

/// Years that hold.
pub(crate) const NOW: Years = Years(2020, 2090);

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        let issuer = CertifiedIssuer::self_signed(authority(name), key()).expect("a certificate");
        Self { issuer, deputies: Vec::new() }
    }

    /// Another, whom this one vouches for.
    pub(crate) fn deputy(&self, name: &str) -> Self {
        let issuer = CertifiedIssuer::signed_by(authority(name), key(), &self.issuer).expect("a certificate");
        let deputies = [issuer.der().clone()].into_iter().chain(self.deputies.iter().cloned()).collect();
        Self { issuer, deputies }
    }

    /// The certificate to trust.
    pub(crate) fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// What a server of that name needs.
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
        let chain = [certificate.der().clone()].into_iter().chain(self.deputies.iter().cloned()).collect();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(versions)
            .expect("versions that ring knows")
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
