//! Texts that nobody would call a spec. Each ends in a report or in success: no panic, no stack overflow, in bounded time.

mod found;
mod mutations;
mod random;
mod shapes;
mod sizes;
