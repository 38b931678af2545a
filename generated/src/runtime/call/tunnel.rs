//! The words of HTTP's CONNECT: what a proxy is asked for and what it answers. Without input or output, for both clients.

use std::fmt;

use http::Uri;

use super::proxy::Proxy;

/// The most bytes of an answer that are read.
const MAX_REPLY: usize = 16 * 1024;

/// Why a proxy has opened no tunnel.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TunnelError {
    /// It answered with this status.
    Refused(u16),
    /// It answered something that is not HTTP, or too much.
    Invalid,
    /// It closed the connection before the end of its answer.
    Closed,
}

impl fmt::Display for TunnelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(status) => write!(f, "the proxy refused the tunnel with status {status}")?,
            Self::Invalid => f.write_str("the proxy's answer is not HTTP")?,
            Self::Closed => f.write_str("the proxy closed the connection before its answer ended")?,
        }
        if *self == Self::Refused(407) {
            f.write_str(", which asks for another name or password")
        } else {
            Ok(())
        }
    }
}

impl std::error::Error for TunnelError {}

/// The request for a tunnel to that server. A tunnel leads to a port: where the address names none, to the one of its scheme.
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

/// Whether the answer so far opens the tunnel; if not, more of it has to be read. The server has nothing to say before it is asked,
/// so that nothing follows the answer.
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
    let is_whole = |end: &[u8]| reply.windows(end.len()).any(|window| window == end);
    match is_whole(b"\n\r\n") || is_whole(b"\n\n") {
        false if reply.len() >= MAX_REPLY => Err(TunnelError::Invalid),
        is_whole => Ok(is_whole),
    }
}

/// The status of a line such as `HTTP/1.1 200 OK`.
fn status(line: &[u8]) -> Option<u16> {
    let rest = std::str::from_utf8(line).ok()?.strip_prefix("HTTP/1.")?;
    let (_, rest) = rest.split_once(' ')?;
    let status = rest.split([' ', '\r']).next()?;
    status.parse().ok().filter(|status| status_is_of_http(*status))
}

fn status_is_of_http(status: u16) -> bool {
    (100..=999).contains(&status)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::{MAX_REPLY, Proxy, TunnelError, is_open, request};

    #[test]
    fn tunnel_leads_to_a_port() {
        for (to, led) in [
            ("https://api.example.com/v1?a=b", "api.example.com:443"),
            ("http://api.example.com", "api.example.com:80"),
            ("https://[::1]", "[::1]:443"),
            ("https://api.example.com:8443/v1", "api.example.com:8443"),
        ] {
            let mut proxy =
                Proxy { address: "http://p:80".parse().expect("an address"), authorization: None };
            let to = to.parse().expect("an address");
            let asked = format!("CONNECT {led} HTTP/1.1\r\nHost: {led}\r\n");
            assert_eq!(request(&proxy, &to), format!("{asked}\r\n").into_bytes());
            proxy.authorization = Some(HeaderValue::from_static("Basic eDp5"));
            assert_eq!(
                request(&proxy, &to),
                format!("{asked}Proxy-Authorization: Basic eDp5\r\n\r\n").into_bytes()
            );
        }
    }

    #[test]
    fn reply_opens_the_tunnel_once_it_is_whole() {
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
    fn reply_that_refuses_names_the_status() {
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
    fn reply_that_is_not_http_is_invalid() {
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
