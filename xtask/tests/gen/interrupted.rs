//! `cargo xtask gen` when it is killed or the disk is full: every file is complete at every moment.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{Run, TestDir, root};

/// The number of kills; `.ci/deep kills` sets more.
fn kills() -> u32 {
    std::env::var("GEN_KILLS").map_or(40, |kills| kills.parse().expect("a number of kills"))
}

/// The real spec as `0.yaml`, and as `1.yaml` the same with a word replaced everywhere, so that most files differ.
fn two_specs() -> TestDir {
    let spec = fs::read_to_string(root().join("spec/voices.yaml")).expect("the spec");
    let other = spec.replace("voice", "speech").replace("Voice", "Speech");
    let dir = TestDir::new("");
    dir.write("0.yaml", spec);
    dir.write("1.yaml", other);
    dir
}

fn generate(dir: &TestDir, spec: usize) -> BTreeMap<PathBuf, String> {
    let run = Run::of(command(dir, spec));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    dir.files()
}

fn command(dir: &TestDir, spec: usize) -> Command {
    dir.command(&["gen", "--spec", &format!("{spec}.yaml"), "--out", "out"])
}

/// The duration of a run that writes everything.
fn time_of(dir: &TestDir) -> Duration {
    let begin = Instant::now();
    generate(dir, 1);
    begin.elapsed()
}

#[test]
fn kill_at_any_moment_leaves_complete_files() {
    let dir = two_specs();
    let versions = [generate(&dir, 0), generate(&dir, 1)];
    generate(&dir, 0);
    let (kills, whole) = (kills(), time_of(&dir));
    let (mut runs, mut killed, mut between, mut next) = (0, 0, 0, 0);
    while killed < kills {
        let mut run = command(&dir, next)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        // The kills are distributed over the duration of a run.
        std::thread::sleep(whole.mul_f64(f64::from(runs * 89 % 200) / 200.0));
        runs += 1;
        killed += u32::from(run.try_wait().expect("a state").is_none());
        let _ = run.kill();
        run.wait().expect("the program exits");
        assert!(runs < 5 * kills, "only {killed} of {runs} runs were killed in time");

        let files = dir.files();
        let finished: BTreeMap<_, _> =
            files.iter().filter(|(path, _)| !path.to_string_lossy().ends_with(".xtask-gen.tmp")).collect();
        for (path, text) in &finished {
            let whole = versions.iter().any(|version| version.get(*path) == Some(text));
            assert!(whole, "{} is neither of one spec nor of the other", path.display());
        }
        let is = |version: &BTreeMap<PathBuf, String>| version.iter().collect::<BTreeMap<_, _>>() == finished;
        between += u32::from(!versions.iter().any(is));
        // The other spec, so that there is something to write.
        next = usize::from(is(&versions[0]));
    }
    println!(
        "{killed} of {runs} runs were killed before their end; {between} left files of both specs, all whole"
    );
    assert_eq!(generate(&dir, 0), versions[0], "the next run clears up");
}

/// A limit on the size of files simulates a full disk: both fail in the middle of a file.
#[cfg(unix)]
#[test]
fn full_disk_leaves_every_file_as_it_was() {
    let dir = two_specs();
    let before = generate(&dir, 0);
    let mut limited = Command::new("sh");
    limited.current_dir(dir.path("")).args(["-c", "trap '' XFSZ; ulimit -f 4; exec \"$0\" \"$@\""]);
    let command = command(&dir, 1);
    limited.arg(command.get_program()).args(command.get_args());
    let error = Run::of(limited).error();
    assert!(error.contains("out/") && error.contains("large"), "{error}");
    assert_eq!(dir.files(), before);
}
