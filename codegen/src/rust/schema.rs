//! A file of `schemas/`: a struct, its decoding and encoding, and, for a page, its items and the token of the next page.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{Page, PropertyPath, Rest, Schema, TimeUnit, Type};

use super::docs;
use super::imports::Imports;
use super::tokens::{EmittedFile, deprecated, expect_deprecated, ident};
use super::types::field_type;

pub(super) fn file(schema: &Schema) -> EmittedFile {
    let name = ident(&schema.rust_name);
    let (imports, struct_item) = (imports(schema), struct_item(schema));
    let (timestamp_methods, object_impl) = (timestamp_methods(schema), object_impl(schema));
    let serde_impls = match &schema.page {
        Some(page) => {
            let (page_impl, item) = (page_impl(schema, page), &page.item);
            let items = page.items.0.iter().map(|step| ident(&step.rust_name));
            quote! {
                #page_impl
                page!(#name #(.#items)* of #item);
            }
        }
        None => quote! { object!(#name); },
    };
    EmittedFile {
        path: format!("schemas/{}.rs", schema.module),
        source: quote! {
            #imports
            #struct_item
            #timestamp_methods
            #object_impl
            #serde_impls
        },
    }
}

fn imports(schema: &Schema) -> Imports<'_> {
    let items = schema.page.as_ref().map(|page| &page.item);
    let mut imports = Imports::of(schema.types().chain(items)).except(&schema.rust_name);
    imports.add("serde_json", ["Map", "Value"]);
    imports.add("crate::runtime::model", ["Object", "PropertyReader", "PropertyWriter"]);
    for time in schema.properties.iter().filter_map(|property| property.timestamp.as_ref()) {
        imports.add("std::time", ["SystemTime"]);
        imports.add("crate::runtime::model", [from_unit(time.unit)]);
    }
    match schema.page {
        Some(_) => imports.add("crate::runtime::model", ["Page", "RejectedItem", "page"]),
        None => imports.add("crate::runtime::model", ["object"]),
    }
    imports
}

/// ```text
/// pub struct Pet {
///     pub name: String,
///     pub extra: Map<String, Value>,
/// }
/// ```
fn struct_item(schema: &Schema) -> TokenStream {
    let name = ident(&schema.rust_name);
    let docs = docs::attributes(schema.description.as_str(), &[]);
    let fields = schema.properties.iter().map(|property| {
        let (name, ty) = (ident(&property.field.rust_name), field_type(&property.field.ty));
        let (docs, deprecated) =
            (docs::property(&property.field), deprecated(property.field.deprecated.as_ref()));
        quote! { #docs #deprecated pub #name: #ty }
    });
    let rejected = schema.page.as_ref().map(|_| {
        quote! {
            /// Items that could not be decoded, in the order of the response: at most the first 1000, and at most a mebibyte.
            /// Not part of the JSON.
            pub rejected: Vec<RejectedItem>,
            /// Number of items that could not be decoded, including those that `rejected` has no room for. Not part of the JSON.
            pub rejected_count: usize,
        }
    });
    let rest = schema.rest.as_ref().map(|Rest { map, .. }| {
        quote! {
            /// Properties beyond the named ones. Those of another type are in `extra`.
            pub rest: #map,
        }
    });
    let unknown = match &schema.rest {
        Some(_) => " Properties unknown to this version of the crate that are not in `rest`.",
        None => " Properties unknown to this version of the crate.",
    };
    quote! {
        #docs
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
            #rejected
            #rest
            #[doc = #unknown]
            pub extra: Map<String, Value>,
        }
    }
}

/// ```text
/// impl Pet {
///     pub fn born_at(&self) -> Option<SystemTime> {
///         from_seconds(self.born_at_unix)
///     }
/// }
/// ```
fn timestamp_methods(schema: &Schema) -> Option<TokenStream> {
    let name = ident(&schema.rust_name);
    let methods = schema.properties.iter().filter_map(|property| {
        let time = property.timestamp.as_ref()?;
        let (method, field, from_unit) =
            (ident(&time.method), ident(&property.field.rust_name), ident(from_unit(time.unit)));
        let about = format!("Returns [`{0}`](Self::{0}) as a point in time.", property.field.rust_name);
        let docs = docs::attributes("", &[about]);
        let expect_deprecated = expect_deprecated(property.field.deprecated.is_some());
        Some(quote! {
            #docs
            #expect_deprecated
            #[must_use]
            pub fn #method(&self) -> Option<SystemTime> {
                #from_unit(self.#field)
            }
        })
    });
    let methods: Vec<_> = methods.collect();
    (!methods.is_empty()).then(|| quote! { impl #name { #(#methods)* } })
}

/// The runtime's function that converts a number in this unit.
fn from_unit(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Seconds => "from_seconds",
        TimeUnit::Milliseconds => "from_milliseconds",
    }
}

/// ```text
/// impl Object for Pet {
///     const NAME: &'static str = "Pet";
///     const REQUIRED: &'static [&'static str] = &["name"];
///
///     fn read<'de, R: PropertyReader<'de>>(&mut self, property: &str, value: R) -> Result<(), R::Error> {
///         match property {
///             "name" => value.required(0, &mut self.name),
///             "nickname" => value.optional(&mut self.nickname),
///             _ => value.unknown(property, &mut self.extra),
///         }
///     }
///
///     fn write<W: PropertyWriter>(&self, to: &mut W) -> Result<(), W::Error> {
///         to.property("name", &self.name)?;
///         to.property("nickname", &self.nickname)?;
///         to.unknown(&self.extra)
///     }
/// }
/// ```
fn object_impl(schema: &Schema) -> TokenStream {
    let Schema { rust_name, properties, .. } = schema;
    let name = ident(rust_name);
    let expect_deprecated = expect_deprecated(properties.iter().any(|p| p.field.deprecated.is_some()));
    let wire_names: Vec<_> = properties.iter().map(|property| &property.field.name.value).collect();
    let fields: Vec<_> = properties.iter().map(|property| ident(&property.field.rust_name)).collect();
    let required = properties
        .iter()
        .filter(|property| property.field.ty.is_required())
        .map(|property| &property.field.name.value);
    let mut required_indices = (0..).map(Literal::usize_unsuffixed);
    let reads = properties.iter().zip(&fields).map(|(property, field)| {
        if property.field.ty.is_required() {
            let index = required_indices.next();
            quote! { value.required(#index, &mut self.#field) }
        } else {
            quote! { value.optional(&mut self.#field) }
        }
    });
    let (unknown, write_rest) = match &schema.rest {
        Some(_) => (
            quote! { value.rest(property, &mut self.rest, &mut self.extra) },
            Some(quote! { to.rest(&self.rest)?; }),
        ),
        None => (quote! { value.unknown(property, &mut self.extra) }, None),
    };
    let read = if properties.is_empty() {
        unknown
    } else {
        quote! {
            match property {
                #(#wire_names => #reads,)*
                _ => #unknown,
            }
        }
    };
    quote! {
        #expect_deprecated
        impl Object for #name {
            const NAME: &'static str = #rust_name;
            const REQUIRED: &'static [&'static str] = &[#(#required),*];

            fn read<'de, R: PropertyReader<'de>>(&mut self, property: &str, value: R) -> Result<(), R::Error> {
                #read
            }

            fn write<W: PropertyWriter>(&self, to: &mut W) -> Result<(), W::Error> {
                #(to.property(#wire_names, &self.#fields)?;)*
                #write_rest
                to.unknown(&self.extra)
            }
        }
    }
}

/// ```text
/// impl Page for ListPets {
///     type Item = Pet;
///     const ITEMS: &'static str = "pets";
///     ...
/// }
/// ```
fn page_impl(schema: &Schema, page: &Page) -> TokenStream {
    let name = ident(&schema.rust_name);
    let Page { items, item, more, next, pages, total } = page;
    let paths = [Some(items), more.as_ref(), next.as_ref(), pages.as_ref(), total.as_ref()];
    let mut steps = paths.into_iter().flatten().flat_map(|path| &path.0);
    let expect_deprecated = expect_deprecated(steps.any(|step| step.is_deprecated));
    let (items_path, fields) = (items.to_string(), items.0.iter().map(|step| ident(&step.rust_name)));
    let items_names = items.names();
    let nested = items.is_nested().then(|| {
        quote! { const NESTED_ITEMS: &'static [&'static str] = &[#(#items_names),*]; }
    });
    let facts = [
        page_fact("has_next_page", &quote! { bool }, more.as_ref()),
        page_fact("next_token", &quote! { &str }, next.as_ref()),
        page_fact("page_count", &quote! { i64 }, pages.as_ref()),
        page_fact("total", &quote! { i64 }, total.as_ref()),
    ];
    let facts = facts.iter().flatten();
    quote! {
        #expect_deprecated
        impl Page for #name {
            type Item = #item;
            const ITEMS: &'static str = #items_path;
            #nested

            fn items(&mut self) -> &mut Vec<#item> {
                &mut self #(.#fields)*
            }

            fn rejected(&mut self) -> &mut Vec<RejectedItem> {
                &mut self.rejected
            }

            fn rejected_count(&mut self) -> &mut usize {
                &mut self.rejected_count
            }

            #(#facts)*
        }
    }
}

/// ```text
/// fn next_token(&self) -> Option<&str> {
///     self.meta.as_ref()?.next.as_deref()
/// }
/// ```
fn page_fact(method: &str, ty: &TokenStream, path: Option<&PropertyPath>) -> Option<TokenStream> {
    let (last, around) = path?.0.split_last()?;
    let around = around.iter().map(|step| {
        let field = ident(&step.rust_name);
        if step.ty.is_optional() {
            quote! { .#field.as_ref()? }
        } else {
            quote! { .#field }
        }
    });
    let (method, field) = (ident(method), ident(&last.rust_name));
    let field = quote! { self #(#around)* .#field };
    let value = match &last.ty {
        Type::Optional(inner) if matches!(**inner, Type::String) => quote! { #field.as_deref() },
        Type::Optional(_) => field,
        _ => quote! { Some(#field) },
    };
    Some(quote! {
        fn #method(&self) -> Option<#ty> {
            #value
        }
    })
}
