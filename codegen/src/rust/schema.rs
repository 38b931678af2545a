//! A file of `schemas/`: a struct, how it is read and written, and, for a page, what it holds and what follows.

use syn::{
    Arm, Field, FieldModifiers, Fields, ImplItem, ImplItemFn, Item, ItemImpl, ItemStruct, Token, Visibility,
    parse_quote,
};

use crate::ir::{Page, Property, Schema, Time, TimeUnit};

use super::syntax::{self, borrowed, call, choice, fixed, ident, last, text_arm, tried};
use super::ty::{self, Uses};
use super::{Draft, deprecated, docs, names_deprecated};

pub(super) fn file(schema: &Schema) -> Draft {
    let uses = Uses::of(schema.properties.iter().map(|property| &property.ty)).except(&schema.name);
    let mut std = uses.std();
    std.extend(has_time(schema, None).then(|| fixed!(Item { use std::time::SystemTime; })));
    let name = ident(&schema.name);
    let mut items = vec![vec![structure(schema)]];
    items.extend(times(schema).map(|times| vec![times]));
    items.push(vec![object(schema)]);
    match &schema.page {
        Some(page) => {
            let item = &page.item;
            items.extend([vec![page_impl(schema, page)], vec![parse_quote! { page!(#name of #item); }]]);
        }
        None => items.push(vec![parse_quote! { object!(#name); }]),
    }
    Draft {
        path: format!("schemas/{}.rs", schema.module),
        docs: None,
        uses: vec![
            std,
            vec![fixed!(Item { use serde_json::{Map, Value}; })],
            uses.emitted().into_iter().chain([runtime(schema)]).collect(),
        ],
        items,
    }
}

/// `use crate::runtime::model::...`
fn runtime(schema: &Schema) -> Item {
    let names = [
        ("Object", true),
        ("Page", schema.page.is_some()),
        ("Reader", true),
        ("RejectedItem", schema.page.is_some()),
        ("Writer", true),
        (reader(TimeUnit::Milliseconds), has_time(schema, Some(TimeUnit::Milliseconds))),
        (reader(TimeUnit::Seconds), has_time(schema, Some(TimeUnit::Seconds))),
        ("object", schema.page.is_none()),
        ("page", schema.page.is_some()),
    ];
    let names = names.into_iter().filter(|(_, needed)| *needed).map(|(name, _)| ident(name));
    parse_quote! { use crate::runtime::model::{#(#names),*}; }
}

fn has_time(schema: &Schema, unit: Option<TimeUnit>) -> bool {
    let times = schema.properties.iter().filter_map(|property| property.time.as_ref());
    times.into_iter().any(|time| unit.is_none_or(|unit| time.unit == unit))
}

/// ```text
/// pub struct Pet {
///     pub name: String,
///     pub extra: Map<String, Value>,
/// }
/// ```
fn structure(schema: &Schema) -> Item {
    let rejected = schema.page.as_ref().map(|_| {
        fixed!(Field {
            /// The items that could not be decoded, in the order of the response. Not part of the JSON.
            pub rejected: Vec<RejectedItem>
        })
    });
    let extra = fixed!(Field {
        /// Properties that the API sent and this version of the crate does not know.
        pub extra: Map<String, Value>
    });
    let mut item = fixed!(ItemStruct {
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct Name {}
    });
    item.attrs.splice(0..0, docs::attributes(&schema.description, &[]));
    item.ident = ident(&schema.name);
    if let Fields::Named(fields) = &mut item.fields {
        fields.named = schema.properties.iter().map(field).chain(rejected).chain([extra]).collect();
    }
    Item::Struct(item)
}

fn field(property: &Property) -> Field {
    let mut attrs = docs::property(property);
    attrs.extend(deprecated(property.deprecated.as_ref()));
    Field {
        attrs,
        vis: Visibility::Public(<Token![pub]>::default()),
        modifiers: FieldModifiers::default(),
        ident: Some(ident(&property.name)),
        colon_token: Some(<Token![:]>::default()),
        ty: ty::rust(&property.ty),
        default: None,
    }
}

/// ```text
/// impl Pet {
///     pub fn born_at(&self) -> Option<SystemTime> {
///         from_seconds(self.born_at_unix)
///     }
/// }
/// ```
fn times(schema: &Schema) -> Option<Item> {
    let methods = schema.properties.iter().filter_map(|property| {
        let Time { method, unit } = property.time.as_ref()?;
        let (method, field, read) = (ident(method), ident(&property.name), ident(reader(*unit)));
        let docs = docs::attributes(
            "",
            &[format!("The point in time that [`{0}`](Self::{0}) stands for.", property.name)],
        );
        let deprecated = names_deprecated(property.deprecated.is_some());
        Some(parse_quote! {
            #(#docs)*
            #deprecated
            #[must_use]
            pub fn #method(&self) -> Option<SystemTime> {
                #read(self.#field)
            }
        })
    });
    let methods: Vec<ImplItem> = methods.collect();
    let name = ident(&schema.name);
    (!methods.is_empty()).then(|| parse_quote! { impl #name { #(#methods)* } })
}

/// What the runtime calls it.
fn reader(unit: TimeUnit) -> &'static str {
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
fn object(schema: &Schema) -> Item {
    let Schema { name: text, properties, .. } = schema;
    let name = ident(text);
    let required = properties.iter().filter(|property| property.required).map(|property| &property.wire);
    let mut item: ItemImpl = parse_quote! {
        impl Object for #name {
            const NAME: &'static str = #text;
            const REQUIRED: &'static [&'static str] = &[#(#required),*];
        }
    };
    item.attrs.extend(names_deprecated(properties.iter().any(|property| property.deprecated.is_some())));
    item.items.extend([ImplItem::Fn(read(properties)), ImplItem::Fn(write(properties))]);
    Item::Impl(item)
}

/// ```text
/// fn read<'de, R: Reader<'de>>(&mut self, property: &str, value: R) -> Result<(), R::Error> {
///     match property {
///         "name" => value.required(0, &mut self.name),
///         "nickname" => value.optional(&mut self.nickname),
///         _ => value.unknown(property, &mut self.extra),
///     }
/// }
/// ```
fn read(properties: &[Property]) -> ImplItemFn {
    let mut position = 0_usize..;
    let arms = properties.iter().map(|Property { wire, name, required, .. }| {
        let field = borrowed(syntax::field(syntax::this(), name), true);
        let value = syntax::name("value");
        let read = match required.then(|| position.next()).flatten() {
            Some(position) => call(value, "required", [syntax::number(position), field]),
            None => call(value, "optional", [field]),
        };
        text_arm(wire, read)
    });
    let unknown = fixed!(Arm { _ => value.unknown(property, &mut self.extra), });
    let arms = arms.chain([unknown]).collect();
    let mut function = fixed!(ImplItemFn {
        fn read<'de, R: Reader<'de>>(&mut self, property: &str, value: R) -> Result<(), R::Error> {}
    });
    function.block.stmts = vec![last(choice(syntax::name("property"), arms))];
    function
}

/// ```text
/// fn write<W: Writer>(&self, to: &mut W) -> Result<(), W::Error> {
///     to.property("name", &self.name)?;
///     to.unknown(&self.extra)
/// }
/// ```
fn write(properties: &[Property]) -> ImplItemFn {
    let writes = properties.iter().map(|Property { wire, name, .. }| {
        let field = borrowed(syntax::field(syntax::this(), name), false);
        tried(call(syntax::name("to"), "property", [syntax::text(wire), field]))
    });
    let mut function = fixed!(ImplItemFn {
        fn write<W: Writer>(&self, to: &mut W) -> Result<(), W::Error> {
            to.unknown(&self.extra)
        }
    });
    function.block.stmts.splice(0..0, writes);
    function
}

/// ```text
/// impl Page for ListPets {
///     type Item = Pet;
///     const ITEMS: &'static str = "pets";
///     ...
/// }
/// ```
fn page_impl(schema: &Schema, page: &Page) -> Item {
    let name = ident(&schema.name);
    let Page { items_wire, item, .. } = page;
    let [items, more, next] = [&page.items, &page.more, &page.next].map(|field| ident(field));
    parse_quote! {
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
