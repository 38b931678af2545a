//! The modules of a crate have no import cycles.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};

/// The path of a module from the crate's root.
type Module = Vec<String>;

#[test]
fn modules_have_no_import_cycle() {
    for source in ["codegen/src", "xtask/src"] {
        let files = Files::read(&tests::root().join(source));
        let cycle = files.find_cycle();
        assert!(cycle.is_empty(), "{source}: {}", cycle.join(" -> "));
    }
}

/// The module of a client and its children are one unit: it declares what they implement, and returns them.
#[test]
fn modules_of_the_generated_crate_have_no_import_cycle() {
    let files = Files::read(&tests::root().join("generated/src"));
    let cycle = files.find_cycle_of(|from, to| !from.starts_with(to) && !to.starts_with(from));
    assert!(cycle.is_empty(), "{}", cycle.join(" -> "));
}

#[test]
fn cycle_through_an_exported_macro_is_found() {
    let files = Files::new([
        (vec!["a"], "macro_rules! m { () => {} } pub(crate) use m; use crate::b::B;"),
        (vec!["b"], "use crate::a::m; struct B;"),
    ]);
    assert_eq!(files.find_cycle(), ["a", "b", "a"]);
}

#[test]
fn cycle_through_a_reexport_is_found() {
    let files = Files::new([
        (vec!["a"], "use super::b::{B, c};"),
        (vec!["b"], "mod d; pub(crate) use d::{B, c};"),
        (vec!["b", "d"], "fn f() -> crate::a::A { crate::a::f() }"),
    ]);
    assert_eq!(files.find_cycle(), ["a", "b::d", "a"]);
}

#[test]
fn cycle_of_a_module_and_its_child_is_found() {
    let files =
        Files::new([(vec!["a"], "mod b; fn f() { b::f() } fn g() {}"), (vec!["a", "b"], "use super::g;")]);
    assert_eq!(files.find_cycle(), ["a", "a::b", "a"]);
}

#[test]
fn tests_and_reexports_are_not_imports() {
    let files = Files::new([
        (vec!["a"], "mod b; pub use b::B; #[cfg(test)] mod tests { use super::b::C; }"),
        (vec!["a", "b"], "use super::A;"),
    ]);
    assert!(files.find_cycle().is_empty());
}

/// The modules of a crate and the tokens of each.
struct Files(BTreeMap<Module, Vec<String>>);

impl Files {
    fn new<const N: usize>(files: [(Vec<&str>, &str); N]) -> Self {
        let module = |path: Vec<&str>| path.into_iter().map(str::to_owned).collect();
        Self(files.into_iter().map(|(path, text)| (module(path), tokens(text))).collect())
    }

    fn read(source: &Path) -> Self {
        let mut files = BTreeMap::new();
        let mut worklist: Vec<PathBuf> = vec![source.to_owned()];
        while let Some(path) = worklist.pop() {
            if path.is_dir() {
                worklist.extend(
                    fs::read_dir(path).expect("a directory").map(|entry| entry.expect("an entry").path()),
                );
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let inside = path
                    .strip_prefix(source)
                    .expect("a file is inside the source directory")
                    .with_extension("");
                let mut module: Module =
                    inside.iter().map(|name| name.to_string_lossy().into_owned()).collect();
                module.pop_if(|name| ["lib", "main", "mod"].contains(&name.as_str()));
                files.insert(module, tokens(&fs::read_to_string(path).expect("text")));
            }
        }
        Self(files)
    }

    /// The modules of a cycle, with the first one repeated at the end; empty if there is no cycle.
    fn find_cycle(&self) -> Vec<String> {
        self.find_cycle_of(|_, _| true)
    }

    /// The same among the imports that count.
    fn find_cycle_of(&self, counts: impl Fn(&Module, &Module) -> bool) -> Vec<String> {
        let imports =
            |module| self.imports(module).into_iter().filter(|other| counts(module, other)).collect();
        let edges: BTreeMap<_, _> = self.0.keys().map(|module| (module, imports(module))).collect();
        let mut done = BTreeSet::new();
        self.0.keys().find_map(|module| visit(module, &edges, &mut Vec::new(), &mut done)).unwrap_or_default()
    }

    /// The other modules that define the items that a module uses.
    fn imports(&self, module: &Module) -> BTreeSet<&Module> {
        let tokens = &self.0[module];
        let named = paths(tokens).into_iter().filter(|path| !path.is_reexport);
        named
            .filter_map(|path| self.definition(module, &path.segments))
            .filter(|found| *found != module)
            .collect()
    }

    /// The module that defines the item of a path, through any re-exports.
    fn definition(&self, from: &Module, path: &[String]) -> Option<&Module> {
        let absolute = self.absolute(from, path)?;
        let split = (0..=absolute.len()).rev().find(|end| self.0.contains_key(&absolute[..*end]))?;
        let (module, _) = self.0.get_key_value(&absolute[..split])?;
        let Some(item) = absolute.get(split) else { return Some(module) };
        let reexport = paths(&self.0[module])
            .into_iter()
            .find(|path| path.is_reexport && path.segments.ends_with(std::slice::from_ref(item)));
        match reexport {
            // A macro is exported by the module that defines it.
            Some(_) if self.defines(module, item) => Some(module),
            Some(path) => self.definition(module, &path.segments),
            // An item that a parent does not define is imported there or defined by a macro.
            None if from.starts_with(module) && from != module && !self.defines(module, item) => None,
            None => Some(module),
        }
    }

