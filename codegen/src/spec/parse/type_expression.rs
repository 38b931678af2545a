//! `optional list of Pet` to [`Type`].

use crate::json::{Json, json};
use crate::source::{Diagnostic, Rule, Span, Spanned};
use crate::spec::language::{Primitive, Type};

use super::grammar::{Definitions, SpecValue};
use super::hints;
use super::reader::Reader;
use super::yaml::{Node, Value};

/// A word of the expression and its span.
struct Token<'a> {
    text: &'a str,
    span: Span,
}

/// An error in an expression.
struct ParseError {
    span: Span,
    message: String,
    /// What to write instead, if that does not follow from the whole expression.
    help: Option<&'static str>,
}

impl SpecValue for Type {
    /// A type that cannot be read is reported once; it becomes `Type::Error`, which every rule accepts.
    fn read(reader: &mut Reader<'_>, node: &Node) -> Option<Self> {
        let text = match &node.value {
            Value::String(_) => reader.text(node)?,
            Value::Null => {
                reader.report(reader.unexpected("a type", node).help(FORMS));
                return Some(Self::Error);
            }
            _ => {
                reader.report(no_text(reader, node));
                return Some(Self::Error);
            }
        };
        let words = tokenize(&text);
        Some(parse_outermost(&words, &text.span).unwrap_or_else(|invalid| {
            reader.report(to_diagnostic(invalid, &text.value));
            Self::Error
        }))
    }

    fn recover(_parent_key: &Span) -> Option<Self> {
        Some(Self::Error)
    }

    fn json_schema(_definitions: &mut Definitions) -> Json {
        let pattern = "^\\s*((optional|nullable)\\s+)?((list|map)\\s+of\\s+(optional\\s+)?)*(quoted\\s+)?[A-Za-z0-9_-]+\\s*$";
        json!({ "type": "string", "pattern": pattern })
    }
}

/// The diagnostic for a type that is not a string, such as one in YAML brackets.
fn no_text(reader: &Reader<'_>, node: &Node) -> Diagnostic {
    let message = format!("a type is text, and this is {}", node.value.kind_name());
    let diagnostic = Diagnostic::error(Rule::TypeSyntax, &node.span, message);
    match hints::type_expression(reader.source_text(&node.span)) {
        Some(meant) => diagnostic.help(format!("write `{meant}`")),
        None => diagnostic.help(FORMS),
    }
}

const FORMS: &str = "a type is `string`, `integer`, `double`, `boolean`, `any`, `date-time` or the like, a schema, a union or an enum, after `list of`, \
                     `map of`, `optional` or, for a property, `nullable`";

fn to_diagnostic(invalid: ParseError, written: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error(Rule::TypeSyntax, &invalid.span, invalid.message);
    let meant = hints::type_expression(written).filter(|meant| meant != written);
    diagnostic.help(match (meant, invalid.help) {
        (Some(meant), _) => format!("write `{meant}`"),
        (None, Some(help)) => help.to_owned(),
        (None, None) => FORMS.to_owned(),
    })
}

/// The tokens. Each has its own span if the spec has the text verbatim.
fn tokenize(text: &Spanned<String>) -> Vec<Token<'_>> {
    let exact = text.span.len() == text.value.len();
    let place = |word: &str| {
        let at = text.span.start + (word.as_ptr().addr() - text.value.as_ptr().addr());
        if exact { at..at + word.len() } else { text.span.clone() }
    };
    text.value.split_whitespace().map(|text| Token { text, span: place(text) }).collect()
}

/// No API nests its types this deep, and recursive functions over a type need a bound for their stack.
const MAX_TOKENS: usize = 32;

