//! How ureq makes a connection: as it does by itself, but so that one that could not be made is told from one that broke, and
//! with one TLS configuration for all.
//!
//! ureq may change what is used here in a minor version, which is why the crate asks for one in particular.

use std::fmt;
use std::io;

use ureq::Error;
use ureq::config::Config;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{ConnectionDetails, Connector, DefaultConnector, NextTimeout, Transport};

/// Why there is no connection.
#[derive(Debug)]
pub(super) struct ConnectError(pub(super) Error);

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for ConnectError {}

/// Marks an error of connecting. Running out of time is told as such wherever it happens.
fn mark(error: Error) -> Error {
    match error {
        Error::Timeout(_) => error,
        Error::Io(ref io) if io.kind() == io::ErrorKind::TimedOut => error,
        other => Error::Other(Box::new(ConnectError(other))),
    }
}

/// ureq's own connector.
#[derive(Debug, Default)]
pub(super) struct Connecting(DefaultConnector);

impl Connector for Connecting {
    type Out = Box<dyn Transport>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<()>,
    ) -> Result<Option<Self::Out>, Error> {
        let details = ConnectionDetails {
            uri: details.uri,
            addrs: details.addrs.clone(),
            config: details.config,
            // A call has its own time, which makes its configuration its own, and ureq would then load the roots again for
            // each connection. All calls have the same TLS.
            request_level: false,
            resolver: details.resolver,
            now: details.now,
            timeout: details.timeout,
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        };
        self.0.connect(&details, chained).map_err(mark)
    }
}

/// ureq's own look-up of names.
#[derive(Debug, Default)]
pub(super) struct Resolving(DefaultResolver);

impl Resolver for Resolving {
    fn resolve(
        &self,
        uri: &http::Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        self.0.resolve(uri, config, timeout).map_err(mark)
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use ureq::{Error, Timeout};

    use super::{ConnectError, mark};

    #[test]
    fn only_want_of_time_is_not_want_of_a_connection() {
        for late in [Error::Timeout(Timeout::Connect), Error::Io(io::ErrorKind::TimedOut.into())] {
            assert!(!matches!(mark(late), Error::Other(_)));
        }
        for other in [Error::Io(io::ErrorKind::ConnectionRefused.into()), Error::HostNotFound] {
            assert!(matches!(mark(other), Error::Other(error) if error.is::<ConnectError>()));
        }
    }
}
