//! Pagination with a server that echoes the key in every part of its responses.

use elevenlabs_voices::{Client, blocking};

use crate::canary::{self, KEY};
use crate::server::{Action, Server};

/// A page with an undecodable voice, and then an undecodable page.
async fn server() -> Server {
    let page = format!(
        r#"{{"voices": [{{"voice_id": 7, "name": "{KEY}"}}], "has_more": true, "next_page_token": "t-{KEY}", "{KEY}": "{KEY}"}}"#
    );
    let broken = format!(r#"{{"voices": [], "has_more": "{KEY}"}}"#);
    let answers = [page, broken].map(|body| {
        let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
        vec![Action::Read, Action::Send([head.as_bytes(), body.as_bytes()].concat())]
    });
    Server::start(answers.into()).await
}

#[tokio::test]
async fn pagination_of_the_async_client_does_not_reveal_the_key() {
    canary::start_recording();
    let client = |server: &Server| Client::builder().api_key(KEY).base_url(&server.url).build();
    let server_of_items = server().await;
    let mut items = client(&server_of_items).expect("a client").list_voices().items();
    canary::record_debug(&items);
    while let Some(item) = items.next().await {
        canary::record_error(&item.expect_err("every item is undecodable"));
        canary::record_debug(&items);
    }
    let server_of_pages = server().await;
    let mut pages = client(&server_of_pages).expect("a client").list_voices().pages();
    while let Some(page) = pages.next().await {
        page.as_ref().err().map_or_else(|| canary::record_debug(&pages), canary::record_error);
    }
    canary::assert_no_key_recorded();
}

#[tokio::test(flavor = "multi_thread")]
async fn pagination_of_the_blocking_client_does_not_reveal_the_key() {
    canary::start_recording();
    let [items, pages] = [server().await, server().await];
    let client = |server: &Server| blocking::Client::builder().api_key(KEY).base_url(&server.url).build();
    let (of_items, of_pages) = (client(&items).expect("a client"), client(&pages).expect("a client"));
    let task = tokio::task::spawn_blocking(move || {
        let mut items = of_items.list_voices().items();
        while let Some(item) = items.next() {
            canary::record_error(&item.expect_err("every item is undecodable"));
            canary::record_debug(&items);
        }
        let mut pages = of_pages.list_voices().pages();
        while let Some(page) = pages.next() {
            page.as_ref().err().map_or_else(|| canary::record_debug(&pages), canary::record_error);
        }
    });
    task.await.expect("no panic");
    canary::assert_no_key_recorded();
}
