"""Writes and builds a program that plays the scenarios: a copy of the generated crate with a module per document, and a call per
exchange."""

import json
import re
import shutil
import subprocess

import emitted
import scenarios

MAX_BUILDS = 4
RUNTIME = "crate::runtime::call::"


class Program:
    def __init__(self, root, work, documents, plan):
        self.root = root
        self.crate = work / "crate"
        self.target = work / "build"
        self.documents = [document for document in documents if not document.error]
        self.scenarios = plan

    def build(self):
        """Builds the program without the documents whose code does not compile; their scenarios fail. Returns its path."""
        for _ in range(MAX_BUILDS):
            self.write()
            errors, executable = self.compile()
            if executable:
                return executable
            broken = [document for document in self.documents if document.name in errors]
            if not broken:
                raise SystemExit("error: the program does not compile:\n" + "\n".join(errors.values()))
            for document in broken:
                document.error = f"the emitted code does not compile: {errors[document.name]}"
            self.documents = [document for document in self.documents if document.name not in errors]
        raise SystemExit("error: too many documents do not compile")

    def compile(self):
        """The first error of each document, or of the program, and the executable if there are none."""
        command = ["cargo", "build", "--quiet", "--message-format", "json", "--target-dir", self.target, "--example", "play"]
        command += ["--manifest-path", self.crate / "Cargo.toml", "--no-default-features", "--features", "async"]
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
        errors, executable = {}, None
        for line in done.stdout.splitlines():
            report = json.loads(line)
            executable = report.get("executable") or executable
            message = report.get("message") or {}
            if message.get("level") == "error":
                spans = " ".join(span["file_name"] for span in message["spans"])
                found = re.search(r"(?:documents|play)/(\w+)", spans)
                errors.setdefault(found[1] if found else "", message["rendered"])
        if done.returncode != 0 and not errors:
            errors[""] = done.stderr
        return errors, None if errors else executable

    # ---- the crate

    def write(self):
        shutil.rmtree(self.crate, ignore_errors=True)
        source = self.crate / "generated/src"
        shutil.copytree(self.root / "generated/src", source)
        write(self.crate / "Cargo.toml", workspace_manifest((self.root / "Cargo.toml").read_text()))
        shutil.copy(self.root / "Cargo.lock", self.crate)
        write(self.crate / "generated/Cargo.toml", crate_manifest((self.root / "generated/Cargo.toml").read_text()))
        shutil.copy(self.root / "generated/README.md", self.crate / "generated")
        modules = "".join(f"pub mod {document.name};\n" for document in self.documents)
        write(source / "documents/mod.rs", f"#![allow(missing_docs, unreachable_pub, clippy::all)]\n{modules}")
        library = (source / "lib.rs").read_text()
        write(source / "lib.rs", f"{library}\npub mod documents;\n")
        for document in self.documents:
            write_module(document, source / "documents" / document.name)
        self.write_calls()

    def write_calls(self):
        """The program: a module per document, with a function per exchange."""
        folder = self.crate / "generated/examples/play"
        calls = {document.name: [] for document in self.documents}
        for scenario in self.scenarios:
            for number, exchange in enumerate(scenario.exchanges):
                if scenario.is_imported and not scenario.failures and exchange.document in self.documents:
                    calls[exchange.document.name].append((scenario, number, exchange))
        for name, of_document in calls.items():
            write(folder / f"{name}.rs", calls_module(name, of_document))
        modules = "".join(f"mod {name};\n" for name in calls)
        plays = "".join(f"    {name}::play(&mut player).await;\n" for name in calls)
        template = (self.root / ".ci/conformance/play.rs").read_text()
        write(folder / "main.rs", template.replace("// MODULES\n", modules).replace("    // CALLS\n", plays))


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def workspace_manifest(text):
    text = re.sub(r"(?m)^members = .*", 'members = ["generated"]', text)
    return re.sub(r"(?ms)^\[workspace\.lints\.\w+\].*?(?=^\[|^#|\Z)", "", text)


def crate_manifest(text):
    """Without examples, what they need, and lints."""
    text = re.sub(r"(?ms)^(\[\[example\]\]|\[lints\]|\[dev-dependencies\]).*?(?=^\[|\Z)", "", text)
    needed = ["serde_core.workspace = true", "serde_json.workspace = true", 'tokio = { workspace = true, features = ["macros", "rt"] }']
    return text + "[dev-dependencies]\n" + "\n".join(needed) + "\n"


