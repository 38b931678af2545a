//! Reads nodes, and collects diagnostics instead of stopping. If the intent of a mistake is clear, the reader reports it and
//! continues with what was meant, so that each mistake is reported once and the rest of the spec is still checked.

use std::collections::HashMap;

use crate::source::{Diagnostic, DiagnosticSink, Rule, Span, Spanned, closest_match};
use crate::spec::entries::Entries;
use crate::spec::literal::Literal;

use super::hints;
use super::yaml::{Node, Value};

/// The text being read and the diagnostics so far.
pub(crate) struct Reader<'a> {
    text: &'a str,
    sink: &'a mut DiagnosticSink,
    /// The key whose value is being read. What is missing in the value is reported there.
    parent_key: Span,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, sink: &'a mut DiagnosticSink) -> Self {
        Self { text, sink, parent_key: 0..0 }
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.sink.report(diagnostic);
    }

    /// The source text of a span.
    pub(super) fn source_text(&self, span: &Span) -> &'a str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    fn is_bracketed(&self, node: &Node) -> bool {
        self.source_text(&node.span).starts_with(['{', '['])
    }

    fn is_quoted(&self, node: &Node) -> bool {
        is_quoted(self.source_text(&node.span))
    }

    /// Whether the span of a text is between quotes.
    pub(super) fn is_quoted_at(&self, span: &Span) -> bool {
        span.start.checked_sub(1).is_some_and(|quote| is_quoted(self.source_text(&(quote..span.start))))
    }

    /// Reads text. A plain scalar that YAML reads as another type is reported as unquoted text.
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
                let message = format!("text is expected here, but YAML reads {written} as {taken}");
                self.report(unquoted(&node.span, written, message));
            }
        }
        Some(Spanned { value: written.to_owned(), span: node.span.clone() })
    }

    /// The source text of a node as its value, whatever its type.
    pub(super) fn anything(&self, node: &Node) -> Spanned<String> {
        Spanned { value: self.source_text(&node.span).to_owned(), span: node.span.clone() }
    }

    /// The span inside the quotes, if the source has the value verbatim.
    fn content(&self, node: &Node, value: &str) -> Span {
        let Span { start, end } = node.span;
        [0, 1]
            .into_iter()
            .map(|quote| start + quote..start + quote + value.len())
            .find(|span| span.end <= end && self.source_text(span) == value)
            .unwrap_or(start..end)
    }

    /// Reports a value of another type.
    pub(super) fn expected(&mut self, what: &str, node: &Node) {
        self.report(self.unexpected(what, node));
    }

    pub(super) fn unexpected(&self, what: &str, node: &Node) -> Diagnostic {
        let message = format!("expected {what}, found {}", node.value.kind_name());
        // An empty value has no span, so the key is reported.
        let span = if node.span.is_empty() { &self.parent_key } else { &node.span };
        Diagnostic::error(Rule::WrongType, span, message)
    }

    /// Reads a scalar of any type. The check compares it with the declared type.
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

    /// In YAML, ` #` ends unquoted text, and the rest of the line is silently dropped as a comment.
    pub(super) fn check_comment(&mut self, node: &Node) {
        if !matches!(node.value, Value::String(_)) || self.is_quoted(node) {
            return;
        }
        let line = self.text[node.span.end..].lines().next().unwrap_or_default();
        let comment = line.trim();
        if !comment.trim_start_matches('#').is_empty() && comment.starts_with('#') {
            let start = node.span.end + (line.len() - line.trim_start().len());
            let message = "text ends at ` #`: YAML reads the rest of the line as a comment";
            self.report(
                Diagnostic::warning(Rule::CommentAfterText, &(start..start + comment.len()), message)
                    .help("quote the text, or move the comment to a separate line"),
            );
        }
    }

    /// Reads the pairs of a mapping. An empty value is an empty mapping.
    fn pairs<'n>(&mut self, node: &'n Node) -> Option<&'n [(Node, Node)]> {
        match &node.value {
            Value::Mapping(pairs) => Some(pairs),
            Value::Null => Some(&[]),
            Value::Sequence(_) => {
                let help = "each entry is a key, `name:`, without the `- ` of a list";
                self.report(self.unexpected("a mapping", node).help(help));
                None
            }
            Value::String(text) if glued_key(text).is_some_and(|(key, _)| !key.contains(' ')) => {
                let help = "a colon and a space follow a key, such as `type: string`";
                self.report(self.unexpected("a mapping", node).help(help));
                None
            }
            _ => {
                self.expected("a mapping", node);
                None
            }
        }
    }

    /// Reads a mapping from names that the spec chooses, from one node or, by mistake, several. Duplicates are reported and skipped.
    pub(super) fn entries<T>(
        &mut self,
        nodes: &[&Node],
        mut name: impl FnMut(&mut Self, &Node) -> Option<Spanned<String>>,
        mut read: impl FnMut(&mut Self, Spanned<String>, &Node) -> Option<T>,
    ) -> Entries<T> {
        let mut seen: HashMap<String, Span> = HashMap::new();
        let mut found = Entries { entries: Vec::new(), is_complete: true };
        for node in nodes {
            let Some(pairs) = self.pairs(node) else {
                found.is_complete = false;
                continue;
            };
            for (key, value) in pairs {
                let Some(name) = name(self, key) else {
                    found.is_complete = false;
                    continue;
                };
                if let Some(first) = seen.get(&name.value) {
                    self.report(duplicate(&name, first));
                    continue;
                }
                seen.insert(name.value.clone(), name.span.clone());
                let entry = self.entry(name, value, &mut read);
                found.is_complete &= entry.is_some();
                found.entries.extend(entry);
            }
        }
        found
    }

    /// Reads one entry.
    pub(super) fn entry<T>(
        &mut self,
        name: Spanned<String>,
        node: &Node,
        read: impl FnOnce(&mut Self, Spanned<String>, &Node) -> Option<T>,
    ) -> Option<T> {
        self.parent_key = name.span.clone();
        read(self, name, node)
    }

    /// Reads a mapping with fixed keys. A value that is not a mapping is reported, and then none of its keys is reported as missing.
    pub(crate) fn keys<'n>(
        &mut self,
        node: &'n Node,
        what: &'static str,
        known: Vec<&'static str>,
    ) -> FixedKeys<'n> {
        let bracketed = self.is_bracketed(node);
        let parent_key = self.parent_key.clone();
        let pairs = self.pairs(node);
        let is_mapping = pairs.is_some();
        let mut keys =
            FixedKeys { what, span: parent_key, bracketed, is_mapping, known, pairs: HashMap::new() };
        let mut unknown = Vec::new();
        for (key, value) in pairs.unwrap_or_default() {
            let Some(name) = self.text(key) else { continue };
            match keys.pairs.get_mut(&name.value) {
                Some(first) => {
                    self.report(duplicate(&name, &first.span));
                    first.nodes.push(value);
                }
                None => {
                    if !keys.known.contains(&name.value.as_str()) {
                        unknown.push(name.value.clone());
                    }
                    keys.pairs.insert(name.value, Pair { span: name.span, nodes: vec![value] });
                }
            }
        }
        keys.read_misspelt(self, unknown);
        keys
    }
}

