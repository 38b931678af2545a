//! The base URL, and the check that the key may be sent to it.

use http::Uri;

use crate::runtime::error::{Error, ErrorKind};

use super::proxy::is_loopback;
use super::redirect::has_invalid_port;

/// Scheme, host, port and an optional path prefix, without a trailing slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BaseUrl(String);

impl BaseUrl {
    pub(super) fn parse(text: &str, allow_plain_http: bool) -> Result<Self, Error> {
        let text = text.trim();
        let config_error = |why: &str| {
            Error::new(ErrorKind::Configuration, format!("the base URL {}{why}", Self::displayed(text)))
        };
        if text.contains(['?', '#']) {
            return Err(config_error(
                "has a query or a fragment: only a scheme, a host and a path are allowed",
            ));
        }
        let uri: Uri =
            text.parse().map_err(|_| config_error("is not a URL such as `https://api.example.com`"))?;
        // The parser has converted the scheme to lower case.
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(config_error("is not a URL such as `https://api.example.com`"));
        };
        if authority.as_str().contains('@') {
            return Err(config_error("has credentials, which are not allowed"));
        }
        if has_invalid_port(authority) {
            return Err(config_error("has an invalid port"));
        }
        match scheme {
            "https" => {}
            "http" if allow_plain_http || is_loopback(authority.host()) => {}
            "http" => {
                let why = "would send the key unencrypted: use https, or set allow_plain_http";
                return Err(config_error(why));
            }
            _ => return Err(config_error("is neither https nor http")),
        }
        if uri.path().split('/').any(|segment| matches!(segment, "." | "..")) {
            return Err(config_error("has `.` or `..` in its path"));
        }
        Ok(Self(format!("{scheme}://{authority}{}", uri.path().trim_end_matches('/'))))
    }

    /// Origin and path in quotes, followed by a space. Empty for a URL with an `@`: if the URL is malformed, the end of its
    /// password is unknown.
    fn displayed(text: &str) -> String {
        let end = text.find(['?', '#']).unwrap_or(text.len());
        if text.contains('@') { String::new() } else { format!("`{}` ", &text[..end]) }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the URL requires TLS.
    pub(super) fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }

    /// The base URL as a `Uri`.
    pub(super) fn uri(&self) -> Uri {
        // `parse` has checked it.
        self.0.parse().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    fn error(text: &str) -> String {
        BaseUrl::parse(text, false).expect_err(text).to_string()
    }

    #[test]
    fn path_prefix_is_kept_without_a_trailing_slash() {
        let url = BaseUrl::parse("https://proxy.example.com/vendor/", false).expect("a valid URL");
        assert_eq!(url.as_str(), "https://proxy.example.com/vendor");
    }

    #[test]
    fn only_https_requires_tls() {
        assert!(BaseUrl::parse("https://localhost", false).expect("a valid URL").is_https());
        assert!(!BaseUrl::parse("http://localhost", false).expect("a valid URL").is_https());
    }

    #[test]
    fn scheme_is_case_insensitive() {
        for text in ["HTTPS://localhost/v", "Https://localhost/v/"] {
            let url = BaseUrl::parse(text, false).expect("a valid URL");
            assert_eq!((url.as_str(), url.is_https()), ("https://localhost/v", true));
        }
        assert!(error("HTTP://api.example.com").contains("unencrypted"));
    }

    #[test]
    fn plain_http_is_rejected_except_for_loopback() {
        assert!(error("http://api.example.com").contains("unencrypted"));
        assert!(error("http://127.0.0.1.example.com").contains("unencrypted"));
        assert!(BaseUrl::parse("http://api.example.com", true).is_ok());
        for loopback in ["http://localhost:8080", "http://127.0.0.1", "http://[::1]:99"] {
            assert!(BaseUrl::parse(loopback, false).is_ok(), "{loopback}");
        }
    }

    #[test]
    fn invalid_base_url_is_rejected() {
        assert!(error("https://user:secret@example.com").contains("credentials"));
        assert!(!error("https://user:secret@example.com").contains("secret"));
        assert!(error("https://example.com?a=b").contains("query"));
        assert!(error("https://example.com#a").contains("fragment"));
        assert!(error("ftp://example.com").contains("neither"));
        assert!(error("https://example.com/a/../b").contains(".."));
        assert!(error("example.com").contains("not a URL"));
        assert!(error("").contains("not a URL"));
    }
}
