"""`jixiao audit explain`: what one record did, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.access.record import record_look
from app.erased import name_of, words_of
from audit.explain import explain_record
from cli.differing import show_differences
from cli.looking import Login, audit_look
from cli.opening import existing_desk, one_book
from cli.options import AsJson
from cli.speaking import listed, print_json, voice
from cli.worded import shown

if TYPE_CHECKING:
    from sqlmodel import Session

    from audit.explain import Explanation, Related


def explain(
    sequence: Annotated[int, typer.Argument(min=1, help="记录序号 / the record's number")],
    book: Annotated[str | None, typer.Argument(help="账册，只有一册时可省 / book, if there are several")] = None,
    login: Login = None,
    as_json: AsJson = False,
) -> None:
    """说明一条记录：何事、何人、为何、改了什么、时限、后续 / What happened, who, why, what changed, what followed."""
    _, desk = existing_desk()
    chosen = one_book(desk, book)
    record_look(desk, [chosen], audit_look("audit explain", login))
    explained = explain_record(desk.engine, chosen, sequence)
    if as_json:
        print_json(explained_json(explained))
    else:
        with desk.reading() as session:
            show_explained(session, explained)


def show_explained(session: Session, explained: Explanation) -> None:
    """Print it, the most important first."""
    record = explained.record
    voice.say("explained.what", sequence=str(record.sequence), happened=voice.text(f"happened.{record.kind}"))
    if record.subject_department is not None:
        voice.say("explained.about", department=record.subject_department, row=record.subject_row or "-")
    voice.say("explained.when", happened=record.happened_at, recorded=record.recorded_at)
    _show_who(session, explained)
    _show_why(session, explained)
    _show_deadline(explained)
    if explained.score is not None:
        voice.say("explained.score", before=explained.score[0], after=explained.score[1])
    voice.say("explained.changed" if explained.changes else "explained.unchanged", count=str(len(explained.changes)))
    show_differences(explained.changes)
    if explained.followed:
        voice.say("explained.followed", records=_records(explained.followed))


def _show_who(session: Session, explained: Explanation) -> None:
    who = explained.who
    if who.role == "system":
        voice.say("explained.system")
        return
    words = name_of(session, who.actor)
    if words.gone is not None:
        name = shown(words)
    else:
        name = voice.text("explained.nameless") if who.name is None else f"{who.name} ({who.login})"
    voice.say("explained.who", name=name, role=voice.word("role", who.role), actor=who.actor)
    if who.since is not None:
        voice.say("explained.since", since=who.since, sequence=str(who.appointed_by_record))


def _show_why(session: Session, explained: Explanation) -> None:
    if explained.causes:
        voice.say("explained.cause", records=_records(explained.causes))
    if explained.document is not None:
        voice.say("explained.document", document=explained.document)
    for said in explained.said:
        text = shown(words_of(session, explained.record.book, said.commitment))
        voice.say("explained.said", field=said.field, text=text)


def _show_deadline(explained: Explanation) -> None:
    deadline = explained.deadline
    if deadline is None:
        return
    if deadline.before is not None:
        voice.say("explained.put-off", before=deadline.before, due=deadline.due)
    elif deadline.days_late > 0:
        voice.say("explained.late", due=deadline.due, days=str(deadline.days_late))
    else:
        voice.say("explained.in-time", due=deadline.due)


def _records(related: tuple[Related, ...]) -> str:
    return listed(f"{one.sequence} {voice.text(f'happened.{one.kind}')}" for one in related)


def explained_json(explained: Explanation) -> dict[str, object]:
    """The same for programs; a text that was erased is null."""
    record, who, deadline = explained.record, explained.who, explained.deadline
    columns = ("book", "sequence", "kind", "happened_at", "recorded_at", "received_at", "hash")
    return {
        **{name: getattr(record, name) for name in columns},
        "department": record.subject_department,
        "happened": voice.text(f"happened.{record.kind}"),
        "who": {
            "actor": who.actor,
            "role": who.role,
            "name": who.name,
            "login": who.login,
            "since": who.since,
            "appointed_by_record": who.appointed_by_record,
        },
        "why": {
            "causes": [{"sequence": one.sequence, "kind": one.kind} for one in explained.causes],
            "document": explained.document,
            "said": [{"field": one.field, "text": one.text} for one in explained.said],
        },
        "deadline": None
        if deadline is None
        else {"due": deadline.due, "days_late": deadline.days_late, "before": deadline.before},
        "score": None if explained.score is None else {"before": explained.score[0], "after": explained.score[1]},
        "changes": [change.to_data() for change in explained.changes],
        "followed": [{"sequence": one.sequence, "kind": one.kind} for one in explained.followed],
    }
