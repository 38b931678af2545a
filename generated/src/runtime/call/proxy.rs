//! The proxy, from environment variables. A client has one origin, so the proxy is chosen once, when the client is built, for both
//! backends.

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;

use base64::prelude::{BASE64_STANDARD, Engine};
use http::{HeaderValue, Uri};
use percent_encoding::percent_decode_str;

use crate::runtime::error::{Error, ErrorKind};

use super::redirect::has_invalid_port;

/// An HTTP proxy that supports CONNECT tunnels.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Proxy {
    /// `http://host:port`.
    pub(super) address: Uri,
    /// User name and password, as the value of `proxy-authorization`.
    pub(super) authorization: Option<HeaderValue>,
}

/// Without the password.
impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proxy({})", self.address.authority().map_or("", |authority| authority.as_str()))
    }
}

impl Proxy {
    /// Returns the proxy for an origin: `HTTPS_PROXY` or `HTTP_PROXY`, by its scheme, or else `ALL_PROXY`, unless `NO_PROXY`
    /// contains the host. As in curl, lower-case names are read first, and an empty value is ignored.
    pub(super) fn from_env(
        origin: &Uri,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<Self>, Error> {
        let read = |name: &str| {
            // In a CGI program, this variable is the request header `proxy`, which any client can set.
            let is_untrusted = name == "HTTP_PROXY" && environment("REQUEST_METHOD").is_some();
            let names = [Some(name.to_lowercase()), (!is_untrusted).then(|| name.to_owned())];
            names.into_iter().flatten().find_map(|name| {
                let value = environment(&name)?.trim().to_owned();
                (!value.is_empty()).then_some((name, value))
            })
        };
        let host = origin.host().unwrap_or_default();
        let is_https = origin.scheme_str() == Some("https");
        let port = origin.port_u16().unwrap_or(if is_https { 443 } else { 80 });
        if is_loopback(host) || read("NO_PROXY").is_some_and(|(_, list)| excludes(&list, host, port)) {
            return Ok(None);
        }
        let name = if is_https { "HTTPS_PROXY" } else { "HTTP_PROXY" };
        let Some((name, url)) = read(name).or_else(|| read("ALL_PROXY")) else { return Ok(None) };
        // The value can contain a password, so it is not displayed.
        let config_error = |why| Error::new(ErrorKind::Configuration, format!("{name} {why}"));
        Self::parse(&url).map(Some).map_err(config_error)
    }

    /// Returns the proxy that a program has set, for every origin.
    pub(super) fn from_url(url: &str) -> Result<Self, Error> {
        // The URL can contain a password, so it is not displayed.
        Self::parse(url.trim())
            .map_err(|why| Error::new(ErrorKind::Configuration, format!("the proxy {why}")))
    }

    /// Parses the URL of a proxy. The error is the end of a message about it.
    fn parse(url: &str) -> Result<Self, &'static str> {
        const INVALID_URL: &str = "is not the URL of an HTTP proxy, such as http://proxy.example.com:3128";
        let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
        if !scheme.eq_ignore_ascii_case("http") {
            return Err(INVALID_URL);
        }
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        if rest.contains(['#', '?', '/']) {
            return Err("has more than user name, password, host and port; \
                        in a user name or password, encode `#` as `%23`, `?` as `%3F`, and `/` as `%2F`");
        }
        let (credentials, host) = match rest.rsplit_once('@') {
            Some((credentials, host)) => (Some(credentials), host),
            None => (None, rest),
        };
        let address: Uri = format!("http://{host}").parse().map_err(|_| INVALID_URL)?;
        let authority =
            address.authority().filter(|authority| !authority.host().is_empty()).ok_or(INVALID_URL)?;
        let address = match authority.port() {
            Some(_) => Ok(address),
            None if has_invalid_port(authority) => return Err(INVALID_URL),
            None => format!("http://{host}:80").parse(),
        };
        let authorization = credentials.map(authorization).transpose()?;
        Ok(Self { address: address.map_err(|_| INVALID_URL)?, authorization })
    }
}

/// The value of `proxy-authorization` for percent-encoded credentials, as in a URL.
fn authorization(credentials: &str) -> Result<HeaderValue, &'static str> {
    let (name, password) = credentials.split_once(':').unwrap_or((credentials, ""));
    let [name, password] = [name, password].map(|text| Cow::from(percent_decode_str(text)));
    let basic = BASE64_STANDARD.encode([&*name, &*password].join(&b':'));
    let mut value =
        HeaderValue::try_from(format!("Basic {basic}")).map_err(|_| "has a password that is too long")?;
    value.set_sensitive(true);
    Ok(value)
}

