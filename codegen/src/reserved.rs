//! Names that are reserved for other items of the generated crate. A test derives them from its sources.

/// What the emitted files and the crate's root already call something else.
pub(crate) const RESERVED_TYPES: [&str; 58] = [
    "ApiClient",
    "Async",
    "B",
    "BTreeMap",
    "Base64",
    "Base64Url",
    "Box",
    "Client",
    "ClientBuilder",
    "Date",
    "DateTime",
    "Error",
    "ErrorKind",
    "IntegerEnum",
    "Items",
    "JsonShape",
    "Map",
    "Method",
    "Mock",
    "MockBehavior",
    "MockForm",
    "MockList",
    "MockRoute",
    "None",
    "Nullable",
    "Object",
    "OpenEnum",
    "Operation",
    "Option",
    "Page",
    "Paged",
    "Pages",
    "PagingForm",
    "PropertyReader",
    "PropertyWriter",
    "Quoted",
    "R",
    "Raw",
    "Region",
    "RejectedItem",
    "Request",
    "Result",
    "Some",
    "String",
    "SystemTime",
    "TaggedReader",
    "TaggedUnion",
    "TaggedWriter",
    "TimeLimit",
    "UnknownInteger",
    "UnknownValue",
    "UntaggedReader",
    "UntaggedUnion",
    "UntaggedWriter",
    "ValidationError",
    "Value",
    "Vec",
    "W",
];

/// Traits of the prelude that emitted functions use. A type may have the same name and is then referred to by its path; a marker
/// type may not.
pub(crate) const PRELUDE_TRAITS: [&str; 2] = ["Into", "IntoIterator"];

/// Methods of every client or mock.
pub(crate) const RESERVED_METHODS: [&str; 11] = [
    "assert_replies_used",
    "blocking_client",
    "builder",
    "client",
    "clone",
    "enqueue_reply",
    "from_env",
    "new",
    "received_requests",
    "set_items",
    "set_value",
];

/// Methods that every call has.
pub(crate) const RESERVED_SETTERS: [&str; 33] = [
    "check_limits",
    "content_type",
    "form_body",
    "header_list",
    "header_map",
    "header_param",
    "header_text",
    "items",
    "json_body",
    "new",
    "pages",
    "path_joined",
    "path_list",
    "path_map",
    "path_param",
    "path_segments",
    "query_brackets",
    "query_list",
    "query_map",
    "query_pairs",
    "query_param",
    "query_params",
    "resume_page",
    "send",
    "send_raw",
    "set_pairs",
    "text_body",
    "when_some",
    "with_header",
    "with_max_retries",
    "with_next_token",
    "with_query",
    "with_timeout",
];

/// Names of an emitted struct beside its properties; the last two only if it is a page.
pub(crate) const RESERVED_FIELDS: [&str; 4] = ["extra", "from_json", "rejected", "rejected_count"];

/// The field of properties beyond the named ones, if a schema states their type.
pub(crate) const REST_FIELD: &str = "rest";

/// The variant for values that are not in the spec.
pub(crate) const RESERVED_VARIANT: &str = "Unknown";

/// Headers that the client sets itself: those of the connection, of the body's encoding and of content negotiation. Other values
/// would break the request or the response.
pub(crate) const RESERVED_HEADERS: [&str; 16] = [
    "accept",
    "accept-encoding",
    "connection",
    "content-encoding",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

#[cfg(test)]
mod tests;
