//! Parts to add to a spec, and their text in the spec language.

use std::fmt::Write;

use crate::source::{Span, has_only_paragraphs};
use crate::spec::Literal;

use super::lost::Lost;

/// A parameter or property.
#[derive(Clone, Debug)]
pub(crate) struct DraftField {
    pub(crate) name: String,
    /// Without its presence.
    pub(crate) ty: String,
    pub(crate) is_optional: bool,
    /// Whether null is distinguished from absence.
    pub(crate) is_nullable: bool,
    /// Further keys, in order.
    pub(crate) attributes: Vec<(&'static str, String)>,
    pub(crate) description: String,
    pub(crate) rust_name: Option<String>,
    /// What the type does not state.
    pub(crate) comments: Vec<String>,
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub(crate) struct DraftValue {
    pub(crate) value: String,
    pub(crate) description: String,
    pub(crate) rust_name: Option<String>,
}

/// A schema, enum or union.
#[derive(Clone, Debug)]
pub(crate) struct NewType {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) body: DraftBody,
    /// The schema in the document.
    pub(crate) span: Span,
    /// What the text does not state, with what its fields do not.
    pub(crate) lost: Vec<Lost>,
    /// What the text does not state, except what its fields do not.
    pub(crate) comments: Vec<String>,
    /// The types that it names.
    pub(crate) uses: Vec<String>,
}

#[derive(Clone, Debug)]
pub(crate) enum DraftBody {
    Schema {
        fields: Vec<DraftField>,
        /// The type of further properties.
        rest: Option<String>,
    },
    Enum(Vec<DraftValue>),
    IntegerEnum(Vec<DraftValue>),
    Union {
        tag: Option<String>,
        variants: Vec<DraftVariant>,
    },
}

/// A variant of a union.
#[derive(Clone, Debug)]
pub(crate) struct DraftVariant {
    /// The value of the tag, or else a name.
    pub(crate) name: String,
    pub(crate) ty: String,
    pub(crate) rust_name: Option<String>,
}

impl DraftBody {
    pub(crate) fn fields(&self) -> &[DraftField] {
        match self {
            Self::Schema { fields, .. } => fields,
            Self::Enum(_) | Self::IntegerEnum(_) | Self::Union { .. } => &[],
        }
    }

    pub(crate) fn fields_mut(&mut self) -> &mut [DraftField] {
        match self {
            Self::Schema { fields, .. } => fields,
            Self::Enum(_) | Self::IntegerEnum(_) | Self::Union { .. } => &mut [],
        }
    }
}

impl NewType {
    /// The section of a spec that it belongs to.
    pub(crate) fn section(&self) -> &'static str {
        match self.body {
            DraftBody::Schema { .. } => "schemas",
            DraftBody::Enum(_) | DraftBody::IntegerEnum(_) => "enums",
            DraftBody::Union { .. } => "unions",
        }
    }

    pub(crate) fn text(&self) -> String {
        let (comments, name) = (comment_lines(&self.comments, 2), quoted(&self.name));
        let mut head = format!("{comments}  {name}:\n    description: {}\n", prose(&self.description, 6));
        match &self.body {
            DraftBody::Union { tag: Some(tag), .. } => {
                let _ = writeln!(head, "    tag: {}", quoted(tag));
            }
            DraftBody::IntegerEnum(_) => head += "    type: integer\n",
            DraftBody::Schema { rest: Some(rest), .. } => {
                let _ = writeln!(head, "    rest: {}", type_text(rest));
            }
            _ => {}
        }
        let (key, lines): (_, Vec<String>) = match &self.body {
            DraftBody::Schema { fields, .. } => ("properties", fields.iter().map(DraftField::text).collect()),
            DraftBody::Enum(values) => ("values", values.iter().map(DraftValue::text).collect()),
            DraftBody::IntegerEnum(values) => {
                ("values", values.iter().map(|value| value.line(&value.value)).collect())
            }
            DraftBody::Union { variants, .. } => {
                ("variants", variants.iter().map(DraftVariant::text).collect())
            }
        };
        if lines.is_empty() {
            return format!("{head}    {key}: {{}}\n");
        }
        format!("{head}    {key}:\n{}", lines.concat())
    }
}

/// The column at which lines are wrapped.
const MAX_COLUMNS: usize = 120;

impl DraftField {
    /// The type with its presence.
    pub(crate) fn full_type(&self) -> String {
        let presence = match (self.is_nullable, self.is_optional) {
            (true, _) => "nullable ",
            (false, true) => "optional ",
            (false, false) => "",
        };
        format!("{presence}{}", self.ty)
    }

