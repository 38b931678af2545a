//! How ureq gets a connection: looked up, made, tunnelled and secured within one span of time, which starts when a connection is
//! asked for and none is left from earlier calls.
//!
//! ureq may change what is used here in a minor version, which is why the crate asks for one in particular.

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
use crate::runtime::call::exchange::FAR_FUTURE;
use crate::runtime::call::proxy::Proxy;
use crate::runtime::call::tunnel::{self, TunnelError};

/// Why there is no connection.
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

/// Makes connections.
#[derive(Debug)]
pub(super) struct Connecting {
    proxy: Option<Proxy>,
    resolver: Box<dyn Resolver>,
    #[cfg(feature = "_tls")]
    tls: TlsConnector,
}

impl Connecting {
    pub(super) fn new(proxy: Option<Proxy>) -> Self {
        Self {
            proxy,
            resolver: Box::new(DefaultResolver::default()),
            #[cfg(feature = "_tls")]
            tls: TlsConnector::default(),
        }
    }

    fn make(&self, details: &ConnectionDetails<'_>) -> Result<Box<dyn Transport>, Error> {
        let deadline = Deadline::of(details.timeout);
        let to = self.proxy.as_ref().map_or(details.uri, |proxy| &proxy.address);
        let addresses = self.resolver.resolve(to, details.config, deadline.rest_of(details.timeout)?)?;
        let stream = connect(&addresses, deadline)?;
        stream.set_nodelay(true)?;
        SockRef::from(&stream).set_tcp_keepalive(&TcpKeepalive::new().with_time(TCP_KEEP_ALIVE))?;
        if let Some(proxy) = &self.proxy {
            open_tunnel(&mut Timed { stream: &stream, deadline }, &tunnel::request(proxy, details.uri))?;
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
            // A call has its own time, which makes its configuration its own, and ureq would then load the roots again for
            // each connection. All calls have the same TLS.
            request_level: false,
            resolver: details.resolver,
            now: ureq::unversioned::transport::time::Instant::now(),
            timeout: deadline.rest_of(details.timeout)?,
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        };
        let transport = self.tls.connect(&details, Some(tcp))?.ok_or(Error::ConnectionFailed)?;
        Ok(Box::new(transport))
    }

    #[cfg(not(feature = "_tls"))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "with TLS they are used")]
    fn secure(
        &self,
        tcp: Box<dyn Transport>,
        _: &ConnectionDetails<'_>,
        _: Deadline,
    ) -> Result<Box<dyn Transport>, Error> {
        Ok(tcp)
    }
}

impl Connector for Connecting {
    type Out = Box<dyn Transport>;

    fn connect(&self, details: &ConnectionDetails<'_>, _: Option<()>) -> Result<Option<Self::Out>, Error> {
        match self.make(details) {
            Ok(transport) => Ok(Some(transport)),
            Err(error) => Err(Error::Other(Box::new(ConnectError::from(error)))),
        }
    }
}

/// Looks nothing up, since ureq would have that done for each call. The connector does it for each connection.
#[derive(Debug)]
pub(super) struct NotResolving;

impl Resolver for NotResolving {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let mut addresses = self.empty();
        addresses.push((Ipv4Addr::UNSPECIFIED, 0).into());
        Ok(addresses)
    }
}

