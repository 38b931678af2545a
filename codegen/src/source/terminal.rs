//! Terminal colors and escaping of control characters, for reports that are not rendered by a library.

/// A foreground color, by its ANSI code.
#[derive(Clone, Copy)]
pub(crate) enum Color {
    Red = 31,
    Green = 32,
    Yellow = 33,
    Cyan = 36,
}

/// Returns the text in a color, optionally bold; unchanged if colors are disabled.
pub(crate) fn paint(text: &str, color: Color, bold: bool, enabled: bool) -> String {
    let weight = if bold { "1;" } else { "" };
    if enabled { format!("\u{1b}[{weight}{}m{text}\u{1b}[0m", color as u8) } else { text.to_owned() }
}

/// Escapes what a terminal would interpret: control characters, and characters that change the direction of text.
#[must_use]
pub fn escape_control(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => escaped.extend(c.escape_default()),
            c if c.is_control() || is_direction(c) => escaped.extend(c.escape_unicode()),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Whether a character changes the direction of text, or separates lines in some viewers.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::escape_control;

    #[test]
    fn control_characters_are_escaped_and_nothing_else() {
        assert_eq!(escape_control("caf\u{e9} \\ \"犬\""), "caf\u{e9} \\ \"犬\"");
        assert_eq!(escape_control("\u{1b}[2J\u{9b}\n\u{202e}"), "\\u{1b}[2J\\u{9b}\\n\\u{202e}");
    }
}
