//! A file of `fixtures/`: an example value of a schema, for tests.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::model::{EnumId, FixtureValue, Format, Primitive, Schema, SchemaId, Type, Union, UnionId};
use crate::spec::Literal;

use super::imports::{EMITTED, Imports};
use super::tokens::{EmittedFile, double, expect_deprecated, float32, ident, integer};
use super::types::is_boxed;

pub(super) fn file(schema: &Schema) -> EmittedFile {
    let mut imports = Imports::default();
    imports.add(EMITTED, [schema.rust_name.as_str()]);
    let has_nullable =
        schema.properties.iter().any(|property| is_nullable(&property.field.ty, &property.fixture));
    imports.add("crate::runtime::model", has_nullable.then_some("Nullable"));
    for fixture in schema.properties.iter().map(|property| &property.fixture).chain(rest_fixture(schema)) {
        add_imports(&mut imports, fixture);
    }
    let fixture = fixture(schema);
    EmittedFile { path: format!("fixtures/{}.rs", schema.module), source: quote! { #imports #fixture } }
}

pub(super) fn union_file(union_def: &Union) -> EmittedFile {
    let mut imports = Imports::default();
    add_imports(&mut imports, &union_def.fixture);
    imports.add(EMITTED, [union_def.rust_name.as_str()]);
    let name = ident(&union_def.rust_name);
    let expect_deprecated = expect_deprecated(union_def.fixture.names_deprecated());
    let body = match &union_def.fixture {
        FixtureValue::Default => quote! { Self::default() },
        fixture => value(fixture),
    };
    let fixture = method(&name, expect_deprecated.as_ref(), &body);
    EmittedFile { path: format!("fixtures/{}.rs", union_def.module), source: quote! { #imports #fixture } }
}

fn add_imports<'a>(imports: &mut Imports<'a>, value: &'a FixtureValue) {
    match value {
        FixtureValue::Variant { enum_def: EnumId { rust_name, .. }, .. }
        | FixtureValue::Fixture(SchemaId { rust_name, .. })
        | FixtureValue::UnionFixture(UnionId { rust_name, .. }) => {
            imports.add(EMITTED, [rust_name.as_str()]);
        }
        FixtureValue::UnionVariant { union_def: UnionId { rust_name, .. }, value, .. } => {
            imports.add(EMITTED, [rust_name.as_str()]);
            add_imports(imports, value);
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
        FixtureValue::Formatted(format, _) => {
            imports.add("crate::runtime::model", format.is_quoted().then_some("Quoted"));
        }
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
        set.iter().any(|property| property.field.deprecated.is_some() || property.fixture.names_deprecated())
            || rest_fixture(schema).is_some_and(FixtureValue::names_deprecated),
    );
    let fields = set.iter().map(|property| {
        let field = ident(&property.field.rust_name);
        let ty = &property.field.ty;
        let value = match &property.fixture {
            FixtureValue::Optional(inner) => {
                let inner = value(inner);
                let inner = if is_boxed(ty) {
                    quote! { Box::new(#inner) }
                } else {
                    inner
                };
                let is_nullable = is_nullable(ty, &property.fixture);
                if is_nullable {
                    quote! { Nullable::Value(#inner) }
                } else {
                    quote! { Some(#inner) }
                }
            }
            other => value(other),
        };
        quote! { #field: #value }
    });
    let rest = rest_fixture(schema).map(value).map(|value| quote! { rest: #value, });
    let body = if set.is_empty() && rest.is_none() {
        quote! { Self::default() }
    } else {
        quote! { Self { #(#fields,)* #rest ..Self::default() } }
    };
    method(&name, expect_deprecated.as_ref(), &body)
}

/// Whether a property is written as a value that could also be null.
fn is_nullable(ty: &Type, fixture: &FixtureValue) -> bool {
    matches!((ty, fixture), (Type::Nullable(_), FixtureValue::Optional(_)))
}

/// The properties beyond the named ones, if the fixture has any.
fn rest_fixture(schema: &Schema) -> Option<&FixtureValue> {
    schema.rest.as_ref().map(|rest| &rest.fixture).filter(|fixture| **fixture != FixtureValue::Default)
}

fn method(name: &Ident, expect_deprecated: Option<&TokenStream>, body: &TokenStream) -> TokenStream {
    quote! {
        impl #name {
            /// Returns sample data for tests; assign to the fields that a test is about.
            #expect_deprecated
            #[must_use]
            pub fn fixture() -> Self {
                #body
            }
        }
    }
}

/// Text converts to its type; a number is a literal.
fn formatted(format: Format, literal: &Literal) -> TokenStream {
    let number = || match (format.written(), literal) {
        (Primitive::Double, literal) => double(literal.as_f64().unwrap_or_default()),
        (Primitive::Format(Format::Float32), literal) => float32(literal.as_f64().unwrap_or_default()),
        (_, literal) => integer(literal.as_integer().unwrap_or_default()),
    };
    match literal {
        Literal::String(text) => quote! { #text.into() },
        _ if format.is_quoted() => {
            let number = number();
            quote! { Quoted(#number) }
        }
        _ => number(),
    }
}

fn value(fixture: &FixtureValue) -> TokenStream {
    match fixture {
        FixtureValue::Default => quote! { Default::default() },
        FixtureValue::String(text) => owned(text),
        FixtureValue::Boolean(value) => quote! { #value },
        FixtureValue::Integer(value) => integer(*value),
        FixtureValue::Double(value) => double(*value),
        FixtureValue::Formatted(format, literal) => formatted(*format, literal),
        FixtureValue::Variant { enum_def: EnumId { rust_name: enum_name, .. }, rust_name, .. } => {
            let (name, variant) = (ident(enum_name), ident(rust_name));
            quote! { #name::#variant }
        }
        FixtureValue::Fixture(SchemaId { rust_name, .. })
        | FixtureValue::UnionFixture(UnionId { rust_name, .. }) => {
            let name = ident(rust_name);
            quote! { #name::fixture() }
        }
        FixtureValue::UnionVariant { union_def, rust_name, is_boxed, value: inner, .. } => {
            let (name, variant, inner) = (ident(&union_def.rust_name), ident(rust_name), value(inner));
            if *is_boxed {
                quote! { #name::#variant(Box::new(#inner)) }
            } else {
                quote! { #name::#variant(#inner) }
            }
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
