//! `cargo xtask gen`, cut off: killed on the way, out of space, without permission. Every file is whole at every moment.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How often it is killed; `.ci/deep kills` asks for more.
fn kills() -> u32 {
    std::env::var("GEN_KILLS").map_or(40, |kills| kills.parse().expect("a number of kills"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the checkout")
}

/// The real spec, and the same with a word changed everywhere, so that most files differ.
fn specs() -> [String; 2] {
    let spec = fs::read_to_string(root().join("spec/voices.yaml")).expect("the spec");
    let other = spec.replace("voice", "speech").replace("Voice", "Speech");
    [spec, other]
}

/// A folder with both specs, and a place for what they become.
struct Workplace(TempDir);

impl Workplace {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (number, spec) in specs().iter().enumerate() {
            fs::write(folder.path().join(format!("{number}.yaml")), spec).expect("it can be written");
        }
        Self(folder)
    }

    fn out(&self) -> PathBuf {
        self.0.path().join("out")
    }

    /// Reads the spec of that number.
    fn command(&self, spec: usize) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        self.prepare(&mut command, spec);
        command
    }

    fn prepare(&self, command: &mut Command, spec: usize) {
        command.current_dir(self.0.path()).args(["gen", "--spec", &format!("{spec}.yaml"), "--out", "out"]);
        command.stdout(Stdio::null()).stderr(Stdio::piped());
    }

    fn generate(&self, spec: usize) -> BTreeMap<PathBuf, String> {
        let Output { status, stderr, .. } = self.command(spec).output().expect("it runs");
        assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
        self.files()
    }

    fn files(&self) -> BTreeMap<PathBuf, String> {
        let mut files = BTreeMap::new();
        read(&self.out(), &mut files);
        files
    }
}

fn read(folder: &Path, files: &mut BTreeMap<PathBuf, String>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read(&path, files);
        } else {
            let text = fs::read_to_string(&path).expect("a text");
            files.insert(path, text);
        }
    }
}

/// How long a run takes that writes everything.
fn time_of(place: &Workplace) -> Duration {
    let begin = Instant::now();
    place.generate(1);
    begin.elapsed()
}

#[test]
fn killed_at_any_moment_it_leaves_whole_files() {
    let place = Workplace::new();
    let versions = [place.generate(0), place.generate(1)];
    place.generate(0);
    let (kills, whole) = (kills(), time_of(&place));
    let (mut runs, mut killed, mut between, mut next) = (0, 0, 0, 0);
    while killed < kills {
        let mut run = place.command(next).spawn().expect("it runs");
        // Spread over a run, in an order that looks like none.
        std::thread::sleep(whole.mul_f64(f64::from(runs * 89 % 200) / 200.0));
        runs += 1;
        killed += u32::from(run.try_wait().expect("a state").is_none());
        let _ = run.kill();
        run.wait().expect("it ends");
        assert!(runs < 5 * kills, "only {killed} of {runs} runs were killed in time");

        let files = place.files();
        let finished: BTreeMap<_, _> =
            files.iter().filter(|(path, _)| !path.to_string_lossy().ends_with(".unfinished")).collect();
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
    assert_eq!(place.generate(0), versions[0], "the next run clears up");
}

#[cfg(unix)]
mod refused {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;

    use super::{Command, Output, Workplace, fs};

    /// Nobody in particular.
    const NOBODY: u32 = 65_534;

    fn error_of(mut command: Command) -> String {
        let Output { status, stderr, .. } = command.output().expect("it runs");
        let stderr = String::from_utf8(stderr).expect("text");
        assert_eq!(status.code(), Some(2), "{stderr}");
        assert!(!stderr.contains("panicked"), "{stderr}");
        stderr
    }

    /// A limit on the size of files stands in for a disk that is full: both refuse to take more in the middle of a file.
    #[test]
    fn a_full_disk_leaves_every_file_as_it_was() {
        let place = Workplace::new();
        let before = place.generate(0);
        let mut command = Command::new("sh");
        let limited = "trap '' XFSZ; ulimit -f 4; exec \"$0\" \"$@\"";
        command.args(["-c", limited, env!("CARGO_BIN_EXE_xtask")]);
        place.prepare(&mut command, 1);
        let error = error_of(command);
        assert!(error.starts_with("error: cannot write out/") || error.contains("/out/"), "{error}");
        assert!(error.contains("large"), "it says why: {error}");
        assert_eq!(place.files(), before);
    }

    #[test]
    fn a_folder_that_may_not_be_written_to_is_left_as_it_was() {
        let place = Workplace::new();
        let before = place.generate(0);
        let open =
            |path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
        let (folder, schemas) = (place.0.path(), place.out().join("schemas"));
        open(folder, 0o755);
        open(&schemas, 0o555);
        // The superuser may write anywhere, so somebody else runs a copy of the program, which they may read.
        let program = folder.join("xtask");
        fs::copy(env!("CARGO_BIN_EXE_xtask"), &program).expect("it can be copied");
        let mut command = Command::new(&program);
        place.prepare(&mut command, 1);
        if fs::metadata(folder).expect("a folder").is_owned_by_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        let error = error_of(command);
        assert!(error.contains("out/") && error.contains("ermission denied"), "{error}");
        assert_eq!(place.files(), before);
        open(&schemas, 0o755);
    }

    trait Owned {
        fn is_owned_by_root(&self) -> bool;
    }

    impl Owned for fs::Metadata {
        fn is_owned_by_root(&self) -> bool {
            std::os::unix::fs::MetadataExt::uid(self) == 0
        }
    }

    #[test]
    fn a_folder_in_the_way_is_named_and_every_file_left_as_it_was() {
        let place = Workplace::new();
        let mut before = place.generate(0);
        let path = place.out().join("client.rs");
        let path =
            if before.contains_key(&path) { path } else { before.keys().next().expect("a file").clone() };
        before.remove(&path);
        fs::remove_file(&path).expect("it is there");
        fs::create_dir_all(path.join("inside")).expect("it can be made");
        let error = error_of(place.command(1));
        let name = path.file_name().expect("a name").to_string_lossy();
        assert!(error.contains(&*name) && error.contains("move it away"), "{error}");
        assert_eq!(place.files(), before);
    }

    #[test]
    fn a_file_in_the_way_is_named() {
        let place = Workplace::new();
        fs::write(place.out(), "not a folder").expect("it can be written");
        let error = error_of(place.command(0));
        assert!(error.contains("out"), "{error}");
        assert_eq!(fs::read_to_string(place.out()).expect("it is still there"), "not a folder");
    }
}
