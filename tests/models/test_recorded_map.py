"""Maps of plain JSON are looked through when the payload that holds them is made."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, get_args

import pytest
from pydantic import ValidationError

from models.commands import Act, BureauOrder, Filed
from models.errors import ModelsError
from models.opening import OpenBook
from models.payloads import ActDone, EvaluationMade
from models.plain_json import looked_through
from models.recorded_map import RecordedMap
from models.values import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

(RECORDED,) = get_args(RecordedMap)[1:]


class Holder(Frozen):
    held: RecordedMap


def by_words(held: object) -> Holder:
    return Holder.model_validate({"held": held})


def by_name(held: object) -> Holder:
    words: dict[str, Any] = {"held": held}
    return Holder(**words)


@pytest.mark.parametrize("make", [by_words, by_name])
@pytest.mark.parametrize(
    ("held", "code", "place"),
    [
        ({"total": 88.4}, "payload.float", "payload.held.total"),
        ({"rows": [{"score": 2**53}]}, "payload.integer", "payload.held.rows.0.score"),
        ({"rows": [{"得分": "1"}]}, "payload.key", "payload.held.rows.0"),
    ],
)
def test_what_no_record_may_hold_is_refused_with_its_place(
    make: Callable[[object], Holder], held: object, code: str, place: str
) -> None:
    with pytest.raises(ModelsError) as refused:
        make(held)
    assert (refused.value.code, refused.value.params["place"]) == (code, place)


@pytest.mark.parametrize("held", [[], "text", None, {"day": date(2021, 1, 1)}, {"set": {1}}])
def test_what_is_no_map_of_plain_json_is_not_of_its_form(held: object) -> None:
    with pytest.raises(ValidationError):
        by_words(held)


def test_a_map_of_plain_json_is_kept_as_it_is() -> None:
    held = {"a": [1, "绩效", None, True, {"b": []}]}
    assert by_words(held).held is held
    assert Holder.model_validate_json(by_words(held).model_dump_json()).held == held


@pytest.mark.parametrize("form", [Act, BureauOrder, OpenBook])
def test_nothing_that_is_sent_to_us_holds_a_map_that_is_taken_as_it_is(form: type[Frozen]) -> None:
    inner = [field for one in _forms(form) for field in one.model_fields.values()]
    assert len(inner) > 5
    assert not [field for field in inner if RECORDED in field.metadata]


def test_what_was_written_is_not_looked_through_again_when_it_is_read() -> None:
    raw = EvaluationMade(stage="score", cause=1, rubric_hash="0" * 64, evaluation={"total": "1"}).model_dump_json()
    assert EvaluationMade.model_validate_json(raw.replace('"1"', "1.5")).evaluation == {"total": 1.5}


def test_a_field_that_was_looked_through_is_left_out_of_the_next_look() -> None:
    assert looked_through(Filed) == frozenset()
    assert looked_through(EvaluationMade) == {"evaluation"}
    assert looked_through(ActDone) == frozenset()


def _forms(kind: object) -> Iterator[type[Frozen]]:
    """A form and every form within it."""
    if isinstance(kind, type) and issubclass(kind, Frozen):
        yield kind
        for field in kind.model_fields.values():
            yield from _forms(field.annotation)
    for inner in get_args(kind):
        yield from _forms(inner)
