//! Plays the scenarios of the suite against its mock server, and prints a line of JSON for each exchange.

use std::error::Error as StdError;
use std::fmt::Debug;
use std::sync::Arc;

use elevenlabs_voices::transport::{Attempt, Transport, TransportFuture};
use elevenlabs_voices::__private::Page;
use elevenlabs_voices::{Async, ClientBuilder, Error, Operation, Paged, Raw, Request, http};
use serde_core::Serialize;
use serde_core::de::DeserializeOwned;
use serde_json::{Value, json};

// MODULES

/// A fault to inject, to check that scenarios detect it.
#[derive(Clone, Copy, PartialEq)]
enum Fault {
    None,
    /// Adds one to integers in bodies, sent and received.
    Integer,
    /// Removes the named headers of requests.
    Header,
}

/// Why an exchange has no response: an expected value is not a value of the argument's type, or the client reports an error.
enum Failure {
    Argument(String),
    Client(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Client(error)
    }
}

pub(crate) struct Player {
    server: String,
    fault: Fault,
    /// The headers that [`Fault::Header`] removes.
    headers: Arc<[String]>,
}

impl Player {
    /// An argument from its text: a number or a boolean if that is a value of the type, or else text.
    fn value<T: DeserializeOwned>(&self, text: &str) -> Result<T, Failure> {
        let json = serde_json::from_str(text).ok().filter(|json: &Value| json.is_number() || json.is_boolean());
        let value = json.and_then(|json| serde_json::from_value(json).ok());
        let value = value.map_or_else(|| serde_json::from_value(Value::from(text)), Ok);
        value.map_err(|error| Failure::Argument(format!("`{text}`: {error}")))
    }

    fn list<T: DeserializeOwned>(&self, texts: &[&str]) -> Result<Vec<T>, Failure> {
        texts.iter().map(|text| self.value(text)).collect()
    }

    fn map<T: DeserializeOwned>(&self, texts: &[(&str, &str)]) -> Result<Vec<(String, T)>, Failure> {
        texts.iter().map(|(name, text)| Ok(((*name).to_owned(), self.value(text)?))).collect()
    }

    fn body<T: DeserializeOwned>(&self, text: &str) -> Result<T, Failure> {
        serde_json::from_str(text).map_err(|error| Failure::Argument(format!("the body: {error}")))
    }

    /// A body whose type must have all of its properties.
    fn declared_body<T: DeserializeOwned + Debug>(&self, text: &str) -> Result<T, Failure> {
        let body = self.body(text)?;
        match undeclared(&body) {
            Some(extra) => Err(Failure::Argument(format!("the type lacks a property: {extra}"))),
            None => Ok(body),
        }
    }

    fn configure(&self, builder: ClientBuilder<Async>, prefix: &str, key: Option<&str>) -> ClientBuilder<Async> {
        let (fault, headers) = (self.fault, Arc::clone(&self.headers));
        let mut builder = builder.base_url(format!("{}{prefix}", self.server)).max_retries(0).no_proxy();
        if let Some(key) = key {
            builder = builder.api_key(key);
        }
        if fault == Fault::None {
            return builder;
        }
        builder.wrap_transport(move |inner| Faulty { inner, fault, headers })
    }

    async fn send<Op: Operation<Output: Serialize + Debug>>(&self, request: Request<Op, Async>) -> Result<Value, Failure> {
        Ok(response(&request.send_raw().await?))
    }

    /// All pages, and all items.
    async fn paginate<Op>(&self, request: Request<Op, Async>) -> Result<Value, Failure>
    where
        Op: Paged<Output: Page<Item: Serialize> + Serialize>,
    {
        let (mut pages, mut items) = (Vec::new(), Vec::new());
        let mut stream = request.clone().pages();
        while let Some(page) = stream.next().await {
            pages.push(encoded(&page?));
        }
        let mut stream = request.items();
        while let Some(item) = stream.next().await {
            items.push(encoded(&item?));
        }
        Ok(json!({ "pages": pages, "items": items }))
    }

    fn report(&self, scenario: &str, exchange: usize, result: Result<Value, Failure>) {
        let outcome = match result {
            Ok(response) => json!({ "response": response }),
            Err(Failure::Argument(message)) => json!({ "argument": message }),
            Err(Failure::Client(error)) => json!({ "error": {
                "kind": format!("{:?}", error.kind()),
                "message": error.to_string(),
                "status": error.status().map(|status| status.as_u16()),
                "body": error.body(),
            } }),
        };
        println!("{}", json!({ "scenario": scenario, "exchange": exchange, "outcome": outcome }));
    }
}

fn response<T: Serialize + Debug>(raw: &Raw<T>) -> Value {
    let mut headers = serde_json::Map::new();
    for (name, value) in raw.headers() {
        headers.insert(name.to_string(), String::from_utf8_lossy(value.as_bytes()).into());
    }
    json!({
        "status": raw.status().as_u16(),
        "headers": headers,
        "value": encoded(raw.value()),
        "undeclared": undeclared(raw.value()),
        "body": raw.body(),
    })
}

/// The start of the properties that no type names, if there are any: the field `extra` of a struct is not empty.
fn undeclared<T: Debug>(value: &T) -> Option<String> {
    let text = format!("{value:?}");
    text.find(r#"extra: {""#).map(|position| text[position..].chars().take(80).collect())
}

fn encoded<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|error| format!("cannot be encoded: {error}"))
}

/// Middleware that injects a fault.
struct Faulty {
    inner: Arc<dyn Transport>,
    fault: Fault,
    headers: Arc<[String]>,
}

impl Transport for Faulty {
    fn send(&self, mut attempt: Attempt) -> TransportFuture<'_> {
        if self.fault == Fault::Header {
            for name in &*self.headers {
                attempt.request.headers_mut().remove(name);
            }
        } else {
            increment_body(attempt.request.body_mut());
            let length = http::HeaderValue::from(attempt.request.body().len());
            if let Some(header) = attempt.request.headers_mut().get_mut(http::header::CONTENT_LENGTH) {
                *header = length;
            }
        }
        Box::pin(async move {
            let mut response = self.inner.send(attempt).await?;
            if self.fault == Fault::Integer {
                increment_body(response.body_mut());
            }
            Ok(response)
        })
    }
}

fn increment_body(body: &mut Vec<u8>) {
    if let Ok(mut value) = serde_json::from_slice::<Value>(body) {
        increment(&mut value);
        *body = value.to_string().into_bytes();
    }
}

fn increment(value: &mut Value) {
    match value {
        // The type may be a double.
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => *value = (integer + 1).into(),
            (None, Some(double)) if double.fract() == 0.0 => *value = (double + 1.0).into(),
            _ => {}
        },
        Value::Array(values) => values.iter_mut().for_each(increment),
        Value::Object(members) => members.values_mut().for_each(increment),
        _ => {}
    }
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn StdError>> {
    let fault = match variable("FAULT").as_str() {
        "" => Fault::None,
        "integer" => Fault::Integer,
        "header" => Fault::Header,
        other => return Err(format!("unknown fault `{other}`").into()),
    };
    let headers = variable("FAULT_HEADERS").split_whitespace().map(str::to_owned).collect();
    let mut player = Player { server: variable("SERVER"), fault, headers };
    // CALLS
    Ok(())
}
