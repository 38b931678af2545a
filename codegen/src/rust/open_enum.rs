//! A file of `enums/`: an open enum and the two tables that say what its values are called.

use syn::{Arm, Fields, ImplItem, ImplItemFn, Item, ItemEnum, ItemImpl, Local, Stmt, parse_quote};

use crate::ir::{Enum, Variant};
use crate::prose::code;

use super::syntax::{self, arm, choice, fixed, ident, last, of_self, path_pattern, text_arm};
use super::{Draft, deprecated, docs, names_deprecated};

pub(super) fn file(enumeration: &Enum) -> Draft {
    let name = ident(&enumeration.name);
    Draft {
        path: format!("enums/{}.rs", enumeration.module),
        docs: None,
        uses: vec![vec![fixed!(Item { use crate::runtime::model::{OpenEnum, UnknownValue, open_enum}; })]],
        items: vec![
            vec![structure(enumeration)],
            vec![names(enumeration)],
            vec![parse_quote! { open_enum!(#name); }],
        ],
    }
}

/// ```text
/// pub enum Species {
///     Cat,
///     Unknown(UnknownValue),
/// }
/// ```
fn structure(enumeration: &Enum) -> Item {
    let mut item = fixed!(ItemEnum {
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Name {
            /// A value that this version of the crate does not know, kept as it came.
            Unknown(UnknownValue),
        }
    });
    item.ident = ident(&enumeration.name);
    item.attrs.splice(0..0, docs::attributes(&enumeration.description, &[]));
    item.variants = enumeration.variants.iter().map(variant).chain(item.variants).collect();
    Item::Enum(item)
}

fn variant(variant: &Variant) -> syn::Variant {
    let mut attrs = docs::attributes(&variant.description, &[format!("{} in the API.", code(&variant.wire))]);
    attrs.extend(deprecated(variant.deprecated.as_ref()));
    syn::Variant { attrs, ident: ident(&variant.name), fields: Fields::Unit, discriminant: None }
}

/// ```text
/// impl OpenEnum for Species {
///     const KNOWN: &'static [Self] = &[Self::Cat];
///
///     fn from_known(text: &str) -> Option<Self> { ... "cat" => Self::Cat, ... }
///     fn text(&self) -> &str { ... Self::Cat => "cat", ... }
/// }
/// ```
fn names(enumeration: &Enum) -> Item {
    let Enum { name, variants, .. } = enumeration;
    let name = ident(name);
    let known = variants.iter().map(|variant| of_self(&variant.name));
    let (from_known, text) = (from_known(variants), text(variants));
    let from_unknown = fixed!(ImplItemFn {
        fn from_unknown(value: UnknownValue) -> Self {
            Self::Unknown(value)
        }
    });
    let mut item: ItemImpl = parse_quote! {
        impl OpenEnum for #name {
            const KNOWN: &'static [Self] = &[#(#known),*];
        }
    };
    item.attrs.extend(names_deprecated(variants.iter().any(|variant| variant.deprecated.is_some())));
    item.items.extend([from_known, from_unknown, text].map(ImplItem::Fn));
    Item::Impl(item)
}

/// ```text
/// fn from_known(text: &str) -> Option<Self> {
///     let known = match text {
///         "cat" => Self::Cat,
///         _ => return None,
///     };
///     Some(known)
/// }
/// ```
fn from_known(variants: &[Variant]) -> ImplItemFn {
    let arms = variants.iter().map(|variant| text_arm(&variant.wire, syntax::value(of_self(&variant.name))));
    let otherwise = fixed!(Arm { _ => return None, });
    let known = choice(syntax::name("text"), arms.chain([otherwise]).collect());
    let mut function = fixed!(ImplItemFn {
        fn from_known(text: &str) -> Option<Self> {
            let known = ();
            Some(known)
        }
    });
    if let Some(Stmt::Local(Local { init: Some(init), .. })) = function.block.stmts.first_mut() {
        *init.expr = known;
    }
    function
}

/// ```text
/// fn text(&self) -> &str {
///     match self {
///         Self::Cat => "cat",
///         Self::Unknown(value) => value.as_str(),
///     }
/// }
/// ```
fn text(variants: &[Variant]) -> ImplItemFn {
    let arms =
        variants.iter().map(|variant| arm(path_pattern(of_self(&variant.name)), syntax::text(&variant.wire)));
    let otherwise = fixed!(Arm { Self::Unknown(value) => value.as_str(), });
    let mut function = fixed!(ImplItemFn {
        fn text(&self) -> &str {}
    });
    function.block.stmts = vec![last(choice(syntax::this(), arms.chain([otherwise]).collect()))];
    function
}