/// Connects to the first address that answers. Each has an equal share of the time that is left.
fn connect(addresses: &[SocketAddr], deadline: Deadline) -> io::Result<TcpStream> {
    let mut failure = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for (address, left) in addresses.iter().zip((1..=addresses.len()).rev()) {
        let share = deadline.left()? / u32::try_from(left).unwrap_or(u32::MAX);
        match TcpStream::connect_timeout(address, share.max(Duration::from_millis(1))) {
            Ok(stream) => return Ok(stream),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

fn open_tunnel(stream: &mut Timed<'_>, request: &[u8]) -> Result<(), Error> {
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

/// When something has to be done.
#[derive(Clone, Copy, Debug)]
struct Deadline(Instant);

impl Deadline {
    fn of(timeout: NextTimeout) -> Self {
        Self(Instant::now() + (*timeout.after).min(FAR_FUTURE))
    }

    /// The time until then, if there is any.
    fn left(self) -> io::Result<Duration> {
        let left = self.0.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(left) }
    }

    /// The same limit with the time that is left of it.
    fn rest_of(self, timeout: NextTimeout) -> io::Result<NextTimeout> {
        Ok(NextTimeout { after: self.left()?.into(), ..timeout })
    }
}

/// A connection up to a deadline, however many reads and writes there are until then.
struct Timed<'a> {
    stream: &'a TcpStream,
    deadline: Deadline,
}

impl Read for Timed<'_> {
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

impl Write for Timed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(self.deadline.left()?))?;
        self.stream.write(bytes).map_err(timed_out)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// Some systems call it so when a socket's time is over, and some otherwise.
fn timed_out(error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::WouldBlock { io::ErrorKind::TimedOut.into() } else { error }
}

/// A connection without TLS. ureq's own does not let its socket be set up.
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
        let mut stream = Timed { stream: &self.stream, deadline: Deadline::of(timeout) };
        Ok(stream.write_all(&self.buffers.output()[..amount])?)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let mut stream = Timed { stream: &self.stream, deadline: Deadline::of(timeout) };
        let count = stream.read(self.buffers.input_append_buf())?;
        self.buffers.input_appended(count);
        Ok(count > 0)
    }

    /// An idle connection has nothing to read, not even its end.
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

    use super::{Connecting, Deadline, NotResolving, connect};

    /// An address that swallows what asks it for a connection: its queue is full. Only Linux has such queues and so many loopback
    /// addresses.
    fn silent() -> (SocketAddr, Vec<TcpStream>, socket2::Socket) {
        let socket =
            socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).expect("a socket");
        socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into()).expect("a free port");
        socket.listen(0).expect("a listener");
        let address = socket.local_addr().expect("bound").as_socket().expect("an address");
        let mut waiting = Vec::new();
        while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(100)) {
            waiting.push(stream);
        }
        (address, waiting, socket)
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn address_that_does_not_answer_leaves_time_for_the_next() {
        let (silent, _waiting, _socket) = silent();
        let open = TcpListener::bind((Ipv4Addr::new(127, 0, 0, 2), 0)).expect("a free port");
        let open = open.local_addr().expect("bound");
        let (timeout, start) = (Duration::from_secs(1), Instant::now());
        let stream = connect(&[silent, open], Deadline(start + timeout)).expect("the second address answers");
        assert_eq!(stream.peer_addr().expect("connected"), open);
        assert!((timeout / 2..timeout).contains(&start.elapsed()), "{:?}", start.elapsed());
    }

    const LOOKING_UP: Duration = Duration::from_millis(300);
    const CONNECTING: Duration = Duration::from_millis(500);

    /// Takes its time, and finds an address that does not answer.
    #[derive(Debug)]
    struct Slow(SocketAddr);

    impl Resolver for Slow {
        fn resolve(&self, _: &Uri, _: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
            assert!(*timeout.after <= CONNECTING);
            std::thread::sleep(LOOKING_UP);
            let mut addresses = self.empty();
            addresses.push(self.0);
            Ok(addresses)
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn looking_a_name_up_takes_from_the_time_to_connect() {
        let (silent, _waiting, _socket) = silent();
        let config = Config::builder().timeout_connect(Some(CONNECTING)).build();
        let connecting = Connecting { resolver: Box::new(Slow(silent)), ..Connecting::new(None) };
        let agent = Agent::with_parts(config, connecting, NotResolving);
        let start = Instant::now();
        agent.get("http://api.example.com").call().expect_err("the time is over");
        assert!((CONNECTING..CONNECTING + LOOKING_UP).contains(&start.elapsed()), "{:?}", start.elapsed());
    }
}