    pub(crate) fn text(&self) -> String {
        let mut keys = vec![("type", type_text(&self.full_type()))];
        keys.extend(self.attributes.iter().cloned());
        keys.extend(self.rust_name.iter().map(|name| ("rust_name", name.clone())));
        let name = quoted(&self.name);
        let inline: Vec<_> = keys.iter().map(|(key, value)| format!("{key}: {value}")).collect();
        let inline = format!("{}, description: {}", inline.join(", "), quoted_prose(&self.description));
        let mut text = comment_lines(&self.comments, 6);
        if self.description.is_empty() || name.len() + inline.len() + 12 <= MAX_COLUMNS {
            let _ = writeln!(text, "      {name}: {{ {inline} }}");
            return text;
        }
        let _ = writeln!(text, "      {name}:");
        for (key, value) in keys {
            let _ = writeln!(text, "        {key}: {value}");
        }
        let _ = writeln!(text, "        description: {}", prose(&self.description, 10));
        text
    }
}

impl DraftValue {
    pub(crate) fn text(&self) -> String {
        self.line(&quoted(&self.value))
    }

    /// The line, with the value in YAML's notation.
    fn line(&self, value: &str) -> String {
        let description = quoted_prose(&self.description);
        match &self.rust_name {
            Some(rust_name) => {
                format!("      {value}: {{ rust_name: {rust_name}, description: {description} }}\n")
            }
            None => format!("      {value}: {description}\n"),
        }
    }
}

impl DraftVariant {
    fn text(&self) -> String {
        let (name, ty) = (quoted(&self.name), type_text(&self.ty));
        match &self.rust_name {
            Some(rust_name) => format!("      {name}: {{ type: {ty}, rust_name: {rust_name} }}\n"),
            None => format!("      {name}: {ty}\n"),
        }
    }
}

/// Comments, one per line.
pub(crate) fn comment_lines(comments: &[String], indentation: usize) -> String {
    let lines: Vec<_> = comments.iter().map(|comment| format!("{:indentation$}# {comment}\n", "")).collect();
    lines.concat()
}

pub(crate) fn literal(literal: &Literal) -> String {
    match literal {
        Literal::String(text) => quoted(text),
        other => other.to_string(),
    }
}

/// A description as a value in block style: in quotes if it fits on the line, otherwise folded and wrapped. With lists or code, the
/// lines are kept.
pub(crate) fn prose(text: &str, indentation: usize) -> String {
    let quoted = quoted_prose(text);
    let is_printable = text.chars().all(|c| c == '\n' || c == ' ' || !c.is_whitespace() && is_printable(c));
    if is_printable && !has_only_paragraphs(text) {
        let lines = text
            .lines()
            .map(|line| if line.is_empty() { String::new() } else { format!("{:indentation$}{line}", "") });
        return format!("|-\n{}", lines.collect::<Vec<_>>().join("\n"));
    }
    if quoted.len() + indentation <= MAX_COLUMNS || !is_printable {
        return quoted;
    }
    let paragraphs = text.split("\n\n").map(|paragraph| wrap(paragraph, indentation));
    format!(">-\n{}", paragraphs.collect::<Vec<_>>().join("\n\n"))
}

/// Words in lines of limited length.
fn wrap(paragraph: &str, indentation: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in paragraph.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.len() + 1 + word.len() <= MAX_COLUMNS => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(format!("{:indentation$}{word}", "")),
        }
    }
    lines.join("\n")
}

/// A description as a value on one line.
pub(crate) fn quoted_prose(text: &str) -> String {
    if is_plain(text, b" _-.'/()") { text.to_owned() } else { in_quotes(text) }
}

/// A type expression in YAML. Its words need no quotes, unless it is a single one that YAML reads otherwise.
pub(crate) fn type_text(ty: &str) -> String {
    if ty.contains(' ') { ty.to_owned() } else { quoted(ty) }
}

/// A name in YAML: quoted if necessary.
pub(crate) fn quoted(text: &str) -> String {
    if is_plain(text, b"_-") { text.to_owned() } else { in_quotes(text) }
}

/// Whether YAML reads text without quotes as it is: letters, digits and these other characters, and no word for another value.
fn is_plain(text: &str, others: &[u8]) -> bool {
    const TAKEN: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    text.bytes().all(|b| b.is_ascii_alphanumeric() || others.contains(&b))
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.ends_with(' ')
        && !TAKEN.contains(&text.to_lowercase().as_str())
}

/// Text in quotes, with escapes for invisible characters.
fn in_quotes(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            _ if is_printable(c) => quoted.push(c),
            _ => {
                // Writing to memory cannot fail.
                let _ = write!(quoted, "\\U{:08X}", u32::from(c));
            }
        }
    }
    quoted.push('"');
    quoted
}

/// Text in one line, with escapes for invisible characters.
pub(crate) fn visible(text: &str) -> String {
    text.chars()
        .map(|c| if is_printable(c) { c.to_string() } else { c.escape_unicode().to_string() })
        .collect()
}

/// Whether a character is visible, and cannot change the direction of the text around it.
fn is_printable(c: char) -> bool {
    let is_invisible = matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{e000}'..='\u{f8ff}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}'
            | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..
    );
    c == ' ' || !c.is_control() && !c.is_whitespace() && !is_invisible
}
