from __future__ import annotations

from rules.network.conjunction import FIELDS_MOST, Comparison, Conjunction
from rules.network.packing import RULES_MOST, STACK_MOST, pack, stack_depth


def one(field: int, bound: int = 0) -> Conjunction:
    return (Comparison(field, ">", bound),)


def test_first_conditions_side_by_side_stand_on_the_stack_together() -> None:
    assert stack_depth([one(0), one(1), one(2)]) == 3


def test_a_shared_first_condition_is_one_entry_until_it_is_taken() -> None:
    shared = Comparison(0, "==", 1)
    assert stack_depth([(shared, *one(field)) for field in range(1, 6)]) == 5


def test_one_long_conjunction_needs_one_entry() -> None:
    assert stack_depth([tuple(Comparison(field, ">", 0) for field in range(50))]) == 1


def test_every_conjunction_is_packed_once_and_in_order() -> None:
    conjunctions = [one(number) for number in range(500)]
    packs = pack(conjunctions)
    assert [number for each in packs for number in each] == list(range(500))
    assert all(stack_depth(conjunctions[number] for number in each) < STACK_MOST for each in packs)


def test_no_pack_has_more_rules_than_the_engine_bears() -> None:
    shared = tuple(Comparison(field, ">", 0) for field in range(3))
    conjunctions = [(*shared[:depth], *one(3 + depth, bound)) for bound in range(19) for depth in range(3)] * 6
    assert max(map(len, pack(conjunctions))) == RULES_MOST


def test_no_pack_has_more_fields_than_the_engine_bears() -> None:
    conjunctions = [tuple(Comparison(20 * number + each, ">", 0) for each in range(20)) for number in range(40)]
    widths = [len({each.field for number in group for each in conjunctions[number]}) for group in pack(conjunctions)]
    assert max(widths) == FIELDS_MOST


def test_nothing_packs_to_nothing() -> None:
    assert pack([]) == ()
