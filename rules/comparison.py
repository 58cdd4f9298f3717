"""Sets a scoring beside the scores that a document prints: row by row, the total, and the defects known beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from rules.core.errors import NumberError, Problem
from rules.core.evaluation import Basis, Remark
from rules.core.numbers import exact, plain, round_half_up
from rules.core.records import ReadError, read
from rules.decoding import read_limited
from rules.located import FileError
from rules.located import Path as SourcePath
from rules.yaml_source import compose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rules.core.evaluation import Adjustment, Evaluation, RowScore

PublishedBasis = Literal["recomputed", "stated", "claimed"]
Because = Literal["defect", "rounding", "reading"]
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """A row as printed. `basis` was listed by hand before anything was computed."""

    id: str
    points: str
    score: str
    basis: PublishedBasis


@dataclass(frozen=True, slots=True)
class PublishedTotal:
    """The total as printed."""

    points: str
    score: str
    grade: str
    basis: PublishedBasis


@dataclass(frozen=True, slots=True)
class PublishedDefect:
    """A defect of the document, found by hand: the remark that names it, what that is about, and a note of ours.

    Without a `remark` only a reader of the whole document can find it.
    """

    id: str
    note: str
    remark: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class PublishedDifference:
    """Why a printed score, of a row or of the "total", is not the computed one; `id` is the number of a defect.

    `because` says whether the document is wrong, rounded otherwise, or reads the form in another way than the rubric.
    """

    row: str
    because: Because
    note: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """What a document prints of its scores. No scoring reads this."""

    rubric: str
    document: str
    total: PublishedTotal
    rows: tuple[PublishedRow, ...]
    defects: tuple[PublishedDefect, ...] = ()
    differences: tuple[PublishedDifference, ...] = ()


class PublishedFileError(FileError):
    """A file of published scores cannot be read: `problems` lists every fault with file, line and column."""

    code = "published-file.malformed"


@dataclass(frozen=True, slots=True)
class RowComparison:
    """One printed score beside the computed one.

    `computed` is the exact unrounded value as "numerator/denominator", None while the row is undecided or unknown;
    `score` is the value after the rubric's rounding. `matches`: `computed`, rounded to the decimals that the document
    prints, is what it prints. `difference` is computed less printed, `because` the reason for it that was named
    beforehand. `listed` and `derived` are the two bases.
    """

    row: str
    name: str
    computed: str | None
    score: str | None
    published: str
    matches: bool
    difference: str | None
    points_match: bool
    listed: PublishedBasis
    derived: Basis
    because: PublishedDifference | None = None


@dataclass(frozen=True, slots=True)
class DefectComparison:
    """A defect known beforehand, and the remark that names it; None when nothing found it."""

    defect: PublishedDefect
    remark: Remark | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A whole document beside its scoring.

    `unnamed` are remarks about which no defect was listed, `unexplained` are the rows (and "total") that were computed,
    came out otherwise than printed, and have no difference that says why.
    """

    rows: tuple[RowComparison, ...]
    total: RowComparison
    grade_matches: bool
    defects: tuple[DefectComparison, ...]
    unnamed: tuple[Remark, ...]
    unexplained: tuple[str, ...]


def load_published(path: Path) -> Published:
    """Read a file of published scores. Raises PublishedFileError, OSError when the file cannot be opened."""
    try:
        source = compose(read_limited(path), str(path))
    except FileError as error:
        raise PublishedFileError(error.problems) from error
    try:
        published = read(Published, source.tree)
    except ReadError as error:
        raise PublishedFileError(source.locate_all(error.problems)) from error
    problems = tuple(_bad_numbers(published))
    if problems:
        raise PublishedFileError(source.locate_all(problems))
    return published


