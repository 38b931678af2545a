"""Imports each OpenAPI document of the suite, and generates a module from the spec."""

import functools
import json
import pathlib
import re
import shutil
import subprocess
from dataclasses import dataclass, field

import paging


@dataclass
class Operation:
    """An operation of a document, and the outcome of its import."""

    method: str
    path: str
    id: str
    # `imported` or `left_out`.
    outcome: str
    # The module of the endpoint.
    file: pathlib.Path | None
    lost: list[str]
    # Whether bodies may have properties of any name and type.
    is_open: bool
    # What the import does not state without effect on values, such as further media types.
    not_stated: list[str]


@dataclass
class Document:
    name: str
    folder: str
    version: str
    # Matches the part of a URL's path that belongs to the server, not to an operation.
    prefix: re.Pattern
    key: tuple[str, str] | None
    directory: pathlib.Path
    operations: list[Operation] = field(default_factory=list)
    error: str = ""


def read(xtask, work, suite):
    """All documents of the suite, imported and generated."""
    shutil.rmtree(work / "modules", ignore_errors=True)
    documents = []
    for folder, emitted in suite["folders"].items():
        scenarios = [scenario for scenario in suite["scenarios"].values() if scenario["folder"] == folder]
        operations = [operation for scenario in scenarios for operation in scenario["operations"]]
        for path in emitted["documents"]:
            documents.append(process(xtask, work, folder, path, operations))
    return documents


def process(xtask, work, folder, path, operations):
    version = pathlib.Path(path).name.removeprefix("openapi").removesuffix("json").strip(".")
    name = re.sub(r"\W+", "_", f"{folder}_{version}" if version else folder).lower()
    content = json.loads((work / path).read_text())
    directory = work / "modules" / name
    directory.mkdir(parents=True)
    document = Document(name, folder, version, server_prefix(content, version), None, directory)
    spec = directory / "spec.yaml"
    done = run(xtask, "import", work / path, "--all", "--output", spec, "--format", "json")
    if done.returncode == 2:
        document.error = f"the import fails: {done.stderr.strip()}"
        return document
    report = json.loads(done.stdout)
    (directory / "report.json").write_text(done.stdout)
    spec.write_text(paging.add(spec.read_text(), operations))
    done = run(xtask, "gen", "--spec", spec, "--out", directory / "emitted")
    (directory / "gen.txt").write_text(done.stdout + done.stderr)
    if done.returncode != 0:
        errors = re.findall(r"^error.*", done.stderr, re.MULTILINE)
        document.error = f"the imported spec does not generate: {'; '.join(errors)}"
    document.key = key(spec.read_text())
    document.operations = [operation(directory, content, it) for it in report["operations"]]
    return document


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)


def operation(directory, content, report):
    outcome = report["outcome"]
    file = find_operation(directory / "emitted/operations", report["name"]) if outcome == "imported" else None
    lost, not_stated = ([it["construct"] for it in report[key]] for key in ("lost", "not_stated"))
    method, path = report["method"], report["path"]
    is_open = has_open_schema(content, content["paths"][path][method.lower()], set())
    return Operation(method, path, report.get("operation_id", ""), outcome, file, lost, is_open, not_stated)


def has_open_schema(content, value, seen):
    """Whether a value of a document, or what it refers to, is a schema that allows further properties of any type."""
    if isinstance(value, list):
        return any(has_open_schema(content, it, seen) for it in value)
    if not isinstance(value, dict):
        return False
    if any(value.get(keyword) in ({}, True) for keyword in ("additionalProperties", "unevaluatedProperties")):
        return True
    reference = value.get("$ref")
    if isinstance(reference, str) and reference not in seen:
        seen.add(reference)
        return has_open_schema(content, functools.reduce(dict.get, reference.split("/")[1:], content), seen)
    return any(has_open_schema(content, it, seen) for it in value.values())


def find_operation(directory, name):
    """The file of an endpoint. Its name is the endpoint's, unless that cannot be a module."""
    plain = [directory / f"{name}.rs", directory / f"{name}_.rs"]
    return next((path for path in plain if path.exists()), None)


def server_prefix(content, version):
    """A pattern for the path of the document's server. The mock server runs at another origin, which some documents leave to a
    variable."""
    server = (content.get("servers") or [{"url": ""}])[0]
    url = re.sub(r"^(https?://[^/]*|\{endpoint\})", "", server["url"])

    def variable(match):
        values = server.get("variables", {}).get(match[1], {}).get("enum", [])
        return re.escape(version) if version in values else "[^/]+"

    pattern = "".join(
        re.sub(r"^\{(.*)\}$", variable, part) if part.startswith("{") else re.escape(part)
        for part in re.split(r"(\{[^}]*\})", url)
    )
    return re.compile(pattern.rstrip("/"))


def key(spec):
    """The header of the key of a spec, and the scheme before it."""
    found = re.search(r"^  key: \{ header: ([^,]+), (?:scheme: ([^,]+), )?environment", spec, re.MULTILINE)
    return found and (found[1].strip('"'), (found[2] or "").strip('"'))


def renamed(document):
    """The Rust names that the import had to set."""
    return re.findall(r"rust_name: (\w+)", (document.directory / "spec.yaml").read_text())
