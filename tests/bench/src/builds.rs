//! Cold development builds of programs that use the crate, beside those of another client and of the bare libraries that ours
//! stands on.

use std::fs;
use std::io;
use std::time::Duration;

use bench::table::{Row, Target};
use bench::timing::{ratio, shown};

use crate::consumer::{Built, Consumer, build_generator, libraries_of, ours, root};

/// What people use today.
const OTHER: &str = "elevenlabs_rs = { version = \"=0.7.1\", features = [\"admin\"] }\n";
const OTHER_MAIN: &str = "\
use elevenlabs_rs::ElevenLabsClient;
use elevenlabs_rs::endpoints::admin::voice::GetVoices;

fn main() {
    let client = ElevenLabsClient::new(\"key\");
    let call = client.hit(GetVoices::default());
    println!(\"{}\", size_of_val(&call));
}
";

/// A program of ours: its features, its `main.rs`, and which part of the other client's time its build may take.
struct Program {
    what: &'static str,
    features: &'static str,
    main: &'static str,
    part: f64,
}

const PROGRAMS: [Program; 3] = [
    Program {
        what: "models only",
        features: "",
        main: "fn main() {
    let text = std::io::read_to_string(std::io::stdin()).expect(\"text\");
    let page = elevenlabs_voices::ListVoicesResponse::from_json(&text).expect(\"a page\");
    page.voices.iter().for_each(|voice| println!(\"{}\", voice.name));
}
",
        part: 0.15,
    },
    Program {
        what: "blocking, with TLS",
        features: "blocking,rustls",
        main: "fn main() {
    let client = elevenlabs_voices::blocking::Client::from_env().expect(\"a key\");
    client.list_voices().items().flatten().for_each(|voice| println!(\"{}\", voice.name));
}
",
        part: 0.5,
    },
    Program {
        what: "async, with TLS, as it comes",
        features: "async,rustls",
        main: "fn main() {
    let client = elevenlabs_voices::Client::from_env().expect(\"a key\");
    let call = client.list_voices().send();
    println!(\"{}\", size_of_val(&call));
}
",
        part: 0.6,
    },
];

pub(crate) fn rows() -> Vec<Row> {
    measured()
        .unwrap_or_else(|error| vec![Row::figure("cold builds", format!("cannot be measured: {error}"))])
}

fn measured() -> io::Result<Vec<Row>> {
    let other = Consumer::new("other", OTHER, OTHER_MAIN)?.build()?;
    let mut rows = Vec::new();
    for (number, program) in PROGRAMS.iter().enumerate() {
        rows.extend(beside(&format!("program-{number}"), program, &other)?);
    }
    rows.push(generator()?);
    Ok(rows)
}

fn beside(name: &str, program: &Program, other: &Built) -> io::Result<Vec<Row>> {
    let Program { what, features, main, part } = program;
    let bare = libraries_of("elevenlabs-voices", features)?;
    let bare = Consumer::new(&format!("{name}-bare"), &bare, "fn main() {}\n")?.build()?;
    let consumer = Consumer::new(name, &ours(features), main)?;
    let built = consumer.build()?;
    let mut rows = vec![
        Row::figure(format!("cold build, {what}"), of(&built))
            .against(format!("elevenlabs_rs: {}", of(other)), ratio(built.time, other.time))
            .target(Target::AtMost(*part)),
        Row::figure(format!("cold build, {what}"), of(&built))
            .against(format!("its bare libraries: {}", of(&bare)), ratio(built.time, bare.time))
            .target(Target::AtMost(1.25)),
    ];
    if *features == "async,rustls" {
        let check =
            (0..3).map(|_| consumer.check_again("elevenlabs-voices")).collect::<io::Result<Vec<_>>>()?;
        let check = check.into_iter().min().unwrap_or(Duration::MAX);
        rows.push(
            Row::figure("check of our crate alone, and of a program of three lines", shown(check))
                .value(check.as_secs_f64())
                .target(Target::AtMost(0.7)),
        );
    }
    Ok(rows)
}

/// What a maintainer waits for after cloning, and how much of it the libraries are that the generator stands on.
fn generator() -> io::Result<Row> {
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    let profile = manifest.find("[profile.").map_or("", |start| &manifest[start..]);
    let libraries = libraries_of("codegen", "")? + &libraries_of("xtask", "")? + "\n" + profile;
    let bare = Consumer::new("generator-bare", &libraries, "fn main() {}\n")?.build()?;
    let built = build_generator()?;
    Ok(Row::figure("cold build of the generator", of(&built))
        .against(format!("its bare libraries: {}", of(&bare)), ratio(built.time, bare.time)))
}

fn of(built: &Built) -> String {
    format!("{} ({} crates)", shown(built.time), built.crates)
}
