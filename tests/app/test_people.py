from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.errors import AppError, RequestRefusedError
from app.people import naming_people
from tests.support.shijing import PEOPLE

if TYPE_CHECKING:
    from tests.support.shijing import Shijing


def test_a_refusal_names_the_login_beside_the_random_id(shijing: Shijing) -> None:
    with pytest.raises(RequestRefusedError) as told, naming_people(shijing.desk):
        raise RequestRefusedError("act.not-appointed", {"actor": PEOPLE["reviewer"], "role": "filler"}, [])
    assert told.value.params == {"actor": f"fuhe ({PEOPLE['reviewer']})", "role": "filler"}


@pytest.mark.parametrize("params", [{"actor": "p-000000000000000000000099"}, {"book": "b"}], ids=["stranger", "nobody"])
def test_a_refusal_about_nobody_known_stays_as_it_is(shijing: Shijing, params: dict[str, str]) -> None:
    with pytest.raises(AppError) as told, naming_people(shijing.desk):
        raise AppError("act.not-appointed", **params)
    assert told.value.params == params
