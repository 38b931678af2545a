//! The properties of a body according to the spec.

use serde_json::Value;
use serde_yaml::Value as Yaml;

const SPEC: &str = include_str!("../../../spec/voices.yaml");

/// A type expression of the spec, such as `optional list of Voice`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type {
    Optional(Box<Type>),
    List(Box<Type>),
    Map(Box<Type>),
    Named(String),
}

impl Type {
    pub(crate) fn parse(text: &str) -> Self {
        let text = text.trim();
        let inner = |rest: &str| Box::new(Self::parse(rest));
        if let Some(rest) = text.strip_prefix("optional ") {
            Self::Optional(inner(rest))
        } else if let Some(rest) = text.strip_prefix("list of ") {
            Self::List(inner(rest))
        } else if let Some(rest) = text.strip_prefix("map of ") {
            Self::Map(inner(rest))
        } else {
            Self::Named(text.to_owned())
        }
    }
}

/// A property as the spec declares it.
#[derive(Clone, Debug)]
pub(crate) struct Property {
    pub(crate) schema: String,
    pub(crate) name: String,
    pub(crate) ty: Type,
}

/// A property of an object in a body.
#[derive(Clone, Debug)]
pub(crate) struct PropertyLocation {
    pub(crate) property: Property,
    /// JSON pointer to the object that has the property.
    pub(crate) object: String,
    /// The path of the object in error messages; empty for the body itself.
    pub(crate) object_path: String,
}

impl PropertyLocation {
    /// The path of the property in error messages.
    pub(crate) fn path(&self) -> String {
        let dot = if self.object_path.is_empty() { "" } else { "." };
        format!("{}{dot}{}", self.object_path, self.property.name)
    }
}

/// The spec, parsed without code of the generator.
pub(crate) struct Spec(Yaml);

impl Spec {
    pub(crate) fn read() -> Self {
        Self(serde_yaml::from_str(SPEC).expect("the spec is YAML"))
    }

    pub(crate) fn has_schema(&self, name: &str) -> bool {
        self.0["schemas"].get(name).is_some()
    }

    /// The properties of a schema, in the spec's order.
    pub(crate) fn properties(&self, schema: &str) -> Vec<Property> {
        let properties =
            self.0["schemas"][schema]["properties"].as_mapping().expect("a schema has properties");
        properties
            .iter()
            .map(|(name, declared)| Property {
                schema: schema.to_owned(),
                name: name.as_str().expect("a property has a name").to_owned(),
                ty: Type::parse(declared["type"].as_str().expect("a property has a type")),
            })
            .collect()
    }

    /// The values of an enum in the API, in the spec's order.
    pub(crate) fn enum_values(&self, name: &str) -> Vec<&str> {
        let values = self.0["enums"][name]["values"].as_mapping().expect("an enum has values");
        values.keys().filter_map(Yaml::as_str).collect()
    }

    pub(crate) fn enum_names(&self) -> Vec<&str> {
        self.0["enums"].as_mapping().expect("the spec has enums").keys().filter_map(Yaml::as_str).collect()
    }

    /// All documented properties in a body that are not null, at any depth.
    pub(crate) fn locations(&self, body: &Value, schema: &str) -> Vec<PropertyLocation> {
        let mut locations = Vec::new();
        self.visit_object(body, schema, &Position::default(), &mut locations);
        locations
    }

    fn visit_object(
        &self,
        body: &Value,
        schema: &str,
        position: &Position,
        locations: &mut Vec<PropertyLocation>,
    ) {
        for property in self.properties(schema) {
            let Some(value) = body.get(&property.name).filter(|value| !value.is_null()) else { continue };
            self.visit(value, &property.ty, &position.property(&property.name), locations);
            locations.push(PropertyLocation {
                property,
                object: position.pointer.clone(),
                object_path: position.path.clone(),
            });
        }
    }

    fn visit(&self, value: &Value, ty: &Type, position: &Position, locations: &mut Vec<PropertyLocation>) {
        match ty {
            Type::Optional(inner) => self.visit(value, inner, position, locations),
            Type::List(inner) => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    self.visit(item, inner, &position.item(index), locations);
                }
            }
            Type::Map(inner) => {
                for (key, value) in value.as_object().into_iter().flatten() {
                    self.visit(value, inner, &position.property(key), locations);
                }
            }
            Type::Named(name) if self.has_schema(name) => self.visit_object(value, name, position, locations),
            Type::Named(_) => {}
        }
    }
}

#[derive(Default)]
struct Position {
    pointer: String,
    path: String,
}

impl Position {
    fn property(&self, name: &str) -> Self {
        let dot = if self.path.is_empty() { "" } else { "." };
        Self { pointer: format!("{}/{name}", self.pointer), path: format!("{}{dot}{name}", self.path) }
    }

    fn item(&self, index: usize) -> Self {
        Self { pointer: format!("{}/{index}", self.pointer), path: format!("{}[{index}]", self.path) }
    }
}
