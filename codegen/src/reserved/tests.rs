//! Derives the reserved names from the emitted files of all cases, the runtime's macros and methods, and the crate's root.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::{ImplItem, Item, Type, UseTree, Visibility};

use super::{PRELUDE_TRAITS, RESERVED_METHODS, RESERVED_SETTERS, RESERVED_TYPES};
use crate::model::Model;
use crate::{Source, check};

type Names = BTreeSet<String>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn parse(path: &Path) -> Vec<Item> {
    syn::parse_file(&read(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display())).items
}

/// The Rust files in a folder, at any depth.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let files = files.into_iter().filter(|path| path.extension().is_some_and(|end| end == "rs"));
    files.chain(folders.iter().flat_map(|folder| rust_files(folder))).collect()
}

/// Names in upper case at the start of a path, alone, or in the braces of an import. Attributes, items of `const` and `type`, and
/// names bound by `=` are in separate namespaces.
fn heads(tokens: TokenStream, names: &mut Names) {
    let mut tokens = tokens.into_iter().peekable();
    let mut previous = String::new();
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Group(group) if previous == "#" && group.delimiter() == Delimiter::Bracket => {}
            TokenTree::Group(group) => heads(group.stream(), names),
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                let is_head = ![":", ".", "const", "type", "static"].contains(&previous.as_str());
                let is_binding =
                    matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == '=');
                if is_head && !is_binding && name.starts_with(|c: char| c.is_ascii_uppercase()) {
                    names.insert(name);
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        // A colon that begins a type is no `::`.
        let is_type = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ':')
            && previous != ":"
            && !matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
        previous = if is_type { String::new() } else { token.to_string() };
    }
}

/// The names that come from the spec.
fn own_names(model: &Model) -> Names {
    let schemas = model.schemas.iter().map(|schema| &schema.rust_name);
    let enums = model.enums.iter().map(|enum_def| &enum_def.rust_name);
    let unions = model.unions.iter().map(|union_def| &union_def.rust_name);
    let union_variants =
        model.unions.iter().flat_map(|union_def| &union_def.variants).map(|variant| &variant.rust_name);
    let variants =
        model.enums.iter().flat_map(|enum_def| &enum_def.variants).map(|variant| &variant.rust_name);
    let markers = model.operations.iter().map(|operation| &operation.marker_type);
    let regions = model.api.regions.iter().map(|region| &region.rust_name);
    let types = schemas.chain(enums).chain(unions).chain(union_variants);
    types.chain(variants).chain(markers).chain(regions).cloned().collect()
}

/// The names that the emitted files of all cases use beside those of their specs.
fn emitted_names() -> Names {
    let cases = fs::read_dir(root().join("tests/cases")).expect("the cases");
    let specs = cases.map(|case| case.expect("a case").path().join("spec.yaml"));
    let mut names = Names::new();
    for path in specs {
        let text = read(&path);
        let checked = check(Source { name: "spec.yaml", text: &text }).expect("a good spec");
        let own = own_names(&checked.model);
        let mut found = Names::new();
        let files = checked.generate("spec.yaml").files.into_iter();
        // These name no type of the spec.
        for file in files.filter(|file| !["api.rs", "region.rs"].contains(&file.path.as_str())) {
            heads(file.text.parse().expect("valid Rust"), &mut found);
        }
        names.extend(found.difference(&own).cloned());
    }
    names
}

/// The exports of the crate's root besides emitted types, with every set of features.
fn root_names() -> Names {
    let mut names = Names::new();
    for item in parse(&root().join("generated/src/lib.rs")) {
        match item {
            Item::Use(item) if matches!(item.vis, Visibility::Public(_)) => {
                used_names(&item.tree, &mut names);
            }
            _ => {}
        }
    }
    names
}

