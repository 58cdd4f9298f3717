"""Packing conjunctions into rulesets that stay clear of every limit of the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from rules.network.conjunction import FIELDS_MOST, Comparison, Conjunction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RULES_MOST = 250
"""256 rules with one condition crash the engine."""

STACK_MOST = 62
"""The engine's match stack has 64 entries; beyond it nothing fires. One is the sentinel's."""

_Tree: TypeAlias = "dict[Comparison, _Tree]"


def pack(conjunctions: Sequence[Conjunction]) -> tuple[tuple[int, ...], ...]:
    """Split the conjunctions, in order, into groups of positions that each fit one ruleset."""
    packs: list[tuple[int, ...]] = []
    current: list[int] = []
    for number in range(len(conjunctions)):
        if current and not _fits([conjunctions[each] for each in [*current, number]]):
            packs.append(tuple(current))
            current = []
        current.append(number)
    return (*packs, tuple(current)) if current else tuple(packs)


def stack_depth(conjunctions: Iterable[Conjunction]) -> int:
    """How deep the engine's match stack gets when every comparison of these conjunctions holds."""
    root: _Tree = {}
    for conjunction in conjunctions:
        node = root
        for comparison in conjunction:
            node = node.setdefault(comparison, {})
    return _depth(root)


def _depth(node: _Tree) -> int:
    if not node:
        return 0
    return max(len(node), len(node) - 1 + max(map(_depth, node.values())))


def _fits(conjunctions: list[Conjunction]) -> bool:
    fields = {comparison.field for conjunction in conjunctions for comparison in conjunction}
    return len(conjunctions) <= RULES_MOST and len(fields) <= FIELDS_MOST and stack_depth(conjunctions) < STACK_MOST
