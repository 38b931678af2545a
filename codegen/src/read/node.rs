//! Takes nodes apart, and collects what is wrong with them instead of stopping.

use crate::diagnostic::{Diagnostic, Span, similar};
use crate::spec::{Literal, Spanned, Text};

use super::tree::{Node, Value};

/// The text being read and the mistakes found in it so far.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Text; anything that YAML takes for something else is asked to be quoted.
    pub(super) fn text(&mut self, node: &'a Node) -> Option<Text> {
        let span = node.span.clone();
        match &node.value {
            Value::Text(value) => Some(Spanned { value: value.clone(), span }),
            Value::Boolean(_) | Value::Integer(_) | Value::Double(_) => {
                let written = self.text[span.clone()].trim();
                let help = format!("YAML reads {written} as {}: write \"{written}\"", node.value.kind());
                self.report(expected(node, "text").help(help));
                None
            }
            _ => {
                self.report(expected(node, "text"));
                None
            }
        }
    }

    /// A list of texts, or a single one.
    pub(super) fn texts(&mut self, node: &'a Node) -> Option<Vec<Text>> {
        match &node.value {
            Value::List(items) => Some(items.iter().filter_map(|item| self.text(item)).collect()),
            _ => self.text(node).map(|text| vec![text]),
        }
    }

    /// A scalar of any kind.
    pub(super) fn literal(&mut self, node: &'a Node) -> Option<Spanned<Literal>> {
        let value = match &node.value {
            Value::Boolean(value) => Literal::Boolean(*value),
            Value::Integer(value) => Literal::Integer(*value),
            Value::Double(value) => Literal::Double(*value),
            Value::Text(value) => Literal::Text(value.clone()),
            _ => {
                self.report(expected(node, "a single value"));
                return None;
            }
        };
        Some(Spanned { value, span: node.span.clone() })
    }

    /// An HTTP status.
    pub(super) fn status(&mut self, node: &'a Node) -> Option<Spanned<u16>> {
        match node.value {
            Value::Integer(value @ 100..=599) => {
                let value = u16::try_from(value).ok()?;
                Some(Spanned { value, span: node.span.clone() })
            }
            _ => {
                self.report(expected(node, "an HTTP status from 100 to 599"));
                None
            }
        }
    }

    /// The pairs of a mapping. An empty value counts as an empty mapping.
    fn pairs(&mut self, node: &'a Node) -> Option<&'a [(Node, Node)]> {
        match &node.value {
            Value::Mapping(pairs) => Some(pairs),
            Value::Null => Some(&[]),
            _ => {
                self.report(expected(node, "a mapping"));
                None
            }
        }
    }

    /// A mapping from names of the spec's own choice. Duplicates are reported and kept out.
    pub(super) fn entries<T>(
        &mut self,
        node: &'a Node,
        mut read: impl FnMut(&mut Self, Text, &'a Node) -> Option<T>,
    ) -> Vec<T> {
        let mut seen: Vec<Text> = Vec::new();
        let mut entries = Vec::new();
        for (key, value) in self.pairs(node).unwrap_or_default() {
            let Some(name) = self.text(key) else { continue };
            if let Some(first) = seen.iter().find(|text| text.value == name.value) {
                self.report(duplicate(&name, &first.span));
                continue;
            }
            seen.push(name.clone());
            entries.extend(read(self, name, value));
        }
        entries
    }

    /// A mapping whose keys the spec language fixes.
    pub(super) fn keys(&mut self, node: &'a Node, what: &'static str) -> Option<Keys<'a>> {
        let mut keys = Keys { what, span: node.span.clone(), pairs: Vec::new(), known: Vec::new() };
        for (key, value) in self.pairs(node)? {
            let Some(name) = self.text(key) else { continue };
            match keys.pairs.iter().find(|(text, _)| text.value == name.value) {
                Some((first, _)) => self.report(duplicate(&name, &first.span)),
                None => keys.pairs.push((name, value)),
            }
        }
        Some(keys)
    }
}

fn expected(node: &Node, what: &str) -> Diagnostic {
    Diagnostic::error(&node.span, format!("expected {what}, found {}", node.value.kind()))
}

fn duplicate(name: &Text, first: &Span) -> Diagnostic {
    Diagnostic::error(&name.span, format!("duplicate key `{}`", name.value))
        .context(first, "first written here")
}

/// A mapping with fixed keys, while it is taken apart.
pub(super) struct Keys<'a> {
    what: &'static str,
    /// Where a missing key is complained about.
    pub(super) span: Span,
    pairs: Vec<(Text, &'a Node)>,
    known: Vec<&'static str>,
}

impl<'a> Keys<'a> {
    /// Points complaints about missing keys at the name that the mapping is written under.
    pub(super) fn named(mut self, name: &Text) -> Self {
        self.span = name.span.clone();
        self
    }

    /// The key and its value, if it is there.
    pub(super) fn pair(&mut self, key: &'static str) -> Option<(Text, &'a Node)> {
        self.known.push(key);
        let found = self.pairs.iter().position(|(name, _)| name.value == key)?;
        Some(self.pairs.remove(found))
    }

    pub(super) fn optional<T>(
        &mut self,
        reader: &mut Reader<'a>,
        key: &'static str,
        read: impl FnOnce(&mut Reader<'a>, &'a Node) -> Option<T>,
    ) -> Option<T> {
        let (_, node) = self.pair(key)?;
        read(reader, node)
    }

    pub(super) fn required<T>(
        &mut self,
        reader: &mut Reader<'a>,
        key: &'static str,
        read: impl FnOnce(&mut Reader<'a>, &'a Node) -> Option<T>,
    ) -> Option<T> {
        let Some((_, node)) = self.pair(key) else {
            let message = format!("{} lacks the key `{key}`", self.what);
            reader.report(Diagnostic::error(&self.span, message));
            return None;
        };
        read(reader, node)
    }

    /// Complains about every key that nobody asked for.
    pub(super) fn finish(self, reader: &mut Reader<'a>) {
        for (name, _) in &self.pairs {
            let message = format!("{} has no key `{}`", self.what, name.value);
            let diagnostic = Diagnostic::error(&name.span, message);
            reader.report(match similar(&name.value, self.known.iter().copied()) {
                Some(key) => diagnostic.label(format!("help: a key with a similar name exists: `{key}`")),
                None => diagnostic.help(format!("the keys are: {}", self.known.join(", "))),
            });
        }
    }
}
