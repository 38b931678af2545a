//! The connector of ureq: DNS, TCP, tunnel and TLS within one timeout, which starts when a call needs a new connection.
//!
//! ureq may change the modules that are used here in a minor version, so the crate requires one minor version exactly.

use std::error::Error as StdError;
use std::fmt;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use http::Uri;
use socket2::{SockRef, TcpKeepalive};
use ureq::Error;
use ureq::config::Config;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
#[cfg(feature = "native-tls")]
use ureq::unversioned::transport::NativeTlsConnector as TlsConnector;
#[cfg(all(feature = "rustls", not(feature = "native-tls")))]
use ureq::unversioned::transport::RustlsConnector as TlsConnector;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport,
};

use crate::runtime::call::client::TCP_KEEP_ALIVE;
use crate::runtime::call::clock::FAR_FUTURE;
use crate::runtime::call::proxy::Proxy;
use crate::runtime::call::tunnel::{self, TunnelError};

/// The error of establishing a connection.
#[derive(Debug)]
pub(super) struct ConnectError(pub(super) Box<dyn StdError + Send + Sync>);

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for ConnectError {}

impl From<Error> for ConnectError {
    fn from(error: Error) -> Self {
        // ureq's errors have no sources.
        Self(match error {
            Error::Io(error) => error.into(),
            Error::Other(error) => error,
            #[cfg(feature = "rustls")]
            Error::Rustls(error) => error.into(),
            #[cfg(feature = "native-tls")]
            Error::NativeTls(error) => error.into(),
            Error::Timeout(_) => io::Error::new(io::ErrorKind::TimedOut, error).into(),
            error => error.into(),
        })
    }
}

/// Establishes connections.
#[derive(Debug)]
pub(super) struct UreqConnector {
    proxy: Option<Proxy>,
    resolver: Box<dyn Resolver>,
    #[cfg(feature = "_tls")]
    tls: TlsConnector,
}

impl UreqConnector {
    pub(super) fn new(proxy: Option<Proxy>) -> Self {
        Self {
            proxy,
            resolver: Box::new(DefaultResolver::default()),
            #[cfg(feature = "_tls")]
            tls: TlsConnector::default(),
        }
    }

    fn establish(&self, details: &ConnectionDetails<'_>) -> Result<Box<dyn Transport>, Error> {
        let deadline = Deadline::of(details.timeout);
        let to = self.proxy.as_ref().map_or(details.uri, |proxy| &proxy.address);
        let addresses = self.resolver.resolve(to, details.config, deadline.shorten(details.timeout)?)?;
        let stream = connect(&addresses, deadline)?;
        stream.set_nodelay(true)?;
        SockRef::from(&stream).set_tcp_keepalive(&TcpKeepalive::new().with_time(TCP_KEEP_ALIVE))?;
        if let Some(proxy) = &self.proxy {
            open_tunnel(
                &mut DeadlineStream { stream: &stream, deadline },
                &tunnel::request(proxy, details.uri),
            )?;
        }
        let buffers =
            LazyBuffers::new(details.config.input_buffer_size(), details.config.output_buffer_size());
        self.secure(Box::new(Tcp { stream, buffers }), details, deadline)
    }

    #[cfg(feature = "_tls")]
    fn secure(
        &self,
        tcp: Box<dyn Transport>,
        details: &ConnectionDetails<'_>,
        deadline: Deadline,
    ) -> Result<Box<dyn Transport>, Error> {
        let details = ConnectionDetails {
            uri: details.uri,
            addrs: details.addrs.clone(),
            config: details.config,
            // A call sets its own timeout, which makes its configuration a request-level one, for which ureq would load the roots
            // again for each connection. The TLS configuration of all calls is the same.
            request_level: false,
            resolver: details.resolver,
            now: ureq::unversioned::transport::time::Instant::now(),
            timeout: deadline.shorten(details.timeout)?,
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        };
        let transport = self.tls.connect(&details, Some(tcp))?.ok_or(Error::ConnectionFailed)?;
        Ok(Box::new(transport))
    }

    #[cfg(not(feature = "_tls"))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "the variant with TLS uses them")]
    fn secure(
        &self,
        tcp: Box<dyn Transport>,
        _: &ConnectionDetails<'_>,
        _: Deadline,
    ) -> Result<Box<dyn Transport>, Error> {
        Ok(tcp)
    }
}

impl Connector for UreqConnector {
    type Out = Box<dyn Transport>;

    fn connect(&self, details: &ConnectionDetails<'_>, _: Option<()>) -> Result<Option<Self::Out>, Error> {
        match self.establish(details) {
            Ok(transport) => Ok(Some(transport)),
            Err(error) => Err(Error::Other(Box::new(ConnectError::from(error)))),
        }
    }
}

/// A resolver that does nothing: ureq would resolve the host for each call. The connector resolves it for each connection.
#[derive(Debug)]
pub(super) struct NoopResolver;

impl Resolver for NoopResolver {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let mut addresses = self.empty();
        addresses.push((Ipv4Addr::UNSPECIFIED, 0).into());
        Ok(addresses)
    }
}

/// Connects to the first address that accepts. The remaining time is divided equally between the remaining addresses.
fn connect(addresses: &[SocketAddr], deadline: Deadline) -> io::Result<TcpStream> {
    let mut last_error = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for (address, left) in addresses.iter().zip((1..=addresses.len()).rev()) {
        let share = deadline.left()? / u32::try_from(left).unwrap_or(u32::MAX);
        match TcpStream::connect_timeout(address, share.max(Duration::from_millis(1))) {
            Ok(stream) => return Ok(stream),
            Err(error) => last_error = error,
        }
    }
    Err(last_error)
}