/// Whether the host is the local machine.
pub(super) fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || address(host).is_some_and(|ip| ip.is_loopback())
}

fn address(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// Whether a `NO_PROXY` list contains the host: by its name, a parent domain, an IP address, a CIDR range, or `*`. An entry with a
/// port, which curl does not support, is for that port only.
fn excludes(list: &str, host: &str, port: u16) -> bool {
    let host = host.trim_end_matches('.').to_lowercase();
    list.split([',', ' ']).map(str::trim).filter(|entry| !entry.is_empty()).any(|entry| {
        let (entry, entry_port) = split_port(entry);
        if entry_port.is_some_and(|other| other != port) {
            return false;
        }
        match address(&host) {
            _ if entry == "*" => true,
            Some(ip) => in_cidr(entry, ip),
            None => {
                let domain = entry.trim_start_matches('*').trim_matches('.').to_lowercase();
                host == domain || host.strip_suffix(&domain).is_some_and(|subdomain| subdomain.ends_with('.'))
            }
        }
    })
}

/// Splits the port off an entry. An IPv6 address without brackets has no port.
fn split_port(entry: &str) -> (&str, Option<u16>) {
    match entry.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => {
            port.parse().map_or((entry, None), |port| (host, Some(port)))
        }
        _ => (entry, None),
    }
}

