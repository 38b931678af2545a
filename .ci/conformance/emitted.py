"""Reads what a call of an emitted operation takes: its arguments in order, its setters, and their types."""

import re
from dataclasses import dataclass, field

STANDARD = {
    "String": "String", "Vec": "Vec", "Option": "Option", "Box": "Box",
    "BTreeMap": "std::collections::BTreeMap", "Value": "serde_json::Value",
}
CALL = re.compile(r'\.(path|query|header)_(\w+)::<([^()]*)>\(\s*"([^"]*)",\s*(?:r#)?(\w+)(?:,\s*"([^"]*)")?,?\s*\)')
DELIMITERS = {"%20": " ", "%7C": "|"}
# What a parameter is, by the runtime's method that adds it.
FORMS = {"param": "value", "segments": "value", "params": "list", "list": "list", "map": "map", "pairs": "pairs"}


@dataclass
class Parameter:
    location: str
    name: str
    rust_name: str
    type: str
    # `value`, `list`, `map` or `pairs`: a map whose entries are parameters.
    form: str
    # Between the entries of a list or map in one value.
    delimiter: str
    is_optional: bool


@dataclass
class Call:
    method: str
    parameters: list[Parameter] = field(default_factory=list)
    # The type of the body, if there is one.
    body: str = ""
    is_body_optional: bool = False
    has_response: bool = True


class UnknownForm(Exception):
    """The emitted file has something that the harness cannot call."""


def read(path):
    text = re.sub(r"^\s*///.*\n", "", path.read_text(), flags=re.MULTILINE)
    method = re.search(r"pub fn ((?:r#)?\w+)\(\s*&self,?(.*?)\)\s*->\s*Request<[^{]*\{(.*?)\n    \}", text, re.DOTALL)
    if not method:
        raise UnknownForm("no method")
    calls = {match[5]: match for match in CALL.finditer(text)}
    call = Call(method[1], has_response="type Output = ();" not in text)
    for rust_name, ty in arguments(method[2]):
        if rust_name == "body":
            call.body = owned(ty)
        elif rust_name in calls:
            call.parameters.append(parameter(calls.pop(rust_name), False))
        else:
            raise UnknownForm(f"the argument `{rust_name}`")
    for match in re.finditer(r"pub fn (?:r#)?(\w+)\(\s*self,\s*(?:r#)?\w+: (.*?),?\s*\) -> Self", text, re.DOTALL):
        rust_name, ty = match[1], match[2]
        if rust_name in calls:
            call.parameters.append(parameter(calls.pop(rust_name), True))
        elif rust_name == "body":
            call.body, call.is_body_optional = owned(ty), True
        elif not rust_name.startswith("with_"):  # Options of the client's own.
            raise UnknownForm(f"the setter `{rust_name}`")
    return call


def arguments(text):
    """Names and types of arguments, which are separated by commas outside of angle brackets."""
    depth, start, parts = 0, 0, []
    for position, character in enumerate(text + ","):
        depth += {"<": 1, "(": 1, "[": 1, ">": -1, ")": -1, "]": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append(text[start:position].strip())
            start = position + 1
    pairs = (part.split(":", 1) for part in parts if part)
    return [(name.strip().removeprefix("r#"), ty.strip()) for name, ty in pairs]


def parameter(match, is_optional):
    location, adds, ty, name, rust_name, delimiter = match.groups()
    if adds not in FORMS:
        raise UnknownForm(f"the method `{location}_{adds}`")
    delimiter = DELIMITERS.get(delimiter, delimiter or ("" if adds == "params" else ","))
    return Parameter(location, name, rust_name, qualified(ty), FORMS[adds], delimiter, is_optional)


def owned(ty):
    """The owned type of a borrowed body."""
    ty = ty.removeprefix("&")
    if ty == "str":
        return "String"
    found = re.fullmatch(r"\[(.*)\]", ty)
    return f"Vec<{qualified(found[1])}>" if found else qualified(ty)


def qualified(ty):
    """A type as the program names it: `api` is the module of the document."""
    ty = " ".join(ty.split()).replace("crate::emitted::", "")
    return re.sub(r"\b[A-Z]\w*", lambda match: STANDARD.get(match[0], f"api::{match[0]}"), ty)
