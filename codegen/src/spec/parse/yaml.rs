//! YAML to a tree whose nodes have spans.
//!
//! `serde_yaml` returns values without spans; the event parser of `scan` returns spans. Both visit a text in document order, so
//! the tree is built by the first and its spans are filled in from the second.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::source::{Diagnostic, Rule, Span};

use super::hints;
use super::scan::{self, NodeKind, NodeSpan, ScanResult};
use super::syntax_hints;

/// A YAML value and its span.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) span: Span,
}

/// A mapping is a list of pairs: it keeps the order, and duplicate keys, which the reader reports.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Null,
    Boolean(bool),
    Integer(i64),
    Double(f64),
    String(String),
    Sequence(Vec<Node>),
    Mapping(Vec<(Node, Node)>),
}

impl Value {
    /// The name of the type in messages, with its article.
    pub(crate) fn kind_name(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) => "an integer",
            Self::Double(_) => "a number",
            Self::String(_) => "text",
            Self::Sequence(_) => "a list",
            Self::Mapping(_) => "a mapping",
        }
    }

    fn kind(&self) -> NodeKind {
        match self {
            Self::Sequence(_) => NodeKind::Sequence,
            Self::Mapping(_) => NodeKind::Mapping,
            _ => NodeKind::Scalar,
        }
    }
}

/// Parses one YAML document in the subset of YAML that a spec may use.
pub(super) fn parse(text: &str) -> Result<Node, Vec<Diagnostic>> {
    let nodes = match scan::scan(text) {
        ScanResult::Nodes(nodes) => nodes,
        ScanResult::Unsupported(refused) => return Err(refused),
        ScanResult::SyntaxError(at, why) => return Err(vec![broken(text, at, &why)]),
    };
    let mut root: Node = serde_yaml::from_str(text).map_err(|error| vec![syntax_error(text, &error)])?;
    SpanAssigner { nodes: nodes.into_iter() }.locate(&mut root, &(0..0));
    Ok(root)
}

/// The diagnostic for text that the event parser rejects. The message of `serde_yaml` is better, if it rejects the text as well; it
/// is given only the text that the event parser has read, since it can take very long on hostile text.
fn broken(text: &str, at: usize, why: &str) -> Diagnostic {
    let end = text[at..].find('\n').map_or(text.len(), |line| at + line + 1);
    match serde_yaml::from_str::<Node>(&text[..end]) {
        Err(error)
            if end == text.len()
                || error.location().is_some_and(|place| place.index() < end)
                || is_open_quote(&error.to_string()) =>
        {
            syntax_error(text, &error)
        }
        _ => not_yaml(text, at, why),
    }
}

/// The diagnostic for text that only the event parser rejects.
fn not_yaml(text: &str, at: usize, why: &str) -> Diagnostic {
    if let Some(tab) = hints::tab_after_colon(text, at) {
        let diagnostic = Diagnostic::error(Rule::Tab, &char_at(text, tab), "a tab follows the colon");
        return diagnostic.help("write a space instead");
    }
    let diagnostic = Diagnostic::error(Rule::Syntax, &char_at(text, at), format!("this is not YAML: {why}"));
    match syntax_hints::help(why, text, at, None) {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// Parses a YAML document that is not a spec and may use all of YAML.
pub(crate) fn parse_lenient(text: &str) -> Result<Node, serde_yaml::Error> {
    let mut root: Node = serde_yaml::from_str(text)?;
    SpanAssigner { nodes: scan::all(text).into_iter() }.locate(&mut root, &(0..0));
    Ok(root)
}

/// Whether `serde_yaml` reached the end of the text inside a quoted string.
fn is_open_quote(message: &str) -> bool {
    message.contains("found unexpected") && message.contains("scanning a quoted scalar")
}

/// The diagnostic for an error of `serde_yaml`. The positions in its message become spans.
fn syntax_error(text: &str, error: &serde_yaml::Error) -> Diagnostic {
    let at = error.location().map_or(0, |location| location.index());
    let span = char_at(text, at.min(text.len()));
    let message = error.to_string();
    let (problem, began) = message.split_once(", while ").map_or((&*message, None), |(p, b)| (p, Some(b)));
    let problem = problem.split(" at line ").next().unwrap_or_default();
    // The start of the quote is more useful than the end of the text.
    if let Some((_, place)) =
        began.filter(|_| is_open_quote(&message)).and_then(|began| place_in(text, began))
    {
        return Diagnostic::error(Rule::Syntax, &place, "this quote is not closed");
    }
    let began = began.and_then(|began| place_in(text, began));
    let began_at = began.as_ref().map(|(_, place)| place.start);
    let diagnostic = match began {
        Some((what, place)) if place.start != span.start => {
            let diagnostic = Diagnostic::error(Rule::Syntax, &span, format!("this is not YAML: {problem}"));
            diagnostic.context(&place, format!("while {what}"))
        }
        _ => Diagnostic::error(Rule::Syntax, &span, format!("this is not YAML: {problem}")),
    };
    if hints::tab_before(text, span.start) {
        let tab = Diagnostic::error(Rule::Tab, &span, "YAML is not indented with tabs");
        return tab.help("indent with spaces");
    }
    match syntax_hints::help(problem, text, span.start, began_at) {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// Splits `parsing a flow mapping at line 3 column 9` into the description and the span.
fn place_in<'a>(text: &str, began: &'a str) -> Option<(&'a str, Span)> {
    let (what, place) = began.split_once(" at line ")?;
    let (line, column) = place.split_once(" column ")?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let inside = text[start..].char_indices().nth(column.checked_sub(1)?)?.0;
    Some((what, char_at(text, start + inside)))
}

/// The whole character that the byte at `at` belongs to.
fn char_at(text: &str, at: usize) -> Span {
    let start = (0..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    let length = text[start..].chars().next().map_or(0, char::len_utf8);
    start..start + length
}

/// Assigns each node its span. If the two parsers ever disagree about the tree, the remaining nodes get the spans of their parents.
struct SpanAssigner<I> {
    nodes: I,
}

impl<I: Iterator<Item = NodeSpan>> SpanAssigner<I> {
    fn locate(&mut self, node: &mut Node, parent: &Span) {
        node.span = match self.nodes.next() {
            Some(place) if place.kind == node.value.kind() => place.span,
            _ => {
                self.nodes.by_ref().for_each(drop);
                parent.clone()
            }
        };
        let span = node.span.clone();
        match &mut node.value {
            Value::Sequence(items) => items.iter_mut().for_each(|item| self.locate(item, &span)),
            Value::Mapping(pairs) => pairs.iter_mut().for_each(|(key, value)| {
                self.locate(key, &span);
                let key = key.span.clone();
                self.locate(value, &key);
            }),
            _ => {}
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = deserializer.deserialize_any(ValueVisitor)?;
        Ok(Self { value, span: 0..0 })
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value without a tag")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    /// An empty document.
    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Integer(value))
    }

    #[expect(clippy::cast_precision_loss, reason = "an integer this large is an error in any spec")]
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(i64::try_from(value).map_or(Value::Double(value as f64), Value::Integer))
    }

    #[expect(clippy::cast_precision_loss, reason = "an integer this large is an error in any spec")]
    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(Value::Double(value as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "an integer this large is an error in any spec")]
    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(Value::Double(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Double(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Sequence(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = entries.next_entry()? {
            pairs.push(pair);
        }
        Ok(Value::Mapping(pairs))
    }
}