/// Whether a scalar is quoted or a block scalar, and so always text.
pub(crate) fn is_quoted(source_text: &str) -> bool {
    source_text.starts_with(['"', '\'', '|', '>'])
}

/// The diagnostic for unquoted text that YAML 1.1 reads as a boolean.
pub(crate) fn unquoted_boolean(span: &Span, text: &str) -> Diagnostic {
    unquoted(span, text, format!("{text} is text here, but a boolean in YAML 1.1"))
}

/// The diagnostic for an unquoted integer where text is expected.
pub(crate) fn unquoted_integer(span: &Span, source_text: &str) -> Diagnostic {
    let message = format!("text is expected here, but YAML reads {source_text} as an integer");
    unquoted(span, source_text, message)
}

fn unquoted(span: &Span, text: &str, message: String) -> Diagnostic {
    Diagnostic::error(Rule::UnquotedText, span, message).help(format!("write \"{text}\""))
}

/// The boolean or number that the text is without its quotes.
pub(crate) fn plain_literal(text: &str) -> Option<Literal> {
    let boolean = text.parse().map(Literal::Boolean).ok();
    let integer = || text.parse().map(Literal::Integer).ok();
    let double = || text.parse().ok().filter(|double: &f64| double.is_finite()).map(Literal::Double);
    boolean.or_else(integer).or_else(double)
}

