"""A department's targets in words and as JSON: every step, every adjustment with old and new, what is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.scores import BLANK
from cli.speaking import voice
from cli.waiting import moment
from cli.worded import shown
from rules.core.writing import to_data

if TYPE_CHECKING:
    from app.erased import Words
    from app.targets_shown import SeenAdjustment, ShownTargets
    from models.targets import TargetDoubt
    from rules.core.facts import Indicator


def show_targets(found: ShownTargets) -> None:
    """First filing and running clock apart; steps, quality, doubts, adjustments; the targets in force."""
    voice.say("targets.title", department=found.department, book=found.book, day=found.day)
    _show_filing(found)
    for one in found.adjustments:
        _show_adjustment(one)
    for doubt in found.doubts:
        voice.out.print(f"  ! {doubt_text(doubt)}")
    voice.table(
        ("column.indicator", "column.target", "column.points:"),
        ((f"{one.name} ({one.id})", target_text(one), one.points) for one in found.in_force),
    )


def _show_filing(found: ShownTargets) -> None:
    first, waiting = found.first, found.waiting
    if first is not None:
        at = moment(first.received_at)
        voice.say("targets.first-filed", at=at, due=first.due, late=str(first.days_late))
    for step in found.steps:
        said = BLANK if step.opinion is None else shown(step.opinion)
        voice.say("targets.step", at=moment(step.at), happened=voice.text(f"happened.{step.kind}"), opinion=said)
    if waiting is not None:
        act, role = voice.text(f"act.{waiting.act}"), voice.text(f"role.{waiting.role}")
        voice.say("targets.awaited", act=act, role=role, since=moment(waiting.opened_at), due=waiting.due)
    if found.quality is not None:
        reason = BLANK if found.quality_reason is None else shown(found.quality_reason)
        voice.say("targets.quality", score=found.quality, reason=reason)


def _show_adjustment(one: SeenAdjustment) -> None:
    voice.say(
        "targets.adjustment",
        sequence=str(one.row.sequence),
        at=moment(one.row.received_at),
        document=one.document,
        reason=shown(one.reason),
        state=voice.text(f"adjustment-state.{one.state}"),
        opinion=BLANK if one.opinion is None else shown(one.opinion),
    )
    for change in one.changes:
        before, after = target_text(change.before), target_text(change.after)
        voice.say("targets.change", name=change.after.name, id=change.after.id, before=before, after=after)


def target_text(one: Indicator) -> str:
    """A target as it is written: comparator, value, unit; a sentence by a dash."""
    return BLANK if one.target is None else f"{one.comparator} {one.target} {one.unit}".rstrip()


def doubt_text(doubt: TargetDoubt) -> str:
    """What looks doubtful, in words."""
    return voice.fill(f"target-doubt.{doubt.code}", {**doubt.params, "indicator": doubt.indicator or ""})


def targets_json(found: ShownTargets) -> dict[str, object]:
    """The same for programs; numbers are text as they were filed."""
    first, waiting = found.first, found.waiting
    return {
        "book": found.book,
        "department": found.department,
        "day": found.day,
        "first_filed": first and {"received_at": first.received_at, "due": first.due, "days_late": first.days_late},
        "awaited": waiting
        and {"act": waiting.act, "role": waiting.role, "since": waiting.opened_at, "due": waiting.due},
        "steps": [
            {"kind": one.kind, "sequence": one.sequence, "at": one.at, **_said("opinion", one.opinion)}
            for one in found.steps
        ],
        "quality": found.quality and {"score": found.quality, **_said("reason", found.quality_reason)},
        "doubts": [one.model_dump(mode="json") for one in found.doubts],
        "adjustments": [_adjustment_json(one) for one in found.adjustments],
        "filed": to_data(found.filed),
        "in_force": to_data(found.in_force),
    }


def _adjustment_json(one: SeenAdjustment) -> dict[str, object]:
    answered = one.state != "filed"
    return {
        "sequence": one.row.sequence,
        "state": one.state,
        "received_at": one.row.received_at,
        "document": one.document,
        **_said("reason", one.reason),
        "answered": one.row.answered if answered else None,
        "answered_at": one.row.answered_at if answered else None,
        **_said("opinion", one.opinion),
        "changes": [{"before": to_data(each.before), "after": to_data(each.after)} for each in one.changes],
    }


def _said(name: str, words: Words | None) -> dict[str, object]:
    """A text; beside one that was erased stands that it was."""
    if words is None:
        return {name: None}
    return {name: words.text, **({} if words.gone is None else {f"{name}_erased": words.gone.to_data()})}