def compare(evaluation: Evaluation, published: Published) -> Comparison:
    """Set the printed scores beside the computed ones, in the printed order."""
    rows = {row.id: row for row in evaluation.rows}
    defects = tuple(DefectComparison(each, _named(each, evaluation.remarks)) for each in published.defects)
    named = [each.remark for each in defects]
    because = {each.row: each for each in published.differences}
    compared = tuple(_row(printed, rows.get(printed.id), because.get(printed.id)) for printed in published.rows)
    total = _total(evaluation, published.total, because.get(TOTAL))
    return Comparison(
        rows=compared,
        total=total,
        grade_matches=evaluation.grade == published.total.grade,
        defects=defects,
        unnamed=tuple(remark for remark in evaluation.remarks if remark not in named),
        unexplained=tuple(each.row for each in (*compared, total) if _unexplained(each)),
    )


def prints(value: Fraction, printed: str) -> bool:
    """Whether an exact value, rounded half up to as many decimals as are printed, is the printed number."""
    places = len(printed.partition(".")[2])
    return Fraction(round_half_up(value, places)) == exact(printed)


def _bad_numbers(published: Published) -> Iterator[Problem]:
    totals: list[tuple[SourcePath, PublishedRow | PublishedTotal]] = [(("total",), published.total)]
    for path, printed in [*totals, *((("rows", position), row) for position, row in enumerate(published.rows))]:
        for key, text in (("points", printed.points), ("score", printed.score)):
            try:
                exact(text)
            except NumberError:
                yield Problem("read.bad-number", (*path, key), value=text)


def _unexplained(row: RowComparison) -> bool:
    return row.because is None and row.computed is not None and not (row.matches and row.points_match)


def _row(printed: PublishedRow, row: RowScore | None, because: PublishedDifference | None) -> RowComparison:
    value = Fraction(row.exact) if row is not None and row.exact is not None else None
    return RowComparison(
        row=printed.id,
        name=row.name if row is not None else "",
        computed=_shown(value),
        score=row.score if row is not None else None,
        published=printed.score,
        matches=value is not None and prints(value, printed.score),
        difference=None if value is None else plain(value - exact(printed.score)),
        points_match=row is not None and exact(row.points) == exact(printed.points),
        listed=printed.basis,
        derived=row.basis if row is not None else "none",
        because=because,
    )


def _total(evaluation: Evaluation, printed: PublishedTotal, because: PublishedDifference | None) -> RowComparison:
    top = [row for row in evaluation.rows if not row.parent]
    decided = [Fraction(row.exact) for row in top if row.exact is not None]
    value = _adjusted(sum(decided, Fraction(0)), evaluation.adjustments) if len(decided) == len(top) else None
    return RowComparison(
        row=TOTAL,
        name="",
        computed=_shown(value),
        score=evaluation.total,
        published=printed.score,
        matches=value is not None and prints(value, printed.score),
        difference=None if value is None else plain(value - exact(printed.score)),
        points_match=exact(evaluation.of) == exact(printed.points),
        listed=printed.basis,
        derived=_weakest(row.basis for row in top),
        because=because,
    )


def _adjusted(value: Fraction, adjustments: tuple[Adjustment, ...]) -> Fraction | None:
    """The exact sum after the penalties and the cap that the evaluation applied; None while one is undecided."""
    for each in adjustments:
        if each.change is None:
            return None
        value = value + Fraction(each.change) if each.most is None else min(value, exact(each.most))
    return value


def _weakest(found: Iterable[Basis]) -> Basis:
    bases = set(found)
    order: tuple[Basis, ...] = ("claimed", "none", "stated", "recomputed")
    return next((basis for basis in order if basis in bases), "none")


def _shown(value: Fraction | None) -> str | None:
    return None if value is None else f"{value.numerator}/{value.denominator}"


def _named(defect: PublishedDefect, remarks: tuple[Remark, ...]) -> Remark | None:
    for remark in remarks:
        about = {remark.reason.params.get("id"), *remark.rows}
        if remark.id == defect.remark and defect.about in about:
            return remark
    return None
