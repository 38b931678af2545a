//! The constructors of what users begin with: they hand the emitted attributes of the API to the runtime, which knows of no
//! API in particular.

use crate::emitted::API;
use crate::runtime::call::{ApiClient, Backend, ClientBuilder};
use crate::runtime::error::Error;

#[expect(private_bounds, reason = "the kinds of client are ours")]
impl<B: Backend> ApiClient<B> {
    /// A client with that key and all else by default.
    ///
    /// # Errors
    ///
    /// If the key cannot be one, the proxy that the environment names cannot be used, or TLS cannot be set up.
    pub fn new(api_key: impl AsRef<str>) -> Result<Self, Error> {
        Self::builder().api_key(api_key.as_ref()).build()
    }

    /// A client with the key that the environment holds, and all else by default.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), or if the variable is not set; the message names it.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// Returns a builder.
    pub fn builder() -> ClientBuilder<B> {
        ClientBuilder::new(&API)
    }
}

#[cfg(feature = "mock")]
mod mock {
    use crate::emitted::{API, ROUTES};
    use crate::runtime::mock::{Mock, new_mock};

    impl Mock {
        /// A mock that has no items yet.
        #[must_use]
        pub fn new() -> Self {
            new_mock(&API, ROUTES)
        }
    }

    impl Default for Mock {
        fn default() -> Self {
            Self::new()
        }
    }
}
