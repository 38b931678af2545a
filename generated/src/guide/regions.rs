//! Regions, other base URLs and proxies.
//!
//! By default a client sends its requests to the API's global host. [`Region`](crate::Region) lists the API's other hosts. A key
//! belongs to one of them: use the region in which the account is.
//!
//! ```
//! use elevenlabs_voices::{Client, Region};
//!
//! # fn main() -> Result<(), elevenlabs_voices::Error> {
//! let client = Client::builder().api_key("key").region(Region::Eu).build()?;
//! # let _ = client;
//! assert_eq!(Region::Eu.base_url(), "https://api.eu.residency.elevenlabs.io");
//! # Ok(())
//! # }
//! ```
//!
//! [`base_url`](crate::ClientBuilder::base_url) sets any other URL, such as that of a gateway or a test server. A path in it is a
//! prefix of every route. The last call of `region` or `base_url` takes effect.
//!
//! ```
//! # fn main() -> Result<(), elevenlabs_voices::Error> {
//! # use elevenlabs_voices::Client;
//! let gateway = Client::builder().api_key("key").base_url("https://gateway.example.com/voices-api").build()?;
//! let local = Client::builder().api_key("key").base_url("http://localhost:8080").build()?;
//! # let _ = (gateway, local);
//! # Ok(())
//! # }
//! ```
//!
//! The key is sent only to this host, and redirects to other hosts are not followed. Plain `http` is accepted for the local
//! machine; for other hosts it sends the key unencrypted and requires [`allow_plain_http`](crate::ClientBuilder::allow_plain_http).
//!
//! # Proxies
//!
//! The environment variables `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` are read when the client is built, as curl
//! reads them. A program that knows better sets the proxy itself, or none:
//!
//! ```
//! # fn main() -> Result<(), elevenlabs_voices::Error> {
//! # use elevenlabs_voices::Client;
//! let proxied = Client::builder().api_key("key").proxy("http://user:password@proxy.example.com:3128").build()?;
//! let direct = Client::builder().api_key("key").no_proxy().build()?;
//! # let _ = (proxied, direct);
//! # Ok(())
//! # }
//! ```
//!
//! | | environment | [`proxy`](crate::ClientBuilder::proxy) | [`no_proxy`](crate::ClientBuilder::no_proxy) |
//! | --- | --- | --- | --- |
//! | proxy | `HTTPS_PROXY` or `HTTP_PROXY`, by the scheme of the base URL, or else `ALL_PROXY` | the given one | none |
//! | exceptions | hosts in `NO_PROXY`, and the local machine | none | |
//! | user name and password | in the URL, percent-encoded | likewise | |
//!
//! A proxy is always asked for a CONNECT tunnel, so that it receives neither key nor path. HTTP proxies are supported, not SOCKS.
