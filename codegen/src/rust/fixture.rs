//! A file of `fixtures/`: a schema's plausible example, for tests.

use proc_macro2::Literal;
use syn::{Expr, FieldValue, ImplItem, Item, ItemImpl, Member, Stmt, parse_quote};

use crate::ir::{Property, Sample, Schema, Type};

use super::syntax::{self, applied, call, fixed, ident, path, signed};
use super::ty::{self, Uses};
use super::{Draft, names_deprecated};

pub(super) fn file(schema: &Schema) -> Draft {
    let mut uses = Uses::default();
    for property in &schema.properties {
        add(&mut uses, &property.sample);
    }
    uses.add(&schema.name);
    Draft {
        path: format!("fixtures/{}.rs", schema.module),
        docs: None,
        uses: vec![uses.std(), uses.emitted().into_iter().collect()],
        items: vec![vec![fixture(schema)]],
    }
}

/// What a sample makes its file `use`.
fn add(uses: &mut Uses, sample: &Sample) {
    match sample {
        Sample::Variant(name, _) | Sample::Fixture(name) => uses.add(name),
        Sample::List(items) => {
            for item in items {
                add(uses, item);
            }
        }
        Sample::Map(entries) => {
            uses.add_map();
            for (_, value) in entries {
                add(uses, value);
            }
        }
        Sample::Optional(inner) | Sample::Boxed(inner) => add(uses, inner),
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
fn fixture(schema: &Schema) -> Item {
    let fields = schema.properties.iter().filter(|property| property.sample != Sample::Default);
    let deprecated = names_deprecated(fields.clone().any(|property| property.deprecated.is_some()));
    let mut item = fixed!(ItemImpl {
        impl Name {
            /// One with plausible values, to assign to what a test is about.
            #[must_use]
            pub fn fixture() -> Self {
                Self { ..Self::default() }
            }
        }
    });
    *item.self_ty = ty::rust(&Type::Schema(schema.name.clone()));
    if let Some(ImplItem::Fn(function)) = item.items.first_mut() {
        // Behind the documentation.
        function.attrs.splice(1..1, deprecated);
        match function.block.stmts.first_mut() {
            Some(Stmt::Expr(Expr::Struct(value), None)) if fields.clone().next().is_some() => {
                value.fields = fields.map(field).collect();
            }
            _ => function.block.stmts = vec![syntax::last(function_of_self("default"))],
        }
    }
    Item::Impl(item)
}

/// `Self::function()`
fn function_of_self(function: &str) -> Expr {
    applied(syntax::value(syntax::of_self(function)), Vec::new())
}

fn field(property: &Property) -> FieldValue {
    FieldValue {
        attrs: Vec::new(),
        member: Member::Named(ident(&property.name)),
        colon_token: Some(<syn::Token![:]>::default()),
        expr: value(&property.sample),
    }
}

fn value(sample: &Sample) -> Expr {
    match sample {
        Sample::Default => function("Default", "default", Vec::new()),
        Sample::Text(text) => owned(text),
        Sample::Boolean(value) => syntax::boolean(*value),
        Sample::Integer(value) => signed(*value < 0, grouped(value.unsigned_abs())),
        Sample::Double(value) => signed(value.is_sign_negative(), Literal::f64_unsuffixed(value.abs())),
        Sample::Variant(name, variant) => syntax::value(path(name, variant)),
        Sample::Fixture(name) => function(name, "fixture", Vec::new()),
        Sample::List(items) => {
            let items = items.iter().map(value);
            parse_quote! { vec![#(#items),*] }
        }
        Sample::Map(entries) => {
            let entries = entries.iter().map(|(key, item)| syntax::tuple([owned(key), value(item)]));
            function("BTreeMap", "from", vec![syntax::array(entries)])
        }
        Sample::Optional(inner) => applied(syntax::name("Some"), vec![value(inner)]),
        Sample::Boxed(inner) => function("Box", "new", vec![value(inner)]),
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
fn owned(text: &str) -> Expr {
    if text.is_empty() {
        return function("String", "new", Vec::new());
    }
    call(syntax::text(text), "to_owned", [])
}

/// `Name::function(...)`
fn function(name: &str, function: &str, arguments: Vec<Expr>) -> Expr {
    applied(syntax::value(path(name, function)), arguments)
}
