"""What a machine may draw: acts that stand to reason, and something for each to bring."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from tests.domain import brought as bring
from tests.domain import divisions
from tests.domain.answers import open_disputes
from tests.domain.effects import Verdict
from tests.domain.hands import FILED, role_of
from tests.domain.people import CLERK, FILLERS, REVIEWER, SIGNER, TURNCOAT
from tests.domain.refusing import OPEN_TO, is_open_to
from tests.domain.scoring import Reading, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DataObject, SearchStrategy

    from tests.domain.brought import Brought
    from tests.domain.model import Year
    from tests.domain.world import World

SHEETS: Final = st.builds(
    Sheet,
    spent=st.sampled_from([95, 100, 59, 60, 72, 150, 151]),
    budget=st.sampled_from([100, 101, 97]),
    carry=st.sampled_from([0, 4, 5, 14, 15, 51]),
    deduction=st.sampled_from([0, 3, 10, None]),
    claim=st.sampled_from([None, 8, 10]),
    used=st.sampled_from(["yes", "no"]),
    lamps=st.sampled_from([9, 10, 20]),
    survey=st.sampled_from(["yes", "no"]),
)
READINGS: Final = st.builds(
    Reading,
    spent=st.sampled_from([10, 30, 50, 70]),
    lamps=st.sampled_from([1, 3, 5, 12]),
    month=st.sampled_from([6, 7]),
)
CHANGES: Final[SearchStrategy[dict[str, Any]]] = st.fixed_dictionaries(
    {},
    optional={
        "spent": st.sampled_from([95, 80]),
        "carry": st.sampled_from([4, 25]),
        "claim": st.sampled_from([8, 9]),
        "deduction": st.sampled_from([0, 2]),
        "lamps": st.sampled_from([9, 10]),
        "survey": st.sampled_from(["yes", "no"]),
    },
)
_SETTLED: Final = (Fraction(0), Fraction(3), Fraction(13, 2), Fraction(8))
_CHOICES: Final = ("continue", "adjust-target", "adjust-budget", "cancel")


def possible(year: Year) -> list[tuple[str, str]]:
    """Every act with the matter that is open to it, in one order."""
    if not year.open_to_acts:
        return []
    return [
        (act, matter)
        for act in OPEN_TO
        for matter, state in sorted(year.matters.items())
        if is_open_to(year, act, matter, state)
    ]


def forward(year: Year) -> list[tuple[str, str]]:
    """The acts that are awaited now."""
    return [] if not year.open_to_acts else [(task.act, task.matter) for task in year.tasks if task.open]


def right_person(year: Year, act: str, matter: str = "") -> str:
    """Somebody who may do it, as far as roles go: the holder of its task where it has one."""
    task, role = year.task(matter), role_of(act, matter, two_hands=year.two_hands)
    if task is not None and task.holder is not None and task.role == role:
        return task.holder
    others = {"filler": FILLERS.get(year.department, TURNCOAT), "approver": SIGNER, "contributor": CLERK}
    return others.get(role, REVIEWER)


def something(data: DataObject, world: World, year: Year, act: str) -> Brought:
    """Draw what an act brings; whoever files for another mostly brings what that one has prepared."""
    phase, _, verb = act.rpartition(".")
    if verb == "file" and phase in year.drafts and data.draw(st.integers(0, 7)):
        return bring.filing(year.drafts[phase].picture)
    return _BRINGS.get(act.replace(".prepare", ".file"), _answer)(data, world, year)


def _answer(data: DataObject, _world: World, _year: Year) -> Brought:
    return bring.answer(with_words=data.draw(st.booleans()))


def _return(data: DataObject, _world: World, _year: Year) -> Brought:
    return bring.answer(with_words=data.draw(st.sampled_from([True, True, False])), needs_words=True)


def _verdict(data: DataObject, _world: World, year: Year) -> Brought:
    scores: dict[str, Fraction] = {}
    undecided = year.made.undecided if year.made is not None else ()
    if data.draw(st.sampled_from([True, True, True, False])):
        scores = {name: Fraction(5, 2) if name == "before" else Fraction(13, 2) for name in undecided}
    if data.draw(st.booleans()):
        scores["spending"] = data.draw(st.sampled_from([Fraction(0), Fraction(1550, 100), Fraction(20)]))
    names = data.draw(st.lists(st.sampled_from(["one", "two", "three"]), unique=True, max_size=2))
    return bring.verdict(Verdict(scores, dict.fromkeys(names, "carry-over")))


def _dispute(data: DataObject, _world: World, _year: Year) -> Brought:
    names = data.draw(st.lists(st.sampled_from(["manners", "manners", "lamps", "spending"]), min_size=1, max_size=2))
    return bring.dispute(tuple(dict.fromkeys(names)), known=data.draw(st.sampled_from([True, True, True, False])))


def _settlement(data: DataObject, _world: World, year: Year) -> Brought:
    names = [dispute.name for dispute in open_disputes(year)]
    names = names if names and data.draw(st.integers(0, 5)) else ["lamps"]
    return bring.settlement({name: data.draw(st.sampled_from([None, *_SETTLED])) for name in names})


_BRINGS: Final[dict[str, Callable[[DataObject, World, Year], Brought]]] = {
    "targets.file": lambda data, _world, _year: bring.targets(data.draw(st.sampled_from([10, 20]))),
    "adjustment.file": lambda data, _world, year: bring.adjusted(
        data.draw(st.sampled_from([10, 20, 12])), year.lamps_wanted
    ),
    "adjustment.refuse": _return,
    **{f"{phase}.send-back": _return for phase in FILED},
    **{f"{about}.return": _return for about in (*FILED, "warning", "finding")},
    "monitoring.file": lambda data, _world, _year: bring.reading(data.draw(READINGS)),
    "self-evaluation.file": lambda data, _world, _year: (
        bring.typed_witness() if data.draw(st.integers(0, 9)) == 0 else bring.sheet(data.draw(SHEETS))
    ),
    "self-evaluation.amend": lambda data, _world, _year: bring.amended(data.draw(CHANGES)),
    "evidence.add": lambda data, world, _year: bring.evidence(
        world.desk.evidence, stored=data.draw(st.sampled_from([True, True, False]))
    ),
    "evidence.amend": lambda _data, world, _year: bring.version(world.desk.evidence, None),
    "review.conclude": _verdict,
    "acknowledgement.dispute": _dispute,
    "acknowledgement.answer": _settlement,
    "warning.answer": lambda data, _world, _year: bring.choice(data.draw(st.sampled_from(_CHOICES))),
    "collection.ask": divisions.drawn_asking,
    "collection.answer": divisions.drawn_bringing,
    "collection.return": divisions.drawn_return,
    "finding.answer": lambda _data, _world, _year: bring.measure(),
}
