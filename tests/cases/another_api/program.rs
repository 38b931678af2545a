//! A program against the crate that `spec.yaml` becomes: the test builds and runs it, and watches what it sends.

use elevenlabs_voices::http::StatusCode;
use elevenlabs_voices::mock::{Mock, Reply};
use elevenlabs_voices::{Client, NewWidget, Part, PartKind, Widget, blocking};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let base_url = std::env::var("BASE_URL").expect("BASE_URL is set");
    // The key comes from the variable that this spec names.
    let client = Client::builder().base_url(base_url).build().expect("a client");

    let errors = [Client::new("key").err(), blocking::Client::new("key").err()];
    for error in errors.into_iter().flatten() {
        println!("without TLS {:?}: {error}", error.kind());
    }

    let mut part = Part::default();
    part.kind = PartKind::Gear;
    part.count = 3;
    let mut widget = NewWidget::default();
    widget.name = "mill".to_owned();
    widget.parts = vec![part];

    let made = client.create_widget("north", &widget).tags(["a b", "c"]).idempotency_key("once").send().await;
    println!("made {:?}", made.map(|widget| (widget.id, widget.name)));

    let found = client.get_widget(7).send().await;
    println!("found {:?}", found.map(|widget| widget.name));

    let gone = client.delete_widget(7).send().await;
    println!("deleted {gone:?}");
    requests_of_other_forms(&client, &widget).await;

    let refused = client.create_widget("south", &widget).send().await.expect_err("an error");
    println!("refused {:?} {:?}: {refused}", refused.status().map(|status| status.as_u16()), refused.code());
    mocked().await;
}

/// HEAD, an optional body with another media type, lists in one value, several pieces in a segment of the path.
async fn requests_of_other_forms(client: &Client, widget: &NewWidget) {
    println!("checked {:?}", client.check_widget(7).send().await);
    println!("unchanged {:?}", client.update_widget(7).send().await.map(|widget| widget.name));
    println!("updated {:?}", client.update_widget(7).body(widget).send().await.map(|widget| widget.name));
    let export = client.export_widgets([7, 8], "tar.gz").names(["a,b", "c d"]).kinds([PartKind::Gear, PartKind::Spring]);
    println!("exported {:?}", export.labels(["x", "y"]).x_fields(["id", "name"]).send().await.is_ok());
    let empty = client.export_widgets([0_i64; 0], "csv").send().await.expect_err("no widgets");
    println!("refused {empty}");
}

/// The same calls without a server.
async fn mocked() {
    let mock = Mock::new();
    let mut widget = Widget::fixture();
    widget.name = "lathe".to_owned();
    mock.get_widget(&widget);
    let client = mock.client().expect("a client");
    let made = client.create_widget("north", &NewWidget::fixture()).send().await;
    println!("made {:?}", made.map(|widget| (widget.id, widget.name, widget.parts[0].count)));
    println!("found {:?}", client.get_widget(7).send().await.map(|widget| widget.name));
    println!("deleted {:?}", client.delete_widget(7).send().await);
    mock.enqueue_reply(Reply::error(StatusCode::CONFLICT, "taken", "There is one."));
    println!("refused {}", client.delete_widget(7).send().await.expect_err("an error"));
    for request in mock.received_requests() {
        println!("{} {} {:?} {}", request.method(), request.path(), request.query(), request.body());
    }
}
