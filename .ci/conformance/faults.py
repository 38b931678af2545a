"""Injects faults, to check that the scenarios detect them."""

import judge


def undetected(plan, base_url, verdicts, run):
    """Plays with each fault: every scenario whose requests or responses it changes must fail."""
    passed = [scenario for scenario in plan if scenario.is_lossless and not verdicts[scenario.name]]
    headers = sorted({name for scenario in passed for name in own_headers(scenario)})
    for fault, is_affected in [("integer", has_integer), ("header", own_headers)]:
        affected = [scenario for scenario in passed if is_affected(scenario)]
        after = judge.judge_all(passed, base_url, run(fault, headers))
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
