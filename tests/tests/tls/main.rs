//! TLS and proxies with both clients, against loopback servers: trust, data transfer, connection reuse and failures. The tests apply
//! to both TLS backends.

mod authority;
mod handshakes;
mod helpers;
#[cfg(feature = "http2")]
mod http2;
mod origin;
mod proxied;
mod proxy;
mod reuse;
mod transfer;
mod trust;
