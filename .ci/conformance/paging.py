"""States in imported specs how lists are paginated. TypeSpec has decorators for it, and OpenAPI has nothing: a maintainer who imports a
document adds this line by hand."""

import json
import re


def add(spec, operations):
    """The spec with `paging` where the suite declares it and the import does not."""
    for operation in operations:
        if operation["paging"]:
            method, path = operation["method"], re.escape(operation["path"])
            route = re.compile(rf'^    {method}: "?{path}"?\n(?!(?:    .*\n)*    paging:)', re.MULTILINE)
            line = f"    paging: {declaration(operation['paging'])}\n"
            spec = route.sub(lambda match, line=line: match[0] + line, spec)
    return spec


def declaration(paging):
    """The value of `paging`. JSON is YAML."""
    parts = {"items": text(paging["items"])}
    if paging.get("link"):
        parts["link"] = text(paging["link"])
    else:
        parameter = paging["parameter"]
        parts |= {"next": text(paging["token"]), "token": parameter.get("query") or parameter["header"]}
    return json.dumps(parts)


def text(part):
    """How a spec refers to a header or a property of the response."""
    return {"header": part["header"]} if part.get("header") else ".".join(part["path"])


def is_paged(operation):
    """Whether the client paginates an operation of a document."""
    return operation.file is not None and "impl Paged for" in operation.file.read_text()
