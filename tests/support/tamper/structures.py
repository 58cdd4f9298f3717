"""Every damage to the order of the records, and what verify must say of it.

`signed` are the sizes under signed heads; the checkpoint that the auditor kept covers the whole book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tests.audit.verifier.plain_ledger import Row, digest, records
from tests.support.tamper.copies import Case, Copy, Found
from tests.support.tampered import chained

ELSEWHERE = "shenzhen-luohu/2021/rehearsal"


@dataclass(frozen=True)
class Structures:
    """The damages of one book; `places` are numbers from its first record to its last, signed and not."""

    whole: Copy
    signed: Sequence[int]
    places: Sequence[int]

    @property
    def last(self) -> int:
        """The number of the last record."""
        return len(self.whole.rows)

    @property
    def _witness(self) -> str:
        """Who says first what the last record is, where nobody kept a head."""
        return "signed" if self.last in self.signed else "head"

    def cases(self) -> Iterator[Case]:
        """All of them."""
        for at in self.places:
            yield from self._rewritten(at)
            yield from self._removed(at)
            yield from self._added(at)
            yield from self._pasted(at)
        for one, other in zip(self.places, self.places[1:], strict=False):
            yield from self._moved(one, other)
        for one in self.places[:-1]:
            yield from self._moved(one, one + 1)
        yield from self._heads()

    # -- what the next signed head says of a book that fits in itself ---------------------------------------------

    def _differs(self, at: int) -> Found | None:
        head = next((size for size in self.signed if size >= at), None)
        return None if head is None else Found("head-differs", head, "signed")

    def _held(self, at: int) -> Found:
        return self._differs(at) or Found("head-differs", self.last, "held")

    def _rewritten(self, at: int) -> Iterator[Case]:
        changed = self.whole.with_row(at, actor="p-somebody-else")
        own = changed.with_row(at, hash=digest(changed.row(at)))
        row_differs = Found("head-differs", self.last, self._witness)
        told = Found("altered", at) if at < self.last else row_differs
        held = told if at < self.last else self._held(at)
        yield Case(f"{at} altered, own hash recomputed", _to(own), told, held)
        rows = chained(changed.rows)
        anew = self.whole.with_rows(rows)
        told = self._differs(at) or row_differs
        yield Case(f"{at} altered, chained anew to the end", _to(anew), told, self._held(at))
        yield Case(
            f"{at} altered, chain, tree and head row anew",
            _to(self.whole.rewritten(rows)),
            self._differs(at),
            self._held(at),
        )

    # -- removed --------------------------------------------------------------------------------------------------

    def _removed(self, at: int) -> Iterator[Case]:
        rows = [row for row in self.whole.rows if row["sequence"] != at]
        told = Found("deleted", at) if at < self.last else Found("truncated", at, self._witness)
        held = told if at < self.last else Found("truncated", at, "held")
        yield Case(f"{at} deleted", _to(self.whole.with_rows(rows)), told, held)
        yield Case(f"{at} deleted, the rest renumbered", _to(self.whole.with_rows(_numbered(rows))), told, held)
        yield self._cut(at, "deleted without a trace", self.whole.rewritten(rows), at)
        if at > 1:
            tail = self.whole.with_rows(self.whole.rows[: at - 1])
            signed = max(self.signed) >= at
            held = Found("truncated", at, "held")
            yield Case(f"the tail from {at} on cut", _to(tail), Found("truncated", at, self._witness), held)
            first = Found("truncated", at, "signed") if signed else None
            yield Case(f"rolled back to before {at}", _to(tail.headed()), first, held)

    def _cut(self, at: int, what: str, copy: Copy, differs_from: int) -> Case:
        """One record fewer, all made to fit: the next head differs, or the book is shorter than what was kept."""
        differs = next((size for size in self.signed if differs_from <= size < self.last), None)
        shorter = Found("truncated", self.last, "signed") if self.last in self.signed else None
        first = shorter if differs is None else Found("head-differs", differs, "signed")
        return Case(f"{at} {what}", _to(copy), first, first or Found("truncated", self.last, "held"))

    # -- added ----------------------------------------------------------------------------------------------------

    def _added(self, at: int) -> Iterator[Case]:
        rows = self.whole.rows
        new = chained([*rows[: at - 1], {**rows[at - 1], "key": "new", "actor": "p-somebody-else"}])[-1]
        pushed = [{**row, "sequence": row["sequence"] + 1} for row in rows[at - 1 :]]
        told = Found("inserted", at)
        yield Case(f"put in before {at}", _to(self.whole.with_rows([*rows[: at - 1], new, *pushed])), told, told)
        after = {**new, "sequence": at + 1, "previous": rows[at - 1]["hash"]}
        after["hash"] = digest(after)
        later = [{**row, "sequence": row["sequence"] + 1} for row in rows[at:]]
        told = Found("inserted", at + 1) if at < self.last else Found("rolled-back", at + 1, "head")
        yield Case(f"put in after {at}", _to(self.whole.with_rows([*rows[:at], after, *later])), told, told)
        told = Found("inserted", at)
        yield Case(f"{at} there twice", _to(self.whole.with_rows([*rows, rows[at - 1]])), told, told)
        told = Found("forked", at)
        yield Case(f"a second {at} beside it", _to(self.whole.with_rows([*rows, new])), told, told)
        anew = self.whole.rewritten([*rows[: at - 1], new, *rows[at - 1 :]])
        yield Case(f"put in before {at} without a trace", _to(anew), self._differs(at), self._held(at))

    def _pasted(self, at: int) -> Iterator[Case]:
        """Records of another bureau's book."""
        rows, others = self.whole.rows, records(self.last, ELSEWHERE)
        ours = {"book": rows[0]["book"], "kind": "targets.filed"}
        renamed = [{**row, **ours, "key": f"pasted/{row['key']}"} for row in others]
        told = Found("altered", at)
        pasted = self.whole.with_rows([*rows[: at - 1], renamed[at - 1], *rows[at:]])
        yield Case(f"another book's record in the place of {at}", _to(pasted), told, told)
        tail = chained([*rows[: at - 1], *renamed[at - 1 :]])
        fitting = self.whole.with_rows(tail).headed()
        yield Case(f"another book's records from {at} on, made to fit", _to(fitting), self._differs(at), self._held(at))

    # -- moved ----------------------------------------------------------------------------------------------------

    def _moved(self, one: int, other: int) -> Iterator[Case]:
        rows = [*self.whole.rows]
        rows[one - 1], rows[other - 1] = (
            {**rows[other - 1], "sequence": one},
            {**rows[one - 1], "sequence": other},
        )
        told = Found("reordered", one)
        yield Case(f"{one} and {other} exchanged", _to(self.whole.with_rows(rows)), told, told)
        hashed = [{**row, "hash": digest(row)} for row in rows]
        yield Case(f"{one} and {other} exchanged, own hashes recomputed", _to(self.whole.with_rows(hashed)), told, told)
        times = [{**row, "recorded_at": kept["recorded_at"]} for row, kept in zip(rows, self.whole.rows, strict=True)]
        anew = self.whole.rewritten(times)
        yield Case(f"{one} and {other} exchanged without a trace", _to(anew), self._differs(one), self._held(one))

    # -- the head's row -------------------------------------------------------------------------------------------

    def _heads(self) -> Iterator[Case]:
        head = self.whole.head or {}
        at = Found("head-differs", self.last, "head")
        behind = Found("rolled-back", self.last, "head")
        ahead = Found("truncated", self.last + 1, "head")
        wrong = {
            "hash": ("f" * 64, at),
            "peaks": (str(head["peaks"])[:-1] + "x", at),
            "recorded_at": ("2026-01-01T00:00:00.000000Z", at),
            "epoch": (int(head["epoch"]) + 1, Found("head-differs", None, "head")),
        }
        for column, (value, told) in wrong.items():
            yield Case(f"head: {column}", _to(self.whole.with_head(**{column: value})), told, told)
        for value, told in ((self.last - 1, behind), (self.last + 1, ahead), ("x", at)):
            yield Case(f"head: sequence {value}", _to(self.whole.with_head(sequence=value)), told, told)
        told = Found("head-missing", None, "head")
        yield Case("head: gone", _to(Copy(self.whole.rows, None)), told, told)
        yield Case("head: of another book", _to(self.whole.with_head(book=ELSEWHERE)), told, told)


def _to(copy: Copy) -> Callable[[Copy], Copy]:
    return lambda _: copy


def _numbered(rows: Sequence[Row]) -> list[Row]:
    return [{**row, "sequence": number} for number, row in enumerate(rows, 1)]
