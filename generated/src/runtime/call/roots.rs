//! The certificates that a server's has to be signed by: the operating system's, and what the builder was given.

use std::error::Error as StdError;

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;

use crate::runtime::error::{Error, ErrorKind};

use super::transport::find_cause;

/// The certificates beside the operating system's.
#[derive(Debug)]
pub(crate) struct Roots(Vec<CertificateDer<'static>>);

impl Roots {
    /// The certificates of a PEM text, which may be empty.
    pub(super) fn new(pem: &[u8]) -> Result<Self, Error> {
        let wrong = |why: &str| Error::new(ErrorKind::Configuration, format!("the root certificate {why}"));
        let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
        let certificates = certificates.map_err(|error| wrong("is not PEM").with_cause(&error))?;
        if certificates.is_empty() && !pem.is_empty() {
            return Err(wrong("is missing: there is none in the text"));
        }
        for certificate in &certificates {
            check_certificate(certificate).map_err(|error| wrong("is not one").with_cause(&*error))?;
        }
        Ok(Self(certificates))
    }

    /// All of them, with the operating system's. Without https there are none, since a machine without roots can still use plain http.
    pub(super) fn all(&self, https: bool) -> Result<Vec<CertificateDer<'static>>, Error> {
        if !https {
            return Ok(Vec::new());
        }
        let found = rustls_native_certs::load_native_certs();
        let mut roots = found.certs;
        roots.extend_from_slice(&self.0);
        if roots.is_empty() {
            let message = "the system has no root certificates: install them, or give the builder some";
            let error = Error::new(ErrorKind::Configuration, message);
            return Err(match found.errors.into_iter().next() {
                Some(cause) => error.with_cause(&cause),
                None => error,
            });
        }
        Ok(roots)
    }

    /// A configuration of rustls that trusts them, on ring, whatever provider the process has for others.
    #[cfg(all(feature = "async", feature = "rustls"))]
    pub(super) fn rustls_config(&self, https: bool) -> Result<rustls::ClientConfig, Error> {
        let mut store = rustls::RootCertStore::empty();
        // A system's store may hold certificates of other times, which nobody needs.
        store.add_parsable_certificates(self.all(https)?);
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let builder =
            rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let wrong = |error| Error::new(ErrorKind::Configuration, "TLS cannot be set up").with_cause(&error);
        Ok(builder.map_err(wrong)?.with_root_certificates(store).with_no_client_auth())
    }
}

/// Whether the libraries that may use it accept it as a certificate.
fn check_certificate(certificate: &CertificateDer<'static>) -> Result<(), Box<dyn StdError + Send + Sync>> {
    #[cfg(feature = "rustls")]
    rustls::RootCertStore::empty().add(certificate.clone())?;
    #[cfg(feature = "native-tls")]
    native_tls::Certificate::from_der(certificate)?;
    Ok(())
}

/// Whether an error says that the server's certificate is not trusted.
pub(super) fn is_untrusted(error: &(dyn StdError + 'static)) -> bool {
    #[cfg(feature = "rustls")]
    if let Some(error) = find_cause::<rustls::Error>(error) {
        return matches!(error, rustls::Error::InvalidCertificate(_));
    }
    #[cfg(feature = "native-tls")]
    if let Some(error) = find_cause::<native_tls::Error>(error) {
        // The libraries below have no type in common, but all have this word.
        return error.to_string().contains("certificate");
    }
    let _ = error;
    false
}
