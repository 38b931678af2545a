//! The constructors of clients and mocks. They pass the emitted attributes of the API to the runtime, which is independent of any
//! API.

use crate::emitted::API;
use crate::runtime::call::{ApiClient, Backend, ClientBuilder};
use crate::runtime::error::Error;

#[expect(private_bounds, reason = "only this crate implements backends")]
impl<B: Backend> ApiClient<B> {
    /// Creates a client with this key and default options.
    ///
    /// ```
    /// # #[cfg(all(feature = "async", feature = "rustls"))]
    /// # fn example() -> Result<(), elevenlabs_voices::Error> {
    /// let client = elevenlabs_voices::Client::new("key")?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If the key is invalid, the environment names an invalid proxy, or TLS cannot be configured.
    pub fn new(api_key: impl AsRef<str>) -> Result<Self, Error> {
        Self::builder().api_key(api_key.as_ref()).build()
    }

    /// Creates a client with the key from the API's environment variable, `ELEVENLABS_API_KEY`, and default options.
    ///
    /// ```
    /// # #[cfg(feature = "async")]
    /// # fn example() -> Result<(), elevenlabs_voices::Error> {
    /// let client = elevenlabs_voices::Client::from_env()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`new`](Self::new), or if the variable is not set; the message names it.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// Returns a builder, for other options.
    ///
    /// ```
    /// # #[cfg(feature = "async")]
    /// # fn example() -> Result<(), elevenlabs_voices::Error> {
    /// use std::time::Duration;
    ///
    /// use elevenlabs_voices::Client;
    ///
    /// let client = Client::builder()
    ///     .api_key("key")
    ///     .timeout(Duration::from_secs(20))
    ///     .max_retries(4)
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder() -> ClientBuilder<B> {
        ClientBuilder::new(&API)
    }
}

#[cfg(feature = "mock")]
mod mock {
    use crate::emitted::{API, ROUTES};
    use crate::runtime::mock::{Mock, new_mock};

    impl Mock {
        /// Creates a mock without items.
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