fn used_names(tree: &UseTree, names: &mut Names) {
    match tree {
        UseTree::Path(path) => used_names(&path.tree, names),
        UseTree::Group(group) => group.items.iter().for_each(|tree| used_names(tree, names)),
        UseTree::Name(name) => {
            names.insert(name.ident.to_string());
        }
        UseTree::Rename(rename) => {
            names.insert(rename.rename.to_string());
        }
        UseTree::Glob(_) => {}
    }
}

/// The explicit exports of the emitted module. Glob exports are covered by the files themselves.
fn emitted_exports() -> Names {
    let mut names = Names::new();
    for item in parse(&root().join("generated/src/emitted/mod.rs")) {
        if let Item::Use(item) = item {
            used_names(&item.tree, &mut names);
        }
    }
    names
}

/// The functions of all `impl` blocks without a trait, for types of these names.
fn methods(types: &[&str]) -> Names {
    let mut files = rust_files(&root().join("generated/src/runtime"));
    files.push(root().join("generated/src/constructors.rs"));
    let mut names = Names::new();
    for file in files {
        collect_methods(parse(&file), types, &mut names);
    }
    names
}

fn collect_methods(items: Vec<Item>, types: &[&str], names: &mut Names) {
    for item in items {
        match item {
            Item::Mod(module) => collect_methods(module.content.unwrap_or_default().1, types, names),
            Item::Impl(block) if block.trait_.is_none() && is_one_of(&block.self_ty, types) => {
                names.extend(block.items.into_iter().filter_map(|item| match item {
                    ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
                    _ => None,
                }));
            }
            _ => {}
        }
    }
}

fn is_one_of(ty: &Type, types: &[&str]) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|segment| types.iter().any(|ty| segment.ident == ty))
}

fn set(names: &[&str]) -> Names {
    names.iter().map(|&name| name.to_owned()).collect()
}

#[test]
fn reserved_types_are_those_of_emitted_files_and_the_root() {
    let derived = [emitted_names(), root_names(), emitted_exports()];
    let mut derived: Names = derived.into_iter().flatten().collect();
    // A type of that name becomes `Self_`, and the traits are referred to by their paths. A variant, a module and statics do not
    // conflict with types.
    for name in ["Self", "Unknown", "http", "API", "ROUTES"].iter().chain(&PRELUDE_TRAITS) {
        assert!(derived.remove(*name), "{name} is not used");
    }
    assert_eq!(set(&RESERVED_TYPES), derived);
}

#[test]
fn reserved_methods_are_those_of_clients_and_mocks() {
    let mut derived = methods(&["ApiClient", "Mock"]);
    // The only trait method that the runtime calls on a client.
    derived.insert("clone".to_owned());
    assert_eq!(set(&RESERVED_METHODS), derived);
}

#[test]
fn reserved_setters_are_the_methods_of_requests() {
    let mut derived = methods(&["Request", "AnyRequest"]);
    // A method of the requests of some lists, which is emitted.
    derived.insert("with_next_token".to_owned());
    assert_eq!(set(&RESERVED_SETTERS), derived);
}

/// Names in a macro are resolved where it is expanded, in the scope of an emitted type of any name.
#[test]
fn macros_use_no_name_that_a_type_could_shadow() {
    let mut tried = 0;
    for file in rust_files(&root().join("generated/src/runtime")) {
        for item in parse(&file) {
            let Item::Macro(item) = item else { continue };
            if !item.attrs.iter().any(|attr| attr.path().is_ident("macro_export")) {
                continue;
            }
            let mut names = Names::new();
            heads(item.mac.tokens.clone(), &mut names);
            // The generic parameters of functions shadow others.
            for allowed in ["Self", "D", "S"] {
                names.remove(allowed);
            }
            assert!(names.is_empty(), "{}: {names:?}", file.display());
            let text = item.mac.tokens.to_string().replace(' ', "");
            for start in ["std", "serde_core"] {
                assert_eq!(
                    text.matches(&format!("{start}::")).count(),
                    text.matches(&format!("::{start}::")).count(),
                    "{}",
                    file.display()
                );
            }
            tried += 1;
        }
    }
    assert_eq!(tried, 5);
}
