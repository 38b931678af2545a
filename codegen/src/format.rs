//! Tokens to text as a careful person would lay it out.
//!
//! prettyplease indents and breaks lines, but sets no blank lines. So each item is formatted by itself, items are parted by
//! a blank line, and inside an item so are methods, fields and variants.

use proc_macro2::TokenStream;
use quote::ToTokens;

use crate::emit::TokenFile;
use crate::{File, MARK};

/// All files, sorted by path.
pub(crate) fn files(spec: &str, files: Vec<TokenFile>) -> Vec<File> {
    let mut files: Vec<File> =
        files.into_iter().map(|file| File { text: text(spec, &file), path: file.path }).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn text(spec: &str, file: &TokenFile) -> String {
    let mut blocks = vec![format!("// {MARK} from {spec}. Do not edit.\n")];
    blocks.extend(file.docs.map(|docs| format!("//! {docs}\n")));
    let uses = file.uses.iter().filter(|group| !group.is_empty());
    blocks.extend(uses.map(|group| group.iter().map(source).collect::<String>()));
    blocks.extend(file.items.iter().map(source));
    blocks.join("\n")
}

/// The tokens of one item, or of several that belong together.
fn source(tokens: &TokenStream) -> String {
    match syn::parse2::<syn::File>(tokens.clone()) {
        Ok(file) => spaced(&prettyplease::unparse(&file)),
        // What the emitter makes is Rust; if it ever is not, the compiler says so better than a panic here would.
        Err(_) => tokens.to_token_stream().to_string(),
    }
}

/// Sets a blank line between methods, and between documented fields and variants; not between constants and types.
fn spaced(item: &str) -> String {
    let mut spaced = String::with_capacity(item.len() + 64);
    let mut inside = false;
    let mut ended = "";
    for line in item.lines() {
        let depth = line.len() - line.trim_start().len();
        if depth == 0 {
            inside = line.ends_with('{') && !line.starts_with("use ");
            ended = "";
        } else if inside && depth == 4 {
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
