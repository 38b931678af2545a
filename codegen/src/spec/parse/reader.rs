//! Takes nodes apart, and collects what is wrong with them instead of stopping. What is meant plainly enough is taken for what it
//! was meant as, after the complaint, so that one mistake is reported once and the rest of the spec is still looked at.

use std::collections::HashMap;

use crate::source::{Diagnostic, DiagnosticSink, Rule, Span, Spanned, closest_match};
use crate::spec::language::Entries;
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
        self.report(self.unexpected(what, node));
    }

    pub(super) fn unexpected(&self, what: &str, node: &Node) -> Diagnostic {
        let message = format!("expected {what}, found {}", node.value.kind_name());
        // Nothing has no place of its own.
        let span = if node.span.is_empty() { &self.parent_key } else { &node.span };
        Diagnostic::error(Rule::WrongType, span, message)
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

    /// A mapping from names that the spec chooses, in one node or, by mistake, in several. Duplicates are reported and left out.
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

    /// One entry, under its name.
    pub(super) fn entry<T>(
        &mut self,
        name: Spanned<String>,
        node: &Node,
        read: impl FnOnce(&mut Self, Spanned<String>, &Node) -> Option<T>,
    ) -> Option<T> {
        self.parent_key = name.span.clone();
        read(self, name, node)
    }

    /// A mapping whose keys the spec language fixes. Where there is none, that has been said, and no key of it is missed.
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

/// A key and its value that YAML takes for one word, without a space after the colon or with another sign than a colon.
fn glued_key(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.split_once([':', '='])?;
    Some((key.trim(), value.trim()))
}

/// What is written under a key; more than once only beside an error.
struct Pair<'n> {
    span: Span,
    nodes: Vec<&'n Node>,
}

/// A mapping with fixed keys, while it is taken apart.
pub(crate) struct FixedKeys<'n> {
    what: &'static str,
    /// The key that the mapping is written under.
    pub(super) span: Span,
    bracketed: bool,
    pub(super) is_mapping: bool,
    known: Vec<&'static str>,
    pairs: HashMap<String, Pair<'n>>,
}

impl<'n> FixedKeys<'n> {
    /// Reports keys that are almost known, and reads them as what they were meant to be: else all that they hold were missing.
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

    /// The key's place and its value, if it is there.
    pub(super) fn take(&mut self, reader: &mut Reader<'_>, key: &str) -> Option<(Span, &'n Node)> {
        let Pair { span, nodes } = self.pairs.remove(key)?;
        reader.parent_key = span.clone();
        Some((span, nodes.first()?))
    }

    /// All values of a key.
    pub(super) fn take_all(&mut self, reader: &mut Reader<'_>, key: &str) -> Vec<&'n Node> {
        let Some(Pair { span, nodes }) = self.pairs.remove(key) else { return Vec::new() };
        reader.parent_key = span;
        nodes
    }

    /// A value of a certain kind under a key that may be unknown.
    pub(super) fn take_if(&mut self, key: &str, good: impl Fn(&Node) -> bool) -> Option<(Span, &'n Node)> {
        let node = *self.pairs.get(key)?.nodes.first()?;
        if !good(node) {
            return None;
        }
        Some((self.pairs.remove(key)?.span, node))
    }

    /// The values of a certain kind under unknown keys, in the order of the text.
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

    /// Whether an unknown key holds what may have been meant to be found elsewhere.
    pub(super) fn has_unknown_mapping(&self) -> bool {
        let is_mapping = |node: &&Node| matches!(node.value, Value::Mapping(_) | Value::Sequence(_));
        let unknown = self.pairs.iter().filter(|(name, _)| !self.known.contains(&name.as_str()));
        !self.is_mapping || unknown.flat_map(|(_, pair)| &pair.nodes).any(is_mapping)
    }

    /// Complains that a key is not there.
    pub(super) fn report_missing(&self, reader: &mut Reader<'_>, key: &str) {
        // One whose colon is wrong is reported as the unknown key that it is to YAML.
        let is_glued = |name: &String| glued_key(name).is_some_and(|(glued, _)| glued == key);
        if self.is_mapping && !self.pairs.keys().any(is_glued) {
            let message = format!("{} lacks the key `{key}`", self.what);
            reader.report(Diagnostic::error(Rule::MissingKey, &self.span, message));
        }
    }

    /// Complains that a key is not there, while what belongs under it is, from that key on.
    pub(super) fn report_missing_above(&self, reader: &mut Reader<'_>, key: &str, first: &Spanned<String>) {
        let message = format!("{} lacks the key `{key}`", self.what);
        let diagnostic = Diagnostic::error(Rule::MissingKey, &self.span, message);
        let help = format!("write `{key}:` above `{}`, and indent under it what belongs to it", first.value);
        reader.report(diagnostic.context(&first.span, "this key is not known here").help(help));
    }

    /// Complains about every key that nobody asked for.
    pub(crate) fn report_unknown(mut self, reader: &mut Reader<'_>) {
        let mut unknown: Vec<_> = std::mem::take(&mut self.pairs).into_iter().collect();
        unknown.sort_by_key(|(_, pair)| pair.span.start);
        for (name, pair) in unknown {
            if reader.sink.is_full() {
                // Only to be counted.
                reader.report(Diagnostic::error(Rule::UnknownKey, &pair.span, name));
            } else {
                reader.report(self.unknown(&name, &pair));
            }
        }
    }

    /// A comma in brackets makes a key of the text after it.
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