/// The diagnostic for a number that JSON or 64 bits cannot represent.
fn number_range(node: &Node, source_text: &str) -> Option<Diagnostic> {
    let number = source_text.trim_start_matches(['-', '+']);
    let is_number = number.trim_start_matches('.').starts_with(|c: char| c.is_ascii_digit());
    let is_integer = ["0x", "0o", "0b"].iter().any(|radix| number.starts_with(radix))
        || number.bytes().all(|b| b.is_ascii_digit());
    let (message, help) = match &node.value {
        Value::Double(value) if !value.is_finite() => (
            format!("`{source_text}` is not a number in JSON"),
            "write a finite number, or remove the key".to_owned(),
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
        .context(first, "first defined here")
}

/// Splits a key and its value that YAML reads as one word: the space after the colon is missing, or the sign is not a colon.
fn glued_key(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.split_once([':', '='])?;
    Some((key.trim(), value.trim()))
}

/// The values of a key. More than one only if an error was reported.
struct Pair<'n> {
    span: Span,
    nodes: Vec<&'n Node>,
}

/// A mapping with fixed keys whose keys are taken one by one.
pub(crate) struct FixedKeys<'n> {
    what: &'static str,
    /// The key of the mapping.
    pub(super) span: Span,
    bracketed: bool,
    pub(super) is_mapping: bool,
    known: Vec<&'static str>,
    pairs: HashMap<String, Pair<'n>>,
}

impl<'n> FixedKeys<'n> {
    /// Reports misspelt keys and renames them, so that their contents are not reported as missing.
    fn read_misspelt(&mut self, reader: &mut Reader<'_>, unknown: Vec<String>) {
        for name in unknown {
            if reader.sink.is_full() {
                return;
            }
            let Some(pair) = self.pairs.get(&name) else { continue };
            if self.is_text_with_comma(pair) {
                continue;
            }
            let free = self.known.iter().copied().filter(|key| !self.pairs.contains_key(*key));
            let Some(meant) = hints::meant_key(&name, free) else { continue };
            reader.report(self.unknown(&name, pair));
            if let Some(pair) = self.pairs.remove(&name) {
                self.pairs.insert(meant.to_owned(), pair);
            }
        }
    }

    /// Whether a key is present.
    pub(super) fn has(&self, key: &str) -> bool {
        self.pairs.contains_key(key)
    }

    /// Takes a key: its span and its value, if present.
    pub(super) fn take(&mut self, reader: &mut Reader<'_>, key: &str) -> Option<(Span, &'n Node)> {
        let Pair { span, nodes } = self.pairs.remove(key)?;
        reader.parent_key = span.clone();
        Some((span, nodes.first()?))
    }

    /// Takes all values of a key.
    pub(super) fn take_all(&mut self, reader: &mut Reader<'_>, key: &str) -> Vec<&'n Node> {
        let Some(Pair { span, nodes }) = self.pairs.remove(key) else { return Vec::new() };
        reader.parent_key = span;
        nodes
    }

    /// Takes the value of a key that may be unknown, if the predicate accepts it.
    pub(super) fn take_if(&mut self, key: &str, good: impl Fn(&Node) -> bool) -> Option<(Span, &'n Node)> {
        let node = *self.pairs.get(key)?.nodes.first()?;
        if !good(node) {
            return None;
        }
        Some((self.pairs.remove(key)?.span, node))
    }

    /// Takes the values of unknown keys that the predicate accepts, in the order of the text.
    pub(super) fn take_unknown(&mut self, good: impl Fn(&Node) -> bool) -> Vec<(Spanned<String>, &'n Node)> {
        let is_good = |name: &String, pair: &mut Pair<'n>| {
            !self.known.contains(&name.as_str()) && pair.nodes.first().is_some_and(|node| good(node))
        };
        let taken = self.pairs.extract_if(is_good);
        let mut taken: Vec<_> = taken
            .filter_map(|(value, Pair { span, nodes })| Some((Spanned { value, span }, *nodes.first()?)))
            .collect();
        taken.sort_by_key(|(name, _)| name.span.start);
        taken
    }

