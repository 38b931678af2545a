//! Names that the emitted files, the runtime's macros and the crate's root give to something else. A test derives them from there.

/// What the emitted files and the crate's root already call something else.
pub(crate) const RESERVED_TYPES: [&str; 40] = [
    "ApiClient",
    "Async",
    "BTreeMap",
    "Box",
    "Client",
    "ClientBuilder",
    "Error",
    "ErrorKind",
    "Items",
    "K",
    "Map",
    "Method",
    "Mock",
    "MockBehavior",
    "MockList",
    "MockRoute",
    "None",
    "Object",
    "OpenEnum",
    "Operation",
    "Option",
    "Page",
    "Paged",
    "Pages",
    "R",
    "Raw",
    "Reader",
    "Region",
    "RejectedItem",
    "Request",
    "Result",
    "Some",
    "String",
    "SystemTime",
    "UnknownValue",
    "ValidationError",
    "Value",
    "Vec",
    "W",
    "Writer",
];

/// Traits of the prelude that emitted functions name. A type may share their names and then stays behind its path; a marker type may
/// not.
pub(crate) const PRELUDE_TRAITS: [&str; 2] = ["Into", "IntoIterator"];

/// Methods that every client has, or every mock.
pub(crate) const RESERVED_METHODS: [&str; 10] = [
    "answer_next",
    "blocking_client",
    "builder",
    "client",
    "clone",
    "from_env",
    "new",
    "recorded",
    "set_items",
    "set_value",
];

/// Methods that every call has.
pub(crate) const RESERVED_SETTERS: [&str; 15] = [
    "check_limits",
    "in_body",
    "in_header",
    "in_path",
    "in_query",
    "in_query_each",
    "items",
    "new",
    "pages",
    "send",
    "send_raw",
    "with_header",
    "with_max_retries",
    "with_query",
    "with_timeout",
];

#[cfg(test)]
mod tests;
