"""`jixiao task`: the tasks of a person, and doing one on the running service."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from app.access.record import Look
from app.changes import list_changes
from app.correcting import list_corrections
from app.evidence.pieces import list_evidence
from app.settings import Settings
from app.standing_scores import standing_scores
from app.task_content import DoTask
from app.tasks import do_task
from cli.alerts import alerts
from cli.changes import show_change
from cli.corrections import show_correction
from cli.evidence_shown import show_missing
from cli.looking import Login, look_at
from cli.opening import existing_desk
from cli.options import AsJson, Book, Key, Who
from cli.prechecking import precheck, prefill, show
from cli.receipts import receipt_json, show_receipt
from cli.speaking import listed, print_json, voice
from cli.standing import show_standing, standing_json
from cli.targets import adjust, targets
from cli.task_holding import claim, delegate, mark, reassign, release
from cli.task_list import list_
from cli.task_overview import overview

commands = typer.Typer(help="任务：查看、办理 / See tasks, do one", no_args_is_help=True)

commands.command("list")(list_)
for _command in (overview, alerts, claim, release, reassign, mark, delegate, targets, adjust):
    commands.command()(_command)
for _before in (prefill, precheck, show):
    commands.command()(_before)


@commands.command("scores")
def scores(
    department: Annotated[str, typer.Argument(help="部门 / department")],
    login: Login = None,
    book: Book = None,
    as_json: AsJson = False,
) -> None:
    """逐行列出声称、规则、复核得分和理由 / Claimed, rule and review score of every row, with the reviewer's reasons."""
    _, desk = existing_desk()
    look_at(desk, Look("task scores", login, department), book)
    found = standing_scores(desk, department, book)
    if as_json:
        print_json({"scores": [standing_json(one) for one in found]})
        return
    for one in found:
        show_standing(one)


@commands.command("do")
def do(
    task: Annotated[str, typer.Argument(help="任务编号 / task id")],
    login: Who,
    book: Book = None,
    act: Annotated[str | None, typer.Option("--act", help="如 targets.return / another act than the awaited")] = None,
    facts: Annotated[
        Path | None, typer.Option("--facts", help="填报数据 / facts file", exists=True, dir_okay=False)
    ] = None,
    opinion: Annotated[str | None, typer.Option("--opinion", help="意见 / opinion")] = None,
    score: Annotated[
        list[str] | None, typer.Option("--score", help="ROW=SCORE=理由 / score a row or an open group")
    ] = None,
    finding: Annotated[list[str] | None, typer.Option("--finding", help="ID=ROW=问题 / order a finding")] = None,
    dispute: Annotated[list[str] | None, typer.Option("--dispute", help="ROW=理由，异议 / dispute a row")] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option("--evidence", help="佐证材料的 SHA-256 / evidence on record behind it"),
    ] = None,
    uphold: Annotated[list[str] | None, typer.Option("--uphold", help="ROW=理由，维持 / uphold a disputed row")] = None,
    measure: Annotated[str | None, typer.Option("--measure", help="整改措施 / what was done about a finding")] = None,
    choice: Annotated[
        Literal["continue", "adjust-target", "adjust-budget", "cancel"] | None,
        typer.Option("--choice", help="对预警的处理 / the answer to a warning"),
    ] = None,
    plan: Annotated[str | None, typer.Option("--plan", help="对预警或问题的计划 / the plan that goes with it")] = None,
    quality: Annotated[
        str | None, typer.Option("--quality", help="目标质量分 0–100 / how good approved targets are")
    ] = None,
    owner: Annotated[str | None, typer.Option("--owner", help="整改责任人 / who sees to the plan")] = None,
    done_by: Annotated[str | None, typer.Option("--done-by", help="计划完成日期 YYYY-MM-DD / until when")] = None,
    reason: Annotated[
        list[str] | None,
        typer.Option("--reason", help="CODE=理由、CODE/ROW=理由，存疑说明 / why a doubtful figure is right"),
    ] = None,
    key: Key = None,
    seen: Annotated[int | None, typer.Option("--seen", help="所见的最后记录号 / refuse if it moved since")] = None,
    as_json: AsJson = False,
) -> None:
    """办理一项任务 / Do a task on the running service; the same key again gives the same receipt."""
    _, desk = existing_desk()
    wanted = DoTask(
        task=task,
        login=login,
        book=book,
        act=act,
        facts=facts,
        opinion=opinion,
        scores=tuple(score or ()),
        findings=tuple(finding or ()),
        disputes=tuple(dispute or ()),
        evidence=tuple(evidence or ()),
        upheld=tuple(uphold or ()),
        measure=measure,
        choice=choice,
        plan=plan,
        quality=quality,
        owner=owner,
        done_by=done_by,
        reasons=tuple(reason or ()),
        key=key,
        seen=seen,
    )
    done = do_task(Settings(), desk, wanted)
    if done.left_out:
        voice.note("task.left-out", inputs=listed(done.left_out))
    if as_json:
        print_json({**receipt_json(done.receipt, done.key), "left_out": list(done.left_out)})
    else:
        show_receipt(done.receipt, done.key)
        department, _, matter = task.partition("/")
        if matter.startswith("self-evaluation/"):
            show_missing(list_evidence(desk, done.receipt.book, department))


@commands.command("changes")
def changes(
    department: Annotated[str | None, typer.Option("--department", help="部门 / department")] = None,
    login: Login = None,
    book: Book = None,
    as_json: AsJson = False,
) -> None:
    """查看更正引起的得分变化 / What amendments changed in scores: rows, rules, totals, causes."""
    _, desk = existing_desk()
    look_at(desk, Look("task changes", login, department), book)
    found = list_changes(desk, book, department)
    corrected = [seen for seen in list_corrections(desk, book, department) if seen.row.state == "approved"]
    if as_json:
        changed = [seen.to_data() for seen in found]
        print_json({"changes": changed, "corrections": [seen.to_data() for seen in corrected]})
        return
    if not found and not corrected:
        voice.say("changes.none")
    for seen in found:
        show_change(seen)
    for correction in corrected:
        show_correction(correction)
