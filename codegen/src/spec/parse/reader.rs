//! Takes nodes apart, and collects what is wrong with them instead of stopping. What is meant plainly enough is taken for what it
//! was meant as, after the complaint, so that one mistake is reported once and the rest of the spec is still looked at.

use std::collections::HashMap;

use crate::source::{Diagnostic, DiagnosticSink, Rule, Span, Spanned, closest_match};
use crate::spec::literal::Literal;

use super::hints;
use super::yaml::{Node, Value};

/// The text being read and the mistakes found in it so far.
pub(crate) struct Reader<'a> {
    text: &'a str,
    sink: &'a mut DiagnosticSink,
    /// The key whose value is being read: where what is missing in it is missing.
    parent_key: Span,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, sink: &'a mut DiagnosticSink) -> Self {
        Self { text, sink, parent_key: 0..0 }
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.sink.report(diagnostic);
    }

    /// What stands there, character by character.
    pub(super) fn source_text(&self, span: &Span) -> &'a str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    fn is_bracketed(&self, node: &Node) -> bool {
        self.source_text(&node.span).starts_with(['{', '['])
    }

    fn is_quoted(&self, node: &Node) -> bool {
        is_quoted(self.source_text(&node.span))
    }

    /// Spanned<String>; anything that YAML takes for something else is asked to be quoted.
    pub(crate) fn text(&mut self, node: &Node) -> Option<Spanned<String>> {
        let written = self.source_text(&node.span);
        match &node.value {
            Value::String(value) => {
                if hints::boolean_elsewhere(value).is_some() && !self.is_quoted(node) {
                    self.report(unquoted_boolean(&node.span, value));
                }
                return Some(Spanned { value: value.clone(), span: self.content(node, value) });
            }
            Value::Sequence(_) | Value::Mapping(_) => {
                self.expected("text", node);
                return None;
            }
            Value::Null if written.is_empty() => {
                self.expected("text", node);
                return None;
            }
            other => {
                let taken = other.kind_name();
                let message = format!("text is meant here, but YAML takes {written} for {taken}");
                self.report(unquoted(&node.span, written, message));
            }
        }
        Some(Spanned { value: written.to_owned(), span: node.span.clone() })
    }

    /// What stands there, taken for text.
    pub(super) fn anything(&self, node: &Node) -> Spanned<String> {
        Spanned { value: self.source_text(&node.span).to_owned(), span: node.span.clone() }
    }

    /// The place of a text without its quotes, if it stands there as it is.
    fn content(&self, node: &Node, value: &str) -> Span {
        let Span { start, end } = node.span;
        [0, 1]
            .into_iter()
            .map(|quote| start + quote..start + quote + value.len())
            .find(|span| span.end <= end && self.source_text(span) == value)
            .unwrap_or(start..end)
    }

    /// Complains that something else stands there.
    pub(super) fn expected(&mut self, what: &str, node: &Node) {
        let message = format!("expected {what}, found {}", node.value.kind_name());
        // Nothing has no place of its own.
        let span = if node.span.is_empty() { &self.parent_key } else { &node.span };
        self.sink.report(Diagnostic::error(Rule::WrongKind, span, message));
    }

    /// A scalar of any kind, as it is written. Whether its type is the right one is checked where the type is known.
    pub(super) fn literal(&mut self, node: &Node) -> Option<Spanned<Literal>> {
        let value = match &node.value {
            Value::Boolean(value) => Literal::Boolean(*value),
            Value::Integer(value) => Literal::Integer(*value),
            Value::Double(value) => Literal::Double(*value),
            Value::String(value) => Literal::String(value.clone()),
            _ => {
                self.expected("a single value", node);
                return None;
            }
        };
        if let Some(diagnostic) = number_range(node, self.source_text(&node.span)) {
            self.report(diagnostic);
            return None;
        }
        self.check_comment(node);
        Some(Spanned { value, span: node.span.clone() })
    }

    /// To YAML, ` #` ends unquoted text, and the rest of the line is lost without notice.
    pub(super) fn check_comment(&mut self, node: &Node) {
        if !matches!(node.value, Value::String(_)) || self.is_quoted(node) {
            return;
        }
        let line = self.text[node.span.end..].lines().next().unwrap_or_default();
        let comment = line.trim();
        if !comment.trim_start_matches('#').is_empty() && comment.starts_with('#') {
            let start = node.span.end + (line.len() - line.trim_start().len());
            let message = "text ends at ` #`: YAML takes the rest of the line for a comment";
            self.report(
                Diagnostic::warning(Rule::CommentAfterText, &(start..start + comment.len()), message)
                    .help("quote the text, or move the comment to a line of its own"),
            );
        }
    }

    /// The pairs of a mapping. An empty value counts as an empty mapping.
    fn pairs<'n>(&mut self, node: &'n Node) -> Option<&'n [(Node, Node)]> {
        match &node.value {
            Value::Mapping(pairs) => Some(pairs),
            Value::Null => Some(&[]),
            _ => {
                self.expected("a mapping", node);
                None
            }
        }
    }

    /// A mapping from names of the spec's own choice. Duplicates are reported and kept out.
    pub(super) fn entries<T>(
        &mut self,
        node: &Node,
        mut name: impl FnMut(&mut Self, &Node) -> Option<Spanned<String>>,
        mut read: impl FnMut(&mut Self, Spanned<String>, &Node) -> Option<T>,
    ) -> Vec<T> {
        let mut seen: HashMap<String, Span> = HashMap::new();
        let mut entries = Vec::new();
        for (key, value) in self.pairs(node).unwrap_or_default() {
            let Some(name) = name(self, key) else { continue };
            if let Some(first) = seen.get(&name.value) {
                self.report(duplicate(&name, first));
                continue;
            }
            seen.insert(name.value.clone(), name.span.clone());
            self.parent_key = name.span.clone();
            entries.extend(read(self, name, value));
        }
        entries
    }

    /// A mapping whose keys the spec language fixes. Where there is none, that has been said, and no key of it is missed.
    pub(crate) fn keys<'n>(&mut self, node: &'n Node, what: &'static str) -> FixedKeys<'n> {
        let bracketed = self.is_bracketed(node);
        let parent_key = self.parent_key.clone();
        let pairs = self.pairs(node);
        let mut keys = FixedKeys {
            what,
            span: parent_key,
            bracketed,
            is_mapping: pairs.is_some(),
            pairs: HashMap::new(),
            known: Vec::new(),
        };
        for (key, value) in pairs.unwrap_or_default() {
            let Some(name) = self.text(key) else { continue };
            match keys.pairs.get(&name.value) {
                Some((first, _)) => self.report(duplicate(&name, first)),
                None => {
                    keys.pairs.insert(name.value, (name.span, value));
                }
            }
        }
        keys
    }
}

