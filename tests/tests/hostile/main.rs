//! Hostile input. Each text results in a report or in success, without a panic or a stack overflow, in bounded time.

mod found;
mod mutations;
mod random;
mod shapes;
mod sizes;
