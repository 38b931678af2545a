//! Where the API is reached, and whether the key may be sent there.

use http::Uri;

use crate::runtime::error::{Error, ErrorKind};

use super::proxy::is_loopback;
use super::redirect::has_odd_port;

/// Scheme, host, port and perhaps a path prefix, without a slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BaseUrl(String);

impl BaseUrl {
    pub(super) fn parse(text: &str, allow_plain_http: bool) -> Result<Self, Error> {
        let text = text.trim();
        let wrong = |why: &str| {
            Error::new(ErrorKind::Configuration, format!("the base URL {}{why}", Self::displayed(text)))
        };
        if text.contains(['?', '#']) {
            return Err(wrong("has a query or a fragment: it is scheme, host and perhaps a path"));
        }
        let uri: Uri = text.parse().map_err(|_| wrong("is not a URL such as `https://api.example.com`"))?;
        // In small letters by now.
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(wrong("is not a URL such as `https://api.example.com`"));
        };
        if authority.as_str().contains('@') {
            return Err(wrong("has credentials: they do not belong in it"));
        }
        if has_odd_port(authority) {
            return Err(wrong("has a port that cannot be one"));
        }
        match scheme {
            "https" => {}
            "http" if allow_plain_http || is_loopback(authority.host()) => {}
            "http" => {
                let why = "would send the key unencrypted: use https, or allow_plain_http if you mean it";
                return Err(wrong(why));
            }
            _ => return Err(wrong("is neither https nor http")),
        }
        if uri.path().split('/').any(|segment| matches!(segment, "." | "..")) {
            return Err(wrong("has `.` or `..` in its path"));
        }
        Ok(Self(format!("{scheme}://{authority}{}", uri.path().trim_end_matches('/'))))
    }

    /// Origin and path in quotes, with a space. With an `@` there is nothing to display: where a password ends is a guess if the
    /// URL is malformed.
    fn displayed(text: &str) -> String {
        let end = text.find(['?', '#']).unwrap_or(text.len());
        if text.contains('@') { String::new() } else { format!("`{}` ", &text[..end]) }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether TLS will be needed.
    pub(super) fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }

    /// Scheme, host and port.
    pub(super) fn uri(&self) -> Uri {
        // It has been one before.
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
    fn a_path_prefix_stays_and_a_slash_at_the_end_goes() {
        let url = BaseUrl::parse("https://proxy.example.com/vendor/", false).expect("good");
        assert_eq!(url.as_str(), "https://proxy.example.com/vendor");
    }

    #[test]
    fn only_https_needs_tls() {
        assert!(BaseUrl::parse("https://localhost", false).expect("good").is_https());
        assert!(!BaseUrl::parse("http://localhost", false).expect("good").is_https());
    }

    #[test]
    fn scheme_is_read_in_any_case() {
        for text in ["HTTPS://localhost/v", "Https://localhost/v/"] {
            let url = BaseUrl::parse(text, false).expect("good");
            assert_eq!((url.as_str(), url.is_https()), ("https://localhost/v", true));
        }
        assert!(error("HTTP://api.example.com").contains("unencrypted"));
    }

    #[test]
    fn the_key_stays_off_plain_http() {
        assert!(error("http://api.example.com").contains("unencrypted"));
        assert!(error("http://127.0.0.1.example.com").contains("unencrypted"));
        assert!(BaseUrl::parse("http://api.example.com", true).is_ok());
        for loopback in ["http://localhost:8080", "http://127.0.0.1", "http://[::1]:99"] {
            assert!(BaseUrl::parse(loopback, false).is_ok(), "{loopback}");
        }
    }

    #[test]
    fn invalid_base_url_is_refused() {
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