/// Whether a scalar is written in quotes or as a block, which is text whatever it looks like.
pub(crate) fn is_quoted(source_text: &str) -> bool {
    source_text.starts_with(['"', '\'', '|', '>'])
}

/// Text that older YAML takes for a boolean is quoted.
pub(crate) fn unquoted_boolean(span: &Span, text: &str) -> Diagnostic {
    unquoted(span, text, format!("{text} is text here and a boolean to older YAML"))
}

fn unquoted(span: &Span, text: &str, message: String) -> Diagnostic {
    Diagnostic::error(Rule::UnquotedText, span, message).help(format!("write \"{text}\""))
}

/// The boolean or number that text is without its quotes.
pub(crate) fn plain_literal(text: &str) -> Option<Literal> {
    let boolean = text.parse().map(Literal::Boolean).ok();
    let integer = || text.parse().map(Literal::Integer).ok();
    let double = || text.parse().ok().filter(|double: &f64| double.is_finite()).map(Literal::Double);
    boolean.or_else(integer).or_else(double)
}

/// A number that JSON or 64 bits cannot hold.
fn number_range(node: &Node, source_text: &str) -> Option<Diagnostic> {
    let number = source_text.trim_start_matches(['-', '+']);
    let is_number = number.trim_start_matches('.').starts_with(|c: char| c.is_ascii_digit());
    let is_integer = ["0x", "0o", "0b"].iter().any(|radix| number.starts_with(radix))
        || number.bytes().all(|b| b.is_ascii_digit());
    let (message, help) = match &node.value {
        Value::Double(value) if !value.is_finite() => (
            format!("`{source_text}` is not a number in JSON"),
            "write a finite number, or leave it out".to_owned(),
        ),
        Value::Double(_) if is_integer => {
            let (min, max) = (i64::MIN, i64::MAX);
            let help = format!(
                "an integer is from {min} to {max}; a double is written with a decimal point, text in quotes"
            );
            (format!("`{source_text}` is outside the range of an integer"), help)
        }
        Value::String(_) if is_number && source_text.parse().is_ok_and(f64::is_infinite) => {
            let help =
                format!("a double is from {:e} to {:e}; text is written in quotes", f64::MIN, f64::MAX);
            (format!("`{source_text}` is outside the range of a double"), help)
        }
        _ => return None,
    };
    Some(Diagnostic::error(Rule::NumberRange, &node.span, message).help(help))
}

