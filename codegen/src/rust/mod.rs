//! The representation to Rust's syntax: one function an item kind, one file of this folder a kind of emitted file.
//!
//! An item is quoted, and what it has many of is put into it: see [`syntax`].

mod api;
mod docs;
mod fixture;
pub(crate) mod format;
mod mock;
mod open_enum;
mod operation;
mod region;
mod schema;
mod syntax;
mod ty;

use quote::quote;
use syn::{Attribute, Item, parse_quote};

use crate::ir::{Api, Crate, Enum, Operation, Schema};

use self::syntax::{attribute, ident};

/// A Rust file to be, not yet laid out.
pub(crate) struct Draft {
    /// Relative to the target directory.
    pub(crate) path: String,
    /// What the module is, if it needs saying.
    pub(crate) docs: Option<&'static str>,
    /// `use` declarations, in groups that a blank line parts.
    pub(crate) uses: Vec<Vec<Item>>,
    /// What follows, in groups that a blank line parts.
    pub(crate) items: Vec<Vec<Item>>,
}

/// What becomes a file: all that has to be known for it, so that files can be made in any order and at the same time.
pub(crate) enum Part<'a> {
    Root(&'a Crate),
    Api(&'a Api),
    Mock(&'a Crate),
    Region(&'a Api),
    Folder(Folder),
    Operation(&'a Operation),
    Schema(&'a Schema),
    Fixture(&'a Schema),
    Enum(&'a Enum),
}

impl Part<'_> {
    pub(crate) fn draft(&self) -> Draft {
        match self {
            Self::Root(krate) => root(krate),
            Self::Api(api) => api::file(api),
            Self::Mock(krate) => mock::file(krate),
            Self::Region(api) => region::file(api),
            Self::Folder(folder) => folder.file(),
            Self::Operation(operation) => operation::file(operation),
            Self::Schema(schema) => schema::file(schema),
            Self::Fixture(schema) => fixture::file(schema),
            Self::Enum(enumeration) => open_enum::file(enumeration),
        }
    }
}

/// All files of a crate's emitted part.
pub(crate) fn parts(krate: &Crate) -> Vec<Part<'_>> {
    let folders = [
        Folder::of(
            "operations",
            "The types that stand for operations: needed only to name a `Request`.",
            krate.operations.iter().map(|operation| (&operation.name, Some(&operation.marker))),
        ),
        Folder::of(
            "schemas",
            "One file a schema.",
            krate.schemas.iter().map(|schema| (&schema.module, Some(&schema.name))),
        ),
        Folder::of("enums", "One file an enum.", krate.enums.iter().map(|e| (&e.module, Some(&e.name)))),
        Folder::of(
            "fixtures",
            "Plausible examples, one file a schema.",
            krate.schemas.iter().map(|schema| (&schema.module, None)),
        ),
    ];
    let mut parts = vec![Part::Root(krate), Part::Api(&krate.api), Part::Mock(krate)];
    parts.extend((!krate.api.regions.is_empty()).then_some(Part::Region(&krate.api)));
    parts.extend(folders.into_iter().flatten().map(Part::Folder));
    parts.extend(krate.operations.iter().map(Part::Operation));
    parts.extend(krate.schemas.iter().map(Part::Schema));
    parts.extend(krate.schemas.iter().map(Part::Fixture));
    parts.extend(krate.enums.iter().map(Part::Enum));
    parts
}

fn root(krate: &Crate) -> Draft {
    let client = quote! { #[cfg(feature = "_client")] };
    let for_tests = quote! { #[cfg(feature = "mock")] };
    let mock = quote! { #[cfg(all(feature = "_client", feature = "mock"))] };
    let regions = !krate.api.regions.is_empty();
    let (operations, schemas, enums) =
        (!krate.operations.is_empty(), !krate.schemas.is_empty(), !krate.enums.is_empty());
    let modules = [
        (true, parse_quote! { #client mod api; }),
        (enums, parse_quote! { mod enums; }),
        (schemas, parse_quote! { #for_tests mod fixtures; }),
        (true, parse_quote! { #mock mod mock; }),
        (operations, parse_quote! { #client pub mod operations; }),
        (regions, parse_quote! { #client mod region; }),
        (schemas, parse_quote! { mod schemas; }),
    ];
    let uses = [
        (true, parse_quote! { #client pub(crate) use self::api::API; }),
        (enums, parse_quote! { pub use self::enums::*; }),
        (true, parse_quote! { #mock pub(crate) use self::mock::ROUTES; }),
        (regions, parse_quote! { #client pub use self::region::Region; }),
        (schemas, parse_quote! { pub use self::schemas::*; }),
    ];
    let there = |(there, item)| if there { Some(item) } else { None };
    Draft {
        path: "mod.rs".to_owned(),
        docs: Some("What the spec says, as Rust: this folder is written by `cargo xtask gen` alone."),
        uses: Vec::new(),
        items: vec![
            modules.into_iter().filter_map(there).collect(),
            uses.into_iter().filter_map(there).collect(),
        ],
    }
}

/// The `mod.rs` of a folder: `mod a; mod b;` and `pub use self::a::A; pub use self::b::B;`
pub(crate) struct Folder {
    name: &'static str,
    docs: &'static str,
    /// The module and what of it others see, sorted.
    names: Vec<(String, Option<String>)>,
}

impl Folder {
    /// Nothing where there is nothing to put in it.
    fn of<'a>(
        name: &'static str,
        docs: &'static str,
        names: impl Iterator<Item = (&'a String, Option<&'a String>)>,
    ) -> Option<Self> {
        let mut names: Vec<_> = names.map(|(module, item)| (module.clone(), item.cloned())).collect();
        names.sort();
        (!names.is_empty()).then_some(Self { name, docs, names })
    }

    fn file(&self) -> Draft {
        let modules = self.names.iter().map(|(module, _)| {
            let module = ident(module);
            parse_quote! { mod #module; }
        });
        let uses = self.names.iter().filter_map(|(module, item)| {
            let (module, item) = (ident(module), ident(item.as_ref()?));
            Some(parse_quote! { pub use self::#module::#item; })
        });
        Draft {
            path: format!("{}/mod.rs", self.name),
            docs: Some(self.docs),
            uses: Vec::new(),
            items: vec![modules.collect(), uses.collect()],
        }
    }
}

/// `#[deprecated = "..."]`, where there is a reason.
fn deprecated(reason: Option<&String>) -> Option<Attribute> {
    reason.map(|reason| attribute("deprecated", reason))
}

/// The attribute of an item that has to name deprecated ones.
fn names_deprecated(any: bool) -> Option<Attribute> {
    any.then(|| parse_quote! { #[expect(deprecated, reason = "it still has to be read and written")] })
}
