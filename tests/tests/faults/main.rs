//! Whatever goes wrong between a client and a server, each client does what is promised, soon, and without a word of the key.

mod canary;
mod cases;
mod runs;
mod server;
mod table;
mod truncated;
