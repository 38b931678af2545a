//! Parses GitHub's Markdown: the sections, tables and diagrams of the reference, and the links, anchors and code of pages.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

const GITHUB: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_GFM);

/// A parsed reference.
#[derive(Debug, Default)]
pub struct Document {
    /// The sections, in order.
    pub sections: Vec<Section>,
    /// The edges of its diagrams: from, label, to.
    pub arrows: Vec<[String; 3]>,
}

/// A heading and everything up to the next one, without markup.
#[derive(Debug, Default)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// Paragraphs and list items, one line each.
    pub lines: Vec<String>,
    /// Tables as rows of cells, the header first.
    pub tables: Vec<Vec<Vec<String>>>,
}

impl Document {
    /// Parses a reference.
    ///
    /// # Panics
    ///
    /// If it has markup that the reference does not use, such as emphasis, which is prose that was not escaped; a row with more or
    /// fewer cells than others; or a link to an anchor that does not exist.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut reader = Reader { source: text, ..Reader::default() };
        for (event, range) in Parser::new_ext(text, GITHUB).into_offset_iter() {
            reader.read(event, range);
        }
        let anchors = anchors(text);
        let broken: Vec<_> = reader.links.iter().filter(|link| !anchors.contains(*link)).collect();
        assert!(broken.is_empty(), "links without a heading: {broken:?}");
        reader.document
    }

    /// The section with a title.
    ///
    /// # Panics
    ///
    /// If there is no such section, or more than one.
    #[must_use]
    pub fn section(&self, title: &str) -> &Section {
        let found: Vec<_> = self.sections.iter().filter(|section| section.title == title).collect();
        assert_eq!(found.len(), 1, "sections with the title {title}");
        found[0]
    }
}

#[derive(Default)]
struct Reader<'a> {
    source: &'a str,
    document: Document,
    /// The text of the current block.
    text: String,
    /// The start of the current emphasis in it.
    strong: usize,
    /// The end of the last cell in the source.
    cell_end: usize,
    links: Vec<String>,
}

impl Reader<'_> {
    fn read(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) | Event::Code(text) => self.text.push_str(&text),
            Event::InlineHtml(tag) if ["<code>", "</code>"].contains(&&*tag) => {}
            // The marker, at the top.
            Event::Html(_) if self.document.sections.is_empty() => {}
            other => panic!("markup that the reference does not use: {other:?}"),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { .. }
            | Tag::Paragraph
            | Tag::List(_)
            | Tag::Item
            | Tag::TableCell
            | Tag::Link { link_type: LinkType::Autolink, .. } => {}
            Tag::HtmlBlock if self.document.sections.is_empty() => {}
            Tag::Strong => self.strong = self.text.len(),
            Tag::Table(_) => self.section().tables.push(Vec::new()),
            Tag::TableHead | Tag::TableRow => self.table().push(Vec::new()),
            Tag::CodeBlock(CodeBlockKind::Fenced(language)) if ["mermaid", "text"].contains(&&*language) => {}
            Tag::Link { link_type: LinkType::Inline, dest_url, .. } => {
                let anchor = dest_url.strip_prefix('#').unwrap_or_else(|| panic!("a link to {dest_url}"));
                self.links.push(anchor.to_owned());
            }
            other => panic!("markup that the reference does not use: {other:?}"),
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Heading(_) => {
                let title = std::mem::take(&mut self.text);
                self.document.sections.push(Section { title, ..Section::default() });
            }
            TagEnd::Paragraph | TagEnd::Item if !self.text.is_empty() => {
                let line = std::mem::take(&mut self.text);
                self.section().lines.push(line);
            }
            TagEnd::Strong => assert_eq!(&self.text[self.strong..], "Deprecated:"),
            TagEnd::TableCell => {
                self.cell_end = range.end;
                let cell = std::mem::take(&mut self.text);
                self.table().last_mut().expect("a row").push(cell);
            }
            // The parser adds missing cells and drops surplus ones.
            TagEnd::TableHead | TagEnd::TableRow => {
                let rest = &self.source[self.cell_end..range.end];
                assert_eq!(rest.trim(), "|", "a row with another number of cells: {}", &self.source[range]);
            }
            TagEnd::CodeBlock => {
                let code = std::mem::take(&mut self.text);
                match code.strip_prefix("graph LR\n") {
                    Some(diagram) => self.document.arrows.extend(diagram.lines().map(arrow)),
                    None => self.section().lines.push(code),
                }
            }
            _ => {}
        }
    }

    fn section(&mut self) -> &mut Section {
        self.document.sections.last_mut().expect("a heading comes first")
    }

    fn table(&mut self) -> &mut Vec<Vec<String>> {
        self.section().tables.last_mut().expect("a table begins")
    }
}

/// `    Pet -->|"friends: list"| Friend`
fn arrow(line: &str) -> [String; 3] {
    let line = line.strip_prefix("    ").expect("an edge is indented");
    let (from, rest) = line.split_once(' ').expect("an edge has a source");
    let rest = rest.strip_prefix("-->").or(rest.strip_prefix("-.->")).expect("an edge has an arrow");
    let rest = rest.strip_prefix("|\"").expect("an edge has a label");
    let (label, to) = rest.split_once("\"| ").expect("a label is quoted");
    let plain = |c: char| c.is_alphanumeric() || "_: #;".contains(c);
    assert!(label.chars().all(plain), "a label with unescaped characters: {label}");
    [from, label, to].map(str::to_owned)
}

/// The anchors that GitHub generates for the headings.
#[must_use]
pub fn anchors(text: &str) -> HashSet<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut anchor = |title: &str| {
        let kept = |c: &char| c.is_alphanumeric() || "-_ ".contains(*c);
        let anchor: String = title.to_lowercase().chars().filter(kept).collect();
        let anchor = anchor.replace(' ', "-");
        let earlier = seen.entry(anchor.clone()).or_default();
        *earlier += 1;
        if *earlier == 1 { anchor } else { format!("{anchor}-{}", *earlier - 1) }
    };
    let (mut anchors, mut title) = (HashSet::new(), None);
    for event in Parser::new_ext(text, GITHUB) {
        match (event, &mut title) {
            (Event::Start(Tag::Heading { .. }), _) => title = Some(String::new()),
            (Event::Text(text) | Event::Code(text), Some(title)) => title.push_str(&text),
            (Event::End(TagEnd::Heading(_)), Some(text)) => {
                anchors.insert(anchor(text));
                title = None;
            }
            _ => {}
        }
    }
    anchors
}
