//! What the tests of this suite have in common.

use std::error::Error as _;
use std::fmt::Write as _;
use std::time::Duration;

use elevenlabs_voices::{ApiClient, ClientBuilder, Error, ErrorKind, ListVoicesResponse};
use tests::modes::Mode;

/// Of characters that need no encoding, so that it can be searched for in any text.
pub(crate) const KEY: &str = "sk_only_for_tests_4be19c";

/// Longer than any call here takes, even where much else is going on.
pub(crate) const QUICKLY: Duration = Duration::from_secs(10);

/// A limit that a test wants to see at work.
pub(crate) const SHORT: Duration = Duration::from_millis(300);

/// A builder of clients that do not try twice.
pub(crate) fn builder<M: Mode>(url: &str) -> ClientBuilder<M::Kind> {
    M::builder().api_key(KEY).base_url(url).max_retries(0)
}

/// A client that trusts these too.
pub(crate) fn client<M: Mode>(url: &str, roots: &str) -> ApiClient<M::Kind> {
    M::build(builder::<M>(url).root_certificate_pem(roots)).expect("a client")
}

/// Asks for a page.
pub(crate) async fn page<M: Mode>(client: &ApiClient<M::Kind>) -> Result<ListVoicesResponse, Error> {
    soon(M::send(client.list_voices())).await
}

/// Asks for a page that should not come.
pub(crate) async fn failure<M: Mode>(client: &ApiClient<M::Kind>) -> Error {
    page::<M>(client).await.expect_err("the call should fail")
}

/// What comes of it, unless it takes so long that it may as well hang.
pub(crate) async fn soon<F: IntoFuture>(future: F) -> F::Output {
    tokio::time::timeout(QUICKLY, future).await.expect("it should be over by now")
}

/// Gives a client time to put its connection back, or to hear that the server has gone.
pub(crate) async fn settle() {
    tokio::time::sleep(Duration::from_millis(60)).await;
}

/// What the server sent in a property that nobody knows.
pub(crate) fn padding(page: &ListVoicesResponse) -> &str {
    page.extra["padding"].as_str().expect("text")
}

/// Fails the test unless there was no connection to send anything over.
pub(crate) fn assert_no_connection(error: &Error) {
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert!(error.is_retryable(), "{error}");
    assert!(!all_texts(error).contains(KEY), "{error:?}");
}

/// Fails the test unless the client does not trust the server.
pub(crate) fn assert_untrusted(error: &Error) {
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert!(!error.is_retryable() && error.to_string().contains("certificate"), "{error}");
    assert!(!all_texts(error).contains(KEY), "{error:?}");
}

/// All that an error shows in any way.
pub(crate) fn all_texts(error: &Error) -> String {
    let mut texts = format!("{error}\n{error:?}\n{}", error.message());
    let mut source = error.source();
    while let Some(cause) = source {
        write!(texts, "\n{cause}\n{cause:?}").expect("memory");
        source = cause.source();
    }
    texts
}
