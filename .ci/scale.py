#!/usr/bin/env python3
"""Imports, generates and checks an API of 400 operations and 1,500 schemas. The arguments are the program, a folder to write to, and
the program openapi-to-rust, whose output for the same document is checked in the same run.

Importing may take a second and generating two; checking is measured without a bound. Each crate is checked alone, its dependencies are
built before.
"""

import json
import pathlib
import random
import shutil
import subprocess
import sys
import time

OPERATIONS, SCHEMAS, ENUMS = 400, 1500, 150
ROOT = pathlib.Path(__file__).resolve().parent.parent


def reference(name):
    return {"$ref": f"#/components/schemas/{name}"}


def value(draw, number):
    """The schema of a property: scalars, references to later schemas, enums, lists, maps, and unions."""
    later = f"Schema{draw.randrange(number + 1, SCHEMAS + 1)}"
    kinds = [
        {"type": "string"}, {"type": "string"}, {"type": "integer"}, {"type": "number"}, {"type": "boolean"},
        reference(f"Enum{draw.randrange(ENUMS)}"), reference(later), {"type": "array", "items": reference(later)},
        {"type": "array", "items": {"type": "string"}}, {"type": "object", "additionalProperties": {"type": "string"}},
        {"anyOf": [{"type": "string"}, {"type": "integer"}]}, {"anyOf": [reference(later), {"type": "null"}]},
    ]
    return draw.choice(kinds)


def schema(draw, number):
    names = [f"property_{n}" for n in range(draw.randrange(3, 13))]
    properties = {name: {**value(draw, number), "description": f"Property {name} of {number}."} for name in names}
    return {"type": "object", "properties": properties, "required": names[:2]}


def operation(draw, number, body):
    parameters = [{"name": "item_id", "in": "path", "required": True, "schema": {"type": "string"}}]
    parameters += [
        {"name": f"parameter_{n}", "in": "query", "schema": draw.choice([{"type": "string"}, {"type": "integer"}])}
        for n in range(draw.randrange(4))
    ]
    content = {"application/json": {"schema": reference(f"Schema{number * SCHEMAS // OPERATIONS}")}}
    result = {
        "operationId": f"operation_{number}",
        "parameters": parameters,
        "responses": {"200": {"description": "The item.", "content": content}},
    }
    if body:
        result["requestBody"] = {"required": True, "content": content}
    return result


def document():
    draw = random.Random(1)
    schemas = {f"Schema{number}": schema(draw, number) for number in range(SCHEMAS)}
    schemas[f"Schema{SCHEMAS}"] = {"type": "object", "properties": {"id": {"type": "string"}}}
    enums = {f"Enum{n}": {"type": "string", "enum": [f"value_{k}" for k in range(draw.randrange(2, 9))]} for n in range(ENUMS)}
    paths = {}
    for number in range(OPERATIONS):
        path, method = f"/v1/items{number // 2}/{{item_id}}", ("get", "post")[number % 2]
        paths.setdefault(path, {})[method] = operation(draw, number, method == "post")
    return {
        "openapi": "3.1.0",
        "info": {"title": "Scale", "version": "1"},
        "servers": [{"url": "https://scale.example"}],
        "paths": paths,
        "components": {
            "schemas": schemas | enums,
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "x-key"}},
        },
    }


def timed(*command, times=1, statuses=(0,), **options):
    """The least time of several runs."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, **options)
        took.append(time.perf_counter() - start)
        assert done.returncode in statuses, f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
    return min(took)


def checked(crate, *features):
    """The time to check a crate whose dependencies are built, and the peak memory of the compiler."""
    command = ["cargo", "check", "--quiet", *features]
    timed(*command, cwd=crate)
    next(path for path in (crate / "src/lib.rs", crate / "src/mod.rs") if path.exists()).touch()
    measure = (
        "import resource,subprocess,sys;subprocess.run(sys.argv[1:],check=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", measure, *command], cwd=crate, capture_output=True, text=True, check=True)
    return time.perf_counter() - start, int(done.stdout.split()[-1]) / 1024


def other_crate(folder, program, document):
    crate = folder / "other"
    shutil.rmtree(crate / "src", ignore_errors=True)
    timed(program, "generate", document, "--output-dir", crate / "src", "--module-name", "scale")
    dependencies = (crate / "src/REQUIRED_DEPS.toml").read_text("utf-8")
    package = '[package]\nname = "other"\nversion = "0.1.0"\nedition = "2024"\n\n[lib]\npath = "src/mod.rs"\n\n[workspace]\n'
    (crate / "Cargo.toml").write_text(f"{package}\n{dependencies}", "utf-8")
    return crate


def our_crate(folder, xtask, spec):
    crate = folder / "ours"
    shutil.rmtree(crate / "src", ignore_errors=True)
    shutil.copytree(ROOT / "generated/src", crate / "src", ignore=shutil.ignore_patterns("guide"))
    manifest = (ROOT / "generated/Cargo.toml").read_text("utf-8").split("[dev-dependencies]")[0]
    workspace = (ROOT / "Cargo.toml").read_text("utf-8")
    dependencies = workspace.split("[workspace.dependencies]")[1].split("[workspace.lints")[0]
    dependencies = "\n".join(line for line in dependencies.splitlines() if "path =" not in line)
    package = "[workspace]\n[workspace.package]\nversion = \"0.1.0\"\nedition = \"2024\"\nlicense = \"MIT\"\n"
    manifest = manifest.replace("[lints]\nworkspace = true", "")
    (crate / "Cargo.toml").write_text(f"{manifest}\n{package}\n[workspace.dependencies]\n{dependencies}", "utf-8")
    library = crate / "src/lib.rs"
    library.write_text(library.read_text("utf-8").replace("pub mod guide;", ""), "utf-8")
    generate = timed(xtask, "gen", "--spec", spec, "--out", crate / "src/emitted")
    return crate, generate


def main():
    xtask, folder, other = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    path, spec = (folder / "scale.json").resolve(), (folder / "scale.yaml").resolve()
    path.write_text(json.dumps(document()), "utf-8")
    spec.unlink(missing_ok=True)
    statuses = (0, 1)
    imports = timed(xtask, "import", path, "--all", "--output", spec, times=3, statuses=statuses)
    crate, generate = our_crate(folder, xtask, spec)
    generate = min(generate, timed(xtask, "gen", "--spec", spec, "--out", crate / "src/emitted", times=2))
    size = path.stat().st_size / 1e6
    print(f"{size:.1f} MB, {OPERATIONS} operations, {SCHEMAS} schemas: import {imports:.2f} s, generate {generate:.2f} s")
    for name, crate in (("ours", crate), ("openapi-to-rust", other_crate(folder, other, path))):
        seconds, megabytes = checked(crate, *(["--all-features"] if name == "ours" else []))
        print(f"check of {name}: {seconds:.1f} s, peak memory {megabytes:.0f} MB")
    sys.exit(0 if imports < 1 and generate < 2 else 1)


main()
