"""The fence around durable_rules: integers in, fired conjunctions out; no other file imports the engine.

The engine is exact as a network of integer comparisons on one wide fact, and silently loses, doubles or invents
firings outside that. So: its C functions only, one constant session, no events, no state, no threads of its own; a
sentinel in every ruleset that fires last and proves that everything before it was read; and at any error the whole
network is thrown away.
"""

from __future__ import annotations

import json
import threading
import weakref
from contextlib import suppress
from operator import itemgetter
from typing import TYPE_CHECKING

import durable_rules_engine

from rules.errors import EngineError, NetworkError
from rules.network.conjunction import SAFE, Comparison, Conjunction, refuse_unsafe
from rules.network.packing import pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_OPERATORS = {"<": "$lt", "<=": "$lte", ">=": "$gte", ">": "$gt"}
_SENTINEL = "~"
_SESSION = "0"
_LAST_PRIORITY = 65535


class Network:
    """A network of conjunctions, numbered as given; built when first fired, and again after it was discarded.

    Takes one evaluation at a time; for evaluations side by side give each thread its own.
    """

    def __init__(self, conjunctions: Sequence[Conjunction]) -> None:
        refuse_unsafe(conjunctions)
        self._sheets = tuple(_Sheet(numbers, conjunctions) for numbers in pack(conjunctions))
        self._handles: list[int] = []
        self._lock = threading.Lock()
        weakref.finalize(self, _delete, self._handles).atexit = False

    def fire(self, values: Sequence[int]) -> tuple[int, ...]:
        """Give every field its value; answer the numbers of the conjunctions that hold, ascending.

        Raises EngineError when a value is unsafe, the engine fails, a queue was not drained or a rule fired twice.
        """
        _refuse_values(values)
        with self._lock:
            try:
                return self._fire(values)
            except BaseException as error:
                _delete(self._handles)
                if isinstance(error, EngineError) or not isinstance(error, Exception):
                    raise
                raise EngineError("engine.failed", reason=str(error)) from error

    def discard(self) -> None:
        """Throw the engine's rulesets away; the next firing builds new ones."""
        with self._lock:
            _delete(self._handles)

    def _fire(self, values: Sequence[int]) -> tuple[int, ...]:
        if not self._handles:
            self._handles.extend(sheet.build() for sheet in self._sheets)
        fired = [
            number
            for handle, sheet in zip(self._handles, self._sheets, strict=True)
            for number in sheet.fire(handle, values)
        ]
        if len(set(fired)) != len(fired):
            doubled = sorted({number for number in fired if fired.count(number) > 1})
            raise EngineError("engine.doubled", rules=", ".join(map(str, doubled)))
        return tuple(sorted(fired))


class _Sheet:
    """One ruleset's definition and the template of the wide fact that it reads."""

    def __init__(self, numbers: Iterable[int], conjunctions: Sequence[Conjunction]) -> None:
        chosen = {number: conjunctions[number] for number in numbers}
        self._fields = sorted({comparison.field for each in chosen.values() for comparison in each})
        _refuse_collisions(f"f{field}" for field in self._fields)
        definition = {f"r{number}": {"all": [{"m": _condition(each)}]} for number, each in chosen.items()}
        sentinel = {"all": [{"m": {_SENTINEL: 1}}], "pri": _LAST_PRIORITY}
        self._definition = json.dumps(definition | {_SENTINEL: sentinel})
        named = "".join(f',"f{field}":%d' for field in self._fields)
        self._template = f'{{"id":"x","{_SENTINEL}":1{named}}}'
        # Of one field it gives the bare value, which the template takes as well as a tuple of them.
        self._chosen = itemgetter(*self._fields)

    def build(self) -> int:
        """Make the ruleset in the engine and fire it once: deleting one that never fired crashes the process."""
        handle: int = durable_rules_engine.create_ruleset("net", self._definition)
        self._answer(handle, self._template % ((0,) * len(self._fields)))
        return handle

    def fire(self, handle: int, values: Sequence[int]) -> list[int]:
        return self._answer(handle, self._template % self._chosen(values))

    def _answer(self, handle: int, fact: str) -> list[int]:
        status, state = durable_rules_engine.assert_fact(handle, fact)
        if status:
            raise EngineError("engine.failed", reason=f"status {status}")
        names = _drain(handle, state)
        if not names or names.pop() != _SENTINEL:
            raise EngineError("engine.not-drained")
        durable_rules_engine.retract_fact(handle, '{"id":"x"}')
        return [int(name[1:]) for name in names]


def _drain(handle: int, state: int) -> list[str]:
    """Take every queued firing; each message starts with the name of its rule as the first key."""
    started: tuple[str, str] | None = durable_rules_engine.start_action_for_state(handle, state)
    message = started[1] if started else None
    names: list[str] = []
    while message is not None:
        names.append(message[2 : message.index('"', 2)])
        message = durable_rules_engine.complete_and_start_action(handle, state)
    return names


def _condition(conjunction: Conjunction) -> dict[str, object]:
    parts = [_part(comparison) for comparison in conjunction]
    return {"$and": parts} if len(parts) > 1 else parts[0]


def _part(comparison: Comparison) -> dict[str, object]:
    test: dict[str, object] = {f"f{comparison.field}": comparison.bound}
    return test if comparison.operator == "==" else {_OPERATORS[comparison.operator]: test}


def _refuse_values(values: Sequence[int]) -> None:
    if set(map(type, values)) <= {int} and min(values, default=0) >= -SAFE and max(values, default=0) <= SAFE:
        return
    for value in values:
        if type(value) is not int or not -SAFE <= value <= SAFE:
            raise EngineError("engine.unsafe-value", value=str(value))


def _refuse_collisions(fields: Iterable[str]) -> None:
    """The engine tells properties apart by a bare 32-bit hash: two names of one hash would be one property."""
    names: dict[int, str] = {}
    for name in ("id", "sid", "$s", _SENTINEL, *fields):
        other = names.setdefault(_hash(name), name)
        if other != name:
            raise NetworkError("network.name-collision", name=name, other=other)


def _hash(name: str) -> int:
    """FNV-1a in 32 bits, as the engine computes it for ASCII names."""
    value = 0x811C9DC5
    for byte in name.encode("ascii"):
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value


def _delete(handles: list[int]) -> None:
    """Free the engine's memory as far as the engine lets us: a handle that it refuses is given up."""
    while handles:
        handle = handles.pop()
        with suppress(Exception):
            durable_rules_engine.delete_state(handle, _SESSION)
        with suppress(Exception):
            durable_rules_engine.delete_ruleset(handle)
