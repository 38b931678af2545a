//! `optional list of Pet` to [`Type`].

use crate::diagnostic::{Diagnostic, Rule, Span};
use crate::json::Json;
use crate::spec::{Primitive, Text, Type};

use super::grammar::{Definitions, Grammar};
use super::hints;
use super::reader::Reader;
use super::yaml::{Node, Value};

/// A word of the expression and where it stands.
struct Word<'a> {
    text: &'a str,
    span: Span,
}

/// What is wrong with an expression, where.
struct Refusal {
    span: Span,
    message: String,
}

impl Grammar for Type {
    /// A type that cannot be read is complained about once, and then taken for anything.
    fn read(reader: &mut Reader<'_>, node: &Node) -> Option<Self> {
        let text = match &node.value {
            Value::Text(_) => reader.text(node)?,
            Value::Null => {
                reader.expected("a type", node);
                return Some(Self::Unreadable);
            }
            _ => {
                reader.report(no_text(reader, node));
                return Some(Self::Unreadable);
            }
        };
        let words = words(&text);
        Some(parse(&words, &text.span).unwrap_or_else(|refusal| {
            reader.report(explain(refusal, &text.value));
            Self::Unreadable
        }))
    }

    fn missing(_place: &Span) -> Option<Self> {
        Some(Self::Unreadable)
    }

    fn json_schema(_definitions: &mut Definitions) -> Json {
        let pattern = "^\\s*(optional\\s+)?((list|map)\\s+of\\s+(optional\\s+)?)*[A-Za-z0-9_]+\\s*$";
        Json::object([("type", Json::from("string")), ("pattern", Json::from(pattern))])
    }
}

/// What to say of a type that is no text, perhaps one in YAML's own brackets.
fn no_text(reader: &Reader<'_>, node: &Node) -> Diagnostic {
    let message = format!("a type is text, and this is {}", node.value.called());
    let diagnostic = Diagnostic::error(Rule::TypeSyntax, &node.span, message);
    match hints::type_expression(reader.written(&node.span)) {
        Some(meant) => diagnostic.help(format!("write `{meant}`")),
        None => diagnostic.help(FORMS),
    }
}

const FORMS: &str = "a type is `string`, `integer`, `double`, `boolean`, `any`, a schema or an enum, after `list of`, `map of` \
                     or `optional`";

fn explain(refusal: Refusal, written: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error(Rule::TypeSyntax, &refusal.span, refusal.message);
    match hints::type_expression(written) {
        Some(meant) if meant != written => diagnostic.help(format!("write `{meant}`")),
        _ => diagnostic.help(FORMS),
    }
}

/// The words, with exact places where the text stands in the spec as it is.
fn words(text: &Text) -> Vec<Word<'_>> {
    let exact = text.span.len() == text.value.len();
    let place = |word: &str| {
        let at = text.span.start + (word.as_ptr().addr() - text.value.as_ptr().addr());
        if exact { at..at + word.len() } else { text.span.clone() }
    };
    text.value.split_whitespace().map(|text| Word { text, span: place(text) }).collect()
}

/// No API nests its types this deep, and neither does the stack of whoever walks them later.
const MOST_WORDS: usize = 32;

fn parse(words: &[Word<'_>], whole: &Span) -> Result<Type, Refusal> {
    if words.len() > MOST_WORDS {
        return refuse(whole, format!("a type has at most {MOST_WORDS} words"));
    }
    let Some((first, rest)) = words.split_first() else {
        return refuse(whole, "a type is missing here".to_owned());
    };
    match first.text {
        "optional" => {
            let inner = parse(rest, &first.span)?;
            if inner.is_optional() {
                return refuse(&first.span, "`optional` is written twice".to_owned());
            }
            Ok(Type::Optional(Box::new(inner)))
        }
        "list" => Ok(Type::List(Box::new(parse(after_of(first, rest)?, &first.span)?))),
        "map" => Ok(Type::Map(Box::new(parse(after_of(first, rest)?, &first.span)?))),
        name => match rest.first() {
            Some(extra) if extra.text == "optional" => {
                refuse(&extra.span, "`optional` stands before the type".to_owned())
            }
            Some(extra) => {
                let both = first.span.start..extra.span.end;
                refuse(&both, format!("`{name}` is not followed by `{}` in a type", extra.text))
            }
            None => simple(first),
        },
    }
}

fn refuse<T>(span: &Span, message: String) -> Result<T, Refusal> {
    Err(Refusal { span: span.clone(), message })
}

fn simple(word: &Word<'_>) -> Result<Type, Refusal> {
    if let Some((_, primitive)) = Primitive::ALL.iter().find(|(known, _)| *known == word.text) {
        return Ok(Type::Primitive(*primitive));
    }
    if word.text == "of" || !word.text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return refuse(&word.span, format!("`{}` is not a type", word.text));
    }
    Ok(Type::Named(word.text.to_owned(), word.span.clone()))
}

fn after_of<'w, 'a>(first: &Word<'_>, rest: &'w [Word<'a>]) -> Result<&'w [Word<'a>], Refusal> {
    match rest.split_first() {
        Some((of, rest)) if of.text == "of" => Ok(rest),
        _ => refuse(&first.span, format!("`{}` is followed by `of` and the type of its entries", first.text)),
    }
}
