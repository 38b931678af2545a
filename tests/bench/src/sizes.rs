//! Sizes of a program that lists all voices, compared with the same program written by hand.

use std::io;

use bench::table::Row;

use crate::consumer::{Consumer, programs};
use crate::packaged::{generated, package_for};

const MODELS: &str = "
#[derive(serde::Deserialize)]
struct Page {
    voices: Vec<Voice>,
}

#[derive(serde::Deserialize)]
struct Voice {
    voice_id: String,
    name: String,
}
";

/// A program that uses this crate and the same program written by hand: their dependency lines, and their `main.rs`.
struct Pair {
    name: &'static str,
    features: &'static str,
    generated: &'static str,
    baseline: &'static str,
    dependencies: &'static str,
    by_hand: &'static str,
}

const PAIRS: [Pair; 2] = [
    Pair {
        name: "async",
        features: "async,rustls",
        generated: "fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect(\"a runtime\");
    let client = elevenlabs_voices::Client::from_env().expect(\"a key\");
    let page = runtime.block_on(client.list_voices().send()).expect(\"a page\");
    page.voices.iter().for_each(|voice| println!(\"{} {}\", voice.voice_id, voice.name));
}
",
        baseline: "reqwest with rustls, derive",
        dependencies: "reqwest = { version = \"0.13\", default-features = false, features = [\"json\", \"rustls\"] }\n",
        by_hand: "fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect(\"a runtime\");
    let key = std::env::var(\"ELEVENLABS_API_KEY\").expect(\"a key\");
    let request = reqwest::Client::new().get(\"https://api.elevenlabs.io/v2/voices\").header(\"xi-api-key\", key);
    let page: Page = runtime.block_on(async { request.send().await?.json().await }).expect(\"a page\");
    page.voices.iter().for_each(|voice| println!(\"{} {}\", voice.voice_id, voice.name));
}
",
    },
    Pair {
        name: "blocking",
        features: "blocking,rustls",
        generated: "fn main() {
    let client = elevenlabs_voices::blocking::Client::from_env().expect(\"a key\");
    let page = client.list_voices().send().expect(\"a page\");
    page.voices.iter().for_each(|voice| println!(\"{} {}\", voice.voice_id, voice.name));
}
",
        baseline: "ureq with rustls, derive",
        dependencies: "ureq = { version = \"3.5\", default-features = false, features = [\"json\", \"rustls\"] }\n",
        by_hand: "fn main() {
    let key = std::env::var(\"ELEVENLABS_API_KEY\").expect(\"a key\");
    let request = ureq::get(\"https://api.elevenlabs.io/v2/voices\").header(\"xi-api-key\", key);
    let page: Page = request.call().expect(\"a response\").body_mut().read_json().expect(\"a page\");
    page.voices.iter().for_each(|voice| println!(\"{} {}\", voice.voice_id, voice.name));
}
",
    },
];

/// Dependencies of both programs of a pair.
const SHARED: &str = "tokio = { version = \"1\", features = [\"net\", \"rt\", \"time\"] }\n";

pub(crate) fn rows() -> Vec<Row> {
    measured().unwrap_or_else(|error| {
        vec![Row::figure("sizes of programs", format!("cannot be measured: {error}"))]
    })
}

fn measured() -> io::Result<Vec<Row>> {
    package_for(&programs())?;
    let rows = PAIRS.iter().map(compare).collect::<io::Result<Vec<_>>>()?;
    Ok(rows.into_iter().flatten().collect())
}

fn compare(pair: &Pair) -> io::Result<[Row; 2]> {
    let Pair { name, features, baseline, .. } = pair;
    let serde = "serde = { version = \"1\", features = [\"derive\"] }\n";
    let shared = if *name == "async" { SHARED } else { "" };
    let generated =
        Consumer::new(&format!("{name}-generated"), &(generated(features) + shared), pair.generated)?;
    let dependencies = [pair.dependencies, serde, shared].concat();
    let by_hand = Consumer::new(&format!("{name}-by-hand"), &dependencies, &[MODELS, pair.by_hand].concat())?;
    let profiles = ["release", "stripped"];
    let (generated, by_hand) =
        (generated.sizes(profiles)?.map(megabytes), by_hand.sizes(profiles)?.map(megabytes));
    let row = |profile: &str, generated: f64, by_hand: f64| {
        Row::figure(format!("size of a {profile} program, {name}"), format!("{generated:.2} MB"))
            .against(format!("{baseline}: {by_hand:.2} MB"), generated / by_hand)
    };
    Ok([row("release", generated[0], by_hand[0]), row("stripped release", generated[1], by_hand[1])])
}

#[expect(clippy::cast_precision_loss, reason = "the size of a program fits into an f64")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
