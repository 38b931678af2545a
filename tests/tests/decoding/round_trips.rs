//! Decoded values encode to equivalent bodies.

use serde::Serialize;
use serde_json::{Value, json};

use crate::bodies;
use crate::equivalence;
use crate::helpers::{encoded, locations, objects, page, settings, undocumented, voice, with, without};
use crate::spec::{Spec, Type};

fn assert_round_trip<T: Serialize>(schema: &str, body: &Value, decoded: &T) {
    let spec = Spec::read();
    let encoded_body = encoded(decoded);
    assert!(
        equivalence::are_equivalent(&spec, schema, body, &encoded_body),
        "{body:#}\nwas encoded as\n{encoded_body:#}"
    );
}

#[test]
fn full_bodies_round_trip() {
    assert_round_trip("ListVoicesResponse", &bodies::page(), &page(&bodies::page()));
    assert_round_trip("Voice", &bodies::voice(), &voice(&bodies::voice()));
    assert_round_trip("VoiceSettings", &bodies::settings(), &settings(&bodies::settings().to_string()));
}

#[test]
fn bodies_with_a_missing_property_round_trip() {
    let full = bodies::voice();
    for location in locations(&full).iter().filter(|location| !matches!(location.property.ty, Type::Named(_)))
    {
        let (object, name) = (&location.object, &location.property.name);
        for body in [with(full.clone(), object, name, Value::Null), without(full.clone(), object, name)] {
            assert_round_trip("Voice", &body, &voice(&body));
        }
    }
}

#[test]
fn bodies_with_undocumented_properties_round_trip() {
    let full = bodies::page();
    let more = objects(&full).iter().fold(full, |body, object| with(body, object, "more", undocumented()));
    assert_round_trip("ListVoicesResponse", &more, &page(&more));
}

#[test]
fn bodies_with_other_notations_of_numbers_round_trip() {
    let body = with(bodies::voice(), "/settings", "style", json!(0));
    let body = with(body, "/sharing", "notice_period", json!(30.0));
    let body = with(body, "/fine_tuning/progress", "model-north", json!(1));
    assert_round_trip("Voice", &body, &voice(&body));
}

#[test]
fn encoded_value_decodes_to_the_same_value() {
    let full = page(&bodies::page());
    assert_eq!(page(&encoded(&full)), full);
}

#[test]
fn comparison_accepts_equivalent_bodies() {
    let spec = Spec::read();
    let full = bodies::voice();
    let same =
        |other: Value| assert!(equivalence::are_equivalent(&spec, "Voice", &full, &other), "{other:#}");
    same(full.clone());
    same(with(full.clone(), "/fine_tuning", "verification_attempts_count", json!(3.0)));
    let bare = bodies::bare_voice("b");
    assert!(equivalence::are_equivalent(
        &spec,
        "Voice",
        &bare,
        &with(bare.clone(), "", "labels", Value::Null)
    ));
    assert!(equivalence::are_equivalent(
        &spec,
        "Voice",
        &bare,
        &without(bare.clone(), "", "available_for_tiers")
    ));
    assert!(equivalence::are_equivalent(
        &spec,
        "Voice",
        &bare,
        &with(bare.clone(), "", "samples", Value::Null)
    ));
    assert!(equivalence::are_equivalent(
        &spec,
        "VoiceSettings",
        &json!({"speed": 1}),
        &json!({"speed": 1.0})
    ));
}

#[test]
fn comparison_detects_every_changed_property() {
    let spec = Spec::read();
    let full = bodies::voice();
    for location in locations(&full) {
        let (object, name) = (&location.object, &location.property.name);
        let changed = with(full.clone(), object, name, json!(-77));
        assert!(!equivalence::are_equivalent(&spec, "Voice", &full, &changed), "{}", location.path());
        let removed = without(full.clone(), object, name);
        assert!(!equivalence::are_equivalent(&spec, "Voice", &full, &removed), "{}", location.path());
    }
}

#[test]
fn comparison_is_exact_for_maps_and_undocumented_properties() {
    let spec = Spec::read();
    let full = with(bodies::voice(), "/sharing", "more", json!({"a": null, "b": 1}));
    let other = |changed: Value| {
        assert!(!equivalence::are_equivalent(&spec, "Voice", &full, &changed), "{changed:#}");
    };
    other(without(full.clone(), "/fine_tuning/message", "model-south"));
    other(without(full.clone(), "/samples/0/speaker_separation/speakers", "sp-b"));
    other(without(full.clone(), "/sharing/more", "a"));
    other(with(full.clone(), "/sharing/more", "b", json!(1.0)));
    other(with(full.clone(), "/sharing", "even more", Value::Null));
    other(with(full.clone(), "", "available_for_tiers", json!(["tier-silver", "tier-gold"])));
}
