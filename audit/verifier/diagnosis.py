"""What happened to a chain at the place where it does not fit: asks the database which record would have been right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from audit.verifier.record import Record, Stored, is_number
from audit.verifier.report import Damage

if TYPE_CHECKING:
    from audit.verifier.database import Database
    from audit.verifier.place import Place
    from audit.verifier.report import Kind

_MOST_REMOVED: Final = 100


class Diagnosis:
    """Names the damage of a record that does not fit, and sets the place so that the walk can go on."""

    def __init__(self, book: str, database: Database) -> None:
        self._book = book
        self._database = database

    def gap(self, record: Record, number: int, place: Place) -> list[Damage]:
        """The numbers before this record are not there: their records were moved, renumbered or removed."""
        found: list[Damage] = []
        while number > place.next:
            child = self._child(place) or self._child_elsewhere(place)
            if child is None:
                through = str(number - 1 + place.shift)
                found.append(self._damage("deleted", place.number, through=through))
                place.lose(number)
            elif (child.book, child.hash) == (record.book, record.hash):
                found.append(self._damage("reordered", place.number, found=str(number)))
                place.renumber(number)
            else:
                found += self._fetched(child, place)
        return found

    def tail(self, wanted: int, place: Place) -> list[Damage]:
        """After the last number: find the records up to the wanted number that are stored elsewhere."""
        found: list[Damage] = []
        while place.number <= wanted and (child := self._child(place) or self._child_elsewhere(place)):
            found += self._fetched(child, place)
        return found

    def misplaced(self, record: Record, place: Place) -> Damage | None:
        """The number is the next one, but the record does not follow or its hash is not its own."""
        child = self._child(place)
        if child is not None:
            return self._taken(record, child, place)
        if any(record.fits(book=self._book, sequence=place.number, previous=tip) for tip in place.tips):
            return self._altered(record, place, column="previous")
        if record.previous in place.before and record.fits_as(place.number - 1):
            damage = self._damage("inserted", place.number - 1)
            place.shift -= 1
            place.advance(record.hash)
            return damage
        if place.accepts(record.previous):
            return self._altered(record, place)
        return self._detached(record, place) if record.fits_as(place.number) else self._renumbered(record, place)

    def pass_moved(self, record: Record, place: Place) -> Damage | None:
        """Put the right record where one stands whose own place has been told."""
        if record.sequence != place.next:
            return None
        child = self._child(place)
        if child is None:
            damage = self._damage("deleted", place.number, through=str(place.number))
            place.lose(place.next + 1)
            return damage
        place.moved.add(child.hash)
        place.advance(child.hash)
        return None

    def _fetched(self, child: Record, place: Place) -> list[Damage]:
        told = child.hash in place.told
        number = place.number
        place.moved.add(child.hash)
        place.advance(child.hash)
        if told:
            return []
        if child.book != self._book:
            return [self._damage("altered", number, column="book", found=str(child.book))]
        if not is_number(child.sequence):
            return [self._damage("altered", number, column="sequence", found=str(child.sequence))]
        return [self._damage("reordered", number, found=str(child.sequence))]

    def _taken(self, record: Record, child: Record, place: Place) -> Damage | None:
        """The right record stands elsewhere: either the two changed places or this one was put in between."""
        stored = int(str(child.sequence)) if is_number(child.sequence) else place.next
        number = place.number
        if child.hash in place.told or record.fits_as(stored) or self._is_relied_on(record):
            damages = self._fetched(child, place)
            place.told.add(record.hash)
            return damages[0] if damages else None
        if stored > place.next:
            place.renumber(stored)
        return self._damage("inserted", number)

    def _detached(self, record: Record, place: Place) -> Damage:
        """The hash is right, the predecessor is not the last record."""
        number = place.number
        named = self._database.number_of(self._book, record.previous)
        if isinstance(named, int):
            place.branch(record.hash)
            return self._damage("forked" if named < place.next else "reordered", number, previous=str(named))
        moved = self._hashed_anew(record, place)
        if moved is not None:
            place.branch(record.hash)
            return self._damage("reordered", number, found=str(moved.sequence))
        if self._is_relied_on(record):
            # It is where it was written, so the one before is not the one that it names.
            place.advance(record.hash)
            return self._damage("altered", max(1, number - 1), wanted=str(record.previous))
        place.next += 1
        place.shift -= 1
        return self._damage("inserted", number)

    def _hashed_anew(self, record: Record, place: Place) -> Record | None:
        """The record that was written under this number, if only its number and own hash were changed since."""
        followers = (row for tip in place.tips for row in self._database.followers(self._book, tip))
        written = ((row, row._replace(sequence=place.number).digest()) for row in followers)
        return next((row for row, own in written if own == record.previous), None)

    def _renumbered(self, record: Record, place: Place) -> Damage:
        """Neither hash nor predecessor fits: a later record that was given the number of a removed one, or a ruin."""
        number = place.number
        for later in range(number + 1, number + 1 + _MOST_REMOVED):
            if record.fits_as(later):
                place.shift += later - number
                place.advance(record.hash)
                return self._damage("deleted", number, through=str(later - 1))
        return self._altered(record, place)

    def _altered(self, record: Record, place: Place, **detail: str) -> Damage:
        number = place.number
        place.advance(record.hash, record.digest())
        return self._damage("altered", number, **detail)

    def _child(self, place: Place) -> Record | None:
        for tip in place.tips:
            for row in self._database.followers(self._book, tip):
                if row.fits_as(place.number):
                    return row
        return None

    def _child_elsewhere(self, place: Place) -> Record | None:
        for tip in place.tips:
            for row in self._database.followers_anywhere(tip):
                if row.book != self._book and row.fits(book=self._book, sequence=place.number, previous=tip):
                    return row
        return None

    def _is_relied_on(self, record: Record) -> bool:
        """Whether another record or the head names this one: then it was once in the chain."""
        head = self._database.head(self._book)
        return bool(self._database.followers(self._book, record.hash)) or (
            head is not None and head.hash == record.hash
        )

    def _damage(self, kind: Kind, sequence: int, **detail: str) -> Damage:
        return Damage(kind, self._book, sequence, "record", detail)


def stray(book: str, record: Record) -> Damage:
    """Name a record that no place in its book was waiting for."""
    number: Stored = record.sequence
    if isinstance(number, int) and is_number(number):
        return Damage("inserted", book, number)
    return Damage("inserted", book, None, "record", {"found": str(number)})
