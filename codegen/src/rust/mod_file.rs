//! The `mod.rs` of the emitted part and those of its folders.

use std::collections::BTreeSet;

use quote::quote;

use crate::model::{EnumType, Model, Schema};

use super::tokens::{EmittedFile, ident};
use super::types::runtime_type;

/// ```text
/// mod api;
/// mod schemas;
///
/// pub(crate) use self::api::API;
/// pub use self::schemas::*;
/// ```
pub(super) fn root(model: &Model) -> EmittedFile {
    let client = quote! { #[cfg(feature = "_client")] };
    let mock = quote! { #[cfg(all(feature = "_client", feature = "mock"))] };
    let (operations, regions) = (!model.operations.is_empty(), !model.api.regions.is_empty());
    let (schemas, enums) = (!model.schemas.is_empty(), !model.enums.is_empty());
    let unions = !model.unions.is_empty();
    let mod_enums = enums.then(|| quote! { mod enums; });
    let mod_fixtures = (schemas || unions).then(|| quote! { #[cfg(feature = "mock")] mod fixtures; });
    let mod_operations = operations.then(|| quote! { #client pub mod operations; });
    let mod_region = regions.then(|| quote! { #client mod region; });
    let mod_schemas = schemas.then(|| quote! { mod schemas; });
    let mod_unions = unions.then(|| quote! { mod unions; });
    let use_unions = unions.then(|| quote! { pub use self::unions::*; });
    let use_enums = enums.then(|| quote! { pub use self::enums::*; });
    let integers = model.enums.iter().any(|enum_def| enum_def.value_type == EnumType::Integer);
    let runtime_types = runtime_types(model).into_iter().chain(integers.then_some("UnknownInteger"));
    let runtime_types: Vec<_> = runtime_types.map(ident).collect();
    let use_runtime =
        (!runtime_types.is_empty()).then(|| quote! { pub use crate::runtime::model::{#(#runtime_types),*}; });
    let use_region = regions.then(|| quote! { #client pub use self::region::Region; });
    let use_schemas = schemas.then(|| quote! { pub use self::schemas::*; });
    EmittedFile {
        path: "mod.rs".to_owned(),
        source: quote! {
            //! The spec as Rust. `cargo xtask gen` writes this folder.

            #client mod api;
            #mod_enums
            #mod_fixtures
            #mock mod mock;
            #mod_operations
            #mod_region
            #mod_schemas
            #mod_unions

            #use_runtime
            #client pub(crate) use self::api::API;
            #use_enums
            #mock pub(crate) use self::mock::ROUTES;
            #use_region
            #use_schemas
            #use_unions
        },
    }
}

/// The types of the runtime that the types of the API are in Rust.
fn runtime_types(model: &Model) -> BTreeSet<&'static str> {
    let operations = model.operations.iter().flat_map(|operation| {
        let parameters = operation.parameters.iter().map(|parameter| &parameter.field.ty);
        // A parameter's numbers have no quotes.
        parameters.filter(|ty| !ty.is_quoted()).chain(&operation.body).chain(&operation.response)
    });
    let variants = model.unions.iter().flat_map(|it| &it.variants).map(|variant| &variant.ty);
    let types = model.schemas.iter().flat_map(Schema::types).chain(operations).chain(variants);
    let mut found = BTreeSet::new();
    types.for_each(|ty| ty.visit(&mut |part| found.extend(runtime_type(part))));
    found
}

/// The `mod.rs` of each folder that has files.
pub(super) fn folders(model: &Model) -> impl Iterator<Item = EmittedFile> {
    let operations =
        model.operations.iter().map(|operation| (&operation.module, Some(&operation.marker_type)));
    let schemas = model.schemas.iter().map(|schema| (&schema.module, Some(&schema.rust_name)));
    let enums = model.enums.iter().map(|enum_def| (&enum_def.module, Some(&enum_def.rust_name)));
    let unions = model.unions.iter().map(|union_def| (&union_def.module, Some(&union_def.rust_name)));
    let fixtures = model.schemas.iter().map(|schema| &schema.module);
    let fixtures = fixtures.chain(model.unions.iter().map(|union_def| &union_def.module));
    let fixtures = fixtures.map(|module| (module, None));
    let folders = [
        folder(
            "operations",
            " Marker types of the operations: they name the type of a `Request`, and the operation of a mock's reply.",
            operations.collect(),
        ),
        folder("schemas", " One file a schema.", schemas.collect()),
        folder("enums", " One file an enum.", enums.collect()),
        folder("unions", " One file per union.", unions.collect()),
        folder("fixtures", " Plausible examples, one file a schema.", fixtures.collect()),
    ];
    folders.into_iter().flatten()
}

/// ```text
/// //! One file per schema.
///
/// mod owner;
/// mod pet;
///
/// pub use self::owner::Owner;
/// pub use self::pet::Pet;
/// ```
fn folder(name: &str, docs: &str, mut modules: Vec<(&String, Option<&String>)>) -> Option<EmittedFile> {
    if modules.is_empty() {
        return None;
    }
    modules.sort();
    let names = modules.iter().map(|(module, _)| ident(module));
    let uses = modules.iter().filter_map(|(module, item)| {
        let (module, item) = (ident(module), ident(item.as_ref()?));
        Some(quote! { pub use self::#module::#item; })
    });
    Some(EmittedFile {
        path: format!("{name}/mod.rs"),
        source: quote! {
            #![doc = #docs]
            #(mod #names;)*
            #(#uses)*
        },
    })
}
