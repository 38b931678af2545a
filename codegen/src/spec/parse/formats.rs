//! Strings with a format: the pattern of each, and the diagnostic for a string that does not match.

use heck::ToShoutySnakeCase;

use crate::json::{Json, json};
use crate::names;
use crate::source::{Diagnostic, Rule, Span, Spanned};
use crate::spec::language::{
    AuthScheme, BaseUrl, CrateName, DeprecationReason, EnumType, EnvironmentVariable, HeaderName, ListStyle,
    MediaFormat, MediaType, NoKey, PathTemplate, Title,
};

use super::grammar::{Definitions, SpecValue};
use super::reader::Reader;
use super::yaml::{Node, Value};

/// Parses the name of a parameter as a header name.
pub(crate) fn header_name(name: &Spanned<String>) -> Result<HeaderName, Diagnostic> {
    HeaderName::new(&name.value).ok_or_else(|| HeaderName::invalid(&name.span, &name.value))
}

/// How values of a media type are written, if a spec can have it.
pub(crate) fn media_format(text: &str) -> Option<MediaFormat> {
    MediaType::new(text).map(|media_type| media_type.format)
}

/// Whether a spec can have the path.
pub(crate) fn is_path(text: &str) -> bool {
    PathTemplate::new(text).is_some()
}

/// Whether a spec can have the base URL.
pub(crate) fn is_base_url(text: &str) -> bool {
    BaseUrl::new(text).is_some()
}

/// Whether a spec can have the header name, in lower case.
pub(crate) fn is_header_name(text: &str) -> bool {
    HeaderName::new(text).is_some()
}

/// A string with a format.
trait StringFormat: Sized {
    /// A regular expression for editors. It accepts every string that `new` accepts, and few others.
    const PATTERN: &'static str;

    /// Whether it is free text, part of which YAML may have read as a comment.
    const IS_FREE: bool = false;

    /// Parses the text; `None` if it does not match the format.
    fn new(text: &str) -> Option<Self>;

    /// The diagnostic for text that does not match the format.
    fn invalid(span: &Span, text: &str) -> Diagnostic;

    /// The diagnostic for a boolean, if there is a better one than the wrong type.
    fn boolean(_span: &Span) -> Option<Diagnostic> {
        None
    }
}

impl<T: StringFormat> SpecValue for Spanned<T> {
    fn read(reader: &mut Reader<'_>, node: &Node) -> Option<Self> {
        if let (Value::Boolean(_), Some(diagnostic)) = (&node.value, T::boolean(&node.span)) {
            reader.report(diagnostic);
            return None;
        }
        if T::IS_FREE {
            reader.check_comment(node);
        }
        // A value of another type was reported; the key is not missing.
        let text =
            reader.text(node).or_else(|| Some(reader.anything(node)).filter(|_| T::PATTERN.is_empty()))?;
        let value = T::new(&text.value);
        // A value of another type was reported; its format is not checked.
        if value.is_none() && matches!(node.value, Value::String(_)) {
            reader.report(T::invalid(&text.span, &text.value));
        }
        Some(Self { value: value?, span: text.span })
    }

    fn json_schema(_definitions: &mut Definitions) -> Json {
        match T::PATTERN {
            "" => json!({ "type": "string" }),
            pattern => json!({ "type": "string", "pattern": pattern }),
        }
    }
}

impl StringFormat for String {
    const PATTERN: &'static str = "";
    const IS_FREE: bool = true;

    fn new(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }

    fn invalid(span: &Span, _text: &str) -> Diagnostic {
        Diagnostic::error(Rule::WrongType, span, "this is not text")
    }
}

impl StringFormat for Title {
    const PATTERN: &'static str = "\\S";
    const IS_FREE: bool = true;

    fn new(text: &str) -> Option<Self> {
        (!text.trim().is_empty()).then(|| Self(text.to_owned()))
    }

    fn invalid(span: &Span, _text: &str) -> Diagnostic {
        Diagnostic::error(Rule::Title, span, "the title is empty")
            .help("write the name of the API, such as `title: Pet Store`")
    }
}

impl StringFormat for EnvironmentVariable {
    const PATTERN: &'static str = "^[A-Za-z_][A-Za-z0-9_]*$";

    fn new(text: &str) -> Option<Self> {
        let name = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        (name && !text.is_empty() && !text.starts_with(|c: char| c.is_ascii_digit()))
            .then(|| Self(text.to_owned()))
    }

    fn invalid(span: &Span, text: &str) -> Diagnostic {
        let message = format!("`{text}` is not the name of an environment variable");
        let diagnostic = Diagnostic::error(Rule::EnvironmentVariable, span, message);
        match Self::new(&text.to_shouty_snake_case()) {
            Some(Self(name)) => diagnostic.help(format!("letters, digits and `_`: `{name}`")),
            None => diagnostic.help("letters, digits and `_`, such as `PET_STORE_KEY`"),
        }
    }
}

