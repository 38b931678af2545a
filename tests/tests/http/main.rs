//! Both clients against real servers on this machine: what they send, and what they make of what comes back. What no server
//! can see or do is tested against a transport that is a function.

mod budget;
mod cancelling;
mod connections;
mod construction;
mod encoding;
mod errors;
mod headers;
mod helpers;
mod messages;
mod options;
mod paths;
mod queries;
mod redirects;
mod redirects_refused;
mod regions;
mod retries;
mod script;
mod secrets;
mod sending;
mod timeouts;
mod transports;
mod values;
mod with_reqwest;
