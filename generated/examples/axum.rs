//! Serves voices as JSON from an axum app: `cargo run --example axum`, then `curl 'http://127.0.0.1:3000/voices?search=news'`.
//!
//! With `--once` it sends itself one request, prints the response and exits.

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
        .route("/voices", get(list_voices))
        .route("/voices/{voice_id}", get(get_voice))
        // Clones of a client share its connections.
        .with_state(support::client()?);

    let port = if once { 0 } else { 3000 };
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    let address = listener.local_addr()?;
    eprintln!("http://{address}/voices");
    let server = axum::serve(listener, app);
    if once {
        tokio::spawn(server.into_future());
        println!("{}", tokio::task::spawn_blocking(move || request_voices(address)).await??);
        return Ok(());
    }
    Ok(server.await?)
}

async fn list_voices(
    State(client): State<Client>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Json<ListVoicesResponse>, AppError> {
    let mut request = client.list_voices().page_size(20);
    if let Some(search) = query.get("search") {
        request = request.search(search);
    }
    if let Some(token) = query.get("next_page_token") {
        request = request.next_page_token(token);
    }
    let page = request.send().await?;
    // The JSON contains the decoded voices only.
    for rejected in &page.rejected {
        eprintln!("undecodable: {rejected}");
    }
    Ok(Json(page))
}

async fn get_voice(
    State(client): State<Client>,
    Path(voice_id): Path<String>,
) -> Result<Json<Voice>, AppError> {
    Ok(Json(client.get_voice(voice_id).send().await?))
}

/// The response of this app to a failed call of the API.
struct AppError(elevenlabs_voices::Error);

impl From<elevenlabs_voices::Error> for AppError {
    fn from(error: elevenlabs_voices::Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let Self(error) = self;
        if error.code() == Some("voice_not_found") {
            return (StatusCode::NOT_FOUND, "no voice has this id").into_response();
        }
        // The details are for the log, not for the app's clients.
        eprintln!("{error}");
        let status = if error.is_timeout() { StatusCode::GATEWAY_TIMEOUT } else { StatusCode::BAD_GATEWAY };
        (status, "the voices are temporarily unavailable").into_response()
    }
}

/// The app's response to a client.
fn request_voices(address: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "GET /voices?search=news HTTP/1.0\r\n\r\n")?;
    let mut response = String::new();
    stream.read_to_string(&mut response)?;
    Ok(response)
}
