//! Any value anywhere in a page: it is decoded, or only the affected voice is rejected, or, outside of the voices, the page is; and the
//! path in the error is correct.

use elevenlabs_voices::{ErrorKind, ListVoicesResponse};
use serde_json::{Value, json};

use crate::bodies;
use crate::helpers::{alone, encoded};

#[derive(Clone, Debug)]
enum Step {
    Property(String),
    Position(usize),
}

/// The path in the notation of errors.
fn written(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Property(name) if path.is_empty() => path.push_str(name),
            Step::Property(name) => path.extend([".", name]),
            Step::Position(position) => path.extend(["[", &position.to_string(), "]"]),
        }
    }
    path
}

/// The paths of all values inside a value.
fn places(value: &Value, here: &[Step], all: &mut Vec<Vec<Step>>) {
    let inside: Vec<(Step, &Value)> = match value {
        Value::Object(object) => {
            object.iter().map(|(name, value)| (Step::Property(name.clone()), value)).collect()
        }
        Value::Array(list) => {
            list.iter().enumerate().map(|(position, value)| (Step::Position(position), value)).collect()
        }
        _ => Vec::new(),
    };
    for (step, value) in inside {
        let place = [here, &[step]].concat();
        places(value, &place, all);
        all.push(place);
    }
}

fn at<'a>(value: &'a mut Value, place: &[Step]) -> &'a mut Value {
    place.iter().fold(value, |value, step| match step {
        Step::Property(name) => &mut value[name],
        Step::Position(position) => &mut value[position],
    })
}

/// The page with the value at a path replaced or removed.
fn changed(place: &[Step], value: Option<&Value>) -> Option<Value> {
    let mut page = bodies::page();
    match (value, place.split_last()?) {
        (Some(value), _) => *at(&mut page, place) = value.clone(),
        (None, (Step::Property(name), object)) => {
            at(&mut page, object).as_object_mut()?.remove(name);
        }
        (None, (Step::Position(position), list)) => {
            at(&mut page, list).as_array_mut()?.remove(*position);
        }
    }
    Some(page)
}

/// Whether an error at `path` can result from a change at `place`: it is at the changed value, inside of it, or, for a missing
/// property, at the object that lacks it.
fn concerns(path: &str, message: &str, place: &[Step]) -> bool {
    let object = written(&place[..place.len() - 1]);
    let lacks = |object: &str| message.contains("missing field") && (path == object || path == ".");
    path.starts_with(&written(place)) || lacks(&object) || lacks(&written(place))
}

/// The outcomes of changes.
#[derive(Default)]
struct Count {
    decoded: usize,
    rejected: usize,
    refused: usize,
}

impl Count {
    fn check(&mut self, place: &[Step], page: &Value) {
        let what = || format!("{} in {page}", written(place));
        let original: ListVoicesResponse = alone(bodies::page());
        match (ListVoicesResponse::from_json(&page.to_string()), place) {
            (Ok(decoded), _) if decoded.rejected.is_empty() => {
                self.decoded += 1;
                let lost = encoded(&decoded);
                assert_eq!(
                    ListVoicesResponse::from_json(&lost.to_string()).ok(),
                    Some(decoded),
                    "{}",
                    what()
                );
            }
            (Ok(decoded), [Step::Property(voices), Step::Position(index), ..]) if voices == "voices" => {
                self.rejected += 1;
                let [rejected] = decoded.rejected.as_slice() else {
                    panic!("{:?} {}", decoded.rejected, what())
                };
                assert_eq!(rejected.index, *index, "{}", what());
                assert!(concerns(&rejected.path, &rejected.message, place), "{rejected:?} {}", what());
                let raw: Value = serde_json::from_str(&rejected.raw).expect("it is JSON");
                assert_eq!(raw, page["voices"][index], "{}", what());
                let mut others = original.voices;
                others.remove(*index);
                assert_eq!(decoded.voices, others, "the other voices are as they were: {}", what());
            }
            (Ok(decoded), _) => {
                // All voices are rejected, such as in a list of numbers.
                self.rejected += 1;
                assert_eq!(written(place), "voices");
                assert!(decoded.voices.is_empty(), "{}", what());
            }
            (Err(error), place) => {
                self.refused += 1;
                assert_eq!(error.kind(), ErrorKind::Decode);
                let path = error.path().expect("a place");
                assert!(concerns(path, error.message(), place), "{error:?} {}", what());
                assert!(place.len() == 1, "a voice takes the page down: {error:?} {}", what());
            }
        }
    }
}

#[test]
fn any_value_anywhere_in_a_page_affects_only_its_voice() {
    let mut all = Vec::new();
    places(&bodies::page(), &[], &mut all);
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
    let mut count = Count::default();
    for place in &all {
        for value in values.iter().map(Some).chain([None]) {
            let page = changed(place, value).expect("the place is there");
            count.check(place, &page);
        }
    }
    let Count { decoded, rejected, refused } = count;
    let tried = format!("{} changes at {} places", decoded + rejected + refused, all.len());
    println!("{tried}: {decoded} decoded, {rejected} rejected, {refused} refused");
    assert!(decoded > 500 && rejected > 500 && refused > 5);
}

#[test]
fn unknown_property_in_any_object_of_a_page_is_kept() {
    let mut all = vec![vec![]];
    places(&bodies::page(), &[], &mut all);
    let mut objects = 0;
    for place in all {
        let mut page = bodies::page();
        let Some(object) = at(&mut page, &place).as_object_mut() else { continue };
        // Maps have typed values: text is either valid there, or its voice is rejected.
        let unknown = json!({"deep": [1, {"down": null}]});
        object.insert("never heard of".to_owned(), unknown.clone());
        let decoded = ListVoicesResponse::from_json(&page.to_string()).expect("a page");
        if decoded.rejected.is_empty() {
            objects += 1;
            let mut written_again = encoded(&decoded);
            let kept = &at(&mut written_again, &place)["never heard of"];
            assert_eq!(kept, &unknown, "{}", written(&place));
        }
    }
    assert!(objects >= 17, "only {objects} objects");
}
