//! Serves voices as JSON from an axum app: `cargo run --example axum`, then `curl 'http://127.0.0.1:3000/voices?search=news'`.
//!
//! With `--once` it asks itself once and ends.

#[path = "support/mod.rs"]
mod support;

use std::collections::HashMap;
use std::error::Error;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use elevenlabs_voices::{Client, ListVoicesResponse, Voice};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let once = std::env::args().any(|argument| argument == "--once");
    let app = Router::new()
        .route("/voices", get(list))
        .route("/voices/{voice_id}", get(one))
        // Clones of a client share its connections.
        .with_state(support::client()?);

    let port = if once { 0 } else { 3000 };
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    let address = listener.local_addr()?;
    eprintln!("http://{address}/voices");
    let server = axum::serve(listener, app);
    if once {
        tokio::spawn(server.into_future());
        println!("{}", tokio::task::spawn_blocking(move || ask(address)).await??);
        return Ok(());
    }
    Ok(server.await?)
}

async fn list(
    State(client): State<Client>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Json<ListVoicesResponse>, Failure> {
    let mut call = client.list_voices().page_size(20);
    if let Some(search) = query.get("search") {
        call = call.search(search);
    }
    if let Some(token) = query.get("next_page_token") {
        call = call.next_page_token(token);
    }
    Ok(Json(call.send().await?))
}

async fn one(State(client): State<Client>, Path(voice_id): Path<String>) -> Result<Json<Voice>, Failure> {
    Ok(Json(client.get_voice(voice_id).send().await?))
}

/// What this app answers when the API did not.
struct Failure(elevenlabs_voices::Error);

impl From<elevenlabs_voices::Error> for Failure {
    fn from(error: elevenlabs_voices::Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let Self(error) = self;
        if error.code() == Some("voice_not_found") {
            return (StatusCode::NOT_FOUND, "there is no such voice").into_response();
        }
        // Visitors need not know more; whoever runs the app does.
        eprintln!("{error}");
        let status = if error.is_timeout() { StatusCode::GATEWAY_TIMEOUT } else { StatusCode::BAD_GATEWAY };
        (status, "the voices cannot be had at the moment").into_response()
    }
}

/// What a visitor gets.
fn ask(address: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "GET /voices?search=news HTTP/1.0\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}
