//! Decoding and encoding of responses: documented ones, and the deviations of the API.

mod bodies;
mod doubles;
mod enums;
mod equivalence;
mod generated;
mod helpers;
mod injected;
mod models;
mod presence;
mod properties;
mod rejected;
mod round_trips;
mod spec;
mod undocumented;
mod unusual_json;
mod values;