/// Whether an address equals the entry, or is in its CIDR range, such as `10.0.0.0/8`.
fn in_cidr(entry: &str, ip: IpAddr) -> bool {
    let (start, bits) = match entry.split_once('/') {
        Some((start, bits)) => (start, bits.parse::<u32>().ok()),
        None => (entry, Some(128)),
    };
    match (address(start), ip, bits) {
        (Some(IpAddr::V4(start)), IpAddr::V4(ip), Some(bits)) => {
            let differ = u32::from(start) ^ u32::from(ip);
            differ.checked_shr(32_u32.saturating_sub(bits)).unwrap_or(0) == 0
        }
        (Some(IpAddr::V6(start)), IpAddr::V6(ip), Some(bits)) => {
            let differ = u128::from(start) ^ u128::from(ip);
            differ.checked_shr(128_u32.saturating_sub(bits)).unwrap_or(0) == 0
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::Proxy;

    fn proxy(origin: &str, environment: &[(&str, &str)]) -> Option<Proxy> {
        let read =
            |name: &str| environment.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned());
        Proxy::from_env(&origin.parse().expect("an origin"), read).expect("a valid proxy")
    }

    fn chosen(origin: &str, environment: &[(&str, &str)]) -> Option<String> {
        proxy(origin, environment).map(|proxy| proxy.address.to_string())
    }

    #[test]
    fn proxy_is_chosen_by_scheme_with_all_proxy_as_fallback() {
        let all = [("HTTPS_PROXY", "http://s:1"), ("http_proxy", "h:2"), ("ALL_PROXY", "http://a:3/")];
        assert_eq!(chosen("https://x.example", &all).as_deref(), Some("http://s:1/"));
        assert_eq!(chosen("http://x.example", &all).as_deref(), Some("http://h:2/"));
        assert_eq!(chosen("http://x.example", &all[2..]).as_deref(), Some("http://a:3/"));
        assert_eq!(chosen("https://x.example", &[]), None);
        assert_eq!(chosen("https://x.example", &[("HTTPS_PROXY", " ")]), None);
    }

    #[test]
    fn empty_variable_is_ignored() {
        let both = [("https_proxy", ""), ("HTTPS_PROXY", "h:2")];
        assert_eq!(chosen("https://x.example", &both).as_deref(), Some("http://h:2/"));
        let excluded = [("ALL_PROXY", "h:2"), ("no_proxy", " "), ("NO_PROXY", "x.example")];
        assert_eq!(chosen("https://x.example", &excluded), None);
    }

    #[test]
    fn scheme_of_a_proxy_is_case_insensitive() {
        for url in ["HTTP://us:pw@h:2", "Http://us:pw@h:2/"] {
            let proxy = proxy("https://x.example", &[("HTTPS_PROXY", url)]).expect("a proxy");
            assert_eq!(proxy.address, "http://h:2/");
            assert_eq!(proxy.authorization.expect("credentials"), "Basic dXM6cHc=");
        }
    }

    /// Any client of a web server could set the proxy with the header `proxy`.
    #[test]
    fn http_proxy_of_a_cgi_program_is_ignored() {
        let cgi = [("REQUEST_METHOD", "GET"), ("HTTP_PROXY", "http://evil:1"), ("HTTPS_PROXY", "http://s:1")];
        assert_eq!(chosen("http://x.example", &cgi), None);
        assert_eq!(chosen("http://x.example", &cgi[1..]).as_deref(), Some("http://evil:1/"));
        assert_eq!(chosen("https://x.example", &cgi).as_deref(), Some("http://s:1/"));
        let lower = [("REQUEST_METHOD", "GET"), ("http_proxy", "http://h:1")];
        assert_eq!(chosen("http://x.example", &lower).as_deref(), Some("http://h:1/"));
    }

    #[test]
    fn loopback_is_never_proxied() {
        for origin in ["http://localhost:1", "http://127.0.0.1", "http://127.8.9.1", "http://[::1]:2"] {
            assert_eq!(
                chosen(origin, &[("HTTP_PROXY", "http://p"), ("ALL_PROXY", "http://p")]),
                None,
                "{origin}"
            );
        }
    }

    #[test]
    fn no_proxy_matches_hosts_domains_and_ranges() {
        let is_proxied = |origin: &str, list: &str| {
            chosen(origin, &[("ALL_PROXY", "http://p"), ("NO_PROXY", list)]).is_some()
        };
        assert!(!is_proxied("https://a.example.com", "example.com"));
        assert!(!is_proxied("https://a.example.com", "other, .EXAMPLE.com"));
        assert!(!is_proxied("https://a.example.com", "*.example.com"));
        assert!(!is_proxied("https://a.example.com", "*"));
        assert!(!is_proxied("https://10.1.2.3", "10.0.0.0/8"));
        assert!(!is_proxied("https://10.1.2.3", "10.1.2.3"));
        assert!(!is_proxied("https://[fd00::1]", "fd00::/8"));
        assert!(is_proxied("https://badexample.com", "example.com"));
        assert!(is_proxied("https://11.1.2.3", "10.0.0.0/8, 11.1.2.4, 12.0.0.0/x"));
        assert!(is_proxied("https://a.example.com", ""));
    }

    #[test]
    fn no_proxy_entry_may_have_a_trailing_dot_or_a_port() {
        let is_proxied = |origin: &str, list: &str| {
            chosen(origin, &[("ALL_PROXY", "http://p"), ("NO_PROXY", list)]).is_some()
        };
        assert!(!is_proxied("https://a.example.com", "example.com."));
        assert!(!is_proxied("https://a.example.com.", "a.example.com"));
        assert!(!is_proxied("https://a.example.com", "example.com:443"));
        assert!(!is_proxied("https://a.example.com:8443", "example.com:8443"));
        assert!(is_proxied("https://a.example.com:8443", "example.com:443"));
        assert!(!is_proxied("https://10.1.2.3", "10.1.2.3:443"));
        assert!(!is_proxied("https://[fd00::1]", "[fd00::1]"));
        assert!(!is_proxied("https://[fd00::1]", "[fd00::1]:443"));
        assert!(is_proxied("https://[fd00::1]", "[fd00::1]:80"));
        assert!(is_proxied("https://a.example.com", ".,*.:443x"));
    }

    #[test]
    fn invalid_proxy_is_an_error_without_its_value() {
        for url in [
            "socks5://user:secret@p",
            "https://user:secret@p",
            "http://user:secret@p/path",
            "http://user:sec#ret@p",
            "http://user:secret/@p",
            "http://user:secret@p:x",
            "http://user:secret@p:99999",
            "http://user:secret@p\u{fffd}",
            "http://",
        ] {
            let origin = "https://x.example".parse().expect("an origin");
            let error = Proxy::from_env(&origin, |name| (name == "HTTPS_PROXY").then(|| url.to_owned()))
                .expect_err(url);
            let message = format!("{error} {error:?}");
            assert!(message.contains("HTTPS_PROXY") && !message.contains("sec"), "{error}");
            assert_eq!(
                message.contains("%23"),
                url.contains("/path") || url.contains(['#']) || url.contains("/@")
            );
        }
    }

    #[test]
    fn credentials_are_decoded_and_not_displayed() {
        let proxy = Proxy::parse("http://na%40me:se:cret%FF@p.example").expect("a proxy");
        assert_eq!(proxy.address, "http://p.example:80/");
        assert_eq!(proxy.authorization.as_ref().expect("credentials"), "Basic bmFAbWU6c2U6Y3JldP8=");
        assert_eq!(format!("{proxy:?}"), "Proxy(p.example:80)");
    }
}
