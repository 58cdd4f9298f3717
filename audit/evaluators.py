"""One evaluator per rubric, kept as long as the process lives: building a rule network takes milliseconds."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from audit.errors import AuditError
from models.lookups import row_with
from models.projections import AdoptedRubric
from rules.core.reading import read_rubric
from rules.evaluator import Evaluator

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlmodel import Session

    from rules.core.rubric import Rubric


class Evaluators:
    """Evaluators by rubric hash and by what the book says the rubric is; `make` is where a test plants a faulty one.

    The hash alone is not enough: in an altered book it may stand over other words, and the two must not mix.
    """

    def __init__(self, make: Callable[[Rubric, str], Evaluator] = Evaluator) -> None:
        self._make = make
        self._kept: dict[tuple[str, str], tuple[Rubric, Evaluator]] = {}
        self._lock = Lock()

    def of(self, session: Session, book: str, rubric_hash: str) -> tuple[Rubric, Evaluator]:
        """The rubric as the book holds it, and its evaluator; a transaction looks each rubric up once."""
        begun, looked_up = session.info.get(self, (None, {}))
        if begun is None or begun is not session.get_transaction():
            looked_up = {}
        if (book, rubric_hash) not in looked_up:
            looked_up[book, rubric_hash] = self._looked_up(session, book, rubric_hash)
            session.info[self] = session.get_transaction(), looked_up
        found: tuple[Rubric, Evaluator] = looked_up[book, rubric_hash]
        return found

    def _looked_up(self, session: Session, book: str, rubric_hash: str) -> tuple[Rubric, Evaluator]:
        adopted = row_with(session, AdoptedRubric, book=book, hash=rubric_hash)
        if adopted is None:
            raise AuditError("rubric.not-adopted", book=book, hash=rubric_hash)
        key = (rubric_hash, adopted.canonical)
        with self._lock:
            if key not in self._kept:
                rubric = read_rubric(adopted.canonical.encode())
                self._kept[key] = (rubric, self._make(rubric, rubric_hash))
            return self._kept[key]
