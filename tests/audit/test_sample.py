"""A draw comes out the same for writer and reader, and for whoever does it by hand."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.sample import drawn
from audit.verifier.redraw import redrawn
from audit.verifier.shape import ShapeError

FIVE = ("alpha", "beta", "delta", "gamma", "omega")
SEED = "2022-04-01 上证指数收盘 3282.72"


def test_the_lowest_digests_of_seed_and_department_are_drawn_first() -> None:
    by_hand = sorted(FIVE, key=lambda one: sha256(f"{SEED}\n{one}".encode()).hexdigest())
    assert drawn(FIVE, "40%", SEED) == tuple(by_hand[:2])


@pytest.mark.parametrize(("share", "count"), [("1%", 1), ("20%", 1), ("20.01%", 2), ("40%", 2), ("100%", 5)])
def test_a_part_of_a_department_is_drawn_as_a_whole_one(share: str, count: int) -> None:
    assert len(drawn(FIVE, share, SEED)) == count


def test_without_a_share_all_are_drawn() -> None:
    assert drawn(FIVE, None, None) == FIVE


@given(
    st.lists(st.text("abcdefgh-", min_size=1, max_size=12), min_size=1, max_size=40, unique=True),
    st.integers(100, 10_000),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20),
)
def test_the_verifier_draws_the_same(departments: list[str], hundredths: int, seed: str) -> None:
    share = f"{hundredths // 100}.{hundredths % 100:02d}%"
    listed = sorted(departments)
    record = {"drawn_from": listed, "drawn": list(drawn(listed, share, seed)), "share": share, "seed": seed}
    assert redrawn(record) is None


def test_a_department_put_in_the_place_of_another_is_named() -> None:
    honest = list(drawn(FIVE, "40%", SEED))
    other = next(one for one in FIVE if one not in honest)
    told = redrawn({"drawn_from": list(FIVE), "drawn": [honest[0], other], "share": "40%", "seed": SEED})
    assert told == {"stored": f"{honest[0]} {other}", "computed": " ".join(honest)}


@pytest.mark.parametrize(
    "change",
    [
        {"share": "much"},
        {"share": "1e999999999%"},
        {"share": "1/0"},
        {"drawn": "alpha"},
        {"drawn_from": [1]},
        {"seed": None},
    ],
)
def test_a_record_that_is_no_draw_is_malformed(change: dict[str, object]) -> None:
    with pytest.raises(ShapeError):
        redrawn({"drawn_from": list(FIVE), "drawn": ["alpha"], "share": "20%", "seed": SEED, **change})  # type: ignore[dict-item]  # malformed on purpose
