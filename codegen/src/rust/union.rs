//! A file of `unions/`: an enum with a value in each variant, how it is read and written, and its conversions.

use proc_macro2::TokenStream;
use quote::quote;

use crate::markdown::code_span;
use crate::model::{Format, Model, Primitive, Type, Union, UnionVariant};

use super::docs;
use super::imports::Imports;
use super::json_shape;
use super::tokens::{EmittedFile, deprecated, expect_deprecated, ident};

pub(super) fn file(model: &Model, it: &Union) -> EmittedFile {
    let (imports, enum_item, accessors) = (imports(it), enum_item(it), accessors(it));
    let union_impl = match &it.tag {
        Some(tag) => tagged_impl(it, &tag.value),
        None => untagged_impl(model, it),
    };
    let (conversions, macros) = (conversions(it), macros(it));
    EmittedFile {
        path: format!("unions/{}.rs", it.module),
        source: quote! {
            #imports
            #enum_item
            #accessors
            #union_impl
            #conversions
            #macros
        },
    }
}

fn imports(it: &Union) -> Imports<'_> {
    let mut imports = Imports::of(it.variants.iter().map(|variant| &variant.ty)).except(&it.rust_name);
    imports.add("serde_json", ["Value"]);
    imports.add("crate::runtime::model", ["open_union"]);
    if it.tag.is_some() {
        imports.add("crate::runtime::model", ["TaggedReader", "TaggedUnion", "TaggedWriter"]);
    } else {
        imports
            .add("crate::runtime::model", ["JsonShape", "UntaggedReader", "UntaggedUnion", "UntaggedWriter"]);
    }
    imports
}

