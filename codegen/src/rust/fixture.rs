//! A file of `fixtures/`: an example value of a schema, for tests.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{EnumId, FixtureValue, Schema, SchemaId};

use super::imports::{EMITTED, Imports};
use super::tokens::{EmittedFile, double, expect_deprecated, ident, integer};
use super::types::is_boxed;

pub(super) fn file(schema: &Schema) -> EmittedFile {
    let mut imports = Imports::default();
    imports.add(EMITTED, [schema.rust_name.as_str()]);
    for property in &schema.properties {
        add_imports(&mut imports, &property.fixture);
    }
    let fixture = fixture(schema);
    EmittedFile { path: format!("fixtures/{}.rs", schema.module), source: quote! { #imports #fixture } }
}

fn add_imports<'a>(imports: &mut Imports<'a>, value: &'a FixtureValue) {
    match value {
        FixtureValue::Variant { enum_def: EnumId { rust_name, .. }, .. }
        | FixtureValue::Fixture(SchemaId { rust_name, .. }) => {
            imports.add(EMITTED, [rust_name.as_str()]);
        }
        FixtureValue::List(items) => {
            for item in items {
                add_imports(imports, item);
            }
        }
        FixtureValue::Map(entries) => {
            imports.add("std::collections", ["BTreeMap"]);
            for (_, value) in entries {
                add_imports(imports, value);
            }
        }
        FixtureValue::Optional(inner) => add_imports(imports, inner),
        FixtureValue::Default
        | FixtureValue::String(_)
        | FixtureValue::Boolean(_)
        | FixtureValue::Integer(_)
        | FixtureValue::Double(_) => {}
    }
}

/// ```text
/// impl Pet {
///     pub fn fixture() -> Self {
///         Self { name: "Rex".to_owned(), weight: Some(4.5), ..Self::default() }
///     }
/// }
/// ```
fn fixture(schema: &Schema) -> TokenStream {
    let name = ident(&schema.rust_name);
    let set: Vec<_> = schema.properties.iter().filter(|p| p.fixture != FixtureValue::Default).collect();
    let expect_deprecated = expect_deprecated(
        set.iter().any(|property| property.field.deprecated.is_some() || property.fixture.names_deprecated()),
    );
    let fields = set.iter().map(|property| {
        let field = ident(&property.field.rust_name);
        let value = match &property.fixture {
            FixtureValue::Optional(inner) if is_boxed(&property.field.ty) => {
                let inner = value(inner);
                quote! { Some(Box::new(#inner)) }
            }
            other => value(other),
        };
        quote! { #field: #value }
    });
    let body = if set.is_empty() {
        quote! { Self::default() }
    } else {
        quote! { Self { #(#fields,)* ..Self::default() } }
    };
    quote! {
        impl #name {
            /// Returns sample data for tests.
            #expect_deprecated
            #[must_use]
            pub fn fixture() -> Self {
                #body
            }
        }
    }
}

fn value(fixture: &FixtureValue) -> TokenStream {
    match fixture {
        FixtureValue::Default => quote! { Default::default() },
        FixtureValue::String(text) => owned(text),
        FixtureValue::Boolean(value) => quote! { #value },
        FixtureValue::Integer(value) => integer(*value),
        FixtureValue::Double(value) => double(*value),
        FixtureValue::Variant { enum_def: EnumId { rust_name: enum_name, .. }, rust_name, .. } => {
            let (name, variant) = (ident(enum_name), ident(rust_name));
            quote! { #name::#variant }
        }
        FixtureValue::Fixture(SchemaId { rust_name, .. }) => {
            let name = ident(rust_name);
            quote! { #name::fixture() }
        }
        FixtureValue::List(items) => {
            let items = items.iter().map(value);
            quote! { vec![#(#items),*] }
        }
        FixtureValue::Map(entries) => {
            let entries = entries.iter().map(|(key, item)| {
                let (key, item) = (owned(key), value(item));
                quote! { (#key, #item) }
            });
            quote! { BTreeMap::from([#(#entries),*]) }
        }
        FixtureValue::Optional(inner) => {
            let inner = value(inner);
            quote! { Some(#inner) }
        }
    }
}

/// `"...".to_owned()`
fn owned(text: &str) -> TokenStream {
    if text.is_empty() {
        quote! { String::new() }
    } else {
        quote! { #text.to_owned() }
    }
}
