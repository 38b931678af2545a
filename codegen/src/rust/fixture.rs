//! A file of `fixtures/`: an example value of a schema, for tests.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{Sample, Schema};

use super::imports::{EMITTED, Imports};
use super::types::is_boxed;
use super::{EmittedFile, expect_deprecated, ident, signed};

pub(super) fn file(schema: &Schema) -> EmittedFile {
    let mut imports = Imports::default();
    imports.add(EMITTED, [schema.name.as_str()]);
    for property in &schema.properties {
        add_imports(&mut imports, &property.sample);
    }
    let fixture = fixture(schema);
    EmittedFile { path: format!("fixtures/{}.rs", schema.module), source: quote! { #imports #fixture } }
}

fn add_imports<'a>(imports: &mut Imports<'a>, sample: &'a Sample) {
    match sample {
        Sample::Variant(name, _) | Sample::Fixture(name) => imports.add(EMITTED, [name.as_str()]),
        Sample::List(items) => {
            for item in items {
                add_imports(imports, item);
            }
        }
        Sample::Map(entries) => {
            imports.add("std::collections", ["BTreeMap"]);
            for (_, value) in entries {
                add_imports(imports, value);
            }
        }
        Sample::Optional(inner) => add_imports(imports, inner),
        Sample::Default | Sample::Text(_) | Sample::Boolean(_) | Sample::Integer(_) | Sample::Double(_) => {}
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
    let name = ident(&schema.name);
    let set: Vec<_> = schema.properties.iter().filter(|p| p.sample != Sample::Default).collect();
    let expect_deprecated = expect_deprecated(set.iter().any(|property| property.deprecated.is_some()));
    let fields = set.iter().map(|property| {
        let field = ident(&property.name);
        let value = match &property.sample {
            Sample::Optional(inner) if is_boxed(&property.ty) => {
                let inner = value(inner);
                quote! { Some(Box::new(#inner)) }
            }
            sample => value(sample),
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
            /// One with plausible values, to assign to what a test is about.
            #expect_deprecated
            #[must_use]
            pub fn fixture() -> Self {
                #body
            }
        }
    }
}

fn value(sample: &Sample) -> TokenStream {
    match sample {
        Sample::Default => quote! { Default::default() },
        Sample::Text(text) => owned(text),
        Sample::Boolean(value) => quote! { #value },
        Sample::Integer(value) => signed(*value < 0, &grouped(value.unsigned_abs())),
        Sample::Double(value) => signed(value.is_sign_negative(), &Literal::f64_unsuffixed(value.abs())),
        Sample::Variant(name, variant) => {
            let (name, variant) = (ident(name), ident(variant));
            quote! { #name::#variant }
        }
        Sample::Fixture(name) => {
            let name = ident(name);
            quote! { #name::fixture() }
        }
        Sample::List(items) => {
            let items = items.iter().map(value);
            quote! { vec![#(#items),*] }
        }
        Sample::Map(entries) => {
            let entries = entries.iter().map(|(key, item)| {
                let (key, item) = (owned(key), value(item));
                quote! { (#key, #item) }
            });
            quote! { BTreeMap::from([#(#entries),*]) }
        }
        Sample::Optional(inner) => {
            let inner = value(inner);
            quote! { Some(#inner) }
        }
    }
}

/// Long numbers with a `_` before each three digits.
fn grouped(number: u64) -> Literal {
    let digits = number.to_string();
    let parts: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    let grouped = if parts.len() > 2 { parts.join("_") } else { digits.clone() };
    grouped.parse().unwrap_or_else(|_| Literal::u64_unsuffixed(number))
}

/// `"...".to_owned()`
fn owned(text: &str) -> TokenStream {
    if text.is_empty() {
        quote! { String::new() }
    } else {
        quote! { #text.to_owned() }
    }
}
