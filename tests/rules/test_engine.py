from __future__ import annotations

import gc
import itertools
import random
import weakref

import durable_rules_engine
import pytest

from rules import engine
from rules.engine import Network
from rules.errors import EngineError, NetworkError
from rules.network.conjunction import SAFE, Comparison, Conjunction, Operator

HOLDS = {
    "<": lambda value, bound: value < bound,
    "<=": lambda value, bound: value <= bound,
    "==": lambda value, bound: value == bound,
    ">=": lambda value, bound: value >= bound,
    ">": lambda value, bound: value > bound,
}


def plainly(conjunctions: list[Conjunction], values: list[int]) -> tuple[int, ...]:
    return tuple(
        number
        for number, conjunction in enumerate(conjunctions)
        if all(HOLDS[each.operator](values[each.field], each.bound) for each in conjunction)
    )


def bands(fields: int) -> list[Conjunction]:
    return [
        conjunction
        for field in range(fields)
        for conjunction in (
            (Comparison(field, "<", 0),),
            (Comparison(field, ">=", 0), Comparison(field, "<", 10)),
            (Comparison(field, ">=", 10),),
        )
    ]


def test_exactly_the_conjunctions_that_hold_fire_in_ascending_order() -> None:
    network = Network(bands(3))
    assert network.fire([-1, 0, 10]) == (0, 4, 8)
    assert network.fire([9, 10, -7]) == (1, 5, 6)


def test_values_at_the_edge_of_the_exact_range_are_told_apart() -> None:
    network = Network([(Comparison(0, "<", SAFE),), (Comparison(0, ">=", SAFE),), (Comparison(0, "<=", -SAFE),)])
    assert network.fire([SAFE - 1]) == (0,)
    assert network.fire([SAFE]) == (1,)
    assert network.fire([-SAFE]) == (0, 2)


@pytest.mark.parametrize("seed", range(8))
def test_random_networks_fire_what_plain_comparison_fires(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311  # a seeded play, nothing secret
    operators: tuple[Operator, ...] = ("<", "<=", "==", ">=", ">")
    drawn = {
        tuple(
            Comparison(draw.randrange(60), draw.choice(operators), draw.randint(-2, 2))
            for _ in range(draw.randint(1, 4))
        )
        for _ in range(300)
    }
    conjunctions = list({frozenset(each): each for each in sorted(drawn)}.values())
    network = Network(conjunctions)
    for _ in range(40):
        values = [draw.randint(-3, 3) for _ in range(60)]
        assert network.fire(values) == plainly(conjunctions, values)


def test_a_network_far_beyond_one_ruleset_loses_no_firing() -> None:
    conjunctions = bands(400)
    values = [field % 25 - 8 for field in range(400)]
    assert Network(conjunctions).fire(values) == plainly(conjunctions, values)


def test_a_network_without_conjunctions_fires_nothing() -> None:
    assert Network([]).fire([1, 2]) == ()


@pytest.mark.parametrize("value", [True, 1.0, "1", SAFE + 1, -SAFE - 1])
def test_a_value_that_is_no_safe_integer_is_refused(value: int) -> None:
    network = Network(bands(1))
    with pytest.raises(EngineError) as caught:
        network.fire([value])
    assert (caught.value.code, caught.value.params) == ("engine.unsafe-value", {"value": str(value)})


@pytest.mark.parametrize(
    ("conjunctions", "code"),
    [
        ([()], "network.empty-condition"),
        ([(Comparison(0, "!=", 0),)], "network.unknown-operator"),
        ([(Comparison(0, "<", SAFE + 1),)], "network.unsafe-bound"),
        ([(Comparison(0, "<", 0.5),)], "network.unsafe-bound"),
        ([(Comparison(0, "==", True),)], "network.unsafe-bound"),
        ([tuple(Comparison(field, "==", 0) for field in range(241))], "network.too-wide"),
        (
            [
                (Comparison(0, "<", 1), Comparison(1, "<", 1)),
                (Comparison(1, "<", 1), Comparison(0, "<", 1)),
            ],
            "network.doubled-condition",
        ),
    ],
)
def test_what_the_engine_would_get_wrong_is_refused_before_it_is_built(
    conjunctions: list[Conjunction], code: str
) -> None:
    with pytest.raises(NetworkError) as caught:
        Network(conjunctions)
    assert caught.value.code == code


def test_two_field_names_of_one_hash_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_hash", lambda name: 7 if name in ("f0", "f2") else hash(name))
    with pytest.raises(NetworkError) as caught:
        Network(bands(3))
    assert (caught.value.code, caught.value.params) == ("network.name-collision", {"name": "f2", "other": "f0"})


def test_the_hash_is_the_engines_own() -> None:
    assert engine._hash("") == 0x811C9DC5
    assert engine._hash("a") == 0xE40C292C
    assert engine._hash("foobar") == 0xBF9CF968


def test_a_poisoned_handle_is_an_error_and_the_next_firing_builds_anew() -> None:
    network = Network(bands(2))
    assert network.fire([1, 1]) == (1, 4)
    (handle,) = network._handles
    network._handles[0] = 99_999
    with pytest.raises(EngineError) as caught:
        network.fire([1, 1])
    assert caught.value.code == "engine.failed"
    assert "111" in caught.value.params["reason"]
    assert network.fire([1, -1]) == (1, 3)
    engine._delete([handle])


def test_a_lost_sentinel_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network(bands(2))
    network.fire([1, 1])
    monkeypatch.setattr(engine, "_drain", lambda _handle, _state: ["r1"])
    with pytest.raises(EngineError) as caught:
        network.fire([1, 1])
    assert caught.value.code == "engine.not-drained"


def test_a_doubled_firing_is_an_error_that_names_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network(bands(2))
    network.fire([1, 1])
    monkeypatch.setattr(engine, "_drain", lambda _handle, _state: ["r1", "r4", "r1", "~"])
    with pytest.raises(EngineError) as caught:
        network.fire([1, 1])
    assert (caught.value.code, caught.value.params) == ("engine.doubled", {"rules": "1"})
    assert network._handles == []


def test_an_interrupt_discards_the_network_and_passes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network(bands(2))
    network.fire([1, 1])

    def interrupt(_handle: int, _state: int) -> list[str]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(engine, "_drain", interrupt)
        with pytest.raises(KeyboardInterrupt):
            network.fire([1, 1])
    assert network.fire([20, -1]) == (2, 3)


def test_a_discarded_network_builds_itself_again() -> None:
    network = Network(bands(2))
    before = network.fire([1, 1])
    network.discard()
    assert network._handles == []
    assert network.fire([1, 1]) == before


@pytest.mark.thorough
def test_a_forgotten_network_frees_its_handles() -> None:
    network = Network(bands(2))
    network.fire([1, 1])
    (handle,) = network._handles
    gone = weakref.ref(network)
    del network
    gc.collect()
    assert gone() is None
    with pytest.raises(durable_rules_engine.error, match="111"):
        durable_rules_engine.assert_fact(handle, '{"id":"x"}')


def test_every_order_of_evaluations_gives_the_same_firings() -> None:
    network = Network(bands(2))
    facts = [[-5, 3], [3, 30], [10, -1]]
    wanted = {tuple(each): network.fire(each) for each in facts}
    for order in itertools.permutations(facts):
        assert [network.fire(each) for each in order] == [wanted[tuple(each)] for each in order]
