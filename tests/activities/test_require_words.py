"""Whatever names a document, a title or a name in the clear has words in it, whoever sends it and by which way."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from activities.errors import RefusedError
from activities.require_words import require_words
from models.commands import Adopt, Content, Extend, Order
from models.words import has_words
from tests.support.adjusting import ADJUSTMENT, adjustment
from tests.support.refusals import refused
from tests.support.shijing import DEPARTMENT, local

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from models.values import Frozen
    from tests.support.shijing import Shijing

NAMED = ("document", "title", "number", "name", "division_name")
BLANKS = ["", " ", "\t\n", "\u3000\u3000", "\u200b\ufeff"]


def forms(union: object) -> Iterator[type[Frozen]]:
    """The forms of a union, however it is nested and annotated."""
    if isinstance(union, type):
        yield union
        return
    for part in get_args(union):
        yield from forms(part)


def demanding() -> dict[str, tuple[type[Frozen], str]]:
    """Every field of an order or an act that names something in plain text: no number, and no commitment."""
    named = [(form, name) for union in (Order, Content) for form in forms(union) for name in NAMED]
    fields = [(form, name, form.model_fields[name]) for form, name in named if name in form.model_fields]
    plain = [one for one in fields if one[2].annotation is str and "pattern" not in repr(one[2].metadata)]
    return {f"{form.__name__}.{name}": (form, name) for form, name, _ in plain}


@pytest.mark.parametrize("where", demanding())
def test_every_plain_name_in_an_order_or_an_act_needs_words(where: str) -> None:
    form, name = demanding()[where]
    others = dict.fromkeys(form.model_fields, "示财绩〔2022〕7号")
    require_words(form.model_construct(**others))
    with pytest.raises(RefusedError) as told:
        require_words(form.model_construct(**{**others, name: "\u3000"}))
    assert (told.value.code, told.value.params) == ("text.no-words", {"field": name})


@pytest.mark.parametrize("blank", BLANKS, ids=range(len(BLANKS)))
def test_what_shows_no_sign_is_no_word(blank: str) -> None:
    assert not has_words(blank)
    assert has_words(f"{blank}文{blank}")


@pytest.mark.parametrize("blank", BLANKS, ids=range(len(BLANKS)))
def test_an_order_that_names_a_document_by_blanks_is_refused(shijing: Shijing, blank: str) -> None:
    for name, order in (
        ("adopt", Adopt(yaml=shijing.rubric_yaml(), document=blank)),
        ("extend", Extend(department=DEPARTMENT, matter="targets", due="2021-01-04", document=blank, reason="1" * 64)),
    ):
        with refused(shijing.desk, "text.no-words") as told:
            shijing.order(name, order, "office")
        assert told.params == {"field": "document"}


def test_an_act_that_names_a_document_by_blanks_is_refused(before: Callable[[str], Shijing]) -> None:
    year = before("monitoring.file")
    asked = adjustment().model_copy(update={"document": "  "})
    with refused(year.desk, "text.no-words") as told:
        year.act(ADJUSTMENT, "adjustment.file", asked, "filler", local("2021-06-02"))
    assert told.params == {"field": "document"}
