//! One interface to the async and the blocking client, so that each test is written once and runs for both.

use std::future::Future;

use elevenlabs_voices::blocking::{self, Blocking};
use elevenlabs_voices::mock::Mock;
use elevenlabs_voices::operations::ListVoices;
use elevenlabs_voices::transport::{Attempt, Transport, TransportFuture};
use elevenlabs_voices::{
    ApiClient, Async, Client, ClientBuilder, Error, ListVoicesResponse, Operation, Raw, Request, Voice,
};

/// A kind of client.
pub trait Mode: 'static {
    /// The type parameter of the client's types.
    type Backend: Send + Sync + 'static;

    /// The name of the client in messages.
    const NAME: &'static str;

    /// Returns a client with that key and default settings.
    ///
    /// # Errors
    ///
    /// As the constructor of the client.
    fn new(key: &str) -> Result<ApiClient<Self::Backend>, Error>;

    /// Returns a client with the key from the environment and default settings.
    ///
    /// # Errors
    ///
    /// As the constructor of the client.
    fn from_env() -> Result<ApiClient<Self::Backend>, Error>;

    /// Returns an empty builder.
    fn builder() -> ClientBuilder<Self::Backend>;

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// As the builder.
    fn build(builder: ClientBuilder<Self::Backend>) -> Result<ApiClient<Self::Backend>, Error>;

    /// Sets a function as the transport. The function may block.
    fn with_transport(
        builder: ClientBuilder<Self::Backend>,
        send: impl Fn(Attempt) -> Answer + Send + Sync + 'static,
    ) -> ClientBuilder<Self::Backend>;

    /// Wraps the transport: `edit` changes each attempt, and `see` receives its result.
    fn wrap_transport(
        builder: ClientBuilder<Self::Backend>,
        edit: impl Fn(&mut Attempt) + Send + Sync + 'static,
        see: impl Fn(&Answer) + Send + Sync + 'static,
    ) -> ClientBuilder<Self::Backend>;

    /// Returns a client of the mock.
    fn mock_client(mock: &Mock) -> ApiClient<Self::Backend>;

    /// Sets a mock as the transport.
    fn with_mock(builder: ClientBuilder<Self::Backend>, mock: &Mock) -> ClientBuilder<Self::Backend>;

    /// Sends a request and waits for its value.
    fn send<Op: Operation>(
        request: Request<Op, Self::Backend>,
    ) -> impl Future<Output = Result<Op::Output, Error>> + Send;

    /// Sends a request and waits for its response.
    fn send_raw<Op: Operation>(
        request: Request<Op, Self::Backend>,
    ) -> impl Future<Output = Result<Raw<Op::Output>, Error>> + Send;

    /// Collects all pages of a list.
    fn pages(
        request: Request<ListVoices, Self::Backend>,
        max_pages: Option<usize>,
    ) -> impl Future<Output = Vec<PageResult>> + Send;

    /// Collects all items of a list.
    fn items(
        request: Request<ListVoices, Self::Backend>,
        skip_rejected: bool,
    ) -> impl Future<Output = Items> + Send;
}

/// The result of a transport: a response or an error.
pub type Answer = <TransportFuture<'static> as Future>::Output;

/// A page of a paginated list.
#[derive(Debug)]
pub struct PageResult {
    /// The value or the error.
    pub page: Result<ListVoicesResponse, Error>,
    /// The token from which pagination can resume.
    pub next_token: Option<String>,
}

/// The items of a paginated list.
#[derive(Debug)]
pub struct Items {
    /// The value or the error.
    pub voices: Vec<Result<Voice, Error>>,
    /// The number of skipped items.
    pub skipped: usize,
    /// The token from which pagination can resume.
    pub next_token: Option<String>,
}

/// A transport that is a function.
struct FnTransport<F>(F);

