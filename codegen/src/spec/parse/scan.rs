//! The spans of the nodes of a YAML text, and the YAML features in it that the spec language does not support.

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use crate::source::{Diagnostic, Rule, Span};

/// The span of one node.
#[derive(Debug)]
pub(super) struct NodeSpan {
    pub(super) kind: NodeKind,
    pub(super) span: Span,
}

/// The kind of a node, as both parsers report it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NodeKind {
    Scalar,
    Sequence,
    Mapping,
}

/// Far more than any spec needs. The limit keeps recursive functions over the tree from overflowing the stack.
const MAX_DEPTH: usize = 64;

/// The result of scanning a text.
pub(super) enum ScanResult {
    /// The spans of all nodes, in document order.
    Nodes(Vec<NodeSpan>),
    /// The YAML features that the language does not support.
    Unsupported(Vec<Diagnostic>),
    /// The offset from which the text is not YAML, and the parser's message.
    SyntaxError(usize, String),
}

/// Scans a whole text.
pub(super) fn scan(text: &str) -> ScanResult {
    let scanner = Scanner::new(text).run();
    match scanner.syntax_error {
        _ if !scanner.unsupported.is_empty() => ScanResult::Unsupported(scanner.unsupported),
        Some((at, why)) => ScanResult::SyntaxError(at, why),
        None => ScanResult::Nodes(scanner.nodes),
    }
}

/// The spans of all nodes up to the first error, for a text that may be any YAML.
pub(super) fn all(text: &str) -> Vec<NodeSpan> {
    Scanner::new(text).run().nodes
}

struct Scanner<'a> {
    text: &'a str,
    /// The byte offset of each character; empty if all characters are one byte long.
    offsets: Vec<usize>,
    nodes: Vec<NodeSpan>,
    /// The open lists and mappings, as indices of `nodes`.
    stack: Vec<usize>,
    documents: usize,
    unsupported: Vec<Diagnostic>,
    syntax_error: Option<(usize, String)>,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        let offsets =
            if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(at, _)| at).collect() };
        Self {
            text,
            offsets,
            nodes: Vec::new(),
            stack: Vec::new(),
            documents: 0,
            unsupported: Vec::new(),
            syntax_error: None,
        }
    }

    fn run(mut self) -> Self {
        for event in Parser::new_from_str(self.text) {
            match event {
                Ok((event, span)) => {
                    let span = self.offset(span.start)..self.offset(span.end);
                    self.event(event, span);
                }
                Err(error) => {
                    self.stop(self.offset(*error.marker()), error.info());
                    break;
                }
            }
            if self.stack.len() > MAX_DEPTH {
                break;
            }
        }
        self
    }

    /// The parser has its own limit of nesting, which it can reach before it emits the events.
    fn stop(&mut self, at: usize, why: &str) {
        if why.contains("recursion") {
            self.too_deep(at);
        } else {
            self.syntax_error = Some((at, why.to_owned()));
        }
    }

    fn too_deep(&mut self, at: usize) {
        let message = format!("more than {MAX_DEPTH} levels of nesting");
        self.unsupported.push(
            Diagnostic::error(Rule::TooDeep, &self.first_char(at), message).help("is a bracket not closed?"),
        );
    }

    /// The byte offset of a marker; the parser counts characters.
    fn offset(&self, marker: Marker) -> usize {
        let end = self.text.len();
        match self.offsets.as_slice() {
            [] => marker.index().min(end),
            offsets => offsets.get(marker.index()).copied().unwrap_or(end),
        }
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::DocumentStart(_) => self.document(&span),
            Event::Alias(_) => self.anchor(&span),
            Event::Scalar(value, style, anchor, tag) => {
                self.check_properties(anchor, tag.is_some(), &span);
                if style == ScalarStyle::Plain && value == "<<" {
                    self.merge_key(&span);
                }
                self.nodes.push(NodeSpan { kind: NodeKind::Scalar, span });
            }
            Event::SequenceStart(anchor, tag) => self.start(NodeKind::Sequence, anchor, tag.is_some(), span),
            Event::MappingStart(anchor, tag) => self.start(NodeKind::Mapping, anchor, tag.is_some(), span),
            Event::SequenceEnd | Event::MappingEnd => self.end(&span),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
    }

    fn start(&mut self, kind: NodeKind, anchor: usize, tagged: bool, span: Span) {
        self.check_properties(anchor, tagged, &span);
        self.stack.push(self.nodes.len());
        if self.stack.len() > MAX_DEPTH {
            self.too_deep(span.start);
        }
        self.nodes.push(NodeSpan { kind, span });
    }

    /// The span of a flow collection is all of it; the span of a block collection is its first line.
    fn end(&mut self, span: &Span) {
        let Some(place) = self.stack.pop().and_then(|index| self.nodes.get_mut(index)) else { return };
        let start = place.span.start;
        let rest = &self.text[start..];
        let bracketed = rest.starts_with(['{', '[']);
        let end = if bracketed { span.end.max(start) } else { self.text.len() };
        let line = self.text[start..end].lines().next().unwrap_or_default();
        place.span = start..start + line.trim_end().len();
    }

    fn document(&mut self, span: &Span) {
        self.documents += 1;
        if self.documents == 2 {
            let message = "a second YAML document begins here, and a spec is one document";
            self.unsupported.push(
                Diagnostic::error(Rule::SeveralDocuments, span, message)
                    .help("remove the line, or split the text into two files"),
            );
        }
    }

    fn check_properties(&mut self, anchor: usize, tagged: bool, span: &Span) {
        if anchor > 0 {
            self.anchor(span);
        } else if tagged {
            let message = "tags are not part of the spec language";
            self.unsupported.push(
                Diagnostic::error(Rule::Tag, &self.word(span), message)
                    .help("write the value without it; if it is text, quote it"),
            );
        }
    }

    fn anchor(&mut self, span: &Span) {
        let message = "anchors and aliases are not part of the spec language";
        let why = "repeat the value; if it is text, quote it";
        self.unsupported.push(Diagnostic::error(Rule::Anchor, &self.word(span), message).help(why));
    }

    fn merge_key(&mut self, span: &Span) {
        let message = "merge keys are not part of the spec language";
        let why = "repeat the keys";
        self.unsupported.push(Diagnostic::error(Rule::MergeKey, span, message).help(why));
    }

    /// The token at the start of a span: `&name`, `*name`, `!name`.
    fn word(&self, span: &Span) -> Span {
        let rest = &self.text[span.start..];
        let length = rest.find(|c: char| c.is_whitespace() || ",]}".contains(c)).unwrap_or(rest.len());
        span.start..span.start + length
    }

    fn first_char(&self, at: usize) -> Span {
        let length = self.text[at..].chars().next().map_or(0, char::len_utf8);
        at..at + length
    }
}
