"""Plays the scenarios of the TypeSpec HTTP conformance suite with clients that are generated from its OpenAPI documents.

    python3 .ci/conformance XTASK WORK

`.ci/deep conformance` runs it. XTASK is the program, WORK a folder with the packages in `npm` and with `suite.json`, which suite.mjs
writes. Each document is imported as a whole and generated; a program calls every operation that a scenario expects, with the values
that the mock server expects. A response must be decoded, and encoded to the same JSON. WORK/result.json has the verdict of each scenario.

A scenario is lossless if `cargo xtask import` reports its operations as lossless and the document states what the scenario is about.
It exits with 1 if a lossless scenario fails, if fewer than LOSSLESS scenarios are lossless, or if an injected fault is not detected."""

import json
import pathlib
import sys
import time

import documents
import faults
import judge
import play
import program
import report
import scenarios

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# The number of lossless scenarios. Raise it when the spec language or the import states more.
LOSSLESS = 652
# The document that is about names: each Rust name must follow from the document's, without `rust_name`.
NAMES = "special-words"


def main():
    xtask, work = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
    npm = work / "npm"
    suite = json.loads((work / "suite.json").read_text())
    start = time.monotonic()
    imported = documents.read(xtask, work, suite)
    plan = scenarios.plan(suite, imported)
    log(start, f"{len(imported)} documents imported and generated")
    executable = program.Program(ROOT, work, imported, plan).build()
    log(start, "the program is built")
    verdicts = judge.judge_all(plan, suite["baseUrl"], play.run(executable, npm, work))
    problems = [f"{it.name}: {reason}" for it in plan if it.is_lossless for reason in verdicts[it.name]]
    problems += [f"{NAMES}: the import sets the name `{it}`" for it in forced_names(imported)]
    lossless = sum(scenario.is_lossless for scenario in plan)
    if lossless < LOSSLESS:
        problems.append(f"{lossless} scenarios are lossless, not {LOSSLESS}")
    log(start, "played")
    problems += faults.undetected(plan, suite["baseUrl"], verdicts, lambda *fault: play.run(executable, npm, work, *fault))
    log(start, "played with faults")
    print(report.table(plan, verdicts))
    (work / "result.json").write_text(json.dumps(report.details(plan, verdicts), indent=1))
    for problem in problems:
        print(f"error: {problem}")
    sys.exit(1 if problems else 0)


def log(start, message):
    print(f"{time.monotonic() - start:6.1f} s: {message}", flush=True)


def forced_names(imported):
    return [name for document in imported if document.folder == NAMES for name in documents.renamed(document)]


main()
