//! A file of `schemas/`: a struct, how it is read and written, and, for a page, what it holds and what follows.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Page, Property, Schema};

use super::ty::Uses;
use super::{TokenFile, deprecated, docs, ident, names_deprecated};

pub(super) fn file(schema: &Schema) -> TokenFile {
    let uses = Uses::of(schema.properties.iter().map(|property| &property.ty)).except(&schema.name);
    let runtime = match schema.page {
        Some(_) => quote! { use crate::runtime::model::{Object, Page, Reader, RejectedItem, Writer, page}; },
        None => quote! { use crate::runtime::model::{Object, Reader, Writer, object}; },
    };
    let name = ident(&schema.name);
    let mut items = vec![structure(schema), object(schema)];
    match &schema.page {
        Some(page) => items.extend([page_impl(schema, page), quote! { page!(#name); }]),
        None => items.push(quote! { object!(#name); }),
    }
    TokenFile {
        path: format!("schemas/{}.rs", schema.module),
        docs: None,
        uses: vec![
            uses.std(),
            vec![quote! { use serde_json::{Map, Value}; }],
            uses.emitted().into_iter().chain([runtime]).collect(),
        ],
        items,
    }
}

/// ```text
/// pub struct Pet {
///     pub name: String,
///     pub extra: Map<String, Value>,
/// }
/// ```
fn structure(schema: &Schema) -> TokenStream {
    let name = ident(&schema.name);
    let docs = docs::attributes(&schema.docs);
    let fields = schema.properties.iter().map(field);
    let rejected = schema.page.as_ref().map(|_| {
        quote! {
            /// The items that could not be decoded, in the order of the response. Not part of the JSON.
            pub rejected: Vec<RejectedItem>,
        }
    });
    quote! {
        #docs
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #rejected
            /// Properties that the API sent and this version of the crate does not know.
            pub extra: Map<String, Value>,
        }
    }
}

fn field(property: &Property) -> TokenStream {
    let docs = docs::attributes(&property.docs);
    let deprecated = deprecated(property.deprecated.as_ref());
    let name = ident(&property.name);
    let ty = &property.ty;
    quote! {
        #docs
        #deprecated
        pub #name: #ty,
    }
}

/// ```text
/// impl Object for Pet {
///     const NAME: &'static str = "Pet";
///     const REQUIRED: &'static [&'static str] = &["name"];
///
///     fn read<'de, R: Reader<'de>>(&mut self, property: &str, value: R) -> Result<(), R::Error> {
///         match property {
///             "name" => value.required(0, &mut self.name),
///             _ => value.unknown(property, &mut self.extra),
///         }
///     }
///
///     fn write<W: Writer>(&self, to: &mut W) -> Result<(), W::Error> {
///         to.property("name", &self.name)?;
///         to.unknown(&self.extra)
///     }
/// }
/// ```
fn object(schema: &Schema) -> TokenStream {
    let name = ident(&schema.name);
    let text = &schema.name;
    let required = schema.properties.iter().filter(|property| property.required);
    let required = required.map(|property| &property.wire);
    let mut position = 0_usize..;
    let arms = schema.properties.iter().map(|property| {
        let (wire, field) = (&property.wire, ident(&property.name));
        match property.required.then(|| position.next()).flatten() {
            Some(position) => {
                let position = proc_macro2::Literal::usize_unsuffixed(position);
                quote! { #wire => value.required(#position, &mut self.#field), }
            }
            None => quote! { #wire => value.optional(&mut self.#field), },
        }
    });
    let writes = schema.properties.iter().map(|property| {
        let (wire, field) = (&property.wire, ident(&property.name));
        quote! { to.property(#wire, &self.#field)?; }
    });
    let expect = names_deprecated(schema.properties.iter().any(|property| property.deprecated.is_some()));
    quote! {
        #expect
        impl Object for #name {
            const NAME: &'static str = #text;
            const REQUIRED: &'static [&'static str] = &[#(#required),*];

            fn read<'de, R: Reader<'de>>(&mut self, property: &str, value: R) -> Result<(), R::Error> {
                match property {
                    #(#arms)*
                    _ => value.unknown(property, &mut self.extra),
                }
            }

            fn write<W: Writer>(&self, to: &mut W) -> Result<(), W::Error> {
                #(#writes)*
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
    let name = ident(&schema.name);
    let Page { items_wire, item, .. } = page;
    let [items, more, next] = [&page.items, &page.more, &page.next].map(|field| ident(field));
    quote! {
        impl Page for #name {
            type Item = #item;
            const ITEMS: &'static str = #items_wire;

            fn items(&mut self) -> &mut Vec<#item> {
                &mut self.#items
            }

            fn rejected(&mut self) -> &mut Vec<RejectedItem> {
                &mut self.rejected
            }

            fn more_follow(&self) -> bool {
                self.#more
            }

            fn next_token(&self) -> Option<&str> {
                self.#next.as_deref()
            }
        }
    }
}
