//! From page to page, by both clients: what is asked for and when, what comes of it, and when it is over.

mod endings;
mod failures;
mod iterators;
mod order;
mod rejected;
mod server;
mod streams;
mod walk;
