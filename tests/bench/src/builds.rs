//! Cold development builds of programs that use the crate, compared with those of another client and of the bare libraries that
//! this crate depends on.

use std::fs;
use std::io;
use std::time::Duration;

use bench::table::{Row, Target};
use bench::timing::{format_duration, ratio};

use crate::consumer::{Built, Consumer, fastest, libraries_of, programs, root};
use crate::packaged::{generated, package_for};

/// An existing client of the same API.
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

/// A program that uses this crate: its features, its `main.rs`, and the maximum ratios of its build time to that of the other client and
/// of its bare libraries.
struct Program {
    name: &'static str,
    features: &'static str,
    main: &'static str,
    max_of_other: f64,
    max_of_bare: f64,
}

const PROGRAMS: [Program; 3] = [
    Program {
        name: "models only",
        features: "",
        main: "fn main() {
    let text = std::io::read_to_string(std::io::stdin()).expect(\"text\");
    let page = elevenlabs_voices::ListVoicesResponse::from_json(&text).expect(\"a page\");
    page.voices.iter().for_each(|voice| println!(\"{}\", voice.name));
}
",
        max_of_other: 0.15,
        max_of_bare: 1.15,
    },
    Program {
        name: "blocking, with TLS",
        features: "blocking,rustls",
        main: "fn main() {
    let client = elevenlabs_voices::blocking::Client::from_env().expect(\"a key\");
    client.list_voices().items().flatten().for_each(|voice| println!(\"{}\", voice.name));
}
",
        max_of_other: 0.5,
        max_of_bare: 1.10,
    },
    Program {
        name: "async, with TLS (default)",
        features: "async,rustls",
        main: "fn main() {
    let client = elevenlabs_voices::Client::from_env().expect(\"a key\");
    let call = client.list_voices().send();
    println!(\"{}\", size_of_val(&call));
}
",
        max_of_other: 0.6,
        max_of_bare: 1.15,
    },
];

pub(crate) fn rows() -> Vec<Row> {
    measured()
        .unwrap_or_else(|error| vec![Row::figure("cold builds", format!("cannot be measured: {error}"))])
}

fn measured() -> io::Result<Vec<Row>> {
    package_for(&programs())?;
    let other = Consumer::new("other", OTHER, OTHER_MAIN)?;
    let pairs = PROGRAMS.iter().map(pair).collect::<io::Result<Vec<_>>>()?;
    let generator = [Consumer::generator(), libraries_of_generator()?];
    let all: Vec<_> = [&other].into_iter().chain(pairs.iter().flatten()).chain(&generator).collect();
    let mut built = fastest(&all)?.into_iter();
    let mut next = || built.next().ok_or_else(|| io::Error::other("a build is missing"));

    let other = next()?;
    let mut rows = Vec::new();
    for program in &PROGRAMS {
        rows.extend(compare(program, &next()?, &next()?, &other));
    }
    if let Some([program, _]) = pairs.last() {
        rows.push(check(program)?);
    }
    let (generator, bare) = (next()?, next()?);
    rows.push(
        Row::figure("cold build of the generator", summary(&generator))
            .against(format!("its bare libraries: {}", summary(&bare)), ratio(generator.time, bare.time)),
    );
    Ok(rows)
}

/// The program, and one that has the same libraries without our crate.
fn pair(program: &Program) -> io::Result<[Consumer; 2]> {
    let Program { name, features, main, .. } = program;
    let package: String = name.chars().filter(char::is_ascii_alphabetic).collect();
    let bare = libraries_of("elevenlabs-voices", features)?;
    let bare = Consumer::new(&format!("{package}-bare"), &bare, "fn main() {}\n")?;
    Ok([Consumer::new(&package, &generated(features), main)?, bare])
}

fn compare(program: &Program, generated: &Built, bare: &Built, other: &Built) -> [Row; 2] {
    let what = format!("cold build, {}", program.name);
    [
        Row::figure(&what, summary(generated))
            .against(format!("elevenlabs_rs: {}", summary(other)), ratio(generated.time, other.time))
            .target(Target::AtMost(program.max_of_other)),
        Row::figure(&what, summary(generated))
            .against(format!("its bare libraries: {}", summary(bare)), ratio(generated.time, bare.time))
            .target(Target::AtMost(program.max_of_bare)),
    ]
}

fn check(program: &Consumer) -> io::Result<Row> {
    let times = (0..5).map(|_| program.check_again("elevenlabs-voices")).collect::<io::Result<Vec<_>>>()?;
    let fastest = times.into_iter().min().unwrap_or(Duration::MAX);
    Ok(Row::figure("check of our crate alone", format_duration(fastest))
        .value(fastest.as_secs_f64())
        .target(Target::AtMost(0.7)))
}

/// The libraries that a maintainer's first build depends on.
fn libraries_of_generator() -> io::Result<Consumer> {
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    let profile = manifest.find("[profile.").map_or("", |start| &manifest[start..]);
    let libraries = libraries_of("codegen", "")? + &libraries_of("xtask", "")? + "\n" + profile;
    Consumer::new("generator-bare", &libraries, "fn main() {}\n")
}

fn summary(built: &Built) -> String {
    format!("{} ({} crates)", format_duration(built.time), built.crates)
}