impl StringFormat for AuthScheme {
    const PATTERN: &'static str = "^[A-Za-z][A-Za-z0-9-]*$";

    fn new(text: &str) -> Option<Self> {
        let is_word = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        (is_word && text.starts_with(|c: char| c.is_ascii_alphabetic())).then(|| Self(text.to_owned()))
    }

    fn invalid(span: &Span, text: &str) -> Diagnostic {
        Diagnostic::error(Rule::AuthScheme, span, format!("`{text}` is not an authentication scheme"))
            .help("a word, such as `Bearer`; the client adds a space between it and the key")
    }
}

impl StringFormat for NoKey {
    const PATTERN: &'static str = "^none$";

    fn new(text: &str) -> Option<Self> {
        (text == "none").then_some(Self)
    }

    fn invalid(span: &Span, text: &str) -> Diagnostic {
        Diagnostic::error(Rule::EndpointKey, span, format!("`{text}` is not a value of `key`"))
            .help("`key: none` is for calls without the key; other calls have no `key`")
    }

    fn boolean(span: &Span) -> Option<Diagnostic> {
        Some(Self::invalid(span, "false"))
    }
}

impl StringFormat for CrateName {
    const PATTERN: &'static str = "^[a-z][a-z0-9_]*$";

    fn new(text: &str) -> Option<Self> {
        let is_name = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        (is_name && text.starts_with(|c: char| c.is_ascii_lowercase()) && names::is_plain_identifier(text))
            .then(|| Self(text.to_owned()))
    }

    fn invalid(span: &Span, text: &str) -> Diagnostic {
        let diagnostic =
            Diagnostic::error(Rule::CrateName, span, format!("`{text}` is not the name of a crate in code"));
        diagnostic.help("lower-case letters, digits and `_`, such as `pet_store`")
    }
}

impl StringFormat for MediaType {
    const PATTERN: &'static str =
        "^(application/([A-Za-z0-9.+-]+[.+-])?json|application/x-www-form-urlencoded|text/[A-Za-z0-9.+-]+)$";

    fn new(text: &str) -> Option<Self> {
        let (group, name) = text.split_once('/')?;
        let is_token =
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b".+-".contains(&b));
        let format = match (group, name) {
            ("application", "x-www-form-urlencoded") => MediaFormat::Form,
            ("application", name) => {
                let before = name.strip_suffix("json")?;
                let is_json = before.is_empty() || before.len() > 1 && before.ends_with(['.', '+', '-']);
                is_json.then_some(MediaFormat::Json)?
            }
            // Structured data and streams, which are more than text.
            ("text", "json" | "xml" | "event-stream") => return None,
            ("text", _) => MediaFormat::Text,
            _ => return None,
        };
        is_token.then(|| Self { name: text.to_owned(), format })
    }

    fn invalid(span: &Span, text: &str) -> Diagnostic {
        let message = format!("`{text}` is not a media type that the client can send and decode");
        let name = text.to_lowercase();
        let out = [
            ("multipart/", "multipart bodies"),
            ("xml", "XML"),
            ("event-stream", "streams"),
            ("ndjson", "streams"),
            ("jsonl", "streams"),
            ("octet-stream", "binary bodies"),
            ("image/", "binary bodies"),
            ("audio/", "binary bodies"),
            ("video/", "binary bodies"),
            ("application/pdf", "binary bodies"),
            ("application/zip", "binary bodies"),
        ];
        let out = out.iter().find(|(part, _)| name.contains(part)).map(|(_, what)| what);
        Diagnostic::error(Rule::ContentType, span, message).help(match out {
            Some(what) => format!("the language has no {what}: leave the endpoint out"),
            None => "JSON such as `application/merge-patch+json`, text such as `text/plain`, or \
                     `application/x-www-form-urlencoded`"
                .to_owned(),
        })
    }
}

impl StringFormat for ListStyle {
    const PATTERN: &'static str = "^(comma|space|pipe|brackets)$";

    fn new(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(name, _)| *name == text).map(|(_, style)| *style)
    }

    fn invalid(span: &Span, text: &str) -> Diagnostic {
        Diagnostic::error(Rule::ListStyle, span, format!("`{text}` is not a style of lists or maps"))
            .help("`comma`, `space` or `pipe` for a list, `comma` or `brackets` for a map; without a style, parameters are repeated")
    }
}

impl StringFormat for BaseUrl {
    const PATTERN: &'static str = "^https?://[^/?#@\\\\\"<>\\s][^?#@\\\\\"<>\\s]*$";

