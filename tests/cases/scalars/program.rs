//! A program against the crate that `spec.yaml` becomes: the test builds and runs it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use elevenlabs_voices::mock::Mock;
use elevenlabs_voices::{Base64, Base64Url, Date, DateTime, Label, Nullable, Quoted, Sighting, Size};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    values_round_trip();
    text_in_another_format_is_kept();
    numbers_out_of_range_are_errors();
    text_has_its_meaning();
    parameters_and_bodies_are_sent().await;
}

/// 2024-04-27T08:00:00Z.
fn morning() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_714_204_800)
}

fn sighting() -> Value {
    json!({
        "at": "2024-04-27T10:00:00+02:00", "night": "2024-04-26", "star": u64::MAX, "magnitude": 0.1,
        "distance": "4.25", "atoms": "-9007199254740993", "id": "18446744073709551615", "picture": "+/8=", "token": "-_8",
        "times": ["2024-04-27T08:00:00.5Z", null], "numbers": { "hd": "48915" }, "size": 2.5, "label": "7", "rank": "1",
    })
}

fn read(json: &Value) -> Sighting {
    Sighting::from_json(&json.to_string()).expect("a sighting")
}

fn values_round_trip() {
    let json = sighting();
    let value = read(&json);
    assert_eq!(serde_json::to_string(&value).expect("JSON").parse::<Value>().expect("JSON"), json);
    assert_eq!((value.star, value.magnitude, value.id), (u64::MAX, Some(0.1_f32), Quoted(u64::MAX)));
    assert_eq!(value.atoms, Nullable::Value(Quoted(-9_007_199_254_740_993)));
    assert_eq!((value.distance.0, value.numbers["hd"].0, value.rest["rank"].0), (4.25, 48_915, 1));
    assert_eq!(value.size.as_deref().and_then(Size::as_radius), Some(2.5));
    assert_eq!(value.label.as_deref().and_then(Label::as_number), Some(Quoted(7)));
    let alone = serde_json::to_value((&value.at, value.id)).expect("JSON");
    assert_eq!(alone, json!(["2024-04-27T10:00:00+02:00", "18446744073709551615"]));
    assert_eq!(serde_json::from_value::<(DateTime, Quoted<u64>)>(alone).expect("values"), (value.at, value.id));
    let fixture = serde_json::to_value(Sighting::fixture()).expect("JSON");
    assert_eq!(read(&fixture), Sighting::fixture());
    // A number without quotes is read as well.
    let mut unquoted = json;
    unquoted["id"] = json!(7);
    assert_eq!(serde_json::to_value(read(&unquoted)).expect("JSON")["id"], "7");
}

fn text_in_another_format_is_kept() {
    let mut json = sighting();
    (json["at"], json["night"], json["token"]) = (json!("Saturday"), json!("yesterday"), json!("?"));
    let value = read(&json);
    assert_eq!((value.at.time(), value.night.as_ref().and_then(Date::start), value.token.decode()), (None, None, None));
    assert_eq!((value.at.as_str(), value.token.to_string()), ("Saturday", "?".to_owned()));
    assert_eq!(serde_json::to_value(&value).expect("JSON")["at"], "Saturday");
}

fn numbers_out_of_range_are_errors() {
    for (property, value) in [
        ("star", json!(-1)),
        ("star", json!(0.5)),
        ("magnitude", json!(1e39)),
        ("id", json!("-1")),
        ("id", json!("seven")),
        ("atoms", json!("9223372036854775808")),
        ("distance", json!(true)),
        ("at", json!(1_714_204_800)),
    ] {
        let mut json = sighting();
        json[property] = value;
        let error = Sighting::from_json(&json.to_string()).expect_err(property);
        assert_eq!(error.path(), Some(property), "{error}");
    }
}

fn text_has_its_meaning() {
    let value = read(&sighting());
    assert_eq!(value.at.time(), Some(morning()));
    assert_eq!(value.times[0].as_ref().and_then(DateTime::time), Some(morning() + Duration::from_millis(500)));
    assert_eq!(value.night.and_then(|night| night.start()), Some(morning() - Duration::from_secs(32 * 3600)));
    assert_eq!(DateTime::from(morning()).as_str(), "2024-04-27T08:00:00Z");
    assert_eq!(Date::from(morning()), "2024-04-27".into());
    let bytes = [0xfb, 0xff];
    assert_eq!(value.picture.as_ref().and_then(Base64::decode).as_deref(), Some(&bytes[..]));
    assert_eq!((Base64::encode(bytes), Base64Url::encode(bytes)), ("+/8=".into(), value.token));
}

async fn parameters_and_bodies_are_sent() {
    let mock = Mock::new();
    mock.get_time(&morning().into());
    let client = mock.client().expect("a client");
    let found = client
        .list_sightings("2024-04-27")
        .since(morning())
        .stars([1, 2])
        .first(u64::MAX)
        .magnitude(0.1)
        .distance(4.25)
        .catalog(9_u32)
        .x_picture(Base64Url::encode([0xfb, 0xff]));
    assert!(found.send().await.expect("sightings").is_empty());
    assert_eq!(client.get_time().send().await.expect("the time").time(), Some(morning()));
    client.replace_sighting(u64::MAX, &read(&sighting())).send().await.expect("an answer");
    client.get_star(1_u8).send().await.expect("a star");

    let requests = mock.received_requests();
    let query: Vec<_> = requests[0].query().iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let expected = [
        ("since", "2024-04-27T08:00:00Z"),
        ("stars", "1"),
        ("stars", "2"),
        ("first", "18446744073709551615"),
        ("magnitude", "0.1"),
        ("distance", "4.25"),
        ("catalog", "9"),
    ];
    assert_eq!((requests[0].path(), &query[..]), ("/days/2024-04-27/sightings", &expected[..]));
    assert_eq!(requests[0].headers()["x-picture"], "-_8");
    assert_eq!(requests[2].path(), "/sightings/18446744073709551615");
    assert_eq!(requests[2].body().parse::<Value>().expect("JSON"), sighting());
    let error = client.list_sightings(morning()).magnitude(7.5).send().await.expect_err("above the limit");
    assert!(error.to_string().contains("magnitude"), "{error}");
}
