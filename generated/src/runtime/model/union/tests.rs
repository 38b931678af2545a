//! Unions by hand, as the generator writes them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::runtime::model::{
    DecodeContext, DecodeLimits, JsonShape, JsonValue, Object, PropertyReader, PropertyWriter, TaggedReader,
    TaggedUnion, TaggedWriter, UntaggedReader, UntaggedUnion, UntaggedWriter, object, open_union, read_text,
};

/// Declares the tag, and requires it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Circle {
    kind: String,
    radius: f64,
    extra: Map<String, Value>,
}

impl Object for Circle {
    const NAME: &'static str = "Circle";
    const REQUIRED: &'static [&'static str] = &["kind", "radius"];

    fn read<'de, R: PropertyReader<'de>>(&mut self, property: &str, value: R) -> Result<(), R::Error> {
        match property {
            "kind" => value.required(0, &mut self.kind),
            "radius" => value.required(1, &mut self.radius),
            _ => value.unknown(property, &mut self.extra),
        }
    }

    fn write<W: PropertyWriter>(&self, to: &mut W) -> Result<(), W::Error> {
        to.property("kind", &self.kind)?;
        to.property("radius", &self.radius)?;
        to.unknown(&self.extra)
    }
}

/// Contains further ones, and does not declare the tag.
#[derive(Clone, Debug, Default, PartialEq)]
struct Group {
    first: Figure,
    count: Option<i64>,
    others: Vec<Figure>,
    extra: Map<String, Value>,
}

