"""Who looked is on the record before anything is shown; every command has to say what it shows."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Literal

import pytest
from sqlmodel import Session, col, select

from app.access.record import record_login
from audit.replay import replay
from audit.verifier import verify
from cli.main import commands
from models.inbox import InboxRequest
from models.ledger import LedgerRecord
from models.payloads import FORMS
from tests.support.real_year import ACCESS, ACTORS, NAMES, REAL
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, scenario
from tests.support.switching import corrected
from tests.support.year import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import typer

    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing

Class = Literal["reads", "exports", "acts", "shows no data of a book"]

OFFICE = next(person.id for person in scenario().people if person.role == "performance-office")
FILLER = next(person.id for person in scenario().people if person.role == "filler")
AUDITOR = "shenji"
STAMP = "2021-01-05T02:00:00.000000Z"

# What each command shows. One that reads or exports leaves a record in the access book of a real book.
CLASSES: dict[str, Class] = {
    "up": "acts",
    "rehearse": "shows no data of a book",  # made up
    "score": "shows no data of a book",  # of files
    "evaluate": "acts",
    "migrate": "shows no data of a book",  # counts
    "backup": "exports",
    "restore": "shows no data of a book",
    "rubric check": "shows no data of a book",
    "rubric test": "shows no data of a book",
    "rubric show": "shows no data of a book",
    "rubric adopt": "acts",
    "rubric diff": "shows no data of a book",  # of files
    "rubric preview": "reads",
    "rubric switch propose": "acts",
    "rubric switch approve": "acts",
    "rubric switch decline": "acts",
    "rubric switch list": "reads",
    "task list": "reads",
    "task overview": "reads",
    "task alerts": "reads",
    "task scores": "reads",
    "task changes": "reads",
    "task targets": "reads",
    "task adjust": "acts",
    "task prefill": "reads",
    "task precheck": "reads",
    "task show": "reads",
    "task do": "acts",
    "inbox list": "reads",
    "inbox show": "reads",
    "inbox withdraw": "acts",
    "inbox acknowledge": "acts",
    "task claim": "acts",
    "task release": "acts",
    "task reassign": "acts",
    "task mark": "acts",
    "task delegate": "acts",
    "bulk remind": "acts",
    "bulk return": "acts",
    "bulk extend": "acts",
    "bulk export": "exports",
    "draft save": "acts",
    "execution import": "acts",
    "execution list": "reads",
    "warning list": "reads",
    "draft show": "shows no data of a book",  # what is not in it yet, to those who may do the task
    "draft list": "shows no data of a book",
    "draft discard": "acts",
    "evidence add": "acts",
    "evidence amend": "acts",
    "evidence list": "reads",
    "evidence show": "reads",
    "evidence save": "exports",
    "evidence tidy": "shows no data of a book",  # counts
    "collect appoint": "acts",
    "collect ask": "acts",
    "collect answer": "acts",
    "collect return": "acts",
    "collect accept": "acts",
    "collect cancel": "acts",
    "collect list": "reads",
    "collect show": "reads",
    "collect export": "exports",
    "deadline extend": "acts",
    "sample draw": "acts",
    "sample list": "reads",
    "carry facts": "acts",
    "carry list": "reads",
    "result suggest": "acts",
    "result list": "reads",
    "audit verify": "shows no data of a book",  # hashes, counts and ids
    "audit replay": "reads",
    "audit looked": "reads",
    "audit explain": "reads",
    "audit diff": "reads",
    "audit prove": "exports",
    "audit check-proof": "shows no data of a book",  # of a file
    "audit export": "exports",
    "audit sign": "shows no data of a book",  # hashes and counts
    "audit seal": "acts",
    "audit key": "shows no data of a book",
    "audit rotate-key": "acts",
    "audit name-key": "acts",
    "erasure request": "acts",
    "erasure approve": "acts",
    "correct propose": "acts",
    "correct approve": "acts",
    "correct decline": "acts",
    "correct list": "reads",
    "amendment allow": "acts",
    "amendment list": "reads",
    "addendum authorise": "acts",
    "addendum list": "reads",
    "calendar due": "shows no data of a book",  # dates alone
    "calendar preview": "shows no data of a book",  # of a file
    "calendar announce": "acts",
    "outage record": "acts",
    "notice issue": "acts",
    "notice list": "shows no data of a book",  # the bureau's own papers
    "contact set": "acts",
    "contact list": "shows no data of a book",  # of the administrator's side store
    "contact remove": "acts",
    "contact test": "acts",
    "delivery list": "reads",
    "delivery retry": "acts",
    "retention list": "shows no data of a book",  # counts
}


# Commands about something of one department that do not name it.
ABOUT = dict.fromkeys(("inbox show", "evidence show", "evidence save"), DEPARTMENT)
# The record of the year's one piece of evidence.
PROOF = "35"


def looks(folder: Path) -> dict[str, tuple[str, ...]]:
    """How each command that reads or exports is typed."""
    (folder / "corrected.yaml").write_text(corrected(), encoding="utf-8")
    return {
        "rubric preview": ("rubric", "preview", str(folder / "corrected.yaml"), "--book", REAL),
        "rubric switch list": ("rubric", "switch", "list"),
        "task list": ("task", "list"),
        "task overview": ("task", "overview"),
        "inbox list": ("inbox", "list"),
        "inbox show": ("inbox", "show", "r-1", "--book", REAL),
        "task alerts": ("task", "alerts"),
        "evidence list": ("evidence", "list", DEPARTMENT),
        "evidence show": ("evidence", "show", PROOF),
        "evidence save": ("evidence", "save", PROOF, "--output", str(folder / "proof.txt")),
        "task scores": ("task", "scores", DEPARTMENT),
        "task changes": ("task", "changes"),
        "task targets": ("task", "targets", DEPARTMENT),
        "task prefill": ("task", "prefill", DEPARTMENT),
        "task precheck": ("task", "precheck", DEPARTMENT, "--facts", str(FOLDER / "facts.yaml")),
        "task show": ("task", "show", DEPARTMENT),
        "bulk export": ("bulk", "export", "--book", REAL, "--all", "--output", str(folder / "proofs")),
        "correct list": ("correct", "list"),
        "sample list": ("sample", "list"),
        "carry list": ("carry", "list"),
        "result list": ("result", "list"),
        "collect list": ("collect", "list"),
        "collect show": ("collect", "show", DEPARTMENT, "--book", REAL),
        "collect export": ("collect", "export", DEPARTMENT, "--book", REAL, "--out", str(folder / "facts.json")),
        "execution list": ("execution", "list", DEPARTMENT, "--book", REAL),
        "warning list": ("warning", "list"),
        "addendum list": ("addendum", "list"),
        "amendment list": ("amendment", "list"),
        "delivery list": ("delivery", "list"),
        "audit replay": ("audit", "replay", REAL),
        "audit looked": ("audit", "looked", REAL),
        "audit explain": ("audit", "explain", "12", REAL),
        "audit diff": ("audit", "diff", REAL, "--from", "12", "--to", "14"),
        "audit prove": ("audit", "prove", REAL, "--department", DEPARTMENT),
        "audit export": ("audit", "export", REAL, "--output", str(folder / "bundle")),
        "backup": ("backup", str(folder / "backup")),
    }


LOOKS = sorted(name for name, one in CLASSES.items() if one in ("reads", "exports"))


def names(tree: typer.Typer, before: str = "") -> Iterator[str]:
    for one in tree.registered_commands:
        assert one.callback is not None
        yield f"{before}{one.name or one.callback.__name__.rstrip('_')}"
    for group in tree.registered_groups:
        assert group.typer_instance is not None
        yield from names(group.typer_instance, f"{before}{group.name} ")


@pytest.fixture(autouse=True)
def received(request: pytest.FixtureRequest) -> None:
    """What somebody handed in to the real book."""
    if "real" not in request.fixturenames:
        return
    year: Shijing = request.getfixturevalue("real")
    about = {"book": REAL, "key": "r-1", "actor": PEOPLE["filler"], "department": DEPARTMENT, "received_at": STAMP}
    row = InboxRequest(**about, position=1, act="targets.file", matter="targets", content="{}")
    with Session(year.desk.engine) as session, session.begin():
        session.add(row)


def recorded(year: Shijing, kind: str = "data.") -> list[LedgerRecord]:
    with year.desk.reading() as session:
        query = select(LedgerRecord).where(col(LedgerRecord.book) == ACCESS, col(LedgerRecord.kind).startswith(kind))
        return list(session.exec(query.order_by(col(LedgerRecord.sequence))))


def test_every_command_says_whether_it_shows_the_data_of_a_book() -> None:
    assert sorted(names(commands([]))) == sorted(CLASSES)


@pytest.mark.parametrize("name", LOOKS)
def test_a_look_at_a_real_book_is_recorded_with_who_and_what(
    name: str, real: Shijing, jixiao: CommandLine, tmp_path: Path
) -> None:
    ran = jixiao(*looks(tmp_path)[name], "--as", AUDITOR)
    assert ran.code == 0, ran.err
    (record,) = recorded(real)
    assert record.kind == ("data.exported" if CLASSES[name] == "exports" else "data.read")
    assert (record.actor, record.role) == (ACTORS[AUDITOR], "auditor")
    said = json.loads(record.payload)
    assert (said["command"], said["book"], said["day"]) == (name, REAL, None)
    assert said["department"] == record.subject_department
    assert said["department"] == (DEPARTMENT if DEPARTMENT in (*looks(tmp_path)[name], ABOUT.get(name)) else None)


@pytest.mark.parametrize("name", [name for name in LOOKS if name != "backup"])
def test_nobody_looks_at_a_real_book_without_a_name(
    name: str, real: Shijing, jixiao: CommandLine, tmp_path: Path
) -> None:
    ran = jixiao(*looks(tmp_path)[name])
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f'Looking at the real book "{REAL}" is recorded; name yourself with --as LOGIN.\n'
    assert recorded(real) == []
    assert not (tmp_path / "bundle").exists()


@pytest.mark.parametrize("name", [name for name in LOOKS if name.startswith("audit ")])
def test_who_is_no_auditor_does_not_look_as_one_and_the_attempt_is_recorded(
    name: str, real: Shijing, jixiao: CommandLine, tmp_path: Path
) -> None:
    ran = jixiao(*looks(tmp_path)[name], "--as", OFFICE)
    assert (ran.code, ran.out) == (1, "")
    assert PEOPLE["office"] in ran.err
    assert [(one.kind, one.actor) for one in recorded(real)] == [("data.refused", PEOPLE["office"])]


@pytest.mark.parametrize("arguments", [("list",), ("alerts",), ("scores", DEPARTMENT)])
def test_a_look_at_the_own_department_is_not_one_at_other_peoples_data(
    arguments: tuple[str, ...], real: Shijing, jixiao: CommandLine
) -> None:
    assert jixiao("task", *arguments, "--as", FILLER).code == 0
    assert recorded(real) == []


@pytest.mark.parametrize("command", ["list", "alerts"])
def test_the_bureau_sees_what_others_owe_and_the_look_is_recorded(
    command: str, real: Shijing, jixiao: CommandLine
) -> None:
    assert jixiao("task", command, "--as", OFFICE, "--all").code == 0
    assert [(record.kind, record.subject_department) for record in recorded(real)] == [("data.read", None)]
    # A filler's look at everybody's is one at other people's data, though the one at his own is not.
    assert jixiao("task", command, "--as", FILLER, "--all").code == 0
    assert len(recorded(real)) == 2


def test_what_a_filler_reads_of_all_departments_is_recorded(real: Shijing, jixiao: CommandLine) -> None:
    assert jixiao("task", "changes", "--as", FILLER).code == 0
    (record,) = recorded(real)
    assert (record.actor, record.role, record.subject_department) == (PEOPLE["filler"], "filler", None)


def test_a_backup_by_schedule_is_recorded_as_the_systems(real: Shijing, jixiao: CommandLine, tmp_path: Path) -> None:
    assert jixiao("backup", tmp_path / "backup").code == 0
    (record,) = recorded(real)
    assert (record.kind, record.actor, record.role) == ("data.exported", "system", "system")
    # The backup holds the record of its own making.
    assert verify(tmp_path / "backup", (ACCESS,)).books[0].count == 2


def test_the_day_that_is_looked_at_is_recorded(real: Shijing, jixiao: CommandLine) -> None:
    assert jixiao("audit", "replay", REAL, "--date", "2021-08-01", "--as", AUDITOR).code == 0
    assert json.loads(recorded(real)[0].payload)["day"] == "2021-08-01"


def test_a_look_that_cannot_be_recorded_shows_nothing(
    real: Shijing, jixiao: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The full disk is a trigger here, which a start would find.
    monkeypatch.setattr("models.migrate.check_guard", lambda _: None)
    assert jixiao("task", "scores", DEPARTMENT, "--as", OFFICE).code == 0
    with real.desk.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON ledger BEGIN SELECT RAISE(ABORT, 'no room left'); END"
        )
    ran = jixiao("task", "scores", DEPARTMENT, "--as", OFFICE)
    assert (ran.code, ran.out) == (6, "")
    assert ran.err.startswith(f'The access book "{ACCESS}" cannot be written (no room left), so nothing was shown;')


def test_a_first_look_that_cannot_be_signed_shows_nothing(real: Shijing, jixiao: CommandLine, data: Path) -> None:
    for key in (data / "keys").iterdir():
        key.unlink()
    ran = jixiao("task", "scores", DEPARTMENT, "--as", OFFICE)
    assert (ran.code, ran.out) == (1, "")
    assert recorded(real)


@pytest.mark.usefixtures("shijing")
def test_a_look_at_a_rehearsal_leaves_no_record(jixiao: CommandLine) -> None:
    assert jixiao("task", "list").code == 0
    ran = jixiao("audit", "looked", BOOK)
    assert (ran.code, ran.out) == (0, "Nobody has looked.\n")


def test_the_access_book_verifies_replays_and_takes_no_part_in_the_year(
    real: Shijing, jixiao: CommandLine, data: Path
) -> None:
    for name in ("task list", "task alerts", "task scores"):
        jixiao(*looks(data)[name], "--as", OFFICE)
    report = verify(data)
    assert report.ok, report.first
    assert next((book.book, book.count, book.unproved) for book in report.books) == (ACCESS, 4, 2)
    found = replay(real.desk.engine, ACCESS)
    assert (found.records, found.rows, found.mismatches) == (4, 0, ())
    # A command that takes the only book means the real one.
    assert jixiao("audit", "sign", "--json").document["book"] == REAL


def test_who_looked_is_listed_with_names_the_newest_first(real: Shijing, jixiao: CommandLine) -> None:
    jixiao("task", "scores", DEPARTMENT, "--as", OFFICE)
    jixiao("task", "list", "--as", OFFICE)
    ran = jixiao("audit", "looked", REAL, "--as", AUDITOR, "--json")
    seen = ran.document["looked"]
    name = next(person.name for person in scenario().people if person.id == OFFICE)
    assert [(one["name"], one["command"], one["department"]) for one in seen] == [
        (NAMES[AUDITOR], "audit looked", None),
        (name, "task list", None),
        (name, "task scores", DEPARTMENT),
    ]
    assert len(recorded(real)) == 3
    table = jixiao("audit", "looked", REAL, "--as", AUDITOR).out
    assert [line.split()[3:5] for line in table.splitlines()[1:3]] == [["auditor", "read"]] * 2


def test_who_looked_can_be_asked_for_one_department_and_from_a_day(real: Shijing, jixiao: CommandLine) -> None:
    jixiao("task", "scores", DEPARTMENT, "--as", OFFICE)
    asked = ("audit", "looked", REAL, "--as", AUDITOR, "--json")
    assert len(jixiao(*asked, "--department", DEPARTMENT).document["looked"]) == 2
    # Who looked at all departments looked at this one too, but not who looked at another one alone.
    assert len(jixiao(*asked, "--department", "other").document["looked"]) == 1
    assert jixiao(*asked, "--since", "2999-01-01").document == {"looked": []}
    assert jixiao(*asked, "--since", "2999").code == 1
    assert len(recorded(real)) == 4


def test_the_access_book_holds_ids_and_codes_and_no_words(real: Shijing, jixiao: CommandLine, tmp_path: Path) -> None:
    for arguments in looks(tmp_path).values():
        jixiao(*arguments, "--as", AUDITOR)
    whole = "\n".join(str(record.model_dump()) for record in recorded(real))
    assert "audit export" in whole
    planted = [word for person in scenario().people for word in (person.id, person.name)] + [*NAMES, *NAMES.values()]
    assert [word for word in planted if word in whole] == []
    assert {record.kind for record in recorded(real)} <= {kind for kind, _ in FORMS}


@pytest.mark.parametrize(
    "arguments",
    [("prove", "--department"), ("diff", "--from", "1", "--to", "5", "--department")],
)
@pytest.mark.parametrize("login", [AUDITOR, FILLER])
def test_what_was_typed_for_a_department_and_is_none_stays_out_of_the_access_book(
    arguments: tuple[str, ...], login: str, real: Shijing, jixiao: CommandLine
) -> None:
    ran = jixiao("audit", *arguments, "王五440111199001010011", "--as", login)
    assert (ran.code, ran.out) == (1, "")
    (record,) = recorded(real)
    assert (record.actor, record.subject_department) == (ACTORS.get(login, PEOPLE["filler"]), None)
    assert "440111199001010011" not in str(record.model_dump())


def test_the_access_book_itself_can_be_taken_away_and_verified(
    real: Shijing, jixiao: CommandLine, tmp_path: Path
) -> None:
    jixiao("task", "scores", DEPARTMENT, "--as", OFFICE)
    ran = jixiao("audit", "export", ACCESS, "--output", tmp_path / "bundle", "--as", AUDITOR)
    assert ran.code == 0, ran.err
    verified = subprocess.run(
        [sys.executable, "-I", "verify.py"], cwd=tmp_path / "bundle", capture_output=True, text=True, check=False
    )
    assert (verified.returncode, "records 记录: 3" in verified.stdout) == (0, True)
    assert recorded(real)[-1].kind == "data.exported"


def test_logins_are_recorded_by_their_door_and_not_by_a_name(real: Shijing, jixiao: CommandLine) -> None:
    record_login(real.desk, REAL, PEOPLE["office"], "web", made=True)
    record_login(real.desk, REAL, PEOPLE["filler"], "web", made=False)
    assert [(one.kind, one.actor) for one in recorded(real, "login.")] == [
        ("login.made", PEOPLE["office"]),
        ("login.refused", PEOPLE["filler"]),
    ]
    seen = jixiao("audit", "looked", REAL, "--as", AUDITOR, "--json").document["looked"]
    assert [(one["kind"], one["command"]) for one in seen[1:]] == [("login.refused", "web"), ("login.made", "web")]
