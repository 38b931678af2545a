//! Pagination by both clients: the requests and their order, the results, and the end.

mod endings;
mod failures;
mod iterators;
mod order;
mod paginate;
mod rejected;
mod server;
mod streams;
