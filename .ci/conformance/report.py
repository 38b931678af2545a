"""The result as a table by category, with the reasons, and as data."""

import collections


def table(plan, verdicts):
    columns = ["in all", "lossless", "passed", "failed", "with a loss", "of these passed", "left out", "not in the document"]
    rows = collections.defaultdict(collections.Counter)
    for scenario in plan:
        for row in (scenario.folder.split("/")[0], "in all"):
            rows[row].update(["in all", state(scenario, verdicts)])
            rows[row].update(["lossless"] if scenario.is_lossless else [])
            is_passed = verdicts.get(scenario.name) == []
            rows[row].update(["of these passed"] if is_passed and not scenario.is_lossless else [])
    total = rows.pop("in all")
    lines = ["", f"| category | {' | '.join(columns)} |", "| --- |" + " ---: |" * len(columns)]
    for name, row in [*sorted(rows.items()), ("**in all**", total)]:
        lines.append(f"| {name} | {' | '.join(str(row[column]) for column in columns)} |")
    for title in ["with a loss", "left out"]:
        lines += listing(title, [(lost, it.name) for it in plan if state(it, verdicts) == title for lost in it.lost])
    lines += ["", "not in the document:"]
    lines += [f"     {it.name}: {'; '.join(it.not_in_document)}" for it in plan if it.not_in_document]
    return "\n".join(lines)


def state(scenario, verdicts):
    if scenario.not_in_document:
        return "not in the document"
    if scenario.lost:
        return "with a loss" if scenario.is_imported else "left out"
    return "failed" if verdicts[scenario.name] else "passed"


def listing(title, pairs):
    groups = collections.defaultdict(list)
    for why, name in pairs:
        groups[why].append(name)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    lines = [f"{len(names):4} {why}: {names[0]}{', ...' if len(names) > 1 else ''}" for why, names in ordered]
    return ["", f"{title}:", *lines]


def details(plan, verdicts):
    def of(it):
        return {
            "folder": it.folder,
            "state": state(it, verdicts),
            "failures": verdicts.get(it.name, []),
            "lost": it.lost,
            "not_in_document": it.not_in_document,
        }

    return {scenario.name: of(scenario) for scenario in plan}
