//! What the JSON of each variant of a union without a tag looks like, for the runtime to find the variant of a value.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Enum, EnumType, Model, Primitive, Type, Union};

use super::tokens::integer;

/// The scalars of all variants. An enum beside another variant of the same kind fits only its own values.
#[derive(Default)]
struct Scalars {
    texts: usize,
    numbers: usize,
    has_double: bool,
}

/// The shape of each variant, such as `JsonShape::List(&JsonShape::String)`.
pub(super) fn shapes(model: &Model, it: &Union) -> Vec<TokenStream> {
    let mut scalars = Scalars::default();
    for variant in &it.variants {
        scalars.count(model, &variant.ty);
    }
    it.variants.iter().map(|variant| shape(model, &scalars, &variant.ty)).collect()
}

impl Scalars {
    fn count(&mut self, model: &Model, ty: &Type) {
        match ty.innermost() {
            Type::Enum(id) => match model.enum_def(id).value_type {
                EnumType::String => self.texts += 1,
                EnumType::Integer => self.numbers += 1,
            },
            // One inside a list or map may be the union itself.
            Type::Union(id) if *ty == *ty.innermost() => {
                let inner = model.union_def(id);
                if inner.tag.is_none() {
                    inner.variants.iter().for_each(|variant| self.count(model, &variant.ty));
                }
            }
            other => match other.json() {
                Some(Primitive::String) => self.texts += 1,
                Some(Primitive::Integer) => self.numbers += 1,
                Some(Primitive::Double) => (self.numbers, self.has_double) = (self.numbers + 1, true),
                _ => {}
            },
        }
    }
}

fn shape(model: &Model, scalars: &Scalars, ty: &Type) -> TokenStream {
    match ty {
        Type::String | Type::Integer | Type::Double | Type::Boolean | Type::Any | Type::Formatted(_) => {
            match ty.json() {
                Some(Primitive::Integer) if scalars.has_double => quote! { JsonShape::Integer },
                Some(Primitive::Integer | Primitive::Double) => quote! { JsonShape::Number },
                Some(Primitive::Boolean) => quote! { JsonShape::Boolean },
                Some(Primitive::String) => quote! { JsonShape::String },
                _ => quote! { JsonShape::Any },
            }
        }
        Type::Enum(id) => enum_shape(scalars, model.enum_def(id)),
        Type::Schema(id) => {
            let properties = model.schema(id).properties.iter().map(|property| &property.field);
            let required = properties.filter(|field| field.ty.is_required()).map(|field| &field.name.value);
            quote! { JsonShape::Object(&[#(#required),*]) }
        }
        Type::Union(id) => union_shape(model, scalars, model.union_def(id)),
        Type::List(item) => {
            let item = item_shape(model, scalars, item);
            quote! { JsonShape::List(&#item) }
        }
        Type::Map(value) => {
            let value = item_shape(model, scalars, value);
            quote! { JsonShape::Map(&#value) }
        }
        Type::Optional(inner) | Type::Nullable(inner) => {
            let inner = item_shape(model, scalars, inner);
            quote! { JsonShape::Nullable(&#inner) }
        }
    }
}

/// An enum fits any value of its type, unless other variants are of that type as well.
fn enum_shape(scalars: &Scalars, it: &Enum) -> TokenStream {
    match it.value_type {
        EnumType::String if scalars.texts > 1 => {
            let values = it.variants.iter().map(|variant| &variant.name.value);
            quote! { JsonShape::OneOf(&[#(#values),*]) }
        }
        EnumType::Integer if scalars.numbers > 1 => {
            let values = it.variants.iter().filter_map(|variant| variant.value.as_integer()).map(integer);
            quote! { JsonShape::OneOfIntegers(&[#(#values),*]) }
        }
        EnumType::String => quote! { JsonShape::String },
        EnumType::Integer => quote! { JsonShape::Number },
    }
}

/// The shape of what a list or map holds. A union may be the one that the list is a variant of.
fn item_shape(model: &Model, scalars: &Scalars, ty: &Type) -> TokenStream {
    match ty {
        Type::Union(_) => quote! { JsonShape::Any },
        ty => shape(model, scalars, ty),
    }
}

/// A union with a tag is recognized by it.
fn union_shape(model: &Model, scalars: &Scalars, it: &Union) -> TokenStream {
    match &it.tag {
        Some(tag) => {
            let tag = &tag.value;
            quote! { JsonShape::Object(&[#tag]) }
        }
        None => {
            let shapes = it.variants.iter().map(|variant| shape(model, scalars, &variant.ty));
            quote! { JsonShape::AnyOf(&[#(#shapes),*]) }
        }
    }
}
