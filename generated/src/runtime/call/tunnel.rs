//! The request and the response of HTTP's CONNECT method, which opens a tunnel through a proxy. No I/O, for both clients.

use std::fmt;

use http::Uri;

use super::proxy::Proxy;

/// Maximum bytes of a proxy's response: its headers are of no use, and an endless response must end.
const MAX_REPLY: usize = 16 * 1024;

/// The error of opening a tunnel.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TunnelError {
    /// The proxy responded with this status.
    Refused(u16),
    /// The response is not HTTP, or exceeds [`MAX_REPLY`].
    Invalid,
    /// The proxy closed the connection before the end of its response.
    Closed,
}

impl fmt::Display for TunnelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(status) => write!(f, "the proxy rejected the tunnel with status {status}")?,
            Self::Invalid => f.write_str("the proxy's response is not HTTP")?,
            Self::Closed => f.write_str("the proxy closed the connection before the end of its response")?,
        }
        if *self == Self::Refused(407) {
            f.write_str(", which requires another user name or password")
        } else {
            Ok(())
        }
    }
}

impl std::error::Error for TunnelError {}

/// The request for a tunnel to a server. CONNECT requires a port: without one in the URL, the default port of the scheme.
pub(super) fn request(proxy: &Proxy, to: &Uri) -> Vec<u8> {
    let host = to.host().unwrap_or_default();
    let port = to.port_u16().unwrap_or(if to.scheme_str() == Some("https") { 443 } else { 80 });
    let mut request = format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n").into_bytes();
    if let Some(authorization) = &proxy.authorization {
        request.extend_from_slice(b"Proxy-Authorization: ");
        request.extend_from_slice(authorization.as_bytes());
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"\r\n");
    request
}

/// Whether the response that has been read so far opens the tunnel; if not, more has to be read. Nothing follows the response,
/// since the server behind the tunnel sends nothing before the client does.
pub(super) fn is_open(reply: &[u8]) -> Result<bool, TunnelError> {
    let status_line = reply.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if status_line.len() == reply.len() {
        let may_be_http = reply.iter().zip(b"HTTP/1.").all(|(found, expected)| found == expected);
        return if may_be_http && reply.len() < MAX_REPLY { Ok(false) } else { Err(TunnelError::Invalid) };
    }
    match status(status_line) {
        Some(200..=299) => {}
        Some(status) => return Err(TunnelError::Refused(status)),
        None => return Err(TunnelError::Invalid),
    }
    let contains = |end: &[u8]| reply.windows(end.len()).any(|window| window == end);
    match contains(b"\n\r\n") || contains(b"\n\n") {
        false if reply.len() >= MAX_REPLY => Err(TunnelError::Invalid),
        is_complete => Ok(is_complete),
    }
}

/// The status of a line such as `HTTP/1.1 200 OK`.
fn status(line: &[u8]) -> Option<u16> {
    let rest = std::str::from_utf8(line).ok()?.strip_prefix("HTTP/1.")?;
    let (_, rest) = rest.split_once(' ')?;
    let status = rest.split([' ', '\r']).next()?;
    status.parse().ok().filter(|status| is_http_status(*status))
}

fn is_http_status(status: u16) -> bool {
    (100..=999).contains(&status)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::{MAX_REPLY, Proxy, TunnelError, is_open, request};

    #[test]
    fn connect_request_has_a_port() {
        for (to, target) in [
            ("https://api.example.com/v1?a=b", "api.example.com:443"),
            ("http://api.example.com", "api.example.com:80"),
            ("https://[::1]", "[::1]:443"),
            ("https://api.example.com:8443/v1", "api.example.com:8443"),
        ] {
            let mut proxy =
                Proxy { address: "http://p:80".parse().expect("an address"), authorization: None };
            let to = to.parse().expect("an address");
            let expected = format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n");
            assert_eq!(request(&proxy, &to), format!("{expected}\r\n").into_bytes());
            proxy.authorization = Some(HeaderValue::from_static("Basic eDp5"));
            assert_eq!(
                request(&proxy, &to),
                format!("{expected}Proxy-Authorization: Basic eDp5\r\n\r\n").into_bytes()
            );
        }
    }

    #[test]
    fn complete_response_opens_the_tunnel() {
        for reply in [
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.0 200\r\nVia: x\r\n\r\n",
            "HTTP/1.1 204 \r\na: b\r\n\r\n",
            "HTTP/1.1 200 OK\n\n",
        ] {
            for end in 0..reply.len() {
                assert_eq!(is_open(&reply.as_bytes()[..end]), Ok(false), "{:?}", &reply[..end]);
            }
            assert_eq!(is_open(reply.as_bytes()), Ok(true), "{reply:?}");
        }
    }

    #[test]
    fn status_of_a_rejection_is_reported() {
        for (reply, status) in [
            ("HTTP/1.1 407 Proxy Authentication Required\r\nPro", 407),
            ("HTTP/1.0 403\r\n", 403),
            ("HTTP/1.1 302 Found\r\n\r\n", 302),
            ("HTTP/1.1 502\n", 502),
        ] {
            assert_eq!(is_open(reply.as_bytes()), Err(TunnelError::Refused(status)), "{reply:?}");
        }
        assert!(TunnelError::Refused(407).to_string().contains("407"));
    }

    #[test]
    fn non_http_response_is_invalid() {
        let endless = [b"HTTP/1.1 200 ".to_vec(), vec![b'O'; MAX_REPLY]].concat();
        let headers = [b"HTTP/1.1 200 OK\r\n".to_vec(), b"x: y\r\n".repeat(MAX_REPLY / 6)].concat();
        for reply in [
            b"220 mail\r\n\r\n".as_slice(),
            b"S",
            b"HTTP/2",
            b"HTTP/1.1 20x\r\n",
            b"HTTP/1.1 20\r\n",
            b"HTTP/1.1\r\n",
            &endless,
            &headers,
        ] {
            assert_eq!(is_open(reply), Err(TunnelError::Invalid), "{:?}", String::from_utf8_lossy(reply));
        }
    }
}