fn open_tunnel(stream: &mut DeadlineStream<'_>, request: &[u8]) -> Result<(), Error> {
    let other = |error: TunnelError| Error::Other(error.into());
    stream.write_all(request)?;
    let (mut reply, mut buffer) = (Vec::new(), [0; 1024]);
    while !tunnel::is_open(&reply).map_err(other)? {
        match stream.read(&mut buffer)? {
            0 => return Err(other(TunnelError::Closed)),
            count => reply.extend_from_slice(&buffer[..count]),
        }
    }
    Ok(())
}

/// The deadline of an operation.
#[derive(Clone, Copy, Debug)]
struct Deadline(Instant);

impl Deadline {
    fn of(timeout: NextTimeout) -> Self {
        Self(Instant::now() + (*timeout.after).min(FAR_FUTURE))
    }

    /// The time left. `TimedOut` if there is none.
    fn left(self) -> io::Result<Duration> {
        let left = self.0.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(left) }
    }

    /// The timeout with the time left.
    fn shorten(self, timeout: NextTimeout) -> io::Result<NextTimeout> {
        Ok(NextTimeout { after: self.left()?.into(), ..timeout })
    }
}

/// A stream with one deadline for all reads and writes.
struct DeadlineStream<'a> {
    stream: &'a TcpStream,
    deadline: Deadline,
}

impl Read for DeadlineStream<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            self.stream.set_read_timeout(Some(self.deadline.left()?))?;
            match self.stream.read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => return read.map_err(timed_out),
            }
        }
    }
}

impl Write for DeadlineStream<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(self.deadline.left()?))?;
        self.stream.write(bytes).map_err(timed_out)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// On some systems the timeout of a socket is `WouldBlock`, on others `TimedOut`.
fn timed_out(error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::WouldBlock { io::ErrorKind::TimedOut.into() } else { error }
}

/// A connection without TLS. ureq's own type does not give access to the options of its socket.
#[derive(Debug)]
struct Tcp {
    stream: TcpStream,
    buffers: LazyBuffers,
}

impl Transport for Tcp {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        let mut stream = DeadlineStream { stream: &self.stream, deadline: Deadline::of(timeout) };
        Ok(stream.write_all(&self.buffers.output()[..amount])?)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let mut stream = DeadlineStream { stream: &self.stream, deadline: Deadline::of(timeout) };
        let count = stream.read(self.buffers.input_append_buf())?;
        self.buffers.input_appended(count);
        Ok(count > 0)
    }

    /// An open idle connection has nothing to read; a closed one has its end, which a peek returns.
    fn is_open(&mut self) -> bool {
        let is_idle = |stream: &TcpStream| {
            stream.set_nonblocking(true)?;
            let peeked = stream.peek(&mut [0]);
            stream.set_nonblocking(false)?;
            io::Result::Ok(peeked.is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock))
        };
        is_idle(&self.stream).unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
    use std::time::{Duration, Instant};

    use http::Uri;
    use ureq::config::Config;
    use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
    use ureq::unversioned::transport::NextTimeout;
    use ureq::{Agent, Error};

    use super::{Deadline, NoopResolver, UreqConnector, connect};

    /// An address that ignores connection attempts because its queue is full. Only Linux behaves so, and has further loopback
    /// addresses.
    fn unresponsive_address() -> (SocketAddr, Vec<TcpStream>, socket2::Socket) {
        let socket =
            socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).expect("a socket");
        socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into()).expect("a free port");
        socket.listen(0).expect("a listener");
        let address = socket.local_addr().expect("bound").as_socket().expect("an address");
        let mut queued = Vec::new();
        while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(100)) {
            queued.push(stream);
        }
        (address, queued, socket)
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn unresponsive_address_leaves_time_for_the_next() {
        let (unresponsive, _queued, _socket) = unresponsive_address();
        let open = TcpListener::bind((Ipv4Addr::new(127, 0, 0, 2), 0)).expect("a free port");
        let open = open.local_addr().expect("bound");
        let (timeout, start) = (Duration::from_secs(1), Instant::now());
        let stream =
            connect(&[unresponsive, open], Deadline(start + timeout)).expect("the second address accepts");
        assert_eq!(stream.peer_addr().expect("connected"), open);
        assert!((timeout / 2..timeout).contains(&start.elapsed()), "{:?}", start.elapsed());
    }

    const LOOKUP_TIME: Duration = Duration::from_millis(300);
    const CONNECT_TIMEOUT: Duration = Duration::from_millis(500);

    /// A slow resolver that returns an unresponsive address.
    #[derive(Debug)]
    struct SlowResolver(SocketAddr);

    impl Resolver for SlowResolver {
        fn resolve(&self, _: &Uri, _: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
            assert!(*timeout.after <= CONNECT_TIMEOUT);
            std::thread::sleep(LOOKUP_TIME);
            let mut addresses = self.empty();
            addresses.push(self.0);
            Ok(addresses)
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn connect_timeout_includes_name_resolution() {
        let (unresponsive, _queued, _socket) = unresponsive_address();
        let config = Config::builder().timeout_connect(Some(CONNECT_TIMEOUT)).build();
        let connector =
            UreqConnector { resolver: Box::new(SlowResolver(unresponsive)), ..UreqConnector::new(None) };
        let agent = Agent::with_parts(config, connector, NoopResolver);
        let start = Instant::now();
        agent.get("http://api.example.com").call().expect_err("a timeout");
        assert!(
            (CONNECT_TIMEOUT..CONNECT_TIMEOUT + LOOKUP_TIME).contains(&start.elapsed()),
            "{:?}",
            start.elapsed()
        );
    }
}
