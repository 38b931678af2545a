//! The client and its builder, for both backends.

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
use super::clock::FAR_FUTURE;
use super::key::ApiKey;
use super::proxy::Proxy;
#[cfg(feature = "_tls")]
use super::roots::Roots;

/// A client of the API, with one method per operation. `B` is its backend, async or blocking:
///
/// - [`Client`](crate::Client) is async. Its calls are awaited in a Tokio runtime, and the items of all pages are a stream.
/// - [`blocking::Client`](crate::blocking::Client) blocks the thread. It needs no runtime, and the items of all pages are an iterator.
///
/// Each method returns a [`Request`](super::Request), which has setters for the optional parameters, and `send`. Cheap to clone: clones
/// share their connections and their retry budget.
pub struct ApiClient<B> {
    pub(super) shared: Arc<Shared<B>>,
}

pub(super) struct Shared<B> {
    pub(super) config: Config,
    pub(super) budget: RetryBudget,
    pub(super) backend: B,
}

/// The configuration of all calls of a client.
#[derive(Clone, Debug)]
pub(super) struct Config {
    pub(super) api: &'static Api,
    pub(super) key: ApiKey,
    pub(super) base_url: BaseUrl,
    pub(super) user_agent: HeaderValue,
    pub(super) limits: Limits,
}

/// Timeouts and other limits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Timeout of a whole call, with its retries.
    pub(super) timeout: Duration,
    /// Timeout of one attempt.
    pub(super) attempt_timeout: Duration,
    /// Timeout of establishing a connection.
    pub(super) connect_timeout: Duration,
    /// Maximum number of attempts after the first.
    pub(super) max_retries: u32,
    /// Maximum bytes of a decompressed body.
    pub(super) max_response_bytes: usize,
}

impl Default for Limits {
    /// An attempt can time out and be retried within the timeout of the call, and so can a connection within that of an attempt.
    /// The size is many times that of a full page.
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

/// The backend of a client, async or blocking. It sends requests through a transport.
pub(crate) trait Backend: Sized + 'static {
    /// Creates the backend with the crate's own transport.
    fn connect(setup: &TransportConfig) -> Result<Self, Error>;
}

/// Idle time after which the operating system sends TCP keep-alive probes: less than the minutes after which NATs usually drop an
/// idle connection.
pub(super) const TCP_KEEP_ALIVE: Duration = Duration::from_secs(60);

/// The configuration of the crate's own transports.
#[derive(Debug)]
pub(crate) struct TransportConfig {
    pub(super) connect_timeout: Duration,
    pub(super) proxy: Option<Proxy>,
    /// Whether the base URL requires TLS.
    pub(super) https: bool,
    #[cfg(feature = "_tls")]
    pub(super) roots: Roots,
}

/// Builds a client.
///
/// | option | default |
/// | --- | --- |
/// | [`api_key`](Self::api_key) | the API's environment variable |
/// | [`base_url`](Self::base_url) | the API's global host |
/// | [`allow_plain_http`](Self::allow_plain_http) | only for the local machine |
/// | [`user_agent`](Self::user_agent) | this crate's name and version |
/// | [`proxy`](Self::proxy), [`no_proxy`](Self::no_proxy) | `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` of the environment |
/// | [`timeout`](Self::timeout) of a whole call with its retries | 60 s |
/// | [`attempt_timeout`](Self::attempt_timeout) | 30 s |
/// | [`connect_timeout`](Self::connect_timeout) | 10 s |
/// | [`max_retries`](Self::max_retries) | 2 |
/// | backoff before a retry without `Retry-After` | random, up to 0.5 s, then 1 s, 2 s, 4 s, 8 s |
/// | maximum `Retry-After` that is respected | 60 s, within the call's timeout |
/// | retry budget of a client and its clones | 20 retries; each call without a transient failure refunds 0.2 |
/// | redirects, within the origin only, per call | 5 |
/// | [`max_response_bytes`](Self::max_response_bytes) | 16 MiB |
/// | headers of a response | 64 KiB, and at most 128 headers |
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
    backend: Option<B>,
    /// Middleware, from the innermost.
    wraps: Vec<Wrap<B>>,
    proxy: ProxyConfig,
}

/// How a client finds its proxy.
enum ProxyConfig {
    Environment,
    None,
    Url(Zeroizing<String>),
}

/// Middleware around a backend.
type Wrap<B> = Box<dyn FnOnce(B) -> B + Send + Sync>;

