"""Plays the scenarios of the TypeSpec HTTP conformance suite with clients that are generated from its OpenAPI documents.

    python3 .ci/conformance XTASK WORK

`.ci/deep conformance` runs it. XTASK is the program, WORK a folder with the packages in `npm` and with `suite.json`, which suite.mjs
writes. Each document is imported as a whole and generated; a program calls every operation that a scenario expects, with the values
that the mock server expects. A response must be decoded, and encoded to the same JSON. WORK/result.json has the verdict of each scenario.

A scenario is lossless if `cargo xtask import` reports its operations as lossless and the document states what the scenario is about.
It exits with 1 if a lossless scenario fails, if fewer than LOSSLESS scenarios are lossless, or if an injected fault is not detected."""

import collections
import json
import pathlib
import sys
import time

import documents
import judge
import play
import program
import scenarios

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# The number of lossless scenarios. Raise it when the spec language or the import states more.
LOSSLESS = 568
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
    verdicts = verdicts_of(plan, suite, play.run(executable, npm, work))
    problems = [f"{it.name}: {reason}" for it in plan if it.is_lossless for reason in verdicts[it.name]]
    problems += [f"{NAMES}: the import sets the name `{it}`" for it in forced_names(imported)]
    lossless = sum(scenario.is_lossless for scenario in plan)
    if lossless < LOSSLESS:
        problems.append(f"{lossless} scenarios are lossless, not {LOSSLESS}")
    log(start, "played")
    problems += undetected_faults(plan, suite, verdicts, lambda *fault: play.run(executable, npm, work, *fault))
    log(start, "played with faults")
    print(report(plan, verdicts))
    (work / "result.json").write_text(json.dumps(result(plan, verdicts), indent=1))
    for problem in problems:
        print(f"error: {problem}")
    sys.exit(1 if problems else 0)


def log(start, message):
    print(f"{time.monotonic() - start:6.1f} s: {message}", flush=True)


def verdicts_of(plan, suite, played):
    """Why each scenario that can be played fails."""
    return {it.name: judge.judge(it, *played, suite["baseUrl"]) for it in plan if it.is_imported}


def forced_names(imported):
    return [name for document in imported if document.folder == NAMES for name in documents.renamed(document)]


# ---- faults


def undetected_faults(plan, suite, verdicts, run):
    """Plays with each fault: every scenario whose requests or responses it changes must fail."""
    passed = [scenario for scenario in plan if scenario.is_lossless and not verdicts[scenario.name]]
    headers = sorted({name for scenario in passed for name in own_headers(scenario)})
    for fault, is_affected in [("integer", has_integer), ("header", own_headers)]:
        affected = [scenario for scenario in passed if is_affected(scenario)]
        after = verdicts_of(passed, suite, run(fault, headers))
        undetected = [scenario.name for scenario in affected if not after[scenario.name]]
        failed = sum(1 for reasons in after.values() if reasons)
        print(f"fault `{fault}`: {failed} scenarios fail, {len(affected)} must")
        if not affected:
            yield f"no scenario can detect the fault `{fault}`"
        for name in undetected:
            yield f"{name}: passes with the fault `{fault}`"


def own_headers(scenario):
    """The headers of the requests of a scenario, except those that every request has."""
    headers = (exchange.expected["headers"] for exchange in scenario.exchanges)
    return {name.lower() for names in headers for name in names} - {"accept", "content-type"}


def has_integer(scenario):
    """Whether JSON with an integer is sent or received."""
    for exchange in scenario.exchanges:
        bodies = [exchange.expected["body"], exchange.expected["response"]["body"]]
        if any(contains_integer(judge.parse((body or {}).get("text"))) for body in bodies):
            return True
    return False


def contains_integer(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return any(map(contains_integer, value))
    return isinstance(value, int) and not isinstance(value, bool)


# ---- the report


def report(plan, verdicts):
    columns = ["in all", "lossless", "passed", "failed", "with a loss", "of these passed", "left out", "not in the document"]
    rows = collections.defaultdict(collections.Counter)
    for scenario in plan:
        for row in (scenario.folder.split("/")[0], "in all"):
            rows[row].update(["in all", state(scenario, verdicts)])
            rows[row].update(["lossless"] if scenario.is_lossless else [])
            is_passed = verdicts.get(scenario.name) == []
            rows[row].update(["of these passed"] if is_passed and not scenario.is_lossless else [])
    total = rows.pop("in all")
    lines = ["", f"| category | {' | '.join(columns)} |", "| --- |" + " ---: |" * len(columns)]
    for name, row in [*sorted(rows.items()), ("**in all**", total)]:
        lines.append(f"| {name} | {' | '.join(str(row[column]) for column in columns)} |")
    for title in ["with a loss", "left out"]:
        lines += listing(title, [(lost, it.name) for it in plan if state(it, verdicts) == title for lost in it.lost])
    lines += ["", "not in the document:"]
    lines += [f"     {it.name}: {'; '.join(it.not_in_document)}" for it in plan if it.not_in_document]
    return "\n".join(lines)


def state(scenario, verdicts):
    if scenario.not_in_document:
        return "not in the document"
    if scenario.lost:
        return "with a loss" if scenario.is_imported else "left out"
    return "failed" if verdicts[scenario.name] else "passed"


def listing(title, pairs):
    groups = collections.defaultdict(list)
    for why, name in pairs:
        groups[why].append(name)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    lines = [f"{len(names):4} {why}: {names[0]}{', ...' if len(names) > 1 else ''}" for why, names in ordered]
    return ["", f"{title}:", *lines]


def result(plan, verdicts):
    def of(it):
        return {
            "folder": it.folder,
            "state": state(it, verdicts),
            "failures": verdicts.get(it.name, []),
            "lost": it.lost,
            "not_in_document": it.not_in_document,
        }

    return {scenario.name: of(scenario) for scenario in plan}


main()