impl Object for Group {
    const NAME: &'static str = "Group";
    const REQUIRED: &'static [&'static str] = &["first"];

    fn read<'de, R: PropertyReader<'de>>(&mut self, property: &str, value: R) -> Result<(), R::Error> {
        match property {
            "first" => value.required(0, &mut self.first),
            "count" => value.optional(&mut self.count),
            "others" => value.optional(&mut self.others),
            _ => value.unknown(property, &mut self.extra),
        }
    }

    fn write<W: PropertyWriter>(&self, to: &mut W) -> Result<(), W::Error> {
        to.property("first", &self.first)?;
        to.property("count", &self.count)?;
        to.property("others", &self.others)?;
        to.unknown(&self.extra)
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Figure {
    Circle(Circle),
    Group(Box<Group>),
    Round(Round),
    Unknown(Value),
}

impl TaggedUnion for Figure {
    const TAG: &'static str = "kind";

    fn read<'de, R: TaggedReader<'de>>(tag: &str, from: R) -> Result<Self, R::Error> {
        match tag {
            "circle" => from.variant_with_tag(Self::Circle),
            "group" => from.variant(Self::Group),
            "round" => from.variant(Self::Round),
            _ => from.unknown(),
        }
    }

    fn write<W: TaggedWriter>(&self, to: W) -> Result<W::Ok, W::Error> {
        match self {
            Self::Circle(value) => to.object("circle", value),
            Self::Group(value) => to.object("group", &**value),
            Self::Round(value) => to.union("round", value),
            Self::Unknown(value) => to.unknown(value),
        }
    }
}

open_union!(tagged Figure);

/// Declares the tag as a property.
#[derive(Clone, Debug, PartialEq)]
enum Round {
    Ball(Circle),
    Unknown(Value),
}

impl TaggedUnion for Round {
    const TAG: &'static str = "shape";

    fn read<'de, R: TaggedReader<'de>>(tag: &str, from: R) -> Result<Self, R::Error> {
        match tag {
            "ball" => from.variant(Self::Ball),
            _ => from.unknown(),
        }
    }

    fn write<W: TaggedWriter>(&self, to: W) -> Result<W::Ok, W::Error> {
        match self {
            Self::Ball(value) => to.object("ball", value),
            Self::Unknown(value) => to.unknown(value),
        }
    }
}

open_union!(tagged Round);

/// Of every shape. The last two fit the same objects, and contain the union.
#[derive(Clone, Debug, PartialEq)]
enum Input {
    Text(String),
    Integer(i64),
    Double(f64),
    Flags(Vec<bool>),
    Inputs(Vec<Input>),
    Left(Box<LeftSide>),
    Right(Box<RightSide>),
    Counts(BTreeMap<String, i64>),
    Unknown(Value),
}

impl UntaggedUnion for Input {
    fn read(from: UntaggedReader<'_, Self>) -> UntaggedReader<'_, Self> {
        from.variant(JsonShape::String, Self::Text)
            .variant(JsonShape::Integer, Self::Integer)
            .variant(JsonShape::Number, Self::Double)
            .variant(JsonShape::List(&JsonShape::Boolean), Self::Flags)
            .variant(JsonShape::List(&JsonShape::Any), Self::Inputs)
            .variant(JsonShape::Object(&["left"]), Self::Left)
            .variant(JsonShape::Object(&["right"]), Self::Right)
            .variant(JsonShape::Map(&JsonShape::Integer), Self::Counts)
    }

    fn write<W: UntaggedWriter>(&self, to: W) -> Result<W::Ok, W::Error> {
        match self {
            Self::Text(value) => to.value(value),
            Self::Integer(value) => to.value(value),
            Self::Double(value) => to.value(value),
            Self::Flags(value) => to.value(value),
            Self::Inputs(value) => to.value(value),
            Self::Left(value) => to.value(value),
            Self::Right(value) => to.value(value),
            Self::Counts(value) => to.value(value),
            Self::Unknown(value) => to.unknown(value),
        }
    }
}

open_union!(untagged Input);

/// Structs that contain the union, and whose last property has another type.
macro_rules! side {
    ($name:ident, $property:ident, $type:ty) => {
        #[derive(Clone, Debug, Default, PartialEq)]
        struct $name {
            $property: Input,
            mark: $type,
            extra: Map<String, Value>,
        }

        impl Object for $name {
            const NAME: &'static str = stringify!($name);
            const REQUIRED: &'static [&'static str] = &[stringify!($property)];

            fn read<'de, R: PropertyReader<'de>>(&mut self, property: &str, value: R) -> Result<(), R::Error> {
                match property {
                    stringify!($property) => value.required(0, &mut self.$property),
                    "zmark" => value.optional(&mut self.mark),
                    _ => value.unknown(property, &mut self.extra),
                }
            }

            fn write<W: PropertyWriter>(&self, to: &mut W) -> Result<(), W::Error> {
                to.property(stringify!($property), &self.$property)?;
                to.property("zmark", &self.mark)?;
                to.unknown(&self.extra)
            }
        }

        object!(@serde $name);
    };
}

side!(LeftSide, left, Option<i64>);
side!(RightSide, right, Option<String>);
object!(@serde Circle);
object!(@serde Group);

fn decoded<T: JsonValue>(text: &str) -> T {
    read_text(text, DecodeLimits::of_text(text)).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

/// The JSON of what a JSON becomes.
fn round_trip<T: JsonValue + serde_core::Serialize>(text: &str) -> String {
    serde_json::to_string(&decoded::<T>(text)).expect("it can be written")
}

fn same(text: &str, other: &str) -> bool {
    let [a, b] = [text, other].map(|text| serde_json::from_str::<Value>(text).expect("JSON"));
    a == b
}

#[test]
fn tag_chooses_the_variant_wherever_it_is() {
    for text in [
        r#"{"kind": "circle", "radius": 1, "more": [1.0]}"#,
        r#"{"radius": 1, "more": [1.0], "kind": "circle"}"#,
        r#"{"more": [1.0], "\u006bind": "circle", "radius": 1.0}"#,
    ] {
        let Figure::Circle(circle) = decoded(text) else { panic!("{text}") };
        assert_eq!((circle.kind.as_str(), circle.radius), ("circle", 1.0));
        assert_eq!(circle.extra, *json!({ "more": [1.0] }).as_object().expect("an object"));
    }
}

#[test]
fn tag_is_not_among_unknown_properties() {
    let figure: Figure = decoded(r#"{"first": {}, "kind": "group", "kind": "circle"}"#);
    let Figure::Group(group) = &figure else { panic!("{figure:?}") };
    assert!(group.extra.is_empty());
    assert_eq!(
        serde_json::to_value(&figure).expect("JSON"),
        json!({ "kind": "group", "first": {}, "others": [] })
    );
}

#[test]
fn written_tag_is_the_one_of_the_variant() {
    let mut group = Group { first: Figure::Unknown(json!(1)), ..Group::default() };
    group.extra.insert("kind".to_owned(), json!("another"));
    group.extra.insert("more".to_owned(), json!(2));
    let written = serde_json::to_value(Figure::Group(Box::new(group))).expect("JSON");
    assert_eq!(written, json!({ "kind": "group", "first": 1, "others": [], "more": 2 }));
    let circle = Figure::Circle(Circle { kind: "square".to_owned(), ..Circle::default() });
    assert_eq!(serde_json::to_string(&circle).expect("JSON"), r#"{"kind":"circle","radius":0.0}"#);
}

#[test]
fn unknown_tag_and_other_shapes_are_kept() {
    for text in [
        r#"{"kind":"cone","height":1.5,"parts":[null,{}]}"#,
        r#"{"height":18446744073709551615,"kind":"cone"}"#,
        r#"{"kind":7,"radius":1}"#,
        r#"{"kind":null}"#,
        r#"{"radius":1}"#,
        "{}",
        "[]",
        "[[1.0],{}]",
        "null",
        "true",
        "-1",
        "1.5",
        r#""text""#,
    ] {
        let figure: Figure = decoded(text);
        assert!(!figure.is_known(), "{text}");
        assert!(same(&serde_json::to_string(&figure).expect("JSON"), text), "{text}");
        assert_eq!(figure, serde_json::from_str::<Figure>(text).expect("JSON"));
    }
}

#[test]
fn undecodable_variant_is_an_error_with_its_path() {
    for (text, path) in [
        (r#"{"kind": "circle", "radius": "wide"}"#, ".radius"),
        (r#"{"radius": "wide", "kind": "circle"}"#, ".radius"),
        (r#"{"kind": "circle"}"#, ""),
        (
            r#"{"others": [{"kind": "unknown"}, {"count": 1.5, "kind": "group"}], "kind": "group"}"#,
            ".others[1].count",
        ),
        (r#"{"kind": "group", "others": [{}, {"kind": "group", "count": 1.5}]}"#, ".others[1].count"),
    ] {
        let error = read_text::<Figure>(text, DecodeLimits::of_text(text)).expect_err(text);
        let expected = if path.is_empty() { "." } else { &path[1..] };
        assert_eq!(error.path.into_string(), expected, "{text}");
    }
}

#[test]
fn inner_union_is_read_and_written_with_both_tags() {
    let text = r#"{"kind": "round", "radius": 2.0, "shape": "ball", "more": 1}"#;
    // `Circle` declares the outer tag, which it does not get.
    read_text::<Figure>(text, DecodeLimits::of_text(text)).expect_err("`kind` is missing");
    let unknown: Figure = decoded(r#"{"shape": "egg", "kind": "round", "size": 1}"#);
    let Figure::Round(Round::Unknown(kept)) = &unknown else { panic!("{unknown:?}") };
    assert_eq!(*kept, json!({ "shape": "egg", "size": 1 }));
    let written = serde_json::to_value(&unknown).expect("JSON");
    assert_eq!(written, json!({ "kind": "round", "shape": "egg", "size": 1 }));
    let ball = Figure::Round(Round::Ball(Circle { radius: 2.0, ..Circle::default() }));
    let written = serde_json::to_string(&ball).expect("JSON");
    assert_eq!(written, r#"{"kind":"round","shape":"ball","radius":2.0}"#);
    serde_json::to_string(&Figure::Round(Round::Unknown(json!(1)))).expect_err("no object");
}

#[test]
fn first_variant_that_fits_is_read() {
    for (text, expected) in [
        (r#""a""#, Input::Text("a".to_owned())),
        ("1", Input::Integer(1)),
        ("1.0", Input::Double(1.0)),
        ("1.5", Input::Double(1.5)),
        ("18446744073709551615", Input::Double(18_446_744_073_709_551_615.0)),
        ("[]", Input::Flags(Vec::new())),
        ("[true]", Input::Flags(vec![true])),
        ("[1, true]", Input::Inputs(vec![Input::Integer(1), Input::Unknown(json!(true))])),
        (r#"{"a": 1}"#, Input::Counts([("a".to_owned(), 1)].into())),
    ] {
        assert_eq!(decoded::<Input>(text), expected, "{text}");
        // With a double in place of an integer that no 64 bits hold.
        let is_large = text.len() > 10;
        assert!(is_large || same(&round_trip::<Input>(text), text), "{text}");
    }
}

#[test]
fn next_variant_is_tried_if_one_cannot_be_decoded() {
    let right: Input = decoded(r#"{"left": 1, "right": 2, "zmark": "text"}"#);
    let Input::Right(right) = right else { panic!("{right:?}") };
    assert_eq!((right.right, right.mark.as_deref()), (Input::Integer(2), Some("text")));
    let unknown: Input = decoded(r#"{"left": 1, "right": 2, "zmark": true}"#);
    assert_eq!(unknown, Input::Unknown(json!({ "left": 1, "right": 2, "zmark": true })));
}

#[test]
fn values_in_memory_are_read_like_text() {
    let value = json!({ "kind": "group", "first": { "radius": 1, "kind": "circle" }, "others": [null] });
    let figure: Figure = serde_json::from_value(value.clone()).expect("a figure");
    assert_eq!(figure, decoded(&value.to_string()));
    let Figure::Group(group) = figure else { panic!() };
    assert!(matches!(group.first, Figure::Circle(_)));
}

#[test]
fn numbers_are_read_alike_before_and_after_the_tag() {
    for number in ["1", "1.0", "1.00", "1e0", "9007199254740993"] {
        let [before, after] = [
            format!(r#"{{"count": {number}, "first": 0.10, "kind": "group"}}"#),
            format!(r#"{{"kind": "group", "count": {number}, "first": 0.10}}"#),
        ];
        assert_eq!(decoded::<Figure>(&before), decoded(&after), "{number}");
    }
}

fn nested(depth: usize, open: &str, inner: &str, close: &str) -> String {
    format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
}

/// Each of the two variants fits, and fails only after the value in it has been read.
#[test]
fn values_that_fit_no_variant_take_no_exponential_time() {
    let mut text = "1".to_owned();
    for _ in 0..60 {
        text = format!(r#"{{"left": {text}, "right": 1, "zmark": true}}"#);
    }
    assert!(!decoded::<Input>(&text).is_known());
    // Both values around the union.
    let mut text = "1".to_owned();
    for _ in 0..10 {
        text = format!(r#"{{"left": {text}, "right": {text}, "zmark": true}}"#);
    }
    assert!(!serde_json::from_str::<Input>(&text).expect("JSON").is_known());
}

#[test]
fn deep_values_are_read_up_to_the_limit_of_serde_json() {
    let lists = nested(120, "[", "1", "]");
    assert!(decoded::<Input>(&lists).is_known());
    let objects = nested(120, r#"{"left":"#, "1", "}");
    assert!(decoded::<Input>(&objects).is_known());
    let first = nested(120, r#"{"kind":"group","first":"#, "1", "}");
    assert!(decoded::<Figure>(&first).is_known());
    let last = nested(120, r#"{"first":"#, "1", r#","kind":"group"}"#);
    assert!(decoded::<Figure>(&last).is_known());
    for text in [nested(200, "[", "1", "]"), nested(200, r#"{"first":"#, "1", r#","kind":"group"}"#)] {
        read_text::<Input>(&text, DecodeLimits::of_text(&text)).expect_err("too deep");
        read_text::<Figure>(&text, DecodeLimits::of_text(&text)).expect_err("too deep");
    }
}

#[test]
fn memory_of_kept_values_is_limited_and_given_back() {
    let limits = DecodeLimits::new(0);
    let text = format!(r#"{{"text": "{}", "kind": "cone"}}"#, "a".repeat(2_000_000));
    let error = read_text::<Figure>(&text, limits).expect_err("too large");
    assert!(error.exceeded.is_some());
    let error = read_text::<Input>(&format!("\"{}\"", "a".repeat(2_000_000)), limits).expect_err("too large");
    assert!(error.exceeded.is_some());

    let mut context = DecodeContext::new(DecodeLimits::new(1_000_000));
    let before = context.memory_left();
    let mut input = Input::default();
    let mut from = serde_json::Deserializer::from_str(r#""a text of 24 characters""#);
    input.deserialize_in_place(&mut from, &mut context).expect("text");
    assert!(before - context.memory_left() < 60, "{}", before - context.memory_left());
}
