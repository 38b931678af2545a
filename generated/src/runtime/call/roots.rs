//! The certificates that a server's has to be signed by: the operating system's, and what the builder was given.

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;

use crate::runtime::error::{Error, ErrorKind};

/// Whom to trust.
#[derive(Debug)]
pub(crate) struct Roots {
    /// Whether anybody will ask. A machine without roots can still talk to itself without TLS.
    #[cfg_attr(
        all(feature = "native-tls", not(feature = "blocking")),
        expect(dead_code, reason = "the system finds its own")
    )]
    needed: bool,
    /// Beside the operating system's.
    further: Vec<CertificateDer<'static>>,
}

impl Roots {
    /// The operating system's, and the certificates of a PEM text, which may be empty.
    pub(super) fn new(needed: bool, pem: &[u8]) -> Result<Self, Error> {
        let wrong = |why: &str| Error::new(ErrorKind::Configuration, format!("the root certificate {why}"));
        let further: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
        let further = further.map_err(|error| wrong("is not PEM").with_source(error))?;
        if further.is_empty() && !pem.is_empty() {
            return Err(wrong("is missing: there is none in the text"));
        }
        for certificate in &further {
            check(certificate).map_err(|error| wrong("is not one").with_source(error))?;
        }
        Ok(Self { needed, further })
    }

    /// Those beside the operating system's.
    #[cfg(all(feature = "async", feature = "native-tls"))]
    pub(super) fn further(&self) -> &[CertificateDer<'static>] {
        &self.further
    }

    /// All of them, or none if nobody will ask.
    #[cfg(any(feature = "blocking", not(feature = "native-tls")))]
    pub(super) fn all(&self) -> Result<Vec<CertificateDer<'static>>, Error> {
        if !self.needed {
            return Ok(Vec::new());
        }
        let found = rustls_native_certs::load_native_certs();
        let mut roots = found.certs;
        roots.extend_from_slice(&self.further);
        if roots.is_empty() {
            let message = "the system has no root certificates: install them, or give the builder some";
            let error = Error::new(ErrorKind::Configuration, message);
            return Err(match found.errors.into_iter().next() {
                Some(cause) => error.with_source(cause),
                None => error,
            });
        }
        Ok(roots)
    }

    /// A configuration of rustls that trusts them, on ring, whatever provider the process has for others.
    #[cfg(all(feature = "async", not(feature = "native-tls")))]
    pub(super) fn rustls_config(&self) -> Result<rustls::ClientConfig, Error> {
        let mut store = rustls::RootCertStore::empty();
        // A system's store may hold certificates of other times, which nobody needs.
        store.add_parsable_certificates(self.all()?);
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let builder =
            rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let wrong = |error| Error::new(ErrorKind::Configuration, "TLS cannot be set up").with_source(error);
        Ok(builder.map_err(wrong)?.with_root_certificates(store).with_no_client_auth())
    }
}

/// Whether the library that will use it takes it for a certificate.
#[cfg(feature = "native-tls")]
fn check(certificate: &CertificateDer<'static>) -> Result<(), native_tls::Error> {
    native_tls::Certificate::from_der(certificate).map(drop)
}

/// Whether the library that will use it takes it for a certificate.
#[cfg(not(feature = "native-tls"))]
fn check(certificate: &CertificateDer<'static>) -> Result<(), rustls::Error> {
    rustls::RootCertStore::empty().add(certificate.clone())
}
