//! Replaces every value of a page by values of every type: the page is decoded, or only the affected voice is rejected, or, outside
//! of voices, decoding fails; and the path in the error is correct.

use elevenlabs_voices::{ErrorKind, ListVoicesResponse};
use serde_json::{Value, json};

use crate::bodies;
use crate::helpers::{decoded, encoded};

#[derive(Clone, Debug)]
enum PathSegment {
    Property(String),
    Index(usize),
}

/// The path in the notation of errors.
fn to_error_path(segments: &[PathSegment]) -> String {
    let mut path = String::new();
    for segment in segments {
        match segment {
            PathSegment::Property(name) if path.is_empty() => path.push_str(name),
            PathSegment::Property(name) => path.extend([".", name]),
            PathSegment::Index(position) => path.extend(["[", &position.to_string(), "]"]),
        }
    }
    path
}

/// The paths of all values inside a value.
fn locations(value: &Value, parent: &[PathSegment], all: &mut Vec<Vec<PathSegment>>) {
    let children: Vec<(PathSegment, &Value)> = match value {
        Value::Object(object) => {
            object.iter().map(|(name, value)| (PathSegment::Property(name.clone()), value)).collect()
        }
        Value::Array(list) => {
            list.iter().enumerate().map(|(position, value)| (PathSegment::Index(position), value)).collect()
        }
        _ => Vec::new(),
    };
    for (segment, value) in children {
        let location = [parent, &[segment]].concat();
        locations(value, &location, all);
        all.push(location);
    }
}

fn value_at<'a>(value: &'a mut Value, location: &[PathSegment]) -> &'a mut Value {
    location.iter().fold(value, |value, segment| match segment {
        PathSegment::Property(name) => &mut value[name],
        PathSegment::Index(position) => &mut value[position],
    })
}

/// The page with the value at a path replaced or removed.
fn changed(location: &[PathSegment], value: Option<&Value>) -> Option<Value> {
    let mut page = bodies::page();
    match (value, location.split_last()?) {
        (Some(value), _) => *value_at(&mut page, location) = value.clone(),
        (None, (PathSegment::Property(name), object)) => {
            value_at(&mut page, object).as_object_mut()?.remove(name);
        }
        (None, (PathSegment::Index(position), list)) => {
            value_at(&mut page, list).as_array_mut()?.remove(*position);
        }
    }
    Some(page)
}

/// Whether an error at `path` can result from a change at `location`: it is at the changed value, inside of it, or, for a missing
/// property, at the object that lacks it.
fn is_caused_by(path: &str, message: &str, location: &[PathSegment]) -> bool {
    let object = to_error_path(&location[..location.len() - 1]);
    let is_missing_in = |object: &str| message.contains("missing field") && (path == object || path == ".");
    path.starts_with(&to_error_path(location))
        || is_missing_in(&object)
        || is_missing_in(&to_error_path(location))
}

/// The outcomes of changes.
#[derive(Default)]
struct Outcomes {
    decoded: usize,
    rejected: usize,
    failed: usize,
}

impl Outcomes {
    fn check(&mut self, location: &[PathSegment], page: &Value) {
        let context = || format!("{} in {page}", to_error_path(location));
        let original: ListVoicesResponse = decoded(bodies::page());
        match (ListVoicesResponse::from_json(&page.to_string()), location) {
            (Ok(decoded), _) if decoded.rejected.is_empty() => {
                self.decoded += 1;
                let encoded_page = encoded(&decoded);
                assert_eq!(
                    ListVoicesResponse::from_json(&encoded_page.to_string()).ok(),
                    Some(decoded),
                    "{}",
                    context()
                );
            }
            (Ok(decoded), [PathSegment::Property(voices), PathSegment::Index(index), ..])
                if voices == "voices" =>
            {
                self.rejected += 1;
                let [rejected] = decoded.rejected.as_slice() else {
                    panic!("{:?} {}", decoded.rejected, context())
                };
                assert_eq!(rejected.index, *index, "{}", context());
                assert!(
                    is_caused_by(&rejected.path, &rejected.message, location),
                    "{rejected:?} {}",
                    context()
                );
                let raw: Value = serde_json::from_str(&rejected.raw).expect("the raw item is JSON");
                assert_eq!(raw, page["voices"][index], "{}", context());
                let mut others = original.voices;
                others.remove(*index);
                assert_eq!(decoded.voices, others, "the other voices are unchanged: {}", context());
            }
            (Ok(decoded), _) => {
                // All voices are rejected, such as in a list of numbers.
                self.rejected += 1;
                assert_eq!(to_error_path(location), "voices");
                assert!(decoded.voices.is_empty(), "{}", context());
            }
            (Err(error), location) => {
                self.failed += 1;
                assert_eq!(error.kind(), ErrorKind::Decode);
                let path = error.path().expect("a location");
                assert!(is_caused_by(path, error.message(), location), "{error:?} {}", context());
                assert!(location.len() == 1, "a voice fails its page: {error:?} {}", context());
            }
        }
    }
}

#[test]
fn invalid_value_in_a_voice_rejects_only_that_voice() {
    let mut all = Vec::new();
    locations(&bodies::page(), &[], &mut all);
    let values = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1.5),
        json!(u64::MAX),
        json!(""),
        json!("an unknown value"),
        json!([]),
        json!([null]),
        json!([{"a": 1}]),
        json!({}),
        json!({"a": 1}),
        json!({"a": {"b": ["c"]}}),
    ];
    let mut outcomes = Outcomes::default();
    for location in &all {
        for value in values.iter().map(Some).chain([None]) {
            let page = changed(location, value).expect("the location exists");
            outcomes.check(location, &page);
        }
    }
    let Outcomes { decoded, rejected, failed } = outcomes;
    let summary = format!("{} changes at {} locations", decoded + rejected + failed, all.len());
    println!("{summary}: {decoded} decoded, {rejected} rejected, {failed} failed");
    assert!(decoded > 500 && rejected > 500 && failed > 5);
}

#[test]
fn unknown_property_in_any_object_of_a_page_is_kept() {
    let mut all = vec![vec![]];
    locations(&bodies::page(), &[], &mut all);
    let mut objects = 0;
    for location in all {
        let mut page = bodies::page();
        let Some(object) = value_at(&mut page, &location).as_object_mut() else { continue };
        // Map values are typed, so the voice may be rejected.
        let unknown = json!({"deep": [1, {"down": null}]});
        object.insert("undocumented".to_owned(), unknown.clone());
        let decoded = ListVoicesResponse::from_json(&page.to_string()).expect("a page");
        if decoded.rejected.is_empty() {
            objects += 1;
            let mut encoded_page = encoded(&decoded);
            let kept = &value_at(&mut encoded_page, &location)["undocumented"];
            assert_eq!(kept, &unknown, "{}", to_error_path(&location));
        }
    }
    assert!(objects >= 17, "only {objects} objects");
}
