"""Whether a disturbed play came to the same as an undisturbed one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.replay import replay
from audit.verifier.verify_books import verify
from tests.support.normalised import normalised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.support.rehearsals import Played


def require_same_years(disturbed: Sequence[Played], whole: Sequence[Played]) -> None:
    """The same records, scores and reviews in every book; each verifies and replays clean."""
    assert [one.rehearsed.book for one in disturbed] == [one.rehearsed.book for one in whole]
    report = verify(disturbed[0].settings.data)
    assert report.ok, report.first
    for one, wanted in zip(disturbed, whole, strict=True):
        book = one.rehearsed.book
        assert normalised(one.desk, book) == normalised(wanted.desk, book)
        assert _scores(one) == _scores(wanted)
        assert replay(one.desk.engine, book).mismatches == ()


def _scores(played: Played) -> list[tuple[str, str | None, str | None]]:
    return [(one.id, one.evaluation.total, one.review) for one in played.result.departments]
