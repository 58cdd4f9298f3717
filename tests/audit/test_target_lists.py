"""Writer and verifier fold adjustments each in their own way, and must come to the same targets in force."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from audit.target_lists import adjusted
from audit.verifier.filed import Filed, _under
from audit.verifier.turns import Entry

IDS = ("roads", "bridges", "toilets", "parks")
Targets = tuple[dict[str, Any], ...]
Changes = list[tuple[Targets, bool]]
TARGETS = st.dictionaries(st.sampled_from(IDS), st.integers(0, 9)).map(
    lambda numbers: tuple({"id": name, "target": str(number)} for name, number in numbers.items())
)
CHANGES = st.lists(st.tuples(TARGETS, st.booleans()), max_size=6)


def plainly(filed: Targets, changes: Changes) -> list[Any]:
    """The rule in its plainest form: the last approved word about each target, in the filed order."""
    last = {one["id"]: one for change, approved in changes if approved for one in change}
    return [last.get(one["id"], one) for one in filed]


@given(TARGETS, CHANGES)
def test_targets_in_force_are_the_last_approved_words_in_the_filed_order(filed: Targets, changes: Changes) -> None:
    lists: dict[str, Any] = {"tasks": ["t"], "indicators": [*filed]}
    folded = lists
    for change, approved in changes:
        folded = adjusted(folded, {"indicators": [*change]}) if approved else folded
    approved_ones: list[dict[str, Any]] = [{"indicators": [*change]} for change, approved in changes if approved]
    assert folded == {"tasks": ["t"], "indicators": plainly(filed, changes)}
    assert _under(lists, approved_ones) == folded


@given(TARGETS, CHANGES)
def test_the_verifier_reads_the_same_from_the_records(filed: Targets, changes: Changes) -> None:
    seen = Filed("b/2021/real", "works")
    for number, (kind, content) in enumerate(records(filed, changes), 1):
        matter = "targets" if kind.startswith("targets") else "adjustment"
        payload: dict[str, Any] = {"matter": matter, "content": content, "days_late": 0, "turns": []}
        seen.take(Entry(number, kind, "works", "2021-01-01T00:00:00.000000Z", None, payload))
    assert seen._standing("targets").lists.get("indicators") == plainly(filed, changes)


def records(filed: Targets, changes: Changes) -> list[tuple[str, dict[str, Any]]]:
    """The targets, and each adjustment with its answer."""
    told: list[tuple[str, dict[str, Any]]] = [("targets.filed", {"kind": "filed", "lists": {"indicators": [*filed]}})]
    for change, approved in changes:
        told.append(("adjustment.filed", {"kind": "adjustment", "lists": {"indicators": [*change]}}))
        told.append(("adjustment.approved" if approved else "adjustment.refused", {"kind": "answer"}))
    return told