    /// Whether the value of an unknown key is a mapping, which may be a misspelt section.
    pub(super) fn has_unknown_mapping(&self) -> bool {
        let is_mapping = |node: &&Node| matches!(node.value, Value::Mapping(_) | Value::Sequence(_));
        let unknown = self.pairs.iter().filter(|(name, _)| !self.known.contains(&name.as_str()));
        !self.is_mapping || unknown.flat_map(|(_, pair)| &pair.nodes).any(is_mapping)
    }

    /// Reports a missing key.
    pub(super) fn report_missing(&self, reader: &mut Reader<'_>, key: &str) {
        // A key with a malformed colon is reported as an unknown key.
        let is_glued = |name: &String| glued_key(name).is_some_and(|(glued, _)| glued == key);
        if self.is_mapping && !self.pairs.keys().any(is_glued) {
            let message = format!("{} lacks the key `{key}`", self.what);
            reader.report(Diagnostic::error(Rule::MissingKey, &self.span, message));
        }
    }

    /// Reports a missing key whose contents are present, starting at the key `first`.
    pub(super) fn report_missing_above(&self, reader: &mut Reader<'_>, key: &str, first: &Spanned<String>) {
        let message = format!("{} lacks the key `{key}`", self.what);
        let diagnostic = Diagnostic::error(Rule::MissingKey, &self.span, message);
        let help = format!("add `{key}:` above `{}`, and indent its entries below it", first.value);
        reader.report(diagnostic.context(&first.span, "unknown key").help(help));
    }

    /// Reports every key that was not taken.
    pub(crate) fn report_unknown(mut self, reader: &mut Reader<'_>) {
        let mut unknown: Vec<_> = std::mem::take(&mut self.pairs).into_iter().collect();
        unknown.sort_by_key(|(_, pair)| pair.span.start);
        for (name, pair) in unknown {
            if reader.sink.is_full() {
                // The sink only counts it.
                reader.report(Diagnostic::error(Rule::UnknownKey, &pair.span, name));
            } else {
                reader.report(self.unknown(&name, &pair));
            }
        }
    }

    /// Whether the key is the rest of unquoted text with a comma inside brackets.
    fn is_text_with_comma(&self, pair: &Pair<'_>) -> bool {
        self.bracketed && pair.nodes.iter().any(|node| matches!(node.value, Value::Null))
    }

    fn unknown(&self, name: &str, pair: &Pair<'_>) -> Diagnostic {
        let message = format!("{} has no key `{name}`", self.what);
        let diagnostic = Diagnostic::error(Rule::UnknownKey, &pair.span, message);
        if let Some((key, value)) = glued_key(name).filter(|(key, _)| self.known.contains(key)) {
            return diagnostic.help(format!("a colon and a space follow a key: `{key}: {value}`"));
        }
        if self.is_text_with_comma(pair) {
            return diagnostic.help("text with a comma or `: ` in it has to be quoted inside brackets");
        }
        if let Some(key) = hints::renamed_key(name).filter(|key| self.known.contains(key)) {
            return diagnostic.label(format!("help: it is called `{key}`"));
        }
        let similar = closest_match(name, self.known.iter().copied());
        match (hints::key(name), similar) {
            (Some(hint), _) => diagnostic.help(hint),
            (None, Some(key)) => diagnostic.label(format!("help: a key with a similar name exists: `{key}`")),
            (None, None) => diagnostic.help(format!("the keys are: {}", self.known.join(", "))),
        }
    }
}
