"""`jixiao delivery`: what arrived, what did not, and what a rehearsal would have sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from app.delivery.deliver import deliver_round
from tests.support.told import SECRET, Told

if TYPE_CHECKING:
    from pathlib import Path

    from activities.desk import Desk
    from tests.support.clock import StepClock
    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing


@pytest.fixture
def told(desk: Desk, data: Path, clock: StepClock) -> Told:
    """A real book with one reminder that could not be delivered."""
    told = Told(desk, data, clock)
    told.open()
    told.reach("tianbao", f"http://127.0.0.1:9/t0ken\n{SECRET}")
    told.remind()
    for _ in range(told.post.pace.attempts):
        deliver_round(told.post)
        told.clock.now += timedelta(hours=7)
    return told


def test_what_was_given_up_is_listed_with_its_attempts_and_queued_again(told: Told, jixiao: CommandLine) -> None:
    (message,) = jixiao("delivery", "list", "--as", "tianbao", "--failed", "--json").document["messages"]
    assert (message["state"], message["login"], message["books"]) == ("given-up", "tianbao", [told.year.book])
    assert [attempt["outcome"] for attempt in message["attempts"]] == ["failed"] * 3
    shown = jixiao("delivery", "list", "--as", "tianbao")
    assert "given up" in shown.out
    assert "3: 2020-10-30 23:" in shown.out
    assert "ConnectionRefusedError" in shown.out
    unknown = jixiao("delivery", "retry", "jixiao-none")
    assert (unknown.code, unknown.out) == (1, "")
    assert 'no undelivered message "jixiao-none"' in unknown.err
    assert jixiao("delivery", "retry", message["message"]).out == "Messages queued again under the same keys: 1.\n"
    assert told.states() == ["failed"]


def test_a_rehearsal_says_what_it_would_have_sent(played: Shijing, jixiao: CommandLine) -> None:
    listed = jixiao("delivery", "list")
    assert listed.code == 0
    first, last = listed.out.splitlines()
    assert first.startswith(f"The rehearsed book {played.book} told nobody outside; a real one would have sent ")
    assert last == "There are no messages to list."
    (rehearsed,) = jixiao("delivery", "list", "--json").document["rehearsed"]
    assert rehearsed["people"] == 3