    /// A path from the crate's root, if it begins at `crate`, `self`, `super` or a child module.
    fn absolute(&self, from: &Module, path: &[String]) -> Option<Module> {
        let (first, rest) = path.split_first()?;
        let child = || [&from[..], std::slice::from_ref(first)].concat();
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => Some([&from[..], rest].concat()),
            "super" => {
                let supers = path.iter().take_while(|segment| *segment == "super").count();
                let base = from.get(..from.len().checked_sub(supers)?)?;
                Some([base, &path[supers..]].concat())
            }
            _ if self.0.contains_key(&child()) => Some([&child(), rest].concat()),
            _ => None,
        }
    }

    fn defines(&self, module: &Module, item: &str) -> bool {
        let words = ["struct", "enum", "trait", "fn", "const", "type", "static", "macro_rules"];
        let mut pairs = self.0[module].windows(3);
        pairs.any(|three| {
            words.contains(&three[0].as_str()) && (three[1] == item || three[1] == "!" && three[2] == item)
        })
    }
}

/// Depth-first search; an edge to a module on the stack is a cycle.
fn visit<'a>(
    module: &'a Module,
    edges: &BTreeMap<&'a Module, BTreeSet<&'a Module>>,
    stack: &mut Vec<&'a Module>,
    done: &mut BTreeSet<&'a Module>,
) -> Option<Vec<String>> {
    if let Some(start) = stack.iter().position(|other| *other == module) {
        return Some(stack[start..].iter().chain([&module]).map(|module| module.join("::")).collect());
    }
    if !done.contains(module) {
        stack.push(module);
        let cycle = edges[module].iter().find_map(|next| visit(next, edges, stack, done));
        stack.pop();
        done.insert(module);
        return cycle;
    }
    None
}

/// A path that a file uses.
struct NamedPath {
    segments: Vec<String>,
    is_reexport: bool,
}

/// All paths of several segments, with those of `use` declarations expanded.
fn paths(tokens: &[String]) -> Vec<NamedPath> {
    let mut paths = Vec::new();
    let mut position = 0;
    let mut is_public = false;
    while let Some(token) = tokens.get(position) {
        if token == "use" {
            let end = tokens[position..]
                .iter()
                .position(|token| token == ";")
                .map_or(tokens.len(), |end| position + end);
            let segments = expand(&mut tokens[position + 1..end].iter().peekable(), &[]);
            paths.extend(segments.into_iter().map(|segments| NamedPath { segments, is_reexport: is_public }));
            position = end;
            is_public = false;
        } else if is_word(token) && tokens.get(position + 1).is_some_and(|next| next == "::") {
            let mut segments = vec![token.clone()];
            while let Some([colons, segment]) = tokens.get(position + 1..position + 3)
                && colons == "::"
                && is_word(segment)
            {
                segments.push(segment.clone());
                position += 2;
            }
            paths.push(NamedPath { segments, is_reexport: false });
        } else if !["(", ")", "crate", "super", "in"].contains(&token.as_str()) {
            is_public = token == "pub";
        }
        position += 1;
    }
    paths
}

/// `a::{b, c::{d, e}}` as `a::b`, `a::c::d`, `a::c::e`.
fn expand<'a>(
    tokens: &mut std::iter::Peekable<impl Iterator<Item = &'a String>>,
    prefix: &[String],
) -> Vec<Module> {
    let mut path = prefix.to_vec();
    while let Some(token) = tokens.next() {
        match token.as_str() {
            "::" => {}
            "as" => drop(tokens.next()),
            "{" => {
                let mut all = Vec::new();
                loop {
                    all.extend(expand(tokens, &path));
                    match tokens.next().map(String::as_str) {
                        Some(",") if tokens.peek().is_none_or(|next| *next != "}") => {}
                        Some(",") => drop(tokens.next()),
                        _ => return all,
                    }
                    if tokens.peek().is_none() {
                        return all;
                    }
                }
            }
            segment => path.push(segment.to_owned()),
        }
        if tokens.peek().is_none_or(|next| [",", "}"].contains(&next.as_str())) {
            break;
        }
    }
    path.pop_if(|last| last == "self");
    vec![path]
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// The tokens of a file, without its unit tests; `::` is one token.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    flatten(text.parse().expect("Rust"), &mut tokens);
    tokens
}

fn flatten(stream: TokenStream, tokens: &mut Vec<String>) {
    for tree in stream {
        match tree {
            TokenTree::Group(_) if tokens.ends_with(&["mod".to_owned(), "tests".to_owned()]) => {}
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    proc_macro2::Delimiter::Parenthesis => ("(", ")"),
                    proc_macro2::Delimiter::Brace => ("{", "}"),
                    proc_macro2::Delimiter::Bracket => ("[", "]"),
                    proc_macro2::Delimiter::None => ("", ""),
                };
                tokens.push(open.to_owned());
                flatten(group.stream(), tokens);
                tokens.push(close.to_owned());
            }
            tree if tree.to_string() == ":" && tokens.last().is_some_and(|last| last == ":") => {
                tokens.pop();
                tokens.push("::".to_owned());
            }
            tree => tokens.push(tree.to_string()),
        }
    }
}