# A client has the methods of one API. Each document gets a separate type around the crate's client, so that methods of the same
# name do not collide and keep the names that were generated.
CLIENT = """
/// A client of this document's API.
pub struct ApiClient<B>(crate::ApiClient<B>);

impl<B> std::ops::Deref for ApiClient<B> {
    type Target = crate::ApiClient<B>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

pub fn builder() -> crate::ClientBuilder<crate::Async> {
    crate::ClientBuilder::new(&API)
}

pub fn client(builder: crate::ClientBuilder<crate::Async>) -> Result<ApiClient<crate::Async>, crate::Error> {
    builder.build().map(ApiClient)
}
"""
# They extend types that all documents share, and the scenarios do not need them.
LEFT_OUT = ("mock", "region", "fixtures")


def write_module(document, folder):
    emitted_folder = document.directory / "emitted"
    for path in emitted_folder.rglob("*.rs"):
        relative = path.relative_to(emitted_folder)
        if relative.parts[0].removesuffix(".rs") in LEFT_OUT:
            continue
        text = path.read_text().replace("crate::emitted", f"crate::documents::{document.name}")
        if relative.parts[0] == "operations":
            client = f"use crate::documents::{document.name}::ApiClient;\n"
            text = re.sub(rf"(use {RUNTIME}\{{\s*)ApiClient,\s*", rf"{client}\1", text)
        if str(relative) == "mod.rs":
            lines = (line for line in text.splitlines() if not re.search(rf"\b({'|'.join(LEFT_OUT)}|cfg)\b", line))
            text = "\n".join(lines) + CLIENT
        write(folder / relative, text)


# ---- the calls


def calls_module(name, calls):
    functions = [call(number, *it) for number, it in enumerate(calls)]
    plays = "".join(f"    call_{number}(player).await;\n" for number, function in enumerate(functions) if function)
    head = f"use elevenlabs_voices::documents::{name} as api;\n\nuse crate::Player;\n"
    return f"{head}{''.join(functions)}\npub(crate) async fn play(player: &mut Player) {{\n{plays}}}\n"


def call(number, scenario, position, exchange):
    """A function that makes one call. Arguments are read from the text or JSON that the server expects."""
    try:
        form = emitted.read(exchange.operation.file)
    except emitted.UnknownForm as error:
        scenario.failures.append(f"the harness cannot call it: {error}")
        return ""
    lines, positional, setters = [], [], []
    for index, parameter in enumerate(form.parameters):
        value = scenarios.value(exchange, parameter, form)
        if value is None and parameter.is_optional:
            continue
        if value is None:
            scenario.failures.append(f"the suite has no value for `{parameter.name}`")
            value = []
        lines.append(f"let a{index} = player.{read_argument(parameter, value)}?;")
        if parameter.is_optional:
            setters.append(f".{raw(parameter.rust_name)}(a{index})")
        else:
            positional.append(f"a{index}")
    body = exchange.expected["body"]
    if form.body and (body or not form.is_body_optional):
        read = "body" if exchange.operation.is_open else "declared_body"
        lines.append(f"let body = player.{read}::<{form.body}>({literal((body or {}).get('text') or '{}')})?;")
        if form.is_body_optional:
            setters.append(".body(&body)")
        else:
            positional.append("&body")
    lines.append(f"let client = api::client(player.configure(api::builder(), {literal(exchange.prefix)}, {key(exchange)}))?;")
    action = "paginate" if exchange.pages else "send"
    lines.append(f"player.{action}(client.{form.method}({', '.join(positional)}){''.join(setters)}).await")
    body = "\n".join(f"        {line}" for line in lines)
    return f"""
#[allow(deprecated)]
async fn call_{number}(player: &mut Player) {{
    let result = async {{
{body}
    }};
    let result = result.await;
    player.report({literal(scenario.name)}, {position}, result);
}}
"""


def read_argument(parameter, value):
    """A call of the player that reads an argument from texts."""
    if parameter.form == "value":
        return f"value::<{parameter.type}>({', '.join(map(literal, [value] if isinstance(value, str) else value))})"
    if parameter.form == "list":
        return f"list::<{parameter.type}>(&[{', '.join(map(literal, value))}])"
    entries = ", ".join(f"({literal(name)}, {literal(text)})" for name, text in value)
    return f"map::<{parameter.type}>(&[{entries}])"


def key(exchange):
    """The key that the server expects, as an expression."""
    if not exchange.document.key:
        return "None"
    header, scheme = exchange.document.key
    text = scenarios.lookup(exchange.expected["headers"], header) or "none"
    return f"Some({literal(text.removeprefix(f'{scheme} ') if scheme else text)})"


def literal(text):
    """A Rust string literal."""
    hashes = "#" * (1 + max((len(it) for it in re.findall(r'"(#*)', text)), default=0))
    return f'r{hashes}"{text}"{hashes}'


KEYWORDS = set(
    "abstract as async await become box break const continue do dyn else enum extern false final fn for gen if impl in let loop macro "
    "match mod move mut override priv pub ref return static struct trait true try type typeof unsafe unsized use virtual where while "
    "yield".split()
)


def raw(name):
    return f"r#{name}" if name in KEYWORDS else name
