//! Unions: their variants, and the property that identifies them.

use std::collections::{BTreeSet, HashSet};

use crate::graph::{Cycles, Edges};
use crate::source::{Diagnostic, Rule, Spanned};
use crate::spec::language::{EnumType, Field, Primitive, Schema, Type, Union, UnionVariant};

use super::checker::Checker;
use super::names::Named;
use super::union_shapes::Alternatives;

/// No API nests its unions this deep, and functions over them need a bound for their stack.
const MAX_DEPTH: usize = 16;

/// No API has more types of values without a tag, and each variant is compared with each other one.
const MAX_UNTAGGED: usize = 64;

impl<'a> Checker<'a, '_> {
    pub(super) fn check_union(&mut self, union_def: &'a Union) {
        self.check_description("the union", &union_def.name, union_def.description.as_ref());
        if union_def.variants.is_complete() && union_def.variants.is_empty() {
            let message = format!("the union `{}` has no variants", union_def.name.value);
            self.error(Rule::EmptyUnion, &union_def.name.span, message);
        }
        self.check_variant_names("variants", union_def.variants.iter().map(Named::variant).collect());
        let mut seen = HashSet::new();
        let distinct = union_def.variants.iter().filter(|variant| seen.insert(variant.chosen_rust_name()));
        self.check_accessors(distinct.map(Named::variant).collect());
        for variant in union_def.variants.iter() {
            self.check_surrounding_space("the variant", &variant.name);
            self.check_named_type(&variant.attributes.ty);
            self.check_not_nullable("a variant", &variant.attributes.ty, &variant.name.span);
            if matches!(variant.attributes.ty, Type::Optional(_)) {
                let message = "a variant cannot be optional";
                let diagnostic = Diagnostic::error(Rule::VariantType, &variant.name.span, message);
                self.report(diagnostic.help("write `optional` where the type of the union is used"));
            }
        }
        match &union_def.tag {
            Some(tag) => self.check_tagged(union_def, tag),
            None => self.check_untagged(union_def),
        }
    }

    fn check_tagged(&mut self, union_def: &'a Union, tag: &'a Spanned<String>) {
        if tag.value.trim().is_empty() {
            let diagnostic = Diagnostic::error(Rule::UnionTag, &tag.span, "the tag is empty");
            self.report(
                diagnostic.help("write the property that identifies the variant, such as `tag: type`"),
            );
            return;
        }
        for variant in union_def.variants.iter() {
            let ty = &variant.attributes.ty;
            let name = ty.as_named();
            if let Some((_, schema)) = name.and_then(|name| self.index.schema(name)) {
                self.check_tag_property(tag, variant, schema);
            } else if let Some((_, inner)) = name.and_then(|name| self.index.union_def(name)) {
                self.check_inner_union(tag, variant, inner);
            } else if ty.is_readable()
                && !ty.is_optional()
                && name.is_none_or(|name| self.index.is_type(name))
            {
                let message =
                    format!("`{ty}` cannot be a variant of a union with a tag: it is not an object");
                let diagnostic = Diagnostic::error(Rule::VariantType, &variant.name.span, message);
                self.report(diagnostic.help("such a variant is a schema or another union with a tag"));
            }
        }
    }

    /// A schema may declare the tag as a property, which holds text.
    fn check_tag_property(&mut self, tag: &Spanned<String>, variant: &UnionVariant, schema: &'a Schema) {
        let is_tag = |property: &&Field| property.name.value == tag.value;
        let Some(property) = schema.properties.iter().find(is_tag) else { return };
        let is_text = match property.ty.required() {
            Type::Primitive(primitive) => matches!(primitive, Primitive::String | Primitive::Any),
            Type::Named(name, _) => match self.index.enum_def(name) {
                Some((_, enum_def)) => enum_def.value_type() == EnumType::String,
                None => !self.index.is_type(name),
            },
            Type::List(_) | Type::Map(_) | Type::Optional(_) | Type::Nullable(_) => false,
            Type::Error => true,
        };
        if !is_text {
            let message = format!("the tag `{}` of `{}` is not text", tag.value, schema.name.value);
            let diagnostic = Diagnostic::error(Rule::UnionTag, &variant.name.span, message);
            self.report(diagnostic.context(&property.name.span, format!("it is `{}`", property.ty)));
        }
    }

    fn check_inner_union(&mut self, tag: &Spanned<String>, variant: &UnionVariant, inner: &'a Union) {
        match &inner.tag {
            None => {
                let message = format!("`{}` cannot be a variant of a union with a tag", inner.name.value);
                let diagnostic = Diagnostic::error(Rule::VariantType, &variant.name.span, message);
                let diagnostic = diagnostic.context(&inner.name.span, "it has no tag");
                self.report(diagnostic.help("such a variant is a schema or another union with a tag"));
            }
            Some(inner_tag) if inner_tag.value == tag.value => {
                let message =
                    format!("`{}` has the same tag as the union that it is a variant of", inner.name.value);
                let diagnostic = Diagnostic::error(Rule::UnionTag, &variant.name.span, message);
                let diagnostic = diagnostic.context(&inner_tag.span, "the same tag");
                self.report(diagnostic.help("list the variants of the inner union in the outer one"));
            }
            Some(_) => {}
        }
    }

    /// A value is read as the first variant that fits, so no variant may fit the values of a later one.
    fn check_untagged(&mut self, union_def: &'a Union) {
        if union_def.variants.len() > MAX_UNTAGGED {
            let message = format!("a union without a tag has at most {MAX_UNTAGGED} variants");
            self.error(Rule::AmbiguousUnion, &union_def.name.span, message);
            return;
        }
        let index = self.index;
        let variants = union_def.variants.iter();
        let shapes: Vec<_> =
            variants.map(|variant| (variant, Alternatives::new(index, &variant.attributes.ty))).collect();
        for (position, (later, later_shape)) in shapes.iter().enumerate() {
            let earlier = shapes[..position].iter().find(|(_, earlier)| earlier.may_take(later_shape));
            if let Some((earlier, earlier_shape)) = earlier {
                self.report_ambiguous(earlier, later, !later_shape.may_take(earlier_shape));
            }
        }
    }

    fn report_ambiguous(&mut self, earlier: &UnionVariant, later: &UnionVariant, is_order: bool) {
        let (first, second) = (&earlier.name.value, &later.name.value);
        let message =
            format!("a value of the variant `{second}` may be taken for `{first}`, which is tried before it");
        let diagnostic = Diagnostic::error(Rule::AmbiguousUnion, &later.name.span, message);
        let diagnostic = diagnostic.context(&earlier.name.span, format!("it is `{}`", earlier.attributes.ty));
        self.report(if is_order {
            diagnostic.help(format!("write `{second}` before `{first}`: the first variant that fits is used"))
        } else {
            diagnostic.help(
                "give the union a `tag`, require a property that only one of them has, or use the type `any` in place of both",
            )
        });
    }

    /// Reports a union that is its own variant, directly or through other unions: decoding it would never end.
    pub(super) fn check_recursive_unions(&mut self) {
        let index = self.index;
        let edges = index.edges(|ty| ty.as_named().filter(|name| index.union_def(name).is_some()));
        let first_union = index.spec.schemas.len() + index.spec.enums.len();
        let cycles = Cycles::new(&edges).shortest(&edges);
        if cycles.is_empty() {
            self.check_depth(&edges, first_union);
        }
        for cycle in cycles {
            let unions: Vec<&Union> = cycle
                .iter()
                .filter_map(|node| index.spec.unions.get(node.checked_sub(first_union)?))
                .collect();
            let next = unions.iter().cycle().skip(1);
            let steps: Vec<_> = unions
                .iter()
                .zip(next)
                .filter_map(|(union_def, next)| is_variant_of(next, union_def))
                .collect();
            let Some(first) = unions.first() else { continue };
            let message = format!("the union `{}` is a variant of itself", first.name.value);
            let diagnostic = Diagnostic::error(Rule::RecursiveUnion, &first.name.span, message);
            let diagnostic = steps.iter().fold(diagnostic, |diagnostic, variant| {
                diagnostic.context(&variant.name.span, format!("it is `{}`", variant.attributes.ty))
            });
            self.report(diagnostic.help("put a schema or a list between them, or remove the variant"));
        }
    }
}

impl Checker<'_, '_> {
    /// Reports a union inside of too many others.
    fn check_depth(&mut self, edges: &Edges, first_union: usize) {
        let mut nodes: BTreeSet<usize> = (first_union..edges.len()).collect();
        for _ in 0..MAX_DEPTH {
            nodes = nodes.into_iter().flat_map(|node| edges[node].iter().copied()).collect();
        }
        let deepest =
            nodes.first().and_then(|node| self.index.spec.unions.get(node.checked_sub(first_union)?));
        if let Some(union_def) = deepest {
            let message = format!("`{}` is nested in {MAX_DEPTH} unions or more", union_def.name.value);
            let diagnostic = Diagnostic::error(Rule::VariantType, &union_def.name.span, message);
            self.report(diagnostic.help("list its variants in the unions around it"));
        }
    }
}

/// The first variant of a union that has another one as its type.
fn is_variant_of<'a>(inner: &Union, outer: &'a Union) -> Option<&'a UnionVariant> {
    outer.variants.iter().find(|variant| variant.attributes.ty.as_named() == Some(&inner.name.value))
}
