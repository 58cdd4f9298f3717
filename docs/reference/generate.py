"""Write the reference pages of this folder from the program itself: `make reference`. A test keeps them current."""

from __future__ import annotations

import dataclasses
import re
import typing
from inspect import getdoc
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, get_args

import typer

from app.messages import catalogue, languages
from app.settings import Settings
from cli.main import commands
from deadlines.moves import MOVES, PHASES
from deadlines.orders import ORDERS, STANDINGS
from deadlines.roles import ROLES
from docs.reference.forms import hints_of, reached, type_in_words
from models.payloads import FORMS
from rules.core.evaluation import Reason
from rules.core.facts import Facts
from rules.core.rubric import Rubric

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from typer._click.core import Command, Parameter

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[1]
_NOTE: Final = "*Written by `make reference` from the program; do not edit. 由程序生成，请勿手改。*"
_LANGUAGES: Final = ("zh", "en")
_STANDINGS: Final = {
    "running": ("部门年度进行中", "the department's year, or any year of the book, runs"),
    "ended": ("部门年度已结束，账册未结束", "the department's year has ended, the book has not"),
    "concluded": ("账册已结束，未封账", "every year has ended, the book is not sealed"),
    "sealed": ("已封账", "the book is sealed"),
    "addendum": ("已封账，补充记录进行中", "the book is sealed and an addendum is open"),
}
_LANGUAGE: Final = "that of `LC_ALL`, `LC_MESSAGES` or `LANG`, else `zh`"


def pages() -> dict[str, str]:
    """Every reference page by its file name."""
    makers: dict[str, Callable[[], Iterator[str]]] = {
        "commands.md": _commands_page,
        "facts.md": _facts_page,
        "lint.md": _lint_page,
        "messages.md": _messages_page,
        "protocol.md": _protocol_page,
        "records.md": _records_page,
        "rubric.md": _rubric_page,
    }
    return {name: "\n".join(make()).rstrip() + "\n" for name, make in makers.items()}


def main() -> None:
    """Write them."""
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8")


# ── Commands ──────────────────────────────────────────────────────────────────


