//! A program against the crate that `spec.yaml` becomes: the test builds and runs it.

use std::collections::HashSet;

use elevenlabs_voices::mock::Mock;
use elevenlabs_voices::{Channel, Level, Station};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    known_and_unknown_integers_convert();
    integers_are_decoded_tolerantly();
    integers_are_told_apart_in_unions();
    integers_are_sent_as_parameters().await;
}

fn known_and_unknown_integers_convert() {
    assert_eq!((Level::from(1), Level::Low.as_i64(), i64::from(Level::Value2)), (Level::Low, 1, 2));
    let unknown = Level::from(7);
    assert!(Level::Low.is_known() && !unknown.is_known());
    assert_eq!((unknown.to_string(), format!("{unknown:?}"), format!("{:>3}", Level::Low)), ("7".into(), "Unknown(7)".into(), "  1".into()));
    // By value, known or not.
    let mut levels = [Level::Deafening, unknown, Level::Value2, Level::Low, Level::from(i64::MIN)];
    levels.sort();
    assert_eq!(levels.map(|level| level.as_i64()), [i64::MIN, 1, 2, 7, 1_000_000]);
    assert_eq!(Level::KNOWN.iter().copied().chain([Level::from(2), unknown]).collect::<HashSet<_>>().len(), 5);
    assert_eq!(Level::default(), Level::from(0));
}

fn integers_are_decoded_tolerantly() {
    let json = json!({ "level": 2, "channel": "a", "others": { "a": 7, "b": null } });
    let station: Station = serde_json::from_value(json.clone()).expect("a station");
    assert_eq!((station.level, station.others["a"], station.others["b"]), (Level::Value2, Some(Level::from(7)), None));
    assert_eq!(serde_json::to_value(&station).expect("JSON"), json);

    let level = |text: &str| serde_json::from_str::<Level>(text);
    assert_eq!(level("1.0").ok(), Some(Level::Low));
    for text in ["1.5", r#""1""#, "null", "18446744073709551615"] {
        level(text).expect_err(text);
    }
    let error = Station::from_json(r#"{ "level": "2", "channel": 1 }"#).expect_err("text");
    assert_eq!(error.path(), Some("level"));
}

fn integers_are_told_apart_in_unions() {
    let channel = |json: Value| serde_json::from_value::<Channel>(json).expect("a channel");
    assert_eq!(channel(json!(1)), Channel::Named(Level::Low));
    assert_eq!(channel(json!(3)), Channel::Integer(3));
    assert_eq!(channel(json!("1")), Channel::from("1"));
    assert_eq!(channel(json!(1.5)), Channel::Unknown(json!(1.5)));
}

async fn integers_are_sent_as_parameters() {
    let mock = Mock::new();
    let client = mock.client().expect("a client");
    let station = client.get_station(7).least(Level::Low).levels([1, 2]).send().await.expect("a station");
    assert_eq!((station.level, station.channel), (Level::Value2, Channel::Named(Level::Value2)));
    assert_eq!(client.get_level().send().await.expect("a level"), Level::Value2);
    let request = &mock.received_requests()[0];
    assert_eq!(request.path(), "/stations/7");
    assert_eq!(format!("{:?}", request.query()), r#"[("least", "1"), ("levels", "1"), ("levels", "2")]"#);
}
