//! Helpers of the benchmarks: pages and specs of any size, hand-written models, and a table of figures.
//!
//! The program of this crate runs the benchmarks; `cargo xtask bench` starts it. Costs that can be counted instead of timed are
//! tests in `tests/tests`.

pub mod derived;
pub mod large;
pub mod page;
pub mod progress;
pub mod table;
pub mod timing;
