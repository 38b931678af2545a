//! Network and protocol faults: each has the documented outcome with both clients, in bounded time, and never reveals the key.

mod canary;
mod cases;
mod runs;
mod server;
mod table;
mod truncated;
