//! HTTP tests of both clients against loopback servers: requests, and the handling of responses. Cases that need no server use a
//! function as the transport.

mod budget;
mod cancelling;
mod connections;
mod construction;
mod conveniences;
mod encoding;
mod errors;
mod headers;
mod helpers;
mod messages;
mod middleware;
mod options;
mod paths;
mod queries;
mod redirects;
mod redirects_refused;
mod regions;
mod requests;
mod retries;
mod script;
mod secrets;
mod sending;
mod timeouts;
mod transports;
mod values;
mod with_reqwest;
