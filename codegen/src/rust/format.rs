//! Formats Rust source.
//!
//! prettyplease indents and breaks lines, but sets no blank lines. Blank lines between items are decided by the items. Those
//! between methods, fields and variants are set in its output, line by line: a syntax tree cannot contain a blank line, and
//! prettyplease formats nothing smaller than an item. No literal spans more than one line, so each line is code.

use syn::{Attribute, Item, UseTree};

use crate::file::{File, GENERATED_MARKER};

use super::tokens::EmittedFile;

/// Formats an emitted file, for a spec of that name.
pub(super) fn file(spec: &str, file: EmittedFile) -> File {
    let EmittedFile { path, source } = file;
    let syn::File { attrs, items, .. } = syn::parse2(source).expect("templates are valid Rust");
    let mut text = format!("// {GENERATED_MARKER} from {spec}. Do not edit.\n\n");
    if !attrs.is_empty() {
        text.push_str(&unparse(attrs, Vec::new()));
        text.push('\n');
    }
    let mut items = items.into_iter().peekable();
    while let Some(item) = items.next() {
        let is_followed_closely = items.peek().is_none_or(|next| are_grouped(&item, next));
        text.push_str(&spaced(&unparse(Vec::new(), vec![item])));
        if !is_followed_closely {
            text.push('\n');
        }
    }
    File { path, text }
}

fn unparse(attrs: Vec<Attribute>, items: Vec<Item>) -> String {
    prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs, items })
}

/// Whether no blank line separates two items: modules are grouped, and so are imports from the same crate.
fn are_grouped(one: &Item, next: &Item) -> bool {
    match (one, next) {
        (Item::Mod(_), Item::Mod(_)) => true,
        (Item::Use(one), Item::Use(next)) => match (&one.tree, &next.tree) {
            (UseTree::Path(one), UseTree::Path(next)) => one.ident == next.ident,
            _ => false,
        },
        _ => false,
    }
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
