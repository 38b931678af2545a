//! GitHub's Markdown as far as the reference uses it, read by rules of its own. Whatever is neither prose nor meant to be markup
//! is refused, so that prose which has turned into markup is found.

use std::collections::{HashMap, HashSet};

/// A document, cut into what stands under its headings.
#[derive(Debug)]
pub struct Document {
    /// In order.
    pub sections: Vec<Section>,
    /// The arrows of its diagrams: from, label, to.
    pub arrows: Vec<[String; 3]>,
}

/// A heading and what stands under it up to the next one, as it is read: without markup.
#[derive(Debug, Default)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// Paragraphs and lists, a line each.
    pub lines: Vec<String>,
    /// Tables as rows of cells, the heads first.
    pub tables: Vec<Vec<Vec<String>>>,
}

impl Document {
    /// Reads a document.
    ///
    /// # Panics
    ///
    /// If it has markup that the reference does not use, a row with more or fewer cells than others, or a link to nowhere.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut document = Self { sections: Vec::new(), arrows: Vec::new() };
        let mut links = Vec::new();
        let mut all = text.lines();
        let mut before = "";
        all.next().filter(|line| line.starts_with("<!-- ")).expect("the mark is a comment");
        while let Some(line) = all.next() {
            if line == "```mermaid" {
                let diagram: Vec<_> = all.by_ref().take_while(|line| *line != "```").collect();
                assert_eq!(diagram.first(), Some(&"graph LR"));
                document.arrows.extend(diagram[1..].iter().map(|line| arrow(line)));
            } else {
                document.line(line, before, &mut links);
            }
            before = line;
        }
        let anchors = document.anchors();
        let dead: Vec<_> = links.iter().filter(|link| !anchors.contains(*link)).collect();
        assert!(dead.is_empty(), "links to nowhere: {dead:?}");
        document
    }

    fn line(&mut self, line: &str, before: &str, links: &mut Vec<String>) {
        if let Some(title) = ["# ", "## ", "### "].iter().find_map(|marks| line.strip_prefix(marks)) {
            self.sections.push(Section { title: inline(title, links), ..Section::default() });
            return;
        }
        let Some(section) = self.sections.last_mut() else {
            assert!(line.is_empty(), "text without a heading: {line}");
            return;
        };
        if let Some(cells) = cells(line) {
            let cells: Vec<_> = cells.iter().map(|cell| inline(cell, links)).collect();
            match section.tables.last_mut() {
                Some(table) if before.starts_with('|') => {
                    assert_eq!(table[0].len(), cells.len(), "a row of another width: {line}");
                    table.push(cells);
                }
                _ => section.tables.push(vec![cells]),
            }
        } else if !line.is_empty() {
            let item = line.strip_prefix("- [").map(|_| &line[2..]);
            assert!(item.is_some() || before.is_empty(), "two paragraphs in one: {line}");
            let text = item.unwrap_or(line);
            let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
            let block = text.starts_with(['#', '>', '-', '+', '=', ' ', '~', '|'])
                || number.len() < text.len() && number.starts_with(['.', ')']);
            assert!(!block, "no paragraph: {line}");
            section.lines.push(inline(text, links));
        }
    }

    /// The anchors that GitHub makes of the headings.
    fn anchors(&self) -> HashSet<String> {
        let mut seen: HashMap<String, usize> = HashMap::new();
        let anchors = self.sections.iter().map(|section| {
            let kept = |c: &char| c.is_alphanumeric() || "-_ ".contains(*c);
            let anchor: String = section.title.to_lowercase().chars().filter(kept).collect();
            let anchor = anchor.replace(' ', "-");
            let earlier = seen.entry(anchor.clone()).or_default();
            *earlier += 1;
            if *earlier == 1 { anchor } else { format!("{anchor}-{}", *earlier - 1) }
        });
        anchors.collect()
    }

    /// What stands under a heading.
    ///
    /// # Panics
    ///
    /// If there is no such heading, or another one like it.
    #[must_use]
    pub fn section(&self, title: &str) -> &Section {
        let found: Vec<_> = self.sections.iter().filter(|section| section.title == title).collect();
        assert_eq!(found.len(), 1, "headings with the text {title}");
        found[0]
    }
}

/// The cells of a row; the line under the heads is one of dashes.
fn cells(line: &str) -> Option<Vec<&str>> {
    let row = line.strip_prefix("| ")?.strip_suffix(" |").expect("a row ends with a pipe");
    let mut cells = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (at, c) in row.char_indices() {
        if c == '|' && !escaped {
            cells.push(row[start..at].trim());
            start = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    cells.push(row[start..].trim());
    Some(cells)
}

/// A line as it is read.
fn inline(line: &str, links: &mut Vec<String>) -> String {
    let mut text = String::new();
    let mut rest = line;
    let mut in_code = false;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = match c {
            '\\' if after.starts_with(|c: char| c.is_ascii_punctuation()) => {
                text.push_str(&after[..1]);
                &after[1..]
            }
            '`' => {
                let (code, after) = after.split_once('`').expect("code ends");
                text.push_str(code);
                after
            }
            '<' => {
                let (tag, after) = after.split_once('>').expect("a tag ends");
                match tag {
                    "code" | "/code" => in_code = tag == "code",
                    _ if tag.starts_with("http") => text.push_str(tag),
                    _ => panic!("HTML in: {line}"),
                }
                after
            }
            '&' if in_code => {
                let (number, after) = after[1..].split_once(';').expect("an entity ends");
                text.extend(number.parse().ok().and_then(char::from_u32));
                after
            }
            '[' => {
                let (name, after) = after.split_once("](#").unwrap_or_else(|| panic!("a bracket in: {line}"));
                let (anchor, after) = after.split_once(')').expect("a link ends");
                assert!(!name.contains(['[', '\\']), "a bracket in: {line}");
                links.push(anchor.to_owned());
                text.push_str(name);
                after
            }
            '*' => {
                let after =
                    after.strip_prefix("*Deprecated:**").unwrap_or_else(|| panic!("a star in: {line}"));
                text.push_str("Deprecated:");
                after
            }
            '_' => {
                let inside = text.ends_with(|c: char| c.is_alphanumeric() || c == '_');
                assert!(inside, "emphasis in: {line}");
                text.push(c);
                after
            }
            '&' | '~' | '|' | ']' => panic!("`{c}` in: {line}"),
            _ => {
                text.push(c);
                after
            }
        };
    }
    text
}

/// `    Pet -->|"friends: list"| Friend`
fn arrow(line: &str) -> [String; 3] {
    let line = line.strip_prefix("    ").expect("it is indented");
    let (from, rest) = line.split_once(' ').expect("it starts somewhere");
    let rest = rest.strip_prefix("-->").or(rest.strip_prefix("-.->")).expect("there is an arrow");
    let rest = rest.strip_prefix("|\"").expect("there is a label");
    let (label, to) = rest.split_once("\"| ").expect("the label ends");
    let plain = |c: char| c.is_alphanumeric() || "_: #;".contains(c);
    assert!(label.chars().all(plain), "a label that means something: {label}");
    [from, label, to].map(str::to_owned)
}
