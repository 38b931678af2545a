"""Runs the program against the suite's mock server."""

import contextlib
import json
import os
import socket
import subprocess
import time
import urllib.request

START_SECONDS = 60
PLAY_SECONDS = 300


@contextlib.contextmanager
def mock_server(npm, work):
    """The address of a new mock server, which stops afterwards."""
    packages = npm / "node_modules/@typespec"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["node", packages / "spector/cmd/cli.mjs", "serve", packages / "http-specs/specs", "--port", port]
    command += ["--coverageFile", work / "coverage.json"]
    with (work / "server.log").open("w") as log:
        server = subprocess.Popen([str(part) for part in command], cwd=npm, stdout=log, stderr=subprocess.STDOUT)
        try:
            address = f"http://localhost:{port}"
            wait_for(server, address)
            yield address
        finally:
            server.terminate()
            server.wait()


def wait_for(server, address):
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return get(f"{address}/.coverage")
        except OSError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"error: the mock server does not start ({error}); see server.log") from error
            time.sleep(0.2)


def get(url):
    # The server is on this machine, so no proxy is used.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url) as response:
        return json.load(response)


def run(program, npm, work, fault="", headers=()):
    """Outcomes by scenario and number of the exchange, what the server says of each scenario, and its address."""
    with mock_server(npm, work) as address:
        environment = {"SERVER": address, "FAULT": fault, "FAULT_HEADERS": " ".join(headers), "PATH": os.environ["PATH"]}
        done = subprocess.run([program], env=environment, capture_output=True, text=True, timeout=PLAY_SECONDS, check=False)
        if done.returncode != 0:
            raise SystemExit(f"error: the program fails: {done.stderr}")
        coverage = {name: state for part in get(f"{address}/.coverage") for name, state in part["results"].items()}
    lines = map(json.loads, done.stdout.splitlines())
    return {(line["scenario"], line["exchange"]): line["outcome"] for line in lines}, coverage, address