impl<F: Fn(Attempt) -> Answer + Send + Sync + 'static> Transport for FnTransport<F> {
    fn send(&self, attempt: Attempt) -> TransportFuture<'_> {
        Box::pin(async move { (self.0)(attempt) })
    }
}

impl<F: Fn(Attempt) -> Answer + Send + Sync + 'static> blocking::Transport for FnTransport<F> {
    fn send(&self, attempt: Attempt) -> Answer {
        (self.0)(attempt)
    }
}

/// A transport around another one.
struct Middleware<T, E, S> {
    inner: T,
    edit: E,
    see: S,
}

impl<T, E, S> Transport for Middleware<T, E, S>
where
    T: Transport,
    E: Fn(&mut Attempt) + Send + Sync + 'static,
    S: Fn(&Answer) + Send + Sync + 'static,
{
    fn send(&self, mut attempt: Attempt) -> TransportFuture<'_> {
        (self.edit)(&mut attempt);
        Box::pin(async move {
            let answer = self.inner.send(attempt).await;
            (self.see)(&answer);
            answer
        })
    }
}

impl<T, E, S> blocking::Transport for Middleware<T, E, S>
where
    T: blocking::Transport,
    E: Fn(&mut Attempt) + Send + Sync + 'static,
    S: Fn(&Answer) + Send + Sync + 'static,
{
    fn send(&self, mut attempt: Attempt) -> Answer {
        (self.edit)(&mut attempt);
        let answer = self.inner.send(attempt);
        (self.see)(&answer);
        answer
    }
}

/// The async client.
#[derive(Debug)]
pub struct Asynchronous;

/// The blocking client, on threads that may block.
#[derive(Debug)]
pub struct Synchronous;

impl Mode for Asynchronous {
    type Backend = Async;
    const NAME: &'static str = "async";

    fn new(key: &str) -> Result<ApiClient<Async>, Error> {
        Client::new(key)
    }

    fn from_env() -> Result<ApiClient<Async>, Error> {
        Client::from_env()
    }

    fn builder() -> ClientBuilder<Async> {
        Client::builder()
    }

    fn build(builder: ClientBuilder<Async>) -> Result<ApiClient<Async>, Error> {
        builder.build()
    }

    fn with_transport(
        builder: ClientBuilder<Async>,
        send: impl Fn(Attempt) -> Answer + Send + Sync + 'static,
    ) -> ClientBuilder<Async> {
        builder.transport(FnTransport(send))
    }

    fn wrap_transport(
        builder: ClientBuilder<Async>,
        edit: impl Fn(&mut Attempt) + Send + Sync + 'static,
        see: impl Fn(&Answer) + Send + Sync + 'static,
    ) -> ClientBuilder<Async> {
        builder.wrap_transport(|inner| Middleware { inner, edit, see })
    }

    fn mock_client(mock: &Mock) -> ApiClient<Async> {
        mock.client().expect("a client")
    }

    fn with_mock(builder: ClientBuilder<Async>, mock: &Mock) -> ClientBuilder<Async> {
        builder.transport(mock.clone())
    }

    async fn send<Op: Operation>(request: Request<Op, Async>) -> Result<Op::Output, Error> {
        request.send().await
    }

    async fn send_raw<Op: Operation>(request: Request<Op, Async>) -> Result<Raw<Op::Output>, Error> {
        request.send_raw().await
    }

    async fn pages(request: Request<ListVoices, Async>, max_pages: Option<usize>) -> Vec<PageResult> {
        let mut pages = request.pages();
        if let Some(max) = max_pages {
            pages = pages.max_pages(max);
        }
        let mut all = Vec::new();
        while let Some(page) = pages.next().await {
            all.push(PageResult { page, next_token: pages.next_token().map(str::to_owned) });
        }
        all
    }

