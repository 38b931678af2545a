//! Rust notation of types.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::model::{EnumId, Format, Primitive, SchemaId, Type, UnionId};

use crate::reserved::PRELUDE_TRAITS;

use super::tokens::ident;

impl ToTokens for Type {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::String => quote! { String },
            Self::Integer => quote! { i64 },
            Self::Double => quote! { f64 },
            Self::Boolean => quote! { bool },
            Self::Any => quote! { Value },
            Self::Formatted(format) => match format.written() {
                Primitive::Integer => quote! { Quoted<i64> },
                Primitive::Double => quote! { Quoted<f64> },
                Primitive::Format(Format::Uint64) if format.is_quoted() => quote! { Quoted<u64> },
                Primitive::Format(Format::Uint64) => quote! { u64 },
                Primitive::Format(Format::Float32) => quote! { f32 },
                _ => {
                    let name = runtime_type(self).map(ident);
                    quote! { #name }
                }
            },
            Self::Enum(EnumId { rust_name, .. })
            | Self::Schema(SchemaId { rust_name, .. })
            | Self::Union(UnionId { rust_name, .. }) => {
                let name = ident(rust_name);
                if is_qualified(rust_name) {
                    quote! { crate::emitted::#name }
                } else {
                    quote! { #name }
                }
            }
            Self::List(item) => quote! { Vec<#item> },
            Self::Map(value) => quote! { BTreeMap<String, #value> },
            Self::Optional(inner) => quote! { Option<#inner> },
            Self::Nullable(inner) => quote! { Nullable<#inner> },
        });
    }
}

/// The type of the runtime that is Rust's for a type, if it is one. The emitted module exports those that the API uses.
pub(super) fn runtime_type(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Nullable(_) => Some("Nullable"),
        Type::Formatted(Format::DateTime) => Some("DateTime"),
        Type::Formatted(Format::Date) => Some("Date"),
        Type::Formatted(Format::Base64) => Some("Base64"),
        Type::Formatted(Format::Base64Url) => Some("Base64Url"),
        Type::Formatted(format) if format.is_quoted() => Some("Quoted"),
        _ => None,
    }
}

/// Whether a type is referred to by its path, so that a file can use both it and the prelude's trait of that name.
pub(super) fn is_qualified(rust_name: &str) -> bool {
    PRELUDE_TRAITS.contains(&rust_name)
}

/// The type as a program writes it.
pub(super) fn rust_notation(ty: &Type) -> String {
    quote! { #ty }.to_string().replace(' ', "").replace(',', ", ")
}

/// The type of the field that holds a property.
pub(super) fn field_type(ty: &Type) -> TokenStream {
    match ty {
        Type::Optional(inner) if is_boxed(ty) => quote! { Option<Box<#inner>> },
        Type::Nullable(inner) if is_boxed(ty) => quote! { Nullable<Box<#inner>> },
        ty => quote! { #ty },
    }
}

/// Whether a field boxes its value. An optional object or union is boxed because most are absent and some are large. The size of the
/// object is not considered, so that an object that grows never changes the type of the fields that hold it.
pub(super) fn is_boxed(ty: &Type) -> bool {
    matches!(ty, Type::Optional(inner) | Type::Nullable(inner) if matches!(**inner, Type::Schema(_) | Type::Union(_)))
}

#[cfg(test)]
mod tests {
    use super::field_type;
    use crate::model::Type;

    #[test]
    fn only_an_optional_object_itself_is_boxed() {
        let pet = || Box::new(Type::schema("Pet"));
        let optional = |inner| Box::new(Type::Optional(inner));
        for (ty, expected) in [
            (*pet(), "Pet"),
            (*optional(pet()), "Option<Box<Pet>>"),
            (Type::List(optional(pet())), "Vec<Option<Pet>>"),
            (*optional(Box::new(Type::Map(pet()))), "Option<BTreeMap<String,Pet>>"),
            (*optional(Box::new(Type::String)), "Option<String>"),
            (Type::Nullable(pet()), "Nullable<Box<Pet>>"),
            (Type::Nullable(Box::new(Type::List(pet()))), "Nullable<Vec<Pet>>"),
        ] {
            assert_eq!(field_type(&ty).to_string().replace(' ', ""), expected);
        }
    }
}
