//! The client and its builder, the same for every way of sending.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use zeroize::Zeroizing;

use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::model::DEFAULT_MAX_TEXT_BYTES;

use super::api::Api;
use super::base_url::BaseUrl;
use super::budget::RetryBudget;
use super::exchange::FAR_FUTURE;
use super::key::ApiKey;
use super::proxy::Proxy;
#[cfg(feature = "_tls")]
use super::roots::Roots;

/// A client of the API. `B` is the way it sends; the aliases called `Client` choose it.
///
/// Cheap to clone: clones share their connections. Its methods make [`Request`](super::Request)s, one method an operation.
pub struct ApiClient<B> {
    pub(super) shared: Arc<Shared<B>>,
}

pub(super) struct Shared<B> {
    pub(super) config: Config,
    pub(super) budget: RetryBudget,
    pub(super) kind: B,
}

/// What all calls of a client have in common.
#[derive(Clone, Debug)]
pub(super) struct Config {
    pub(super) api: &'static Api,
    pub(super) key: ApiKey,
    pub(super) base_url: BaseUrl,
    pub(super) user_agent: HeaderValue,
    pub(super) limits: Limits,
}

/// How long things may take and how much there may be of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// A whole call, with its retries.
    pub(super) timeout: Duration,
    /// One attempt of a call.
    pub(super) attempt_timeout: Duration,
    /// Making a connection.
    pub(super) connect_timeout: Duration,
    /// Attempts after the first.
    pub(super) max_retries: u32,
    /// Bytes of a response's body.
    pub(super) max_response_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(60),
            attempt_timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            max_retries: 2,
            max_response_bytes: DEFAULT_MAX_TEXT_BYTES,
        }
    }
}

impl<B> Clone for ApiClient<B> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<B> fmt::Debug for ApiClient<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiClient").field("config", &self.shared.config).finish_non_exhaustive()
    }
}

/// A way of sending: async or blocking.
pub(crate) trait Backend: Sized + 'static {
    /// Makes ready to send as the crate does by itself.
    fn connect(setup: &TransportConfig) -> Result<Self, Error>;
}

/// How long a connection is silent before the operating system looks whether the other end is still there.
pub(super) const TCP_KEEP_ALIVE: Duration = Duration::from_secs(60);

/// What the crate's own transports need to know.
#[derive(Debug)]
pub(crate) struct TransportConfig {
    pub(super) connect_timeout: Duration,
    pub(super) proxy: Option<Proxy>,
    /// Whether the base URL needs TLS.
    pub(super) https: bool,
    #[cfg(feature = "_tls")]
    pub(super) roots: Roots,
}

/// Builds a client. Defaults:
///
/// | | by default |
/// | --- | --- |
/// | [`api_key`](Self::api_key) | from the environment |
/// | [`base_url`](Self::base_url) | the API's own |
/// | [`allow_plain_http`](Self::allow_plain_http) | only to this machine |
/// | [`user_agent`](Self::user_agent) | this crate's name and version |
/// | [`timeout`](Self::timeout), for a whole call with its retries | 60 s |
/// | [`attempt_timeout`](Self::attempt_timeout) | 30 s |
/// | [`connect_timeout`](Self::connect_timeout) | 10 s |
/// | [`max_retries`](Self::max_retries) | 2 |
/// | backoff before a retry, unless the server says how long | a random part of 0.5 s, then 1 s, 2 s, 4 s, 8 s |
/// | longest `Retry-After` that is waited for | 60 s, within the call's timeout |
/// | retries of a client and its clones in a row | 20; each answer of a server that is alive brings back a fifth of one |
/// | redirects, within the origin only | 5 |
/// | [`max_response_bytes`](Self::max_response_bytes) | 16 MiB |
/// | headers of a response | 64 KiB, and 128 of them |
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder<B> {
    api: &'static Api,
    key: Option<Zeroizing<String>>,
    base_url: String,
    allow_plain_http: bool,
    user_agent: String,
    limits: Limits,
    #[cfg(feature = "_tls")]
    roots: Vec<u8>,
    kind: Option<B>,
}

