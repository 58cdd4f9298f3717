"""The rubrics that a book has adopted, by their hash or its beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from app.errors import AppError
from models.projections import AdoptedRubric, Department

if TYPE_CHECKING:
    from sqlmodel import Session


def adopted_rubric(session: Session, book: str, given: str) -> AdoptedRubric:
    """The one adopted rubric whose hash begins so. Raises AppError `rubric.which-adopted`."""
    rubrics = _adopted(session, book)
    found = [one for one in rubrics if one.hash.startswith(given)]
    if not given or len(found) != 1:
        raise _unclear(given, rubrics)
    return found[0]


def rubric_in_use(session: Session, book: str, rubric: str, given: str | None) -> AdoptedRubric:
    """The adopted rubric that departments are enrolled with and another version is to replace.

    Without a hash it is the only one in use, or else the only one in use with the id `rubric`. Raises AppError
    `rubric.which-adopted` where that leaves none or several.
    """
    if given is not None:
        return adopted_rubric(session, book, given)
    used = set(session.exec(select(Department.rubric_hash).where(col(Department.book) == book)))
    in_use = [one for one in _adopted(session, book) if one.hash in used]
    found = in_use if len(in_use) == 1 else [one for one in in_use if one.rubric == rubric]
    if len(found) != 1:
        raise _unclear("", in_use)
    return found[0]


def _adopted(session: Session, book: str) -> list[AdoptedRubric]:
    query = select(AdoptedRubric).where(col(AdoptedRubric.book) == book)
    return list(session.exec(query.order_by(col(AdoptedRubric.sequence))))


def _unclear(given: str, known: list[AdoptedRubric]) -> AppError:
    listed = "、".join(f"{one.hash} ({one.rubric} {one.version})" for one in known)
    return AppError("rubric.which-adopted", given=given or "-", known=listed or "-")