/// ```text
/// pub enum Animal {
///     Cat(Cat),
///     Unknown(Value),
/// }
/// ```
fn enum_item(it: &Union) -> TokenStream {
    let name = ident(&it.rust_name);
    let about = match &it.tag {
        Some(tag) => format!("The property {} identifies the variant.", code_span(&tag.value)),
        None => "A value decodes as the first variant that fits.".to_owned(),
    };
    let docs = docs::attributes(it.description.as_str(), &[about]);
    let variants = it.variants.iter().map(|variant| {
        let (name, ty) = (ident(&variant.rust_name), variant_type(variant));
        let (docs, deprecated) = (variant_docs(it, variant), deprecated(variant.deprecated.as_ref()));
        quote! { #docs #deprecated #name(#ty) }
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value unknown to this version of the crate, kept as received.
            Unknown(Value),
        }
    }
}

fn variant_docs(it: &Union, variant: &UnionVariant) -> TokenStream {
    let name = code_span(&variant.name.value);
    let about = match &it.tag {
        Some(tag) => format!("{name} in the property {}.", code_span(&tag.value)),
        None => format!("The variant {name}."),
    };
    docs::attributes(variant.description.as_str(), &[about])
}

fn variant_type(variant: &UnionVariant) -> TokenStream {
    let ty = &variant.ty;
    if variant.is_boxed {
        quote! { Box<#ty> }
    } else {
        quote! { #ty }
    }
}

/// ```text
/// impl Animal {
///     pub fn as_cat(&self) -> Option<&Cat> { ... }
/// }
/// ```
fn accessors(it: &Union) -> Option<TokenStream> {
    let name = ident(&it.rust_name);
    let methods = it.variants.iter().map(|variant| {
        let (method, variant_name) = (ident(&variant.accessor), ident(&variant.rust_name));
        let about =
            format!("Returns the value of [`{0}`](Self::{0}), if it is that variant.", variant.rust_name);
        let docs = docs::attributes("", &[about]);
        let ty = &variant.ty;
        let (output, value) = match ty {
            Type::String => (quote! { &str }, quote! { value }),
            Type::Integer | Type::Double | Type::Boolean => (quote! { #ty }, quote! { *value }),
            Type::Formatted(format) if is_copied(*format) => (quote! { #ty }, quote! { *value }),
            Type::List(item) => (quote! { &[#item] }, quote! { value }),
            _ => (quote! { &#ty }, quote! { value }),
        };
        let expect_deprecated = expect_deprecated(variant.deprecated.is_some());
        quote! {
            #docs
            #expect_deprecated
            #[must_use]
            pub fn #method(&self) -> Option<#output> {
                match self {
                    Self::#variant_name(value) => Some(#value),
                    _ => None,
                }
            }
        }
    });
    (!it.variants.is_empty()).then(|| quote! { impl #name { #(#methods)* } })
}

/// Whether Rust copies values: numbers, in text or not.
fn is_copied(format: Format) -> bool {
    Primitive::Format(format).is_number()
}

fn any_deprecated(it: &Union) -> Option<TokenStream> {
    expect_deprecated(it.variants.iter().any(|variant| variant.deprecated.is_some()))
}

/// ```text
/// impl TaggedUnion for Animal {
///     const TAG: &'static str = "kind";
///
///     fn read<'de, R: TaggedReader<'de>>(tag: &str, from: R) -> Result<Self, R::Error> {
///         match tag {
///             "cat" => from.variant(Self::Cat),
///             _ => from.unknown(),
///         }
///     }
///
///     fn write<W: TaggedWriter>(&self, to: W) -> Result<W::Ok, W::Error> {
///         match self {
///             Self::Cat(value) => to.object("cat", value),
///             Self::Unknown(value) => to.unknown(value),
///         }
///     }
/// }
/// ```
fn tagged_impl(it: &Union, tag: &str) -> TokenStream {
    let (name, expect_deprecated) = (ident(&it.rust_name), any_deprecated(it));
    let tags: Vec<_> = it.variants.iter().map(|variant| &variant.name.value).collect();
    let variants: Vec<_> = it.variants.iter().map(|variant| ident(&variant.rust_name)).collect();
    let reads = it.variants.iter().map(|variant| {
        if variant.declares_tag {
            quote! { variant_with_tag }
        } else {
            quote! { variant }
        }
    });
    let writes = it.variants.iter().map(|variant| {
        let tag = &variant.name.value;
        let value = if variant.is_boxed {
            quote! { &**value }
        } else {
            quote! { value }
        };
        match &variant.ty {
            Type::Union(_) => quote! { to.union(#tag, #value) },
            _ => quote! { to.object(#tag, #value) },
        }
    });
    quote! {
        #expect_deprecated
        impl TaggedUnion for #name {
            const TAG: &'static str = #tag;

            fn read<'de, R: TaggedReader<'de>>(tag: &str, from: R) -> Result<Self, R::Error> {
                match tag {
                    #(#tags => from.#reads(Self::#variants),)*
                    _ => from.unknown(),
                }
            }

            fn write<W: TaggedWriter>(&self, to: W) -> Result<W::Ok, W::Error> {
                match self {
                    #(Self::#variants(value) => #writes,)*
                    Self::Unknown(value) => to.unknown(value),
                }
            }
        }
    }
}

/// ```text
/// impl UntaggedUnion for Input {
///     fn read(from: UntaggedReader<'_, Self>) -> UntaggedReader<'_, Self> {
///         from.variant(JsonShape::String, Self::Text)
///     }
///
///     fn write<W: UntaggedWriter>(&self, to: W) -> Result<W::Ok, W::Error> {
///         match self {
///             Self::Text(value) => to.value(value),
///             Self::Unknown(value) => to.unknown(value),
///         }
///     }
/// }
/// ```
fn untagged_impl(model: &Model, it: &Union) -> TokenStream {
    let (name, expect_deprecated) = (ident(&it.rust_name), any_deprecated(it));
    let variants: Vec<_> = it.variants.iter().map(|variant| ident(&variant.rust_name)).collect();
    let shapes = json_shape::shapes(model, it);
    quote! {
        #expect_deprecated
        impl UntaggedUnion for #name {
            fn read(from: UntaggedReader<'_, Self>) -> UntaggedReader<'_, Self> {
                from #(.variant(#shapes, Self::#variants))*
            }

            fn write<W: UntaggedWriter>(&self, to: W) -> Result<W::Ok, W::Error> {
                match self {
                    #(Self::#variants(value) => to.value(value),)*
                    Self::Unknown(value) => to.unknown(value),
                }
            }
        }
    }
}

/// ```text
/// open_union!(tagged Animal);
/// ```
fn macros(it: &Union) -> TokenStream {
    let name = ident(&it.rust_name);
    let kind = if it.tag.is_some() {
        quote! { tagged }
    } else {
        quote! { untagged }
    };
    let parameter = it.is_scalar.then(|| {
        let variants = it.variants.iter().map(|variant| ident(&variant.rust_name));
        let expect_deprecated = any_deprecated(it);
        quote! { open_union!(parameter #expect_deprecated #name { #(#variants),* }); }
    });
    quote! {
        open_union!(#kind #name);
        #parameter
    }
}

/// ```text
/// impl ::std::convert::From<Cat> for Animal {
///     fn from(value: Cat) -> Self {
///         Self::Cat(value)
///     }
/// }
/// ```
/// A type of the spec may be called `From`.
fn conversions(it: &Union) -> TokenStream {
    let name = ident(&it.rust_name);
    let conversions =
        it.variants.iter().filter(|variant| is_only_one_of_its_type(it, variant)).map(|variant| {
            let (variant_name, ty) = (ident(&variant.rust_name), &variant.ty);
            let expect_deprecated = expect_deprecated(variant.deprecated.is_some());
            let value = if variant.is_boxed {
                quote! { Box::new(value) }
            } else {
                quote! { value }
            };
            let from_str = matches!(ty, Type::String).then(|| {
                quote! {
                    #expect_deprecated
                    impl ::std::convert::From<&str> for #name {
                        fn from(value: &str) -> Self {
                            Self::#variant_name(value.to_owned())
                        }
                    }
                }
            });
            quote! {
                #expect_deprecated
                impl ::std::convert::From<#ty> for #name {
                    fn from(value: #ty) -> Self {
                        Self::#variant_name(#value)
                    }
                }
                #from_str
            }
        });
    quote! { #(#conversions)* }
}

/// Whether a value of the type can only be this variant. `Value` would say nothing about the variant.
fn is_only_one_of_its_type(it: &Union, variant: &UnionVariant) -> bool {
    variant.ty != Type::Any && it.variants.iter().filter(|other| other.ty == variant.ty).count() == 1
}