/// Parses a type that may be nullable, as only a property itself can be.
fn parse_outermost(words: &[Token<'_>], whole: &Span) -> Result<Type, ParseError> {
    let Some((first, rest)) = words.split_first().filter(|(first, _)| first.text == NULLABLE) else {
        return parse(words, whole);
    };
    if rest.is_empty() {
        let message = "`nullable` is not followed by a type".to_owned();
        return Err(ParseError {
            span: first.span.clone(),
            message,
            help: Some("such as `nullable string`"),
        });
    }
    match parse(rest, &first.span)? {
        Type::Optional(_) => {
            let message = "what is `nullable` may be absent anyway".to_owned();
            Err(ParseError { span: rest[0].span.clone(), message, help: Some("remove `optional`") })
        }
        inner => Ok(Type::Nullable(Box::new(inner))),
    }
}

/// The word for a property that is absent, null or a value.
const NULLABLE: &str = "nullable";

fn parse(words: &[Token<'_>], whole: &Span) -> Result<Type, ParseError> {
    if words.len() > MAX_TOKENS {
        return error(whole, format!("a type has at most {MAX_TOKENS} words"));
    }
    let Some((first, rest)) = words.split_first() else {
        return error(whole, "the type is empty".to_owned());
    };
    match first.text {
        "optional" if rest.is_empty() => {
            let message = "`optional` is not followed by a type".to_owned();
            Err(ParseError { span: first.span.clone(), message, help: Some("such as `optional string`") })
        }
        "optional" => {
            let inner = parse(rest, &first.span)?;
            if inner.is_optional() {
                return error(&first.span, "`optional` is written twice".to_owned());
            }
            Ok(Type::Optional(Box::new(inner)))
        }
        NULLABLE => {
            let message = "only a property itself is `nullable`".to_owned();
            let help = Some("write `optional` for an entry that may be null");
            Err(ParseError { span: first.span.clone(), message, help })
        }
        "quoted" if rest.len() == 1 => quoted(first, &rest[0]),
        "quoted" => {
            let message = "`quoted` is followed by the type of a number".to_owned();
            Err(ParseError { span: first.span.clone(), message, help: Some(QUOTED) })
        }
        "list" => Ok(Type::List(Box::new(parse(after_of(first, rest)?, &first.span)?))),
        "map" => Ok(Type::Map(Box::new(parse(after_of(first, rest)?, &first.span)?))),
        name => match rest.first() {
            Some(extra) if extra.text == "optional" => {
                error(&extra.span, "`optional` goes before the type".to_owned())
            }
            Some(extra) => {
                let both = first.span.start..extra.span.end;
                error(&both, format!("`{name}` is not followed by `{}` in a type", extra.text))
            }
            None => simple(first),
        },
    }
}

fn error<T>(span: &Span, message: String) -> Result<T, ParseError> {
    Err(ParseError { span: span.clone(), message, help: None })
}

/// The forms of numbers in text.
const QUOTED: &str =
    "`quoted integer`, `quoted uint64` or `quoted double` is a number that is written as text";

fn quoted(first: &Token<'_>, second: &Token<'_>) -> Result<Type, ParseError> {
    let words = format!("{} {}", first.text, second.text);
    match Primitive::ALL.iter().find(|(known, _)| *known == words) {
        Some((_, primitive)) => Ok(Type::Primitive(*primitive)),
        None => {
            let message = format!("`{}` is not a number in text", second.text);
            Err(ParseError { span: second.span.clone(), message, help: Some(QUOTED) })
        }
    }
}

fn simple(word: &Token<'_>) -> Result<Type, ParseError> {
    if let Some((_, primitive)) = Primitive::ALL.iter().find(|(known, _)| *known == word.text) {
        return Ok(Type::Primitive(*primitive));
    }
    if word.text == "of" || !word.text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return error(&word.span, format!("`{}` is not a type", word.text));
    }
    Ok(Type::Named(word.text.to_owned(), word.span.clone()))
}

fn after_of<'w, 'a>(first: &Token<'_>, rest: &'w [Token<'a>]) -> Result<&'w [Token<'a>], ParseError> {
    let help = match first.text {
        "list" => "such as `list of string`",
        _ => "such as `map of string`",
    };
    let incomplete = |span, message| Err(ParseError { span, message, help: Some(help) });
    match rest.split_first() {
        Some((of, [])) if of.text == "of" => {
            let message = format!("`{} of` is not followed by a type", first.text);
            incomplete(first.span.start..of.span.end, message)
        }
        Some((of, rest)) if of.text == "of" => Ok(rest),
        _ => {
            let message = format!("`{}` is not followed by `of` and a type", first.text);
            incomplete(first.span.clone(), message)
        }
    }
}
