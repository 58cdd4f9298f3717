"""A switch of rubrics in words: what it would change, and what it has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.scores import BLANK
from cli.speaking import listed, voice
from cli.worded import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.switch_preview import Preview, PreviewedDepartment, Total
    from app.switching import SeenSwitch
    from models.switching_payloads import SetAside
    from rules.core.change import RowChange
    from rules.revision import Revision


def show_revision(revision: Revision) -> None:
    """Every row, input and phase that differs between two rubrics."""
    if not (revision.rows or revision.inputs or revision.phases or revision.grades):
        voice.say("revision.none")
    for row in revision.rows:
        voice.say(
            "revision.row",
            change=voice.text(f"revised.{row.change}"),
            name=row.name,
            id=row.id,
            before=row.points_before or BLANK,
            after=row.points_after or BLANK,
            rule=voice.text("revision.rule") if row.rule and row.change == "changed" else "",
        )
    for one in revision.inputs:
        voice.say("revision.input", change=voice.text(f"revised.{one.change}"), name=one.name, id=one.id)
    for phase in revision.phases:
        voice.say(
            "revision.phase",
            name=voice.word("phase", phase.id),
            before=phase.before or BLANK,
            after=phase.after or BLANK,
        )
    if revision.grades:
        voice.say("revision.grades")


def show_preview(preview: Preview) -> None:
    """What the new rubric changes in itself, then every department under it."""
    voice.say("switch.preview", book=preview.book, before=preview.from_hash, after=preview.to_hash)
    show_revision(preview.revision)
    if preview.revision.phases and preview.begun:
        voice.say("switch.begun", phases=listed(voice.word("phase", phase) for phase in preview.begun))
    for one in preview.departments:
        _show_department(one)
    if not preview.departments:
        voice.say("switch.no-departments")


def _show_department(one: PreviewedDepartment) -> None:
    if one.ended:
        voice.say("switch.ended", name=one.name, id=one.department)
        return
    voice.say("switch.department", name=one.name, id=one.department, before=_total(one.before), after=_total(one.after))
    if one.fault is not None:
        voice.say("switch.fault", code=one.fault)
    _show_rows(one.rows)
    _show_left_over(one.aside, one.lacking)


def _total(total: Total | None) -> str:
    if total is None:
        return BLANK
    return voice.text("switch.total", total=total.total, of=total.of, grade=total.grade or BLANK)


def _show_rows(rows: Iterable[RowChange]) -> None:
    for row in rows:
        voice.say("changes.row", name=row.name, id=row.row, before=row.before or BLANK, after=row.after or BLANK)


def _show_left_over(aside: tuple[SetAside, ...], lacking: tuple[str, ...]) -> None:
    if aside:
        voice.say("switch.aside", names=listed(one.name for one in aside))
    if lacking:
        voice.say("switch.lacking", names=listed(lacking))


def show_switch(seen: SeenSwitch) -> None:
    """From which rubric to which, who and why, and what was left over in each department."""
    row = seen.row
    voice.say(
        "switch.title",
        book=row.book,
        proposal=str(row.proposal),
        state=voice.text(f"switch-state.{row.state}"),
        before=row.from_hash,
        after=row.to_hash,
    )
    voice.say(
        "switch.people",
        by=shown(seen.by),
        decided=BLANK if seen.decided_by is None else shown(seen.decided_by),
        document=row.paper,
        reason=shown(seen.reason),
    )
    for name, said in seen.departments:
        voice.say("switch.taken", department=name)
        _show_left_over(said.aside, said.lacking)
