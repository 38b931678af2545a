#!/usr/bin/env python3
"""Compares the verdicts of `cargo xtask diff` with those of cargo-semver-checks, on pairs of crates generated from the spec and from
the spec with one change. `.ci/deep semver` installs the tool and runs this; the argument is the tool.

That tool detects items that are removed, renamed or have another number of arguments. It must report those, and must never be
stricter than `cargo xtask diff`."""

import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK_DIR = ROOT / "target" / "semver"
SPEC = (ROOT / "spec" / "voices.yaml").read_text()
VERDICTS = ["patch", "minor", "major"]

# Name, the change (a pattern and its replacement), the expected verdict of `cargo xtask diff`, and that of the tool.
PAIRS = [
    ("property-added", r"(      is_legacy: )", r"      mood: { type: string, description: The mood. }\n\1", "minor", "patch"),
    ("property-removed", r"      is_legacy: .*\n", "", "major", "major"),
    ("property-type", r"(      preview_url: \{ type: )optional ", r"\1", "major", "patch"),
    ("property-renamed", r"(      preview_url: \{ )", r"\1rust_name: preview, ", "major", "major"),
    ("value-added", r"(  VoiceSort:(?:\n.*?)*?    values:\n)", r"\1      loudness: By loudness.\n", "minor", "patch"),
    ("value-removed", r"      famous: .*\n", "", "major", "major"),
    ("endpoint-removed", r"  get_default_voice_settings:\n(?:    .*\n)+", "", "major", "major"),
    ("parameter-added", r"(      collection_id: )", r"      mood: { type: optional string, description: The mood. }\n\1", "minor", "patch"),
    ("parameter-required", r"(      collection_id: \{ type: )optional ", r"\1", "major", "major"),
    ("parameter-removed", r"      collection_id: .*\n", "", "major", "major"),
    ("deprecation-added", r"(      is_mixed: \{ )", r"\1deprecated: All are., ", "minor", "minor"),
    ("schema-renamed", r"\bFineTuning\b", "Tuning", "major", "major"),
    ("text", r"(      is_legacy: .*description: )", r"\1Legacy state. ", "patch", "patch"),
]


def run(*command, check=True):
    done = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True)
    if check and done.returncode != 0:
        sys.exit(f"error: {' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done


def crate(name, spec):
    """Creates a workspace with only the generated crate, generated from that spec."""
    directory = WORK_DIR / name
    shutil.rmtree(directory, ignore_errors=True)
    shutil.copytree(ROOT / "generated", directory / "generated")
    manifest = (ROOT / "Cargo.toml").read_text()
    (directory / "Cargo.toml").write_text(re.sub(r"members = \[.*?\]", 'members = ["generated"]', manifest))
    shutil.copy(ROOT / "Cargo.lock", directory)
    (directory / "spec.yaml").write_text(spec)
    run("cargo", "xtask", "gen", "--spec", directory / "spec.yaml", "--out", directory / "generated/src/emitted")
    return directory


def xtask_verdict(old, new):
    report = run("cargo", "xtask", "diff", old / "spec.yaml", "--spec", new / "spec.yaml").stdout
    return re.search(r": (patch|minor|major)", report.splitlines()[-1]).group(1)


def tool_verdict(tool, old, new):
    """The smallest release type that the tool accepts."""
    for verdict in VERDICTS[:2]:
        done = run(
            tool, "semver-checks", "--manifest-path", new / "generated/Cargo.toml", "--baseline-root", old,
            "--release-type", verdict, "--default-features", check=False,
        )
        if done.returncode == 0:
            return verdict
        if "semver requires new" not in done.stdout + done.stderr:
            sys.exit(f"error: cargo-semver-checks failed\n{done.stdout}{done.stderr}")
    return "major"


def main():
    tool = pathlib.Path(sys.argv[1]).resolve()
    old = crate("old", SPEC)
    failed = 0
    for name, pattern, text, expected_xtask, expected_tool in PAIRS:
        spec, changed = re.subn(pattern, text, SPEC)
        assert changed, f"{name}: the pattern matches nothing"
        new = crate("new", spec)
        found = (xtask_verdict(old, new), tool_verdict(tool, old, new))
        stricter = VERDICTS.index(found[1]) > VERDICTS.index(found[0])
        good = found == (expected_xtask, expected_tool) and not stricter
        failed += not good
        print(f"{name:20} xtask {found[0]:6} tool {found[1]:6} {'ok' if good else 'FAILED'}", flush=True)
    print(f"{len(PAIRS) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
