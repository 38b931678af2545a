"""Compares the outcome of each exchange with the one that the suite expects."""

import functools
import json

import emitted


def judge_all(scenarios, base_url, played):
    """Why each scenario that can be played fails."""
    return {it.name: judge(it, *played, base_url) for it in scenarios if it.is_imported}


def judge(scenario, outcomes, coverage, address, base_url):
    """Why a scenario fails; empty if it passes."""
    reasons = list(scenario.failures)
    for number, exchange in enumerate(scenario.exchanges):
        if exchange.document and exchange.document.error:
            reasons.append(exchange.document.error)
        elif not reasons:
            outcome = outcomes.get((scenario.name, number))
            reasons.extend(judge_exchange(scenario, exchange, outcome, lambda text: text.replace(base_url, address)))
    if not reasons and coverage.get(scenario.name) != "pass":
        reasons.append(f"the mock server reports `{coverage.get(scenario.name)}`")
    return list(dict.fromkeys(reasons))


def judge_exchange(scenario, exchange, outcome, with_address):
    if outcome is None:
        return ["not played"]
    if "argument" in outcome:
        return [f"the expected value cannot be an argument: {outcome['argument']}"]
    if "response" in outcome and exchange.pages:
        return judge_pages(exchange, outcome["response"], with_address)
    response = exchange.expected["response"]
    status = scenario.expected_status or response["status"]
    if "error" in outcome:
        return judge_error(outcome["error"], status, response["body"])
    return judge_response(exchange, outcome["response"], status, response, with_address)


def judge_error(error, status, body):
    if error["status"] is None or 200 <= error["status"] < 300:
        return [f"an error of the client: {error['message']}"]
    if error["status"] != status:
        return [f"the mock server refuses the request: {error['message']}: {error['body']}"]
    expected = body and parse(body.get("text"))
    if expected is not None and not same(expected, parse(error["body"])):
        return [f"the body of the error is {error['body']}"]
    return []


def judge_response(exchange, actual, status, response, with_address):
    if actual["status"] != status:
        return [f"the status is {actual['status']}, not {status}"]
    reasons = []
    for name, value in response["headers"].items():
        if actual["headers"].get(name.lower()) != with_address(str(value)) and name.lower() != "content-type":
            reasons.append(f"the response header `{name}` is {actual['headers'].get(name.lower())}")
    body = response["body"]
    if exchange.expected["method"] == "HEAD" or not (body or actual["body"]):
        return reasons
    # A handler of the suite can answer more than it declares.
    expected = content(body, with_address) if body and "text" in body else parse(actual["body"])
    if not emitted.read(exchange.operation.file).has_response:
        return [*reasons, f"the response is not decoded: {actual['body'][:200]}"]
    value = parse(actual["value"])
    if not same(expected, value):
        reasons.append(f"{json.dumps(expected)[:200]} is decoded and encoded as {json.dumps(value)[:200]}")
    if actual["undeclared"] and not exchange.operation.is_open:
        reasons.append(f"the response has a property that its type lacks: {actual['undeclared']}")
    return reasons


def judge_pages(exchange, actual, with_address):
    expected = [parse(with_address(page["response"]["body"]["text"])) for page in exchange.pages]
    pages, items = ([parse(it) for it in actual[key]] for key in ("pages", "items"))
    if not same(expected, pages):
        return [f"the pages are {json.dumps(pages)[:200]}"]
    path = exchange.items
    expected = [item for page in expected for item in functools.reduce(lambda value, name: value[name], path, page)]
    return [] if same(expected, items) else [f"the items are {json.dumps(items)[:200]}"]


def content(body, with_address):
    """The value of a body: text is a string, all else is JSON."""
    text = with_address(body["text"])
    return text if (body.get("mediaType") or "").startswith("text/") else parse(text)


def parse(text):
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return None


def same(expected, value):
    """Whether two JSON values are equal. 1 and 1.0 are, 1 and true are not. An optional property is null or absent, and is encoded as
    absent."""
    if isinstance(expected, bool) or isinstance(value, bool):
        return expected is value
    if isinstance(expected, dict) and isinstance(value, dict):
        names = {name for name, it in expected.items() if it is not None} | value.keys()
        return all(name in expected and name in value and same(expected[name], value[name]) for name in names)
    if isinstance(expected, list) and isinstance(value, list):
        return len(expected) == len(value) and all(map(same, expected, value))
    return expected == value