impl<B> fmt::Debug for ClientBuilder<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("key", &self.key.as_ref().map(|_| "[redacted]"))
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl<B> ClientBuilder<B> {
    /// Returns a builder for this API, with default options.
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
            backend: None,
            wraps: Vec::new(),
            proxy: ProxyConfig::Environment,
        }
    }

    /// Sets the API key. Without it, [`build`](Self::build) reads the API's environment variable.
    pub fn api_key(mut self, api_key: impl Into<String>) -> Self {
        self.key = Some(Zeroizing::new(api_key.into()));
        self
    }

    /// Sets the base URL: scheme, host, optional port, and an optional path as a prefix of every route. The scheme is `https`, or
    /// `http` for the local machine.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self
    }

    /// Allows `http` base URLs of other machines. The key is then sent unencrypted.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.allow_plain_http = allow;
        self
    }

    /// Sets the timeout of a whole call, with its retries.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// Sets the timeout of one attempt of a call.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.limits.attempt_timeout = timeout;
        self
    }

    /// Sets the timeout of establishing a connection: DNS, TCP, a proxy's tunnel and TLS. If the host has several addresses, they
    /// share the time. No effect with a custom transport, which establishes its own connections.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.limits.connect_timeout = timeout;
        self
    }

    /// Sets the maximum number of retries of a call, after connection errors, timeouts and the statuses 408, 429, 500, 502, 503 and
    /// 504. Only idempotent calls are retried: not POST, not PATCH.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.limits.max_retries = retries;
        self
    }

    /// Sets the maximum size of a decompressed response in bytes. A larger one is an error of the kind
    /// [`TooLarge`](ErrorKind::TooLarge), without being buffered.
    ///
    /// It also bounds the memory of a call: the response and the value decoded from it take at most 12 times this size and 4 MiB,
    /// whatever the server sends. A value that would take more is an error of the same kind. An ordinary page takes about three
    /// times its size.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.limits.max_response_bytes = bytes;
        self
    }

    /// Sets the header `user-agent`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Trusts these root certificates in addition to the operating system's: PEM text with one or more certificates. Several calls
    /// add up. No effect with a custom transport, which has its own certificates.
    #[cfg(feature = "_tls")]
    pub fn root_certificate_pem(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.roots.extend_from_slice(pem.as_ref());
        self.roots.push(b'\n');
        self
    }

    /// Sends through this HTTP proxy, such as `http://user:password@proxy.example.com:3128`, in place of the one that the environment
    /// names, also to the local machine and to hosts in `NO_PROXY`. The proxy is asked for a CONNECT tunnel, and receives neither key
    /// nor path. It has no effect on a custom transport. Of several calls, also of [`no_proxy`](Self::no_proxy), the last takes
    /// precedence. [`build`](Self::build) rejects an invalid URL, and one that is not HTTP.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = ProxyConfig::Url(Zeroizing::new(url.into()));
        self
    }

    /// Connects without a proxy, also if the environment names one.
    pub fn no_proxy(mut self) -> Self {
        self.proxy = ProxyConfig::None;
        self
    }

    /// Adds middleware around the backend.
    pub(super) fn wrap_backend(mut self, wrap: impl FnOnce(B) -> B + Send + Sync + 'static) -> Self {
        self.wraps.push(Box::new(wrap));
        self
    }

    /// Sets the backend, in place of the one with the crate's own transport.
    pub(super) fn backend(mut self, backend: B) -> Self {
        self.backend = Some(backend);
        self
    }
}

#[expect(private_bounds, reason = "only this crate implements backends")]
impl<B: Backend> ClientBuilder<B> {
    /// Builds the client.
    ///
    /// # Errors
    ///
    /// If there is no key, the key, the base URL or a root certificate is invalid, the proxy of the builder or of the environment is
    /// invalid, or TLS is required and cannot be configured or is not enabled.
    pub fn build(self) -> Result<ApiClient<B>, Error> {
        let key = ApiKey::new(self.api, self.key.as_ref().map(|key| key.as_str()))?;
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
        let backend = match self.backend {
            Some(backend) => backend,
            None => B::connect(&TransportConfig {
                connect_timeout: self.limits.connect_timeout.min(FAR_FUTURE),
                proxy: find_proxy(&self.proxy, &config.base_url)?,
                https: config.base_url.is_https(),
                #[cfg(feature = "_tls")]
                roots: Roots::new(&self.roots)?,
            })?,
        };
        let backend = self.wraps.into_iter().fold(backend, |backend, wrap| wrap(backend));
        Ok(ApiClient { shared: Arc::new(Shared { config, budget: RetryBudget::default(), backend }) })
    }
}

fn find_proxy(config: &ProxyConfig, base_url: &BaseUrl) -> Result<Option<Proxy>, Error> {
    match config {
        ProxyConfig::Url(url) => Proxy::from_url(url).map(Some),
        ProxyConfig::None => Ok(None),
        ProxyConfig::Environment => Proxy::from_env(&base_url.uri(), |name| {
            // A value that is not Unicode is not a valid URL either, and is rejected as one.
            std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
        }),
    }
}