    fn new(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
        let good = !rest.is_empty()
            && !rest.starts_with('/')
            && rest.bytes().all(|b| b.is_ascii_graphic() && !b"?#@\\\"<>".contains(&b));
        good.then(|| Self(text.to_owned()))
    }

    fn invalid(span: &Span, text: &str) -> Diagnostic {
        Diagnostic::error(Rule::BaseUrl, span, format!("`{text}` is not a base URL"))
            .help("a scheme, a host and an optional path, such as `https://api.example.com`")
    }
}

impl StringFormat for HeaderName {
    const PATTERN: &'static str = "^[a-z0-9!#$%&'*+.^_`|~-]+$";

    fn new(text: &str) -> Option<Self> {
        let token = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"!#$%&'*+-.^_`|~".contains(&b);
        (!text.is_empty() && text.bytes().all(token)).then(|| Self(text.to_owned()))
    }

    fn invalid(span: &Span, text: &str) -> Diagnostic {
        let diagnostic = Diagnostic::error(Rule::HeaderName, span, format!("`{text}` is not a header name"));
        match Self::new(&text.to_lowercase()) {
            Some(Self(name)) => diagnostic.help(format!("header names are written in lower case: `{name}`")),
            None => diagnostic.help("lower-case letters, digits and `-`"),
        }
    }
}

impl StringFormat for EnumType {
    const PATTERN: &'static str = "^(string|integer)$";

    fn new(text: &str) -> Option<Self> {
        match text {
            "string" => Some(Self::String),
            "integer" => Some(Self::Integer),
            _ => None,
        }
    }

    fn invalid(span: &Span, text: &str) -> Diagnostic {
        Diagnostic::error(Rule::TypeSyntax, span, format!("`{text}` is not a type of an enum's values"))
            .help("write `integer`, or leave it out: by default the values are text")
    }
}

impl StringFormat for DeprecationReason {
    const PATTERN: &'static str = "\\S";
    const IS_FREE: bool = true;

    fn new(text: &str) -> Option<Self> {
        (!text.trim().is_empty()).then(|| Self(text.to_owned()))
    }

    fn invalid(span: &Span, _text: &str) -> Diagnostic {
        Diagnostic::error(Rule::DeprecatedReason, span, "`deprecated` has no reason")
            .help("such as `deprecated: Use find_pets instead.`")
    }

    fn boolean(span: &Span) -> Option<Diagnostic> {
        Some(Self::invalid(span, ""))
    }
}

impl StringFormat for PathTemplate {
    const PATTERN: &'static str = "^/$|^(/([A-Za-z0-9._~:@=,;!$*'()+&-]|\\{\\+?[A-Za-z0-9._~:@-]+\\})+)+/?$";

    fn new(text: &str) -> Option<Self> {
        let inner = text.strip_prefix('/')?;
        let segments = inner.strip_suffix('/').unwrap_or(inner);
        let is_clear = text.matches("{+").count() <= 1;
        (inner.is_empty() || is_clear && segments.split('/').all(is_segment)).then(|| Self(text.to_owned()))
    }

    fn invalid(span: &Span, text: &str) -> Diagnostic {
        let diagnostic = Diagnostic::error(Rule::PathSyntax, span, format!("`{text}` is not a path"));
        if text.contains('?') {
            return diagnostic.help("query parameters belong under `query`");
        }
        if text.contains("{+") {
            return diagnostic.help(
                "one parameter may have several segments, without another in its own: `/files/{+path}`",
            );
        }
        diagnostic.help("such as `/v1/things/{thing_id}`")
    }
}

/// Text and names of parameters in braces, in turn: two parameters without text between them could not be distinguished, nor could one
/// with several segments and another beside it.
fn is_segment(segment: &str) -> bool {
    if segment.contains("{+") && segment.matches('{').count() > 1 {
        return false;
    }
    let mut rest = segment;
    let mut is_dots = !segment.is_empty();
    while let Some(start) = rest.find(['{', '}']) {
        let Some((name, after)) = rest[start..].strip_prefix('{').and_then(|inside| inside.split_once('}'))
        else {
            return false;
        };
        let name = name.strip_prefix('+').unwrap_or(name);
        let is_name =
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~:@".contains(&b));
        if !is_name || !is_path_text(&rest[..start]) || after.starts_with('{') {
            return false;
        }
        is_dots = false;
        rest = after;
    }
    is_dots &= rest.bytes().all(|b| b == b'.');
    !segment.is_empty() && !is_dots && is_path_text(rest)
}

/// Whether a path can have the text without encoding.
fn is_path_text(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~:@=,;!$*'()+&".contains(&b))
}
