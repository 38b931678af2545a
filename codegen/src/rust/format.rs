//! Syntax to text as a careful person would lay it out.
//!
//! prettyplease indents and breaks lines, but sets no blank lines. So each item is formatted by itself, items are parted by
//! a blank line, and inside an item so are methods, fields and variants.

use syn::Item;

use crate::{File, MARK};

use super::Draft;

/// The file that a draft becomes, for a spec of that name.
pub(crate) fn file(spec: &str, draft: Draft) -> File {
    let Draft { path, docs, uses, items } = draft;
    let mut blocks = vec![format!("// {MARK} from {spec}. Do not edit.\n")];
    blocks.extend(docs.map(|docs| format!("//! {docs}\n")));
    let groups = uses.into_iter().chain(items);
    blocks.extend(groups.filter(|group| !group.is_empty()).map(source));
    File { path, text: blocks.join("\n") }
}

/// Items that belong together, without blank lines in between.
fn source(items: Vec<Item>) -> String {
    spaced(&prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items }))
}

/// Sets a blank line between methods, and between documented fields and variants; not between constants and types.
fn spaced(item: &str) -> String {
    let mut spaced = String::with_capacity(item.len() + 64);
    let mut ended = "";
    for line in item.lines() {
        let depth = line.len() - line.trim_start().len();
        if depth == 0 {
            ended = "";
        } else if depth == 4 {
            let closed = match ended {
                "," => line.starts_with("    ///"),
                ";" | "}" => !line.starts_with("    const ") && !line.starts_with("    type "),
                _ => false,
            };
            if closed {
                spaced.push('\n');
            }
            ended = if line.starts_with("    ///") { "" } else { &line[line.len() - 1..] };
        }
        spaced.push_str(line);
        spaced.push('\n');
    }
    spaced
}
