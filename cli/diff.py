"""`jixiao audit diff`: what differs in a book between two moments."""

from __future__ import annotations

from typing import Annotated

import typer

from app.access.record import record_look
from audit.moments import differences, tables_at
from cli.differing import show_differences
from cli.looking import Login, audit_look
from cli.moments import until_of
from cli.opening import existing_desk, one_book
from cli.options import AsJson
from cli.speaking import print_json, voice
from cli.states import require_department


def diff(
    start: Annotated[str, typer.Option("--from", help="序号或日期 / a record's number or YYYY-MM-DD")],
    end: Annotated[str, typer.Option("--to", help="序号或日期 / a record's number or YYYY-MM-DD")],
    book: Annotated[str | None, typer.Argument(help="账册，只有一册时可省 / book, if there are several")] = None,
    department: Annotated[str | None, typer.Option("--department", help="部门 / department")] = None,
    recorded: Annotated[bool, typer.Option("--recorded", help="日期按入账时间 / days by recorded-at")] = False,
    login: Login = None,
    as_json: AsJson = False,
) -> None:
    """比较账册在两个时点的状态 / What differs between two moments; a day means its end in Shanghai."""
    _, desk = existing_desk()
    chosen = one_book(desk, book)
    record_look(desk, [chosen], audit_look("audit diff", login, department))
    before, after = (tables_at(desk.engine, chosen, until_of(at, recorded=recorded)) for at in (start, end))
    require_department(after, before, chosen=department)
    found = [one for one in differences(before, after, chosen) if department is None or one.department == department]
    if as_json:
        print_json({"book": chosen, "from": start, "to": end, "differences": [one.to_data() for one in found]})
        return
    voice.say("differs.title" if found else "differs.none", book=chosen, start=start, end=end, count=str(len(found)))
    show_differences(found)