def _commands_page() -> Iterator[str]:
    yield from _title("Commands, exit codes, make targets 命令、退出码、构建目标")
    for name, command in _leaves(typer.main.get_command(commands([])), ()):
        yield from (f"## `jixiao {name}`", "", _cell(command.help or ""), "")
        yield from _table(("argument or option", "says"), (_option(one) for one in command.params))
    yield from ("## Exit codes 退出码", "")
    source = (ROOT / "cli" / "exit_codes.py").read_text(encoding="utf-8")
    found = re.findall(r"^([A-Z]+): Final = (\d+)(?:  # (.*))?$", source, re.MULTILINE)
    yield from _table(("code", "name", "means"), ((code, name.lower(), note or "done") for name, code, note in found))
    yield from ("## Settings 设置", "", getdoc(Settings) or "", "")
    settings = ((f"`JIXIAO_{name.upper()}`", _setting(field.default)) for name, field in Settings.model_fields.items())
    yield from _table(("environment 环境变量", "left out"), (("`JIXIAO_LANG`", _LANGUAGE), *settings))
    yield from ("## Make targets 构建目标", "")
    targets = re.findall(r"^([a-z-]+):.*## (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    yield from _table(("target", "does"), ((f"`make {name}`", text) for name, text in targets))


def _setting(default: object) -> str:
    return "nothing" if default is None else f"`{default}`"


def _leaves(command: Command, path: tuple[str, ...]) -> Iterator[tuple[str, Command]]:
    inner: dict[str, Command] | None = getattr(command, "commands", None)
    if inner is None:
        yield " ".join(path), command
        return
    for name, each in sorted(inner.items()):
        yield from _leaves(each, (*path, name))


def _option(parameter: Parameter) -> tuple[str, str]:
    names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
    demanded = " (required)" if parameter.required else ""
    hint = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
    values = ", ".join(f"`{value}`" for value in get_args(hint)) if typing.get_origin(hint) is Literal else ""
    said = _cell(str(getattr(parameter, "help", None) or ""))
    return names + demanded, "; ".join(part for part in (said, values) if part)


# ── Messages ──────────────────────────────────────────────────────────────────


def _messages_page() -> Iterator[str]:
    yield from _title("Messages 提示一览")
    yield from ("What stands in braces is filled in by the program. 花括号里的内容由程序填入。", "")
    families: dict[str, list[str]] = {}
    for code in catalogue("en"):
        families.setdefault(code.partition(".")[0], []).append(code)
    for family, codes in sorted(families.items()):
        yield from (f"## {family}", "")
        yield from _sentences(codes)


def _lint_page() -> Iterator[str]:
    yield from _title("What `jixiao rubric check` finds 评分标准查错一览")
    yield from ("Each fault is printed with file, line and column. 每处错误都写明文件、行、列。", "")
    for family, heading in (("lint", "Faults of the rubric 标准的错误"), ("read", "Faults of the form 格式的错误")):
        yield from (f"## {heading}", "")
        yield from _sentences([code for code in catalogue("en") if code.startswith(f"{family}.")])
    yield from ("## Faults of the file 文件的错误", "")
    prefixes = ("yaml.", "number.", "interval.", "result.", "file.")
    yield from _sentences([code for code in catalogue("en") if code.startswith(prefixes)])


def _sentences(codes: Iterable[str]) -> Iterator[str]:
    rows = ((f"`{code}`", *(_cell(catalogue(language)[code]) for language in _LANGUAGES)) for code in sorted(codes))
    yield from _table(("code", "中文", "English"), rows)


def _words(family: str, value: str) -> tuple[str, str, str]:
    chinese, english = (catalogue(language).get(f"{family}.{value}", "") for language in _LANGUAGES)
    return f"`{value}`", chinese, english


# ── Protocol and records ──────────────────────────────────────────────────────


def _protocol_page() -> Iterator[str]:
    yield from _title("Who may do what, when 谁在何时可办何事")
    yield from ("## Phases 阶段", "")
    yield from _table(("phase", "中文", "English"), (_words("phase", phase) for phase in PHASES))
    yield from ("## Roles 角色", "")
    yield from _table(("role", "中文", "English"), (_words("role", role) for role in ROLES))
    yield from ("## Moves 流程", "", "An act outside this table is refused. 表外的操作一律拒绝。", "")
    rows = (
        (f"`{move.course}`", move.state, *_words("act", move.act), f"`{move.role}`", move.leads_to) for move in MOVES
    )
    yield from _table(("course 流程", "in state", "act 操作", "中文", "English", "by", "leads to"), rows)
    yield from _orders()


def _orders() -> Iterator[str]:
    yield from ("## Orders of the bureau 财政局的指令", "")
    yield from ("An order outside this table is refused. 表外的指令一律拒绝。", "")
    yield from _table(("standing", "中文", "English"), ((f"`{name}`", *_STANDINGS[name]) for name in STANDINGS))
    taken = ((row, ["✓" if one in row.taken else "" for one in STANDINGS]) for row in ORDERS)
    rows = (
        (f"`{row.order}`", *_words("happened", row.record), ", ".join(f"`{role}`" for role in row.roles), *marks)
        for row, marks in taken
    )
    yield from _table(("order 指令", "record 记录", "中文", "English", "by", *STANDINGS), rows)


def _records_page() -> Iterator[str]:
    yield from _title("Kinds of records 台账记录的种类")
    kinds: dict[type, list[str]] = {}
    for (kind, version), form in sorted(FORMS.items()):
        kinds.setdefault(form, []).append(f"`{kind}` (version {version})")
    forms = sorted(kinds, key=lambda form: kinds[form])
    for form in (*forms, *(part for part in reached(*forms) if part not in kinds)):
        named = f"{', '.join(kinds[form])}." if form in kinds else "Part of a record 记录的组成部分."
        yield from (f"## {form.__name__}", "", named, "", getdoc(form) or "", "")
        yield from _table(
            ("field", "type"), ((f"`{name}`", type_in_words(field)) for name, field in hints_of(form).items())
        )


# ── Files that people write ───────────────────────────────────────────────────


def _rubric_page() -> Iterator[str]:
    yield from _title("Every key of a rubric 评分标准的每个键")
    yield from ("How to use them 用法: [guide/rubric-format.md](../guide/rubric-format.md).", "")
    yield from _parts(Rubric)


def _facts_page() -> Iterator[str]:
    yield from _title("Every key of a facts file 数据文件的每个键")
    yield from _parts(Facts)
    yield from ("## Remarks 提示", "", "Contradictions and risks that cost no points. 不扣分，但应说明。", "")
    yield from _sentences([code for code in catalogue("en") if code.startswith("remark.")])
    yield from ("## Reasons 理由", "", getdoc(Reason) or "", "")
    yield from _sentences([code for code in catalogue("en") if code.startswith("reason.")])


def _parts(whole: type) -> Iterator[str]:
    for part in reached(whole):
        yield from (f"## {part.__name__}", "", getdoc(part) or "", "")
        hints = hints_of(part)
        rows = (
            (f"`{field.name}`", type_in_words(hints[field.name]), _default(field)) for field in dataclasses.fields(part)
        )
        yield from _table(("key", "value", "left out"), rows)


def _default(field: dataclasses.Field[object]) -> str:
    if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
        return "not allowed"
    empty = field.default in (None, "") or field.default is dataclasses.MISSING
    if empty or field.default == ():
        return "nothing"
    return f"`{field.default}`".lower().replace("(", "").replace(")", "")


# ── Markdown ──────────────────────────────────────────────────────────────────


def _title(text: str) -> tuple[str, ...]:
    return (f"# {text}", "", _NOTE, "")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    body = [_row(row) for row in rows]
    if body:
        yield from (_row(head), _row(["---"] * len(head)), *body, "")


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


if __name__ == "__main__":
    if set(_LANGUAGES) != set(languages()):
        raise SystemExit(f"languages of the catalogue: {languages()}")
    main()
