//! From the text of a response to its value and back: what the API documents, and what it sends instead.

mod bodies;
mod doubles;
mod enums;
mod generated;
mod helpers;
mod injected;
mod meaning;
mod models;
mod odd_json;
mod presence;
mod properties;
mod rejected;
mod round_trips;
mod spec;
mod undocumented;
mod values;
