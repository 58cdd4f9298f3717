"""What has to be said about a matter, when, and under which name: the same on every replay and in every run."""

from __future__ import annotations

from models.receipts import Awaited, EscalationStep, Pressed, Turn
from models.values import instant_text
from workflows.rungs import rungs_of

WARNING = Turn(
    matter="warning/1/spending-pace",
    course="warning",
    state="open",
    awaited=Awaited(
        act="warning.answer", role="filler", since="2021-08-30", due="2021-09-01", reminders=(7, 3, 1), overdue=(0, 3)
    ),
)


def test_a_matter_that_awaits_nothing_has_no_rungs() -> None:
    assert rungs_of(WARNING.model_copy(update={"state": "done", "awaited": None})) == ()


def test_a_reminder_that_lies_before_the_day_since_which_the_act_is_awaited_is_left_out() -> None:
    assert [(rung.kind, rung.days, instant_text(rung.at)[:16]) for rung in rungs_of(WARNING)] == [
        ("reminder", 1, "2021-08-31T01:00"),
        ("overdue", 0, "2021-09-01T16:00"),
        ("overdue", 3, "2021-09-04T16:00"),
    ]


def test_a_reminder_of_that_day_itself_is_said() -> None:
    awaited = WARNING.awaited
    assert awaited is not None
    waiting = WARNING.model_copy(update={"awaited": awaited.model_copy(update={"since": "2021-08-29"})})
    assert [rung.days for rung in rungs_of(waiting) if rung.kind == "reminder"] == [3, 1]


def test_rungs_of_two_matters_or_of_another_deadline_never_share_a_name() -> None:
    awaited = WARNING.awaited
    assert awaited is not None
    others = (
        WARNING.model_copy(update={"matter": "warning/1/indicator-pace/exhibitions"}),
        WARNING.model_copy(update={"awaited": awaited.model_copy(update={"due": "2021-09-18"})}),
        WARNING.model_copy(update={"awaited": awaited.model_copy(update={"act": "warning.accept"})}),
    )
    names = [rung.name for turn in (WARNING, *others) for rung in rungs_of(turn)]
    assert len(set(names)) == len(names)


def test_of_a_deadline_put_off_no_reminder_is_given_for_a_day_before_the_document() -> None:
    awaited = WARNING.awaited
    assert awaited is not None
    update = {"since": "2021-08-18", "due": "2021-09-03", "extended_on": "2021-08-31"}
    put_off = WARNING.model_copy(update={"awaited": awaited.model_copy(update=update)})
    assert [(rung.kind, rung.days) for rung in rungs_of(put_off)] == [
        ("reminder", 3),
        ("reminder", 1),
        ("overdue", 0),
        ("overdue", 3),
    ]


def test_of_a_deadline_put_off_to_a_day_that_is_over_too_every_alert_is_given() -> None:
    awaited = WARNING.awaited
    assert awaited is not None
    update = {"due": "2021-09-03", "extended_on": "2021-10-20"}
    put_off = WARNING.model_copy(update={"awaited": awaited.model_copy(update=update)})
    assert [(rung.kind, rung.days) for rung in rungs_of(put_off)] == [("overdue", 0), ("overdue", 3)]


def test_a_rung_of_the_escalation_names_its_role_and_shares_no_name_with_the_bureaus_own() -> None:
    awaited = WARNING.awaited
    assert awaited is not None
    update = {"escalation": (EscalationStep(days=3, to_role="leadership"),)}
    told = rungs_of(WARNING.model_copy(update={"awaited": awaited.model_copy(update=update)}))
    assert [(rung.name.partition("2021-09-01|")[2], rung.to) for rung in told if rung.days == 3] == [
        ("overdue-3", None),
        ("overdue-3-leadership", "leadership"),
    ]
    assert [rung for rung in told if rung.to is None] == list(rungs_of(WARNING))


def test_an_unanswered_warning_suspends_when_its_last_day_is_over_and_another_day_is_another_rung() -> None:
    assert WARNING.awaited is not None
    pressed = [Pressed(**WARNING.awaited.model_dump(), suspends=day) for day in ("2021-09-03", "2021-09-08")]
    rungs = [rungs_of(WARNING.model_copy(update={"awaited": one}))[0] for one in pressed]
    assert [(rung.kind, instant_text(rung.at)[:16]) for rung in rungs] == [
        ("suspension", "2021-09-03T16:00"),
        ("suspension", "2021-09-08T16:00"),
    ]
    assert len({rung.name for rung in rungs}) == 2
    assert all(rung.kind != "suspension" for rung in rungs_of(WARNING))


def test_a_turn_that_suspends_nothing_is_written_as_it_always_was() -> None:
    assert "suspends" not in WARNING.model_dump_json()
    pressed = Pressed(**WARNING.awaited.model_dump(), suspends="2021-09-08") if WARNING.awaited else None
    again = Turn.model_validate_json(WARNING.model_copy(update={"awaited": pressed}).model_dump_json())
    assert isinstance(again.awaited, Pressed)
    assert again.awaited == pressed
