//! A report rendered for people, with the lines of the spec that it is about.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::diagnostic::{Diagnostic, Report, Severity};
use super::line_index::LineIndex;
use super::span::{Source, Span};

/// The maximum number of source bytes that are rendered for one diagnostic. Beyond it only line numbers are given: the renderer
/// truncates long lines and distant spans anyway, and the time that takes grows with every byte.
const MAX_SHOWN_BYTES: usize = 1 << 16;

impl Report {
    /// Renders the report for people.
    #[must_use]
    pub fn render(&self, source: Source<'_>, color: bool) -> String {
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        let view = SourceView { source, lines: LineIndex::new(source.text) };
        let mut text = String::new();
        for diagnostic in self.diagnostics() {
            text.push_str(&renderer.render(&[view.group(diagnostic)]));
            text.push_str("\n\n");
        }
        let (errors, warnings) = self.counts();
        let more = errors + warnings - self.diagnostics().len();
        if more > 0 {
            text.push_str(
                &renderer.render(&[Group::with_title(
                    Level::NOTE.primary_title(format!("{more} more are omitted")),
                )]),
            );
            text.push_str("\n\n");
        }
        text
    }
}

/// The spec's text and its line index.
struct SourceView<'a> {
    source: Source<'a>,
    lines: LineIndex<'a>,
}

impl<'a> SourceView<'a> {
    /// The whole lines that contain the spans.
    fn around<'s>(&self, spans: impl Iterator<Item = &'s Span> + Clone) -> Span {
        let start = spans.clone().map(|span| span.start).min().unwrap_or_default();
        let end = spans.map(|span| span.end).max().unwrap_or_default();
        self.lines.start(self.lines.line(start))..self.lines.start(self.lines.line(end) + 1)
    }

    fn group(&self, diagnostic: &'a Diagnostic) -> Group<'a> {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.rule.id());
        let group = self.place(Group::with_title(title), diagnostic);
        match &diagnostic.help {
            Some(help) => group.element(Level::HELP.message(help.as_str())),
            None => group,
        }
    }

    /// Adds the source: all spans if they are near each other, otherwise the main one, otherwise only line numbers.
    fn place(&self, group: Group<'a>, diagnostic: &'a Diagnostic) -> Group<'a> {
        let contexts = diagnostic.context.iter().map(|(span, _)| span);
        let all = self.around(contexts.chain([&diagnostic.span]));
        if all.len() <= MAX_SHOWN_BYTES {
            return group.element(self.snippet(diagnostic, &all, &diagnostic.context));
        }
        let main = self.around([&diagnostic.span].into_iter());
        let group = if main.len() <= MAX_SHOWN_BYTES {
            group.element(self.snippet(diagnostic, &main, &[]))
        } else {
            let (line, column) = self.lines.line_col(diagnostic.span.start);
            let group = group.element(Origin::path(self.source.name).line(line).char_column(column));
            match diagnostic.label.as_str() {
                "" => group,
                label => group.element(Level::NOTE.message(label)),
            }
        };
        let note = |(span, label): &(Span, String)| {
            Level::NOTE.message(format!("{label}: line {}", self.lines.line(span.start) + 1))
        };
        group.elements(diagnostic.context.iter().map(note))
    }

    fn snippet(
        &self,
        diagnostic: &'a Diagnostic,
        window: &Span,
        contexts: &'a [(Span, String)],
    ) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let inside = |span: &Span| span.start - window.start..span.end - window.start;
        let mut primary = AnnotationKind::Primary.span(inside(&diagnostic.span));
        if !diagnostic.label.is_empty() {
            primary = primary.label(diagnostic.label.as_str());
        }
        let contexts = contexts
            .iter()
            .map(|(span, label)| AnnotationKind::Context.span(inside(span)).label(label.as_str()));
        Snippet::source(&self.source.text[window.clone()])
            .path(self.source.name)
            .line_start(self.lines.line(window.start) + 1)
            .annotation(primary)
            .annotations(contexts)
    }
}
