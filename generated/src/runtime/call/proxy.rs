//! Whether the way to the API leads through a proxy, as the environment says. A client has one origin, so this is decided
//! once, when it is built, and alike for every kind of client.

use std::net::IpAddr;

use http::Uri;

use crate::runtime::error::{Error, ErrorKind};

/// An HTTP proxy that is asked for a tunnel.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Proxy {
    /// `http://host:port`, perhaps with a name and a password before the host.
    pub(super) url: String,
}

/// Without the password.
impl std::fmt::Debug for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let host = self.url.rsplit_once('@').map_or(self.url.as_str(), |(_, host)| host);
        write!(f, "Proxy({host})")
    }
}

impl Proxy {
    /// The proxy for an origin: `HTTPS_PROXY` or `HTTP_PROXY` by its scheme, else `ALL_PROXY`, unless `NO_PROXY` names its
    /// host. Lower-case names count too, and first, as in curl.
    pub(super) fn from_env(
        origin: &Uri,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<Self>, Error> {
        let host = origin.host().unwrap_or_default();
        let read = |name: &str| {
            let value = environment(&name.to_lowercase()).or_else(|| environment(name));
            value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
        };
        if is_loopback(host) || read("NO_PROXY").is_some_and(|list| excludes(&list, host)) {
            return Ok(None);
        }
        let name = if origin.scheme_str() == Some("https") { "HTTPS_PROXY" } else { "HTTP_PROXY" };
        let Some((name, url)) = [name, "ALL_PROXY"].into_iter().find_map(|name| Some((name, read(name)?)))
        else {
            return Ok(None);
        };
        Self::parse(&url).map(Some).ok_or_else(|| {
            // The value may hold a password, so it is not shown.
            let message =
                format!("{name} is not the address of an HTTP proxy, such as http://proxy.example.com:3128");
            Error::new(ErrorKind::Configuration, message)
        })
    }

    fn parse(url: &str) -> Option<Self> {
        let url = if url.contains("://") { url.to_owned() } else { format!("http://{url}") };
        let uri: Uri = url.parse().ok()?;
        let plain =
            uri.scheme_str() == Some("http") && matches!(uri.path(), "" | "/") && uri.query().is_none();
        let url = url.trim_end_matches('/').to_owned();
        (plain && !uri.host()?.is_empty()).then_some(Self { url })
    }

    /// The proxy's address without name and password, and these two, decoded.
    #[cfg(feature = "async")]
    pub(super) fn address_and_credentials(&self) -> (Option<Uri>, Option<(String, String)>) {
        let rest = self.url.trim_start_matches("http://");
        let (credentials, host) =
            rest.rsplit_once('@').map_or((None, rest), |(credentials, host)| (Some(credentials), host));
        let decoded =
            |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
        let credentials = credentials.map(|text| {
            let (name, password) = text.split_once(':').unwrap_or((text, ""));
            (decoded(name), decoded(password))
        });
        let host = if host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok()) {
            host.to_owned()
        } else {
            format!("{host}:80")
        };
        (format!("http://{host}").parse().ok(), credentials)
    }
}

/// Whether what is sent there stays on this machine.
pub(super) fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || address(host).is_some_and(|ip| ip.is_loopback())
}

fn address(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// Whether a `NO_PROXY` list names the host: itself, a domain above it, an address, a range of addresses, or `*`.
fn excludes(list: &str, host: &str) -> bool {
    let host = host.to_lowercase();
    list.split([',', ' ']).map(str::trim).filter(|entry| !entry.is_empty()).any(|entry| {
        match address(&host) {
            _ if entry == "*" => true,
            Some(ip) => in_cidr(entry, ip),
            None => {
                let domain = entry.trim_start_matches('*').trim_start_matches('.').to_lowercase();
                host == domain || host.strip_suffix(&domain).is_some_and(|above| above.ends_with('.'))
            }
        }
    })
}

/// Whether an address is that one, or in a range such as `10.0.0.0/8`.
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

    fn chosen(origin: &str, environment: &[(&str, &str)]) -> Option<String> {
        let read =
            |name: &str| environment.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned());
        let proxy = Proxy::from_env(&origin.parse().expect("an origin"), read);
        proxy.expect("a good environment").map(|proxy| proxy.url)
    }

    #[test]
    fn the_scheme_decides_and_all_proxy_stands_in() {
        let all = [("HTTPS_PROXY", "http://s:1"), ("http_proxy", "h:2"), ("ALL_PROXY", "http://a:3/")];
        assert_eq!(chosen("https://x.example", &all).as_deref(), Some("http://s:1"));
        assert_eq!(chosen("http://x.example", &all).as_deref(), Some("http://h:2"));
        assert_eq!(chosen("http://x.example", &all[2..]).as_deref(), Some("http://a:3"));
        assert_eq!(chosen("https://x.example", &[]), None);
        assert_eq!(chosen("https://x.example", &[("HTTPS_PROXY", " ")]), None);
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
    fn no_proxy_names_hosts_domains_and_ranges() {
        let through = |origin: &str, list: &str| {
            chosen(origin, &[("ALL_PROXY", "http://p"), ("NO_PROXY", list)]).is_some()
        };
        assert!(!through("https://a.example.com", "example.com"));
        assert!(!through("https://a.example.com", "other, .EXAMPLE.com"));
        assert!(!through("https://a.example.com", "*.example.com"));
        assert!(!through("https://a.example.com", "*"));
        assert!(!through("https://10.1.2.3", "10.0.0.0/8"));
        assert!(!through("https://10.1.2.3", "10.1.2.3"));
        assert!(!through("https://[fd00::1]", "fd00::/8"));
        assert!(through("https://badexample.com", "example.com"));
        assert!(through("https://11.1.2.3", "10.0.0.0/8, 11.1.2.4, 12.0.0.0/x"));
        assert!(through("https://a.example.com", ""));
    }

    #[test]
    fn invalid_proxy_is_refused_without_its_value() {
        for url in ["socks5://user:secret@p", "https://user:secret@p", "http://user:secret@p/path", "http://"]
        {
            let origin = "https://x.example".parse().expect("an origin");
            let error = Proxy::from_env(&origin, |name| (name == "HTTPS_PROXY").then(|| url.to_owned()))
                .expect_err(url);
            assert!(
                error.to_string().contains("HTTPS_PROXY") && !error.to_string().contains("secret"),
                "{error}"
            );
        }
    }

    #[cfg(feature = "async")]
    #[test]
    fn name_and_password_are_taken_apart_and_not_shown() {
        let proxy = Proxy::parse("http://na%40me:se:cret@p.example").expect("a proxy");
        let (address, credentials) = proxy.address_and_credentials();
        assert_eq!(address.expect("an address").to_string(), "http://p.example:80/");
        assert_eq!(credentials, Some(("na@me".to_owned(), "se:cret".to_owned())));
        assert_eq!(format!("{proxy:?}"), "Proxy(p.example)");
    }
}