impl<B> fmt::Debug for ClientBuilder<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("key", &self.key.as_ref().map(|_| "[redacted]"))
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl<B> ClientBuilder<B> {
    /// A builder of clients of that API, with its defaults.
    pub(crate) fn new(api: &'static Api) -> Self {
        Self {
            api,
            key: None,
            base_url: api.base_url.to_owned(),
            allow_plain_http: false,
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned(),
            limits: Limits::default(),
            #[cfg(feature = "_tls")]
            roots: Vec::new(),
            kind: None,
        }
    }

    /// The key that every call is sent with.
    pub fn api_key(mut self, api_key: impl Into<String>) -> Self {
        self.key = Some(Zeroizing::new(api_key.into()));
        self
    }

    /// Where the API is reached: scheme, host and perhaps a path prefix, which is kept. `https`, or `http` to this machine.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self
    }

    /// Lets the key travel unencrypted to hosts other than this machine.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.allow_plain_http = allow;
        self
    }

    /// How long a whole call may take, with its retries.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// How long one attempt of a call may take.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.limits.attempt_timeout = timeout;
        self
    }

    /// How long making a connection may take: looking up the name, TCP, a proxy's tunnel and TLS. Several addresses share the time.
    /// No effect with a custom transport, which makes its own connections.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.limits.connect_timeout = timeout;
        self
    }

    /// How often a call is tried again after connection errors, timeouts and the statuses 408, 429, 500, 502, 503 and 504, if
    /// it is one that may be repeated: not POST, not PATCH.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.limits.max_retries = retries;
        self
    }

    /// How large a response may be, in bytes, decompressed. Larger ones are refused, not buffered.
    ///
    /// It bounds the memory that a call takes, too: its response and the value decoded from it take at most 12 times as much
    /// and 4 MiB, whatever the server sends; a value that would take more is an error of the kind
    /// [`TooLarge`](ErrorKind::TooLarge). An ordinary page takes about three times its size.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.limits.max_response_bytes = bytes;
        self
    }

    /// What the client calls itself, in the header `user-agent`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Trusts these certificates too, beside the operating system's: the text of a PEM file with one or several. No
    /// effect with a custom transport, which has its own certificates.
    #[cfg(feature = "_tls")]
    pub fn root_certificate_pem(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.roots.extend_from_slice(pem.as_ref());
        self.roots.push(b'\n');
        self
    }

    /// Sends in a way of one's own.
    pub(super) fn kind(mut self, kind: B) -> Self {
        self.kind = Some(kind);
        self
    }
}

#[expect(private_bounds, reason = "the kinds of client are ours")]
impl<B: Backend> ClientBuilder<B> {
    /// Builds the client.
    ///
    /// # Errors
    ///
    /// If there is no key, the key or the base URL cannot be used, the environment names a proxy that cannot be used, or
    /// TLS cannot be set up or is not enabled.
    pub fn build(self) -> Result<ApiClient<B>, Error> {
        let key = match &self.key {
            Some(key) => ApiKey::new(key)?,
            None => ApiKey::from_variable(self.api, std::env::var(self.api.key_environment))?,
        };
        self.build_with(key.clone()).map_err(|error| error.sanitized(key.secret()))
    }

    fn build_with(self, key: ApiKey) -> Result<ApiClient<B>, Error> {
        let config = Config {
            api: self.api,
            key,
            base_url: BaseUrl::parse(&self.base_url, self.allow_plain_http)?,
            user_agent: HeaderValue::from_str(&self.user_agent).map_err(|_| {
                Error::new(ErrorKind::Configuration, "the user agent cannot be sent in a header")
            })?,
            limits: self.limits,
        };
        let kind = match self.kind {
            Some(kind) => kind,
            None => B::connect(&TransportConfig {
                connect_timeout: self.limits.connect_timeout.min(FAR_FUTURE),
                proxy: Proxy::from_env(&config.base_url.uri(), |name| {
                    // What is not Unicode is no address either, and refused as such.
                    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
                })?,
                https: config.base_url.is_https(),
                #[cfg(feature = "_tls")]
                roots: Roots::new(&self.roots)?,
            })?,
        };
        Ok(ApiClient { shared: Arc::new(Shared { config, budget: RetryBudget::default(), kind }) })
    }
}
