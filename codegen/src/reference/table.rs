//! Tables.

/// A table with these headers. A cell is one line of Markdown without unescaped pipes, as `markdown::escape` returns it.
pub(super) fn table<const N: usize>(heads: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut table = String::new();
    row(&mut table, heads);
    row(&mut table, ["---"; N]);
    for cells in rows {
        row(&mut table, cells.each_ref().map(String::as_str));
    }
    table.pop();
    table
}

fn row<const N: usize>(table: &mut String, cells: [&str; N]) {
    table.push('|');
    for cell in cells {
        table.push(' ');
        table.push_str(cell);
        table.push_str(" |");
    }
    table.push('\n');
}

/// Joins the sentences of a cell.
pub(super) fn sentences<const N: usize>(first: String, more: [Option<String>; N]) -> String {
    let mut all = first;
    for sentence in more.into_iter().flatten() {
        if !all.is_empty() {
            all.push(' ');
        }
        all.push_str(&sentence);
    }
    all
}
