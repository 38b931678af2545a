//! Root certificates: the operating system's, and those of the builder.

use std::error::Error as StdError;

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;

use crate::runtime::error::{Error, ErrorKind};

use super::cause::find_cause;

/// The root certificates of the builder.
#[derive(Debug)]
pub(crate) struct Roots(Vec<CertificateDer<'static>>);

impl Roots {
    /// Parses the certificates of a PEM text, which may be empty.
    pub(super) fn new(pem: &[u8]) -> Result<Self, Error> {
        let config_error =
            |why: &str| Error::new(ErrorKind::Configuration, format!("the root certificate {why}"));
        let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
        let certificates = certificates.map_err(|error| config_error("is not PEM").with_cause(&error))?;
        if certificates.is_empty() && !pem.is_empty() {
            return Err(config_error("is missing: the PEM text contains none"));
        }
        for certificate in &certificates {
            check_certificate(certificate).map_err(|error| config_error("is invalid").with_cause(&*error))?;
        }
        Ok(Self(certificates))
    }

    /// Returns the operating system's root certificates and those of the builder. None without https, so that plain http works on a
    /// machine without root certificates.
    pub(super) fn all(&self, https: bool) -> Result<Vec<CertificateDer<'static>>, Error> {
        if !https {
            return Ok(Vec::new());
        }
        let native = rustls_native_certs::load_native_certs();
        let mut roots = native.certs;
        roots.extend_from_slice(&self.0);
        if roots.is_empty() {
            let message = "the system has no root certificates: install them, or add some to the builder";
            let error = Error::new(ErrorKind::Configuration, message);
            return Err(match native.errors.into_iter().next() {
                Some(cause) => error.with_cause(&cause),
                None => error,
            });
        }
        Ok(roots)
    }

    /// Returns a rustls configuration that trusts these certificates. It uses ring, regardless of the process's default provider.
    #[cfg(all(feature = "async", feature = "rustls"))]
    pub(super) fn rustls_config(&self, https: bool) -> Result<rustls::ClientConfig, Error> {
        let mut store = rustls::RootCertStore::empty();
        // The system's store can contain certificates that rustls does not support; they are skipped.
        store.add_parsable_certificates(self.all(https)?);
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let builder =
            rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config_error =
            |error| Error::new(ErrorKind::Configuration, "TLS cannot be configured").with_cause(&error);
        Ok(builder.map_err(config_error)?.with_root_certificates(store).with_no_client_auth())
    }
}

/// Checks that the enabled TLS libraries accept the certificate.
fn check_certificate(certificate: &CertificateDer<'static>) -> Result<(), Box<dyn StdError + Send + Sync>> {
    #[cfg(feature = "rustls")]
    rustls::RootCertStore::empty().add(certificate.clone())?;
    #[cfg(feature = "native-tls")]
    native_tls::Certificate::from_der(certificate)?;
    Ok(())
}

/// Whether the error means that the server's certificate is untrusted.
pub(super) fn is_untrusted(error: &(dyn StdError + 'static)) -> bool {
    #[cfg(feature = "rustls")]
    if let Some(error) = find_cause::<rustls::Error>(error) {
        return matches!(error, rustls::Error::InvalidCertificate(_));
    }
    #[cfg(feature = "native-tls")]
    if let Some(error) = find_cause::<native_tls::Error>(error) {
        // The platforms' errors have no common type, but all texts contain this word.
        return error.to_string().contains("certificate");
    }
    let _ = error;
    false
}
