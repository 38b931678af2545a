//! Shared helpers of this suite.

use std::error::Error as _;
use std::fmt::Write as _;
use std::time::Duration;

use elevenlabs_voices::{ApiClient, ClientBuilder, Error, ErrorKind, ListVoicesResponse};
use tests::modes::Mode;

/// The key, without characters that need encoding, so that it can be found in any text.
pub(crate) const KEY: &str = "sk_only_for_tests_4be19c";

/// A limit for the tests: longer than any call, even on a loaded machine.
pub(crate) const TEST_LIMIT: Duration = Duration::from_secs(10);

/// A timeout that is expected to expire.
pub(crate) const SHORT: Duration = Duration::from_millis(300);

/// A builder without retries.
pub(crate) fn builder<M: Mode>(url: &str) -> ClientBuilder<M::Backend> {
    M::builder().api_key(KEY).base_url(url).max_retries(0)
}

/// A client that also trusts these root certificates.
pub(crate) fn client<M: Mode>(url: &str, roots: &str) -> ApiClient<M::Backend> {
    M::build(builder::<M>(url).root_certificate_pem(roots)).expect("a client")
}

/// Requests a page.
pub(crate) async fn page<M: Mode>(client: &ApiClient<M::Backend>) -> Result<ListVoicesResponse, Error> {
    within_limit(M::send(client.list_voices())).await
}

/// Requests a page and returns the error.
pub(crate) async fn failure<M: Mode>(client: &ApiClient<M::Backend>) -> Error {
    page::<M>(client).await.expect_err("the call should fail")
}

/// The output of the future; panics if it takes longer than the limit of the tests.
pub(crate) async fn within_limit<F: IntoFuture>(future: F) -> F::Output {
    tokio::time::timeout(TEST_LIMIT, future).await.expect("the future completes within the limit")
}

/// Waits until the client has returned its connection to the pool, or detected that the server closed it.
pub(crate) async fn settle() {
    tokio::time::sleep(Duration::from_millis(60)).await;
}

/// The value of the undocumented property `padding`.
pub(crate) fn padding(page: &ListVoicesResponse) -> &str {
    page.extra["padding"].as_str().expect("text")
}

/// Asserts a retryable connect error without the key.
pub(crate) fn assert_connect_error(error: &Error) {
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert!(error.is_retryable(), "{error}");
    assert!(!all_texts(error).contains(KEY), "{error:?}");
}

/// Asserts that the client does not trust the server.
pub(crate) fn assert_untrusted(error: &Error) {
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert!(!error.is_retryable() && error.to_string().contains("certificate"), "{error}");
    assert!(!all_texts(error).contains(KEY), "{error:?}");
}

/// Everything that an error and its sources display.
pub(crate) fn all_texts(error: &Error) -> String {
    let mut texts = format!("{error}\n{error:?}\n{}", error.message());
    let mut source = error.source();
    while let Some(cause) = source {
        write!(texts, "\n{cause}\n{cause:?}").expect("memory");
        source = cause.source();
    }
    texts
}
