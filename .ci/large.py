#!/usr/bin/env python3
"""Times `xtask drift` on an OpenAPI document of more than 5 MB and 1,500 schemas. The arguments are the program and a folder to write
to."""

import json
import pathlib
import subprocess
import sys
import time

SCHEMAS = 1500
PROSE = "A sentence about the property, about as long as the sentences in such documents, and then a few more words to reach the length. "


def filler(number):
    names = [f"property_{k}_of_{number}" for k in range(12)]
    properties = {name: {"anyOf": [{"type": "string"}, {"type": "null"}], "title": name, "description": PROSE} for name in names}
    return {"type": "object", "properties": properties, "required": names[:3], "title": f"Filler{number}"}


def main():
    xtask, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "large.json"
    subprocess.run([xtask, "openapi", "--output", path], check=True)
    document = json.loads(path.read_text())
    # One difference, so that there is something to report.
    document["paths"]["/v2/voices"]["get"]["parameters"][1]["schema"]["maximum"] = 50
    for number in range(SCHEMAS):
        document["components"]["schemas"][f"Filler{number}"] = filler(number)
        schema = {"$ref": f"#/components/schemas/Filler{number}"}
        response = {"description": "", "content": {"application/json": {"schema": schema}}}
        document["paths"][f"/v1/filler/{number}"] = {"get": {"responses": {"200": response}}}
    path.write_text(json.dumps(document, indent=1))
    durations = []
    for _ in range(5):
        start = time.perf_counter()
        done = subprocess.run([xtask, "drift", path], capture_output=True, text=True)
        durations.append(time.perf_counter() - start)
        assert done.returncode == 1 and done.stdout.count("~ limit") == 1, done.stdout + done.stderr
    megabytes = path.stat().st_size / 1e6
    print(f"{megabytes:.1f} MB, {SCHEMAS} schemas: {min(durations):.2f} s at best, {max(durations):.2f} s at worst of {len(durations)}")
    sys.exit(0 if min(durations) < 1 else 1)


main()
