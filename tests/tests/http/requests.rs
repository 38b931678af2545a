//! Requests before they are sent: conditional parameters, arguments by reference, and clones.

use std::future::IntoFuture;

use elevenlabs_voices::{ErrorKind, Request, SortDirection, Voice, VoiceCategory};
use tests::modes::{Asynchronous, Mode};

use crate::helpers::{NO_VOICES, VOICE, client, ok, requests, serve};
use crate::script::{offline, response, scripted};

tests::both_clients! {
    when_some_applies_the_setter_to_a_value,
    when_some_without_a_value_changes_nothing,
    setters_accept_enums_by_reference,
    integer_setter_accepts_smaller_integer_types,
    integer_above_the_limit_is_rejected_whatever_its_type,
    cloned_request_is_sent_twice,
    clone_is_independent_of_the_original,
}

async fn when_some_applies_the_setter_to_a_value<M: Mode>() {
    let (client, sent) = scripted::<M>(offline::<M>(), |_| Ok(response(200, NO_VOICES)));
    let request = client
        .list_voices()
        .when_some(Some("warm"), Request::search)
        .when_some(Some(7_u32), Request::page_size);
    M::send(request).await.expect("a page");
    assert_eq!(sent.uris(), ["https://api.example.com/v2/voices?search=warm&page_size=7"]);
}

async fn when_some_without_a_value_changes_nothing<M: Mode>() {
    let (client, sent) = scripted::<M>(offline::<M>(), |_| Ok(response(200, NO_VOICES)));
    let request = client.list_voices().page_size(3);
    M::send(request.when_some(None::<i64>, Request::page_size)).await.expect("a page");
    assert_eq!(sent.uris(), ["https://api.example.com/v2/voices?page_size=3"]);
}

async fn setters_accept_enums_by_reference<M: Mode>() {
    let (client, sent) = scripted::<M>(offline::<M>(), |_| Ok(response(200, NO_VOICES)));
    let (category, direction) = (VoiceCategory::from("new"), SortDirection::Desc);
    M::send(client.list_voices().category(&category).sort_direction(&direction)).await.expect("a page");
    assert_eq!(sent.uris(), ["https://api.example.com/v2/voices?category=new&sort_direction=desc"]);
}

async fn integer_setter_accepts_smaller_integer_types<M: Mode>() {
    let (client, sent) = scripted::<M>(offline::<M>(), |_| Ok(response(200, NO_VOICES)));
    let list = || client.list_voices();
    for request in
        [list().page_size(1_u8), list().page_size(2_i16), list().page_size(3_u32), list().page_size(4)]
    {
        M::send(request).await.expect("a page");
    }
    let sizes: Vec<_> = sent.uris().into_iter().map(|uri| uri.chars().last()).collect();
    assert_eq!(sizes, ['1', '2', '3', '4'].map(Some));
}

async fn integer_above_the_limit_is_rejected_whatever_its_type<M: Mode>() {
    let (client, sent) = scripted::<M>(offline::<M>(), |_| Ok(response(200, NO_VOICES)));
    let error = M::send(client.list_voices().page_size(101_u16)).await.expect_err("too many");
    assert_eq!((error.kind(), sent.count()), (ErrorKind::Argument, 0));
}

async fn cloned_request_is_sent_twice<M: Mode>() {
    let server = serve(ok(NO_VOICES)).await;
    let request = client::<M>(&server).list_voices().search("warm").with_header("x-team", "t");
    M::send(request.clone()).await.expect("a page");
    M::send(request).await.expect("a page");
    let requests = requests(&server).await;
    assert_eq!(requests.len(), 2);
    assert_eq!((&requests[0].url, &requests[0].headers), (&requests[1].url, &requests[1].headers));
}

async fn clone_is_independent_of_the_original<M: Mode>() {
    let (client, sent) = scripted::<M>(offline::<M>(), |_| Ok(response(200, NO_VOICES)));
    let request = client.list_voices().search("a");
    M::send(request.clone().search("b")).await.expect("a page");
    M::send(request).await.expect("a page");
    assert_eq!(
        sent.uris(),
        ["https://api.example.com/v2/voices?search=b", "https://api.example.com/v2/voices?search=a"]
    );
}

#[tokio::test]
async fn awaited_request_is_sent() {
    let server = serve(ok(VOICE)).await;
    let voice: Voice = client::<Asynchronous>(&server).get_voice("v1").await.expect("a voice");
    assert_eq!((voice.name.as_str(), requests(&server).await.len()), ("Oskar", 1));
}

#[test]
fn awaited_request_can_be_spawned() {
    fn assert_future<F: Future + Send + 'static>(_: F) {}
    let (client, _) = scripted::<Asynchronous>(offline::<Asynchronous>(), |_| Ok(response(200, VOICE)));
    assert_future(client.get_voice("v1").into_future());
}
