from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

import app.orders
import app.tasks
from app.extension import Extending
from models.commands import Extend
from models.task_orders import Claim
from tests.support.shijing import BOOK, local

if TYPE_CHECKING:
    from app.orders import SignedOrder
    from models.receipts import Receipt
    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing

WANTED = (
    *("deadline", "extend", "--as", "jixiaoke", "--department", "shijing", "--matter", "targets"),
    *("--to", "2020-11-16", "--document", "示财绩〔2020〕3号", "--reason", "系统停机两日", "--book", BOOK),
)


@pytest.fixture
def awaiting(shijing: Shijing, monkeypatch: pytest.MonkeyPatch) -> Shijing:
    """The targets are awaited until the sixth of November 2020, and it is the third."""
    shijing.open_phase("targets")
    monkeypatch.setattr(app.tasks, "machine_clock", lambda: datetime(2020, 11, 3, 2, tzinfo=UTC))
    return shijing


@pytest.fixture
def sent(awaiting: Shijing, monkeypatch: pytest.MonkeyPatch) -> list[SignedOrder]:
    """Orders go straight to the desk instead of to a service."""
    taken: list[SignedOrder] = []

    def carry_out(_settings: object, _desk: object, signed: SignedOrder) -> Receipt:
        taken.append(signed)
        return awaiting.order(signed.key, signed.order, day="2020-11-03").receipt

    monkeypatch.setattr("app.extension.require_service", lambda _settings: None)
    monkeypatch.setattr("app.extension.send_order", carry_out)
    return taken


def test_a_deadline_is_extended_and_the_receipt_names_the_new_day(jixiao: CommandLine, sent: list[SignedOrder]) -> None:
    ran = jixiao(*WANTED)
    assert (ran.code, ran.err) == (0, "")
    assert "target setting: next, file targets, by the filler, due 2020-11-16." in ran.out
    (signed,) = sent
    assert isinstance(signed.order, Extend)
    assert (signed.order.document, signed.order.act) == ("示财绩〔2020〕3号", None)
    # The reason stays at home.
    assert "停机" not in str(signed)


def test_the_same_words_are_the_same_request_and_get_the_same_receipt(
    jixiao: CommandLine, sent: list[SignedOrder]
) -> None:
    first = jixiao(*WANTED, "--json").document
    assert jixiao(*WANTED, "--json").document == first
    assert first["key"].startswith("extend/shijing/targets/2020-11-16/")
    assert sent[0] == sent[1]


def test_changed_words_are_another_request() -> None:
    words = ("b", "jixiaoke", "shijing", "targets", "2020-11-16", "d", "r")
    changed = (*words[:6], "another"), (*words[:5], "another", "r"), (*words[:4], "2020-11-17", "d", "r")
    keys = {Extending(*each).request for each in (words, *changed)}
    assert len(keys) == 4
    assert Extending(*words, key="own").request == "own"


def test_the_task_shows_both_days(jixiao: CommandLine, sent: list[SignedOrder]) -> None:
    jixiao(*WANTED)
    assert len(sent) == 1
    (task,) = jixiao("task", "list", "--json").document["tasks"]
    assert (task["due"], task["due_first"], task["days_left"]) == ("2020-11-16", "2020-11-06", 13)
    assert "2020-11-16 (was 2020-11-06)" in jixiao("task", "list").out


@pytest.mark.usefixtures("sent")
def test_a_refusal_says_both_days_and_an_empty_reason_is_none(jixiao: CommandLine) -> None:
    earlier = jixiao(*(word if word != "2020-11-16" else "2020-11-05" for word in WANTED))
    assert (earlier.code, earlier.out) == (1, "")
    assert earlier.err == (
        "The deadline is 2020-11-06 already, and 2020-11-05 is no later day; a document can only give more time.\n"
    )
    silent = jixiao(*(word if word != "系统停机两日" else "  " for word in WANTED))
    assert (silent.code, silent.err) == (1, "This act needs words: give them with --reason.\n")


@pytest.mark.usefixtures("awaiting")
def test_extending_without_a_running_service_says_how_to_start_it(jixiao: CommandLine) -> None:
    ran = jixiao(*WANTED)
    assert (ran.code, ran.out) == (6, "")
    assert "start jixiao up in another terminal first" in ran.err


# -- what was said ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("sent")
def test_a_person_reads_what_was_said_to_his_roles_the_newest_first(jixiao: CommandLine, awaiting: Shijing) -> None:
    awaiting.climb(datetime(2020, 11, 1, tzinfo=UTC))
    jixiao(*WANTED)
    alerts = jixiao("task", "alerts", "--as", "tianbao", "--json").document["alerts"]
    assert [(one["kind"], one["days"], one["due"]) for one in alerts] == [
        ("extended", 0, "2020-11-16"),
        ("reminder", 7, "2020-11-06"),
    ]
    assert (alerts[1]["at"], alerts[1]["act"]) == (local("2020-10-30", "09:00"), "targets.file")
    words = jixiao("task", "alerts", "--as", "tianbao").out.splitlines()
    assert "due day put off" in words[1]
    assert "2020-10-30  shijing     7 days to go" in words[2]


def test_the_bureau_reads_of_what_is_overdue_and_nobody_reads_what_is_not_his(
    jixiao: CommandLine, awaiting: Shijing
) -> None:
    awaiting.climb(datetime(2020, 11, 8, tzinfo=UTC))
    told = {
        login: [one["kind"] for one in jixiao("task", "alerts", "--as", login, "--json").document["alerts"]]
        for login in ("tianbao", "jixiaoke", "fuhe")
    }
    assert told == {"tianbao": ["reminder"] * 3, "jixiaoke": ["overdue"], "fuhe": []}
    assert len(jixiao("task", "alerts", "--json").document["alerts"]) == 4
    assert len(jixiao("task", "alerts", "--as", "fuhe", "--all", "--json").document["alerts"]) == 4
    (late,) = jixiao("task", "alerts", "--since", "2020-11-07", "--json").document["alerts"]
    assert late["kind"] == "overdue"
    assert len(jixiao("task", "alerts", "--department", "shijing", "--json").document["alerts"]) == 4
    assert jixiao("task", "alerts", "--since", "20201107").err.startswith('"20201107" is not a date')


def test_the_bureau_reads_who_holds_what_is_overdue(jixiao: CommandLine, awaiting: Shijing) -> None:
    awaiting.order(
        "claim", Claim(department="shijing", matter="targets", act="targets.file", round=1), "filler", "2020-11-03"
    )
    awaiting.climb(datetime(2020, 11, 8, tzinfo=UTC))
    alerts = jixiao("task", "alerts", "--json").document["alerts"]
    assert [(one["kind"], one["holder"]) for one in alerts] == [("overdue", "tianbao"), *[("reminder", None)] * 3]
    heading, line = jixiao("task", "alerts", "--as", "jixiaoke").out.splitlines()
    assert (heading.split()[-1], line.split()[-1]) == ("holder", "tianbao")


@pytest.mark.usefixtures("awaiting")
def test_nothing_said_is_said_to_be_nothing(jixiao: CommandLine) -> None:
    ran = jixiao("task", "alerts")
    assert (ran.code, ran.out) == (0, "Nothing was said yet.\n")
