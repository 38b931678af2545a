"""Plans the scenarios: which operation of which document each exchange with the mock server calls, and what cannot be played."""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote

import paging
from documents import Document, Operation


@dataclass
class Exchange:
    """A request that the mock server expects, and how the client sends it."""

    expected: dict
    document: Document | None = None
    operation: Operation | None = None
    # The path of the server, as the caller sets it with the base URL.
    prefix: str = ""
    path_values: dict = field(default_factory=dict)
    # What the client expects of all pages, if it paginates; `expected` is the first.
    pages: list[dict] = field(default_factory=list)
    # The path of the items in each page.
    items: list[str] = field(default_factory=list)


@dataclass
class Scenario:
    name: str
    folder: str
    exchanges: list[Exchange]
    expected_status: int | None
    # What the document does not say although the scenario is about it, with the evidence.
    not_in_document: list[str] = field(default_factory=list)
    # What the import loses of its operations.
    lost: list[str] = field(default_factory=list)
    # Why it cannot be played although nothing is lost.
    failures: list[str] = field(default_factory=list)

    @property
    def is_lossless(self):
        return not self.not_in_document and not self.lost

    @property
    def is_imported(self):
        """Whether all its operations are imported, with a loss or without."""
        operations = [exchange.operation for exchange in self.exchanges]
        return not self.not_in_document and all(it and it.outcome == "imported" for it in operations)


def plan(suite, documents):
    by_folder = {}
    for document in documents:
        by_folder.setdefault(document.folder, []).append(document)
    return [plan_scenario(name, it, by_folder.get(it["folder"], [])) for name, it in suite["scenarios"].items()]


def plan_scenario(name, definition, documents):
    ids = {operation["id"] for operation in definition["operations"]}
    exchanges = [locate(expected, documents, ids) for expected in definition.get("exchanges", [])]
    for declared in filter(None, (operation["paging"] for operation in definition["operations"])):
        exchanges = paginate(exchanges, declared)
    scenario = Scenario(name, definition["folder"], exchanges, definition.get("expectedStatus"))
    for operation in definition["operations"]:
        scenario.not_in_document.extend(lost_by_emitter(operation, exchanges))
    if definition.get("altered"):
        scenario.not_in_document.append(definition["altered"])
    if not exchanges:
        scenario.failures.append("the mock server has no exchange for it")
    for exchange in exchanges:
        method, uri = exchange.expected["method"], exchange.expected["uri"]
        if exchange.operation is None:
            scenario.not_in_document.append(f"no operation is {method} {uri}")
            continue
        lost = [*exchange.operation.lost, *other_media_types(exchange)]
        scenario.lost.extend(it for it in lost if it not in scenario.lost)
        if exchange.document.error:
            scenario.failures.append(exchange.document.error)
        elif exchange.operation.outcome == "imported" and exchange.operation.file is None:
            scenario.failures.append("no endpoint was generated")
    return scenario


def other_media_types(exchange):
    """Media types of the exchange that the import leaves out beside JSON."""
    bodies = [("request", exchange.expected["body"]), ("response", exchange.expected["response"]["body"])]
    for what, body in bodies:
        media_type = ((body or {}).get("mediaType") or "").split(";")[0]
        if media_type in exchange.operation.not_stated:
            yield f"the {what} is {media_type}, beside JSON"


def paginate(exchanges, declared):
    """The exchanges as one call that the client paginates, if it does."""
    first = exchanges[0]
    if first.operation and paging.is_paged(first.operation):
        first.pages = [exchange.expected for exchange in exchanges]
        first.items = declared["items"]["path"]
        return [first]
    return exchanges


def lost_by_emitter(operation, exchanges):
    """What the operation has in the suite and OpenAPI 3.1 cannot state."""
    template = operation["uriTemplate"]
    for parameter in operation["parameters"]:
        if parameter["in"] == "path" and parameter.get("style") == "path":
            yield f"the expansion of `{parameter['name']}` in `{template}`"
    if operation["paging"] and len(exchanges) > 1:
        yield f"the next page (`@list`) of `{template}`"


def locate(expected, documents, ids):
    """Finds the operation that sends a request: among those of the scenario, or else among all of its documents. Later versions and
    paths with fewer parameters take precedence."""
    path = expected["uri"].partition("?")[0]
    found = []
    for position, document in enumerate(documents):
        prefix = document.prefix.match(path)
        for operation in document.operations if prefix else []:
            pattern, names = path_pattern(operation.path)
            match = pattern.fullmatch(path[prefix.end() :] or "/")
            if match and operation.method == expected["method"]:
                values = dict(zip(names, map(unquote, match.groups())))
                rank = (operation.id not in ids, len(names), -position)
                found.append((rank, Exchange(expected, document, operation, prefix[0], values)))
    return min(found, key=lambda it: it[0])[1] if found else Exchange(expected)


def path_pattern(path):
    parts = re.split(r"\{([^}]*)\}", path)
    pattern = "(.+)".join(map(re.escape, parts[::2]))
    return re.compile(pattern), parts[1::2]


def value(exchange, parameter, call):
    """The expected value of a parameter: text, a list of texts, the entries of a map, or none."""
    if parameter.form == "pairs":
        others = {it.name for it in call.parameters if it.location == "query"}
        return [(name, as_text(text)) for name, text in exchange.expected["query"].items() if name not in others]
    if parameter.location == "path":
        found = exchange.path_values.get(parameter.name)
    elif parameter.location == "query":
        found = lookup(exchange.expected["query"], parameter.name)
        pairs = parse_qsl(exchange.expected["uri"].partition("?")[2])
        found = found if found is not None else next((text for name, text in pairs if name == parameter.name), None)
    else:
        found = lookup(exchange.expected["headers"], parameter.name)
    if found is None:
        return None
    if parameter.form == "map":
        texts = as_text(found).split(parameter.delimiter)
        return list(zip(texts[::2], texts[1::2]))
    if parameter.form == "list" and not isinstance(found, list):
        return as_text(found).split(parameter.delimiter) if parameter.delimiter else [as_text(found)]
    return [as_text(it) for it in found] if isinstance(found, list) else as_text(found)


def lookup(values, name):
    return next((value for key, value in values.items() if key.lower() == name.lower()), None)


def as_text(value):
    return str(value).lower() if isinstance(value, bool) else str(value)
