//! A program against the crate that `spec.yaml` becomes: the test builds and runs it.

use elevenlabs_voices::mock::Mock;
use elevenlabs_voices::{Exhibit, Labels, Media, Part, Parts, Sizes};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    properties_of_the_type_are_in_the_rest_and_others_in_extra();
    null_is_an_entry_where_the_type_is_optional();
    last_one_of_a_repeated_property_is_kept();
    unions_and_schemas_nest_in_the_rest();
    rest_of_a_variant_has_no_tag();
    deep_values_are_decoded_in_time();
    rest_is_sent().await;
}

fn round_trip<T: serde_core::de::DeserializeOwned + serde_core::Serialize>(json: &Value) -> T {
    let value: T = serde_json::from_str(&json.to_string()).expect("a value");
    assert_eq!(serde_json::to_value(&value).expect("JSON"), *json);
    value
}

fn properties_of_the_type_are_in_the_rest_and_others_in_extra() {
    let json = json!({ "name": "vase", "rest": "on Mondays", "height": 30, "width": 1.5, "depth": "12", "age": null, "found": [1] });
    let exhibit: Exhibit = round_trip(&json);
    assert_eq!((exhibit.name.as_str(), exhibit.pause.as_deref()), ("vase", Some("on Mondays")));
    assert_eq!(exhibit.rest.iter().map(|(name, size)| (name.as_str(), *size)).collect::<Vec<_>>(), [("height", 30)]);
    let extra: Vec<_> = exhibit.extra.keys().map(String::as_str).collect();
    assert_eq!(extra, ["age", "depth", "found", "width"]);
    // Tolerantly, as for a property.
    assert_eq!(Exhibit::from_json(r#"{ "name": "", "height": 30.0 }"#).expect("an exhibit").rest["height"], 30);
    let error = Exhibit::from_json(r#"{ "height": 30 }"#).expect_err("no name");
    assert!(error.to_string().contains("name"), "{error}");
}

fn null_is_an_entry_where_the_type_is_optional() {
    let sizes: Sizes = round_trip(&json!({ "a": 1.5, "b": null, "c": "?" }));
    assert_eq!((sizes.rest["a"], sizes.rest["b"], sizes.rest.len()), (Some(1.5), None, 2));
    assert_eq!(sizes.extra["c"], json!("?"));
}

fn last_one_of_a_repeated_property_is_kept() {
    let exhibit = Exhibit::from_json(r#"{ "name": "", "a": 1, "a": "text", "b": "text", "b": 2 }"#).expect("an exhibit");
    assert_eq!((exhibit.rest.len(), exhibit.rest["b"]), (1, 2));
    assert_eq!((exhibit.extra.len(), &exhibit.extra["a"]), (1, &json!("text")));
}

fn unions_and_schemas_nest_in_the_rest() {
    let parts: Parts = round_trip(&json!({ "lid": "oak", "box": { "left": { "nail": "iron" }, "right": 7 } }));
    assert_eq!(parts.rest["lid"], Part::from("oak"));
    let inner = parts.rest["box"].as_parts().expect("parts");
    assert_eq!(inner.rest["right"], Part::Unknown(json!(7)));
    assert!(parts.extra.is_empty() && inner.extra.is_empty());
}

fn rest_of_a_variant_has_no_tag() {
    let json = json!({ "medium": "labels", "kind": "sign", "en": ["door"], "de": ["Tür", "Tor"], "fr": 1 });
    let media: Media = round_trip(&json);
    let labels = media.as_labels().expect("labels");
    assert_eq!((labels.rest.len(), labels.extra.len()), (2, 1));
    // A tag among them does not repeat the one that the union writes.
    let tag = Labels::default().with(|labels| {
        labels.rest.insert("medium".to_owned(), Vec::new());
    });
    assert_eq!(serde_json::to_string(&Media::from(tag)).expect("JSON"), r#"{"medium":"labels","kind":""}"#);
}

fn deep_values_are_decoded_in_time() {
    // As deep as serde_json reads, and each level is kept before its type is known.
    for end in [r#""end""#, "[1]"] {
        let text = format!("{}{end}{}", r#"{"a":"#.repeat(60), "}".repeat(60));
        let start = std::time::Instant::now();
        let parts = Parts::from_json(&text).expect("parts");
        assert_eq!(serde_json::to_string(&parts).expect("JSON"), text);
        assert!(start.elapsed().as_secs() < 5);
    }
}

async fn rest_is_sent() {
    let mock = Mock::new();
    let client = mock.client().expect("a client");
    let exhibit = client.get_exhibit("vase").send().await.expect("an exhibit");
    assert_eq!(exhibit.rest["key"], 1);
    let sizes = client.put_exhibit("vase", &exhibit).send().await.expect("sizes");
    assert_eq!(sizes.rest["key"], Some(0.5));
    let requests = mock.received_requests();
    let body: Value = serde_json::from_str(requests[1].body()).expect("JSON");
    assert_eq!((&body["name"], &body["key"]), (&json!("name"), &json!(1)));
}