fn duplicate(name: &Spanned<String>, first: &Span) -> Diagnostic {
    Diagnostic::error(Rule::DuplicateKey, &name.span, format!("duplicate key `{}`", name.value))
        .context(first, "first written here")
}

/// A mapping with fixed keys, while it is taken apart.
pub(crate) struct FixedKeys<'n> {
    what: &'static str,
    /// The key that the mapping is written under.
    pub(super) span: Span,
    bracketed: bool,
    is_mapping: bool,
    pairs: HashMap<String, (Span, &'n Node)>,
    known: Vec<&'static str>,
}

impl<'n> FixedKeys<'n> {
    /// The key's place and its value, if it is there.
    pub(super) fn take(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Option<(Span, &'n Node)> {
        self.known.push(key);
        let (span, node) = self.pairs.remove(key)?;
        reader.parent_key = span.clone();
        Some((span, node))
    }

    /// Whether one of these would be missed: there are keys, and none of them is a misspelt one of these. One that looks like it
    /// and is right may be named.
    pub(super) fn has_none_of(&self, keys: &[&str], right: &str) -> bool {
        let misspelt = |name: &String| name != right && closest_match(name, keys.iter().copied()).is_some();
        self.is_mapping && !self.pairs.keys().any(misspelt)
    }

    /// Complains that a key is not there.
    pub(super) fn report_missing(&self, reader: &mut Reader<'_>, key: &str) {
        if self.is_mapping {
            let message = format!("{} lacks the key `{key}`", self.what);
            reader.report(Diagnostic::error(Rule::MissingKey, &self.span, message));
        }
    }

    /// Complains about every key that nobody asked for.
    pub(crate) fn report_unknown(mut self, reader: &mut Reader<'_>) {
        let mut unknown: Vec<_> = std::mem::take(&mut self.pairs).into_iter().collect();
        unknown.sort_by_key(|(_, (span, _))| span.start);
        for (name, (span, node)) in unknown {
            if reader.sink.is_full() {
                // Only to be counted.
                reader.report(Diagnostic::error(Rule::UnknownKey, &span, name));
            } else {
                reader.report(self.unknown(&name, &span, node));
            }
        }
    }

    fn unknown(&self, name: &str, span: &Span, node: &Node) -> Diagnostic {
        let message = format!("{} has no key `{name}`", self.what);
        let diagnostic = Diagnostic::error(Rule::UnknownKey, span, message);
        if self.bracketed && matches!(node.value, Value::Null) {
            return diagnostic.help("text with a comma or `: ` in it has to be quoted inside brackets");
        }
        let similar = closest_match(name, self.known.iter().copied());
        match (similar, hints::key(name)) {
            (Some(key), _) => diagnostic.label(format!("help: a key with a similar name exists: `{key}`")),
            (None, Some(hint)) => diagnostic.help(hint),
            (None, None) => diagnostic.help(format!("the keys are: {}", self.known.join(", "))),
        }
    }
}
