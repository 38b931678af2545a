//! What measuring needs: pages and specs as large as one likes, models as others would write them, and a table of figures.
//!
//! The program of this crate measures and prints; `cargo xtask bench` runs it. What can be counted instead of timed is a test,
//! in `tests/tests`.

pub mod derived;
pub mod large;
pub mod page;
pub mod progress;
pub mod table;
pub mod timing;
