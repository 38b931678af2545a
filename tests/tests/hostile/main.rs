//! Hostile input. Each input is accepted or rejected with a report, without a panic or a stack overflow, in bounded time.

mod found;
mod mutations;
mod random;
mod shapes;
mod sizes;
