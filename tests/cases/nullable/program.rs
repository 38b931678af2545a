//! A program against the crate that `spec.yaml` becomes: the test builds and runs it.

use std::collections::BTreeMap;

use elevenlabs_voices::mock::Mock;
use elevenlabs_voices::{Author, BookPatch, Nullable};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    absence_null_and_values_are_told_apart();
    values_convert();
    errors_have_the_path_of_the_value();
    patches_are_sent_as_they_are().await;
    null_entries_of_a_map_are_sent().await;
}

fn round_trip(json: &Value) -> BookPatch {
    let patch = BookPatch::from_json(&json.to_string()).expect("a patch");
    assert_eq!(serde_json::to_value(&patch).expect("JSON"), *json);
    patch
}

fn absence_null_and_values_are_told_apart() {
    assert_eq!(round_trip(&json!({})), BookPatch::default());
    let null = round_trip(&json!({ "title": null, "author": null, "keywords": null, "shelf": null, "notes": null }));
    assert!(null.title.is_null() && null.author.is_null() && null.shelf.is_null() && null.notes.is_null());
    assert!(null.pages.is_absent() && !null.title.is_absent() && null.lent.is_none());
    let json = json!({ "title": "Emma", "pages": 1, "printed": 0, "author": { "name": null, "books": [] }, "keywords": ["a", null], "shelf": "top", "notes": [null] });
    let patch = round_trip(&json);
    assert_eq!((patch.title.value().map(String::as_str), patch.pages), (Some("Emma"), Nullable::Value(1)));
    assert_eq!(patch.author.value().map(|author| author.name.is_null()), Some(true));
    assert_eq!(patch.shelf.value().map(|shelf| shelf.as_name()), Some(Some("top")));
    assert_eq!(patch.printed_time(), Some(std::time::SystemTime::UNIX_EPOCH));
    // As everywhere, the last of repeated properties is used.
    assert!(BookPatch::from_json(r#"{ "title": "a", "title": null }"#).expect("a patch").title.is_null());
}

fn values_convert() {
    let mut title: Nullable<String> = "Emma".to_owned().into();
    assert_eq!(title.as_ref().into_value(), Some(&"Emma".to_owned()));
    title = None.into();
    assert!(title.is_null() && title.value().is_none());
    title = Some("Emma".to_owned()).into();
    assert_eq!(Option::from(title), Some("Emma".to_owned()));
    assert_eq!(Nullable::<i64>::default(), Nullable::Absent);
}

fn errors_have_the_path_of_the_value() {
    let error = BookPatch::from_json(r#"{ "author": { "name": 7 } }"#).expect_err("a number");
    assert_eq!(error.path(), Some("author.name"));
}

async fn patches_are_sent_as_they_are() {
    let mock = Mock::new();
    let client = mock.client().expect("a client");
    let patch = BookPatch::default().with(|patch| {
        patch.title = Nullable::Null;
        patch.author = Box::new(Author::default()).into();
    });
    let book = client.update_book("1", &patch).send().await.expect("a book");
    assert_eq!((book.title.value().map(String::as_str), book.pages.into_value()), (Some("Emma"), Some(100)));
    let request = &mock.received_requests()[0];
    assert_eq!(request.body(), r#"{"title":null,"author":{"books":[]}}"#);
    assert_eq!(request.headers()["content-type"], "application/merge-patch+json");
}

async fn null_entries_of_a_map_are_sent() {
    let mock = Mock::new();
    let client = mock.client().expect("a client");
    let authors = BTreeMap::from([("Jane".to_owned(), Some(Author::default())), ("Joan".to_owned(), None)]);
    let response = client.set_authors(&authors).send().await.expect("authors");
    assert!(response.is_empty());
    assert_eq!(mock.received_requests()[0].body(), r#"{"Jane":{"books":[]},"Joan":null}"#);
}
