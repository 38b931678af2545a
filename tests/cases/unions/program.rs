//! A program against the crate that `spec.yaml` becomes: the test builds and runs it.

use elevenlabs_voices::http::StatusCode;
use elevenlabs_voices::mock::{Mock, Reply};
use elevenlabs_voices::{Animal, AnimalPage, Cat, Dog, Expression, Input, Robot, Size, SizeName, Sum};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    tag_chooses_the_variant();
    declared_tag_is_the_one_of_the_variant();
    inner_union_has_its_own_tag();
    recursive_values_are_decoded();
    first_variant_that_fits_is_decoded();
    undecodable_item_of_a_page_is_rejected();
    parameters_are_sent_as_text().await;
    mock_answers_with_fixtures().await;
}

fn animal(json: &Value) -> Animal {
    let animal = Animal::from_json(&json.to_string()).expect("an animal");
    assert_eq!(serde_json::from_value::<Animal>(json.clone()).expect("an animal"), animal);
    animal
}

fn encoded(value: &impl serde_core::Serialize) -> Value {
    serde_json::to_value(value).expect("JSON")
}

fn tag_chooses_the_variant() {
    let json = json!({ "kind": "cat", "name": "Tom", "lives": 9, "more": [1] });
    let cat = animal(&json);
    assert_eq!(cat.as_cat().map(|cat| (cat.name.as_str(), cat.lives, cat.extra.len())), Some(("Tom", Some(9), 1)));
    assert!(cat.is_known() && cat.as_hound().is_none());
    assert_eq!(encoded(&cat), json);

    let json = json!({ "kind": "bird", "name": "Tweety" });
    let bird = animal(&json);
    assert!(!bird.is_known());
    assert_eq!((encoded(&bird), Animal::Unknown(json.clone())), (json, bird));
    assert_eq!(Animal::default(), Animal::Unknown(Value::Null));

    let error = Animal::from_json(r#"{ "kind": "herd", "leader": { "kind": "cat" } }"#).expect_err("no name");
    assert_eq!(error.path(), Some("leader"));
}

fn declared_tag_is_the_one_of_the_variant() {
    let json = json!({ "kind": "dog", "name": "Rex" });
    let dog = animal(&json);
    assert_eq!(dog.as_hound().map(|dog| dog.kind.as_str()), Some("dog"));
    assert_eq!(encoded(&dog), json);
    // One that is made by hand has another.
    assert_eq!(encoded(&Animal::from(Dog::fixture()))["kind"], "dog");
}

fn inner_union_has_its_own_tag() {
    let json = json!({ "kind": "robot", "make": "cat", "name": "K-9" });
    let robot = animal(&json);
    assert_eq!(robot.as_robot().and_then(Robot::as_cat).map(|cat| cat.name.as_str()), Some("K-9"));
    assert_eq!(encoded(&robot), json);
    assert_eq!(encoded(&Animal::from(Robot::from(Cat::fixture())))["make"], "cat");
}

fn recursive_values_are_decoded() {
    let json = json!({ "left": 1.5, "right": { "left": [1.0, []], "right": 2.0 } });
    let sum = Expression::from_json(&json.to_string()).expect("an expression");
    let right = sum.as_sum().and_then(|sum| sum.right.as_sum()).expect("a sum");
    assert_eq!(right.left.as_list().map(<[_]>::len), Some(2));
    assert_eq!(encoded(&sum), json);
    let mut sum = Sum::default();
    sum.left = 1.0.into();
    sum.right = vec![Expression::Number(2.0)].into();
    assert_eq!(encoded(&Expression::from(sum)), json!({ "left": 1.0, "right": [2.0] }));
}

fn first_variant_that_fits_is_decoded() {
    for (json, expected) in [
        (json!("small"), Size::Named(SizeName::Small)),
        (json!("tiny"), Size::from("tiny")),
        (json!(3), Size::from(3)),
        (json!(3.5), Size::from(3.5)),
        (json!([3]), Size::Unknown(json!([3]))),
    ] {
        let size = Size::from_json(&json.to_string()).expect("a size");
        assert_eq!((encoded(&size), size), (json, expected));
    }
    let input = |json: Value| Input::from_json(&json.to_string()).expect("an input");
    assert!(matches!(input(json!({ "model": "m", "kind": "cat" })), Input::Config(_)));
    assert!(matches!(input(json!({ "name": "Tom", "kind": "cat" })), Input::Animal(Animal::Cat(_))));
    assert!(matches!(input(json!({ "kind": "cat" })), Input::Nothing(_)));
    assert!(matches!(input(json!(["a", 1])), Input::Nothing(_)));
    assert_eq!(input(json!([])), Input::Texts(Vec::new()));
}

fn undecodable_item_of_a_page_is_rejected() {
    let text = r#"{ "animals": [{ "kind": "cat" }, { "kind": "cat", "name": "Tom" }, 7], "more": false }"#;
    let page = AnimalPage::from_json(text).expect("a page");
    assert_eq!((page.animals.len(), page.rejected_count), (2, 1));
    assert_eq!(page.rejected[0].path, "animals[0]");
}

async fn parameters_are_sent_as_text() {
    let mock = Mock::new();
    // The spec does not say what `size` does, so that the mock needs a response.
    mock.enqueue_reply(Reply::text(StatusCode::OK, r#"{ "animals": [], "more": false }"#));
    let client = mock.client().expect("a client");
    let sizes: [Size; 4] = [1.into(), 2.5.into(), SizeName::Large.into(), Size::Unknown(json!(true))];
    client.list_animals().size("a b").sizes(sizes).send().await.expect("a page");
    let requests = mock.received_requests();
    let query = format!("{:?}", requests[0].query());
    assert_eq!(
        query,
        r#"[("size", "a b"), ("sizes", "1"), ("sizes", "2.5"), ("sizes", "large"), ("sizes", "true")]"#
    );
    let animal = client.get_animal(3).send().await.expect("an animal");
    assert_eq!(animal, Animal::fixture());
}

async fn mock_answers_with_fixtures() {
    let mock = Mock::new();
    mock.list_animals([Animal::from(Dog::fixture()), Animal::fixture()]);
    let client = mock.client().expect("a client");
    let mut animals = client.list_animals().items();
    let dog = animals.next().await.expect("an item").expect("an animal");
    assert_eq!(dog.as_hound().map(|dog| dog.size.as_deref()), Some(Some(&Size::Named(SizeName::Large))));
    let texts = Input::from(vec!["a".to_owned()]);
    client.classify(&texts).send().await.expect("a map");
    assert_eq!(mock.received_requests().last().map(|request| request.body().to_owned()), Some(r#"["a"]"#.to_owned()));
}
