//! Colors of a terminal, for reports that are not rendered by a library.

/// A foreground color, by its ANSI code.
#[derive(Clone, Copy)]
pub(crate) enum Color {
    Red = 31,
    Green = 32,
    Yellow = 33,
    Cyan = 36,
}

/// The text in that color, in bold if asked for; unchanged where colors are off.
pub(crate) fn paint(text: &str, color: Color, bold: bool, enabled: bool) -> String {
    let weight = if bold { "1;" } else { "" };
    if enabled { format!("\u{1b}[{weight}{}m{text}\u{1b}[0m", color as u8) } else { text.to_owned() }
}
