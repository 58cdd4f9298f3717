"""The walk along a book's chain: record after record in the order of their numbers, in constant memory.

Only where the chain does not fit does it ask the database which record would have been right (diagnosis.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.verifier.diagnosis import Diagnosis, stray
from audit.verifier.growth import Growth
from audit.verifier.place import Place
from audit.verifier.record import ZEROS, Record, Stored
from audit.verifier.report import Damage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audit.verifier.database import Database, HeadRow
    from audit.verifier.held import Vouched


class Walk:
    """Takes a book's records one by one and says what is wrong with the place of each.

    `hash` is the last record's, `proved` the count of the last head that agreed, signed or held.
    """

    def __init__(self, book: str, database: Database, heads: Mapping[int, Sequence[Vouched]]) -> None:
        self._book = book
        self._heads = heads
        self._diagnosis = Diagnosis(book, database)
        self._place = Place()
        self._growth = Growth()
        self._strays: list[Record] = []
        self._differing: set[str] = set()
        self._newest: Record | None = None
        self.hash: Stored = ZEROS
        self.proved = 0

    @property
    def root(self) -> str | None:
        """The root of the tree over the records in hex, or None behind a record that is not as it was written."""
        return self._growth.root()

    @property
    def number(self) -> int:
        """The number under which the next record was written."""
        return self._place.number

    def take(self, record: Record) -> tuple[list[Damage], bool]:
        """Return the damages of the record's place, and whether its hash and place are right."""
        if self._follows(record):
            return [], True
        damages, stands = self._placed(record)
        self._newest = record if stands else None
        if self._place.passed:
            self.hash = record.hash
        return [*damages, *self._compared()], stands

    def finish(self, head: HeadRow | None) -> list[Damage]:
        """Return the damages that show only at the end: strays, a cut tail, a head that says something else."""
        found = [*self._diagnosis.tail(self._wanted(head), self._place), *self._compared()]
        strays = [stray(self._book, record) for record in self._strays if record.hash not in self._place.moved]
        return [*found, *strays, *self._cut(head), *self._head(head)]

    def _follows(self, record: Record) -> bool:
        """Go past a record that is the next and as it was written, where no head is compared: nearly all of them."""
        place, number, own = self._place, record.sequence, record.hash
        if type(number) is not int or number != place.next or place.shift or place.moved or number in self._heads:
            return False
        if record.previous not in place.tips or record.digest() != own:
            return False
        place.follow(own)
        self._growth.follow(number, str(own))
        self._newest, self.hash = record, own
        return True

    def _placed(self, record: Record) -> tuple[list[Damage], bool]:
        place = self._place
        if record.hash in place.moved:
            damage = self._diagnosis.pass_moved(record, place)
            return [] if damage is None else [damage], False
        if not isinstance(record.sequence, int) or record.sequence < 1:
            self._strays.append(record)
            return [], False
        if record.sequence < place.next:
            return self._doubled(record, record.sequence), False
        damages = self._diagnosis.gap(record, record.sequence, place)
        if self._stands(record):
            place.advance(record.hash)
            return damages, True
        damage = self._diagnosis.misplaced(record, place)
        return [*damages, damage] if damage else damages, False

    def _stands(self, record: Record) -> bool:
        place = self._place
        if not place.accepts(record.previous):
            return False
        if place.shift and record.fits_as(place.next):
            place.shift = 0
        return record.fits_as(place.number)

    def _doubled(self, record: Record, number: int) -> list[Damage]:
        """A number that has been passed comes again: the same record, a second successor of one, or a stray."""
        if record.hash in self._place.tips and record.fits_as(number):
            return [Damage("inserted", self._book, number)]
        if record.previous in self._place.before and record.fits_as(number):
            self._place.tips |= {record.hash}
            return [Damage("forked", self._book, number, "record", {"previous": str(number - 1)})]
        self._strays.append(record)
        return []

    def _compared(self) -> list[Damage]:
        """Compare what was passed with the heads; of those signed and of those held the first that differs is told."""
        found: list[Damage] = []
        for number, hashes in self._place.passed:
            self._growth.take(number, hashes)
            for vouched in self._heads.get(number, ()):
                detail = self._contradiction(vouched, hashes)
                if detail is None:
                    self.proved = number
                elif vouched.subject not in self._differing:
                    self._differing.add(vouched.subject)
                    found.append(Damage("head-differs", self._book, number, vouched.subject, detail))
        self._place.passed.clear()
        return found

    def _contradiction(self, vouched: Vouched, hashes: frozenset[Stored]) -> dict[str, str] | None:
        head = vouched.head
        if head.chain not in hashes:
            return {"wanted": head.chain}
        # Behind a damaged record the tree cannot be told any more; the chain still can.
        root = self._growth.root()
        return None if root in {None, head.root} else {"wanted-root": head.root}

    def _wanted(self, head: HeadRow | None) -> int:
        stored = head.sequence if head is not None and isinstance(head.sequence, int) else 0
        return max([stored, *self._heads])

    def _cut(self, head: HeadRow | None) -> list[Damage]:
        wanted = self._wanted(head)
        if wanted < self.number:
            return []
        detail = {"count": str(self.number - 1), "wanted": str(wanted)}
        subjects = [vouched.subject for vouched in self._heads.get(wanted, ())]
        return [Damage("truncated", self._book, self.number, max(subjects, default="head"), detail)]

    def _head(self, head: HeadRow | None) -> list[Damage]:
        count = self.number - 1
        if head is None:
            return [Damage("head-missing", self._book, None, "head", {"what": "row"})]
        if not isinstance(head.sequence, int):
            return [Damage("head-differs", self._book, count, "head", {"wanted": str(head.sequence)})]
        if head.sequence < count:
            detail = {"count": str(count), "found": str(head.sequence)}
            return [Damage("rolled-back", self._book, head.sequence + 1, "head", detail)]
        unlike = self._unlike(head) if head.sequence == count else None
        return [] if unlike is None else [Damage("head-differs", self._book, count, "head", unlike)]

    def _unlike(self, head: HeadRow) -> dict[str, str] | None:
        """What the head says otherwise than the last record."""
        if head.hash not in self._place.tips:
            return {"wanted": str(head.hash)}
        if self._growth.peaks() not in {None, head.peaks}:
            return {"column": "peaks"}
        return {"column": "recorded_at"} if self._is_of_another_time(head) else None

    def _is_of_another_time(self, head: HeadRow) -> bool:
        """Whether the head was written at another time than its record, if that lies in its place."""
        newest = self._newest
        if newest is None or newest.hash != head.hash or not isinstance(newest.recorded_at, str):
            return False
        return newest.recorded_at != head.recorded_at
