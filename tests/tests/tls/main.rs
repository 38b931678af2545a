//! Both clients over TLS and through proxies, against real servers on this machine: whom they trust, what a connection may
//! go through, and what becomes of a call when it goes wrong. The same with either TLS.

mod authority;
mod carrying;
mod handshakes;
mod helpers;
#[cfg(feature = "http2")]
mod http2;
mod origin;
mod proxied;
mod proxy;
mod reuse;
mod trust;