    async fn items(request: Request<ListVoices, Async>, skip_rejected: bool) -> Items {
        let mut items = request.items();
        if skip_rejected {
            items = items.skip_rejected();
        }
        let mut voices = Vec::new();
        while let Some(voice) = items.next().await {
            voices.push(voice);
        }
        Items { voices, skipped: items.skipped(), next_token: items.next_token().map(str::to_owned) }
    }
}

impl Mode for Synchronous {
    type Backend = Blocking;
    const NAME: &'static str = "blocking";

    fn new(key: &str) -> Result<ApiClient<Blocking>, Error> {
        blocking::Client::new(key)
    }

    fn from_env() -> Result<ApiClient<Blocking>, Error> {
        blocking::Client::from_env()
    }

    fn builder() -> ClientBuilder<Blocking> {
        blocking::Client::builder()
    }

    fn build(builder: ClientBuilder<Blocking>) -> Result<ApiClient<Blocking>, Error> {
        builder.build()
    }

    fn with_transport(
        builder: ClientBuilder<Blocking>,
        send: impl Fn(Attempt) -> Answer + Send + Sync + 'static,
    ) -> ClientBuilder<Blocking> {
        builder.transport(FnTransport(send))
    }

    fn wrap_transport(
        builder: ClientBuilder<Blocking>,
        edit: impl Fn(&mut Attempt) + Send + Sync + 'static,
        see: impl Fn(&Answer) + Send + Sync + 'static,
    ) -> ClientBuilder<Blocking> {
        builder.wrap_transport(|inner| Middleware { inner, edit, see })
    }

    fn mock_client(mock: &Mock) -> ApiClient<Blocking> {
        mock.blocking_client().expect("a client")
    }

    fn with_mock(builder: ClientBuilder<Blocking>, mock: &Mock) -> ClientBuilder<Blocking> {
        builder.transport(mock.clone())
    }

    async fn send<Op: Operation>(request: Request<Op, Blocking>) -> Result<Op::Output, Error> {
        spawn_blocking(move || request.send()).await
    }

    async fn send_raw<Op: Operation>(request: Request<Op, Blocking>) -> Result<Raw<Op::Output>, Error> {
        spawn_blocking(move || request.send_raw()).await
    }

    async fn pages(request: Request<ListVoices, Blocking>, max_pages: Option<usize>) -> Vec<PageResult> {
        spawn_blocking(move || {
            let mut pages = request.pages();
            if let Some(max) = max_pages {
                pages = pages.max_pages(max);
            }
            let mut all = Vec::new();
            while let Some(page) = pages.next() {
                all.push(PageResult { page, next_token: pages.next_token().map(str::to_owned) });
            }
            all
        })
        .await
    }

    async fn items(request: Request<ListVoices, Blocking>, skip_rejected: bool) -> Items {
        spawn_blocking(move || {
            let mut items = request.items();
            if skip_rejected {
                items = items.skip_rejected();
            }
            let voices: Vec<_> = items.by_ref().collect();
            Items { voices, skipped: items.skipped(), next_token: items.next_token().map(str::to_owned) }
        })
        .await
    }
}

/// Runs the closure on a thread that may block.
async fn spawn_blocking<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(run).await.expect("no panic")
}

/// Expands each test of the list to a test of the async client and one of the blocking client: `async fn name<M: Mode>()`, or,
/// after `sync:`, `fn name<M: Mode>()`.
#[macro_export]
macro_rules! both_clients {
    (sync: $($test:ident),* $(,)?) => {
        mod asynchronous {
            $(#[test]
            fn $test() {
                super::$test::<$crate::modes::Asynchronous>();
            })*
        }

        mod synchronous {
            $(#[test]
            fn $test() {
                super::$test::<$crate::modes::Synchronous>();
            })*
        }
    };
    ($($test:ident),* $(,)?) => {
        mod asynchronous {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                super::$test::<$crate::modes::Asynchronous>().await;
            })*
        }

        mod synchronous {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                super::$test::<$crate::modes::Synchronous>().await;
            })*
        }
    };
}
