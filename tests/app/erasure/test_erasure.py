"""Erasure: asked for by one, approved by another; then nobody finds the words, and everybody sees that they went."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import Session, col, select

from app.backup.back_up import back_up
from app.backup.restore import restore
from app.erasure.approve import approve_erasure
from app.retention_schedule import schedule_of
from app.settings import Settings
from audit.bundle_contents import Source
from audit.entry import Entry
from audit.erase import erase
from audit.export import export_book
from audit.replay import replay
from audit.verifier import verify
from models.database import sqlite_engine
from models.erasure_payloads import Erased
from models.erasures import Erasure
from models.inbox import InboxRequest
from models.ledger import LedgerRecord
from models.side_stores import CommittedText, Person
from tests.support.command_line import CommandLine
from tests.support.erasing import OFFICE, OTHER_SECURITY, SECURITY, approve, ask, texts
from tests.support.real_year import ACTORS, NAMES, REAL, open_real_year, opinion
from tests.support.refusals import refused
from tests.support.shijing import PEOPLE, scenario

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from activities.desk import Desk
    from tests.support.shijing import Shijing


@pytest.fixture
def jixiao(monkeypatch: pytest.MonkeyPatch, data: Path) -> CommandLine:
    return CommandLine(monkeypatch, data)


WAITS: Mapping[str, Any] = {
    "position": 1,
    "department": "shijing",
    "actor": PEOPLE["reviewer"],
    "act": "review.conclude",
    "matter": "review",
    "content": "{}",
}


def found(data: Path, words: str) -> list[str]:
    """The files of the database that hold the words."""
    return [path.name for path in sorted(data.glob("jixiao.db*")) if words.encode() in path.read_bytes()]


def test_an_approved_erasure_takes_text_and_salt_and_leaves_the_commitment(real: Shijing, data: Path) -> None:
    commitment, words, _ = opinion(real)
    approve(real, data, ask(real, data, commitment))
    with real.desk.reading() as session:
        kept = session.get_one(CommittedText, commitment)
    assert (kept.text, kept.salt) == (None, None)
    assert commitment not in [one.commitment for one in texts(real, words)]


def test_the_record_says_what_was_erased_who_asked_who_approved_and_why(real: Shijing, data: Path) -> None:
    commitment, words, _ = opinion(real)
    request = ask(real, data, commitment)
    sequence = approve(real, data, request)
    with real.desk.reading() as session:
        record = session.get_one(LedgerRecord, (REAL, sequence))
        kept = session.get_one(Erasure, (REAL, request))
    assert (record.kind, record.actor, record.role) == ("text.erased", PEOPLE["security"], "security-officer")
    assert (kept.target, kept.ground, kept.requested_by) == (commitment, "unlawful", PEOPLE["office"])
    assert (kept.approved_by, kept.sequence) == (PEOPLE["security"], sequence)
    assert words.encode() not in record.payload


def test_after_an_erasure_the_book_verifies_replays_and_says_what_went(real: Shijing, data: Path) -> None:
    commitment, _, _ = opinion(real)
    sequence = approve(real, data, ask(real, data, commitment))
    assert replay(real.desk.engine, REAL).mismatches == ()
    report = verify(data)
    assert report.ok, report.first
    (note,) = report.books[0].erasures
    assert (note.sequence, note.what, note.target, note.ground) == (sequence, "text", commitment, "unlawful")
    assert (note.requested_by, note.approved_by) == (PEOPLE["office"], PEOPLE["security"])
    data_of = report.to_data()["books"]
    assert isinstance(data_of, list)
    assert data_of[0]["erasures"][0]["target"] == commitment


def test_no_byte_of_an_erased_text_stays_in_the_database_files(real: Shijing, data: Path) -> None:
    planted = "身份证号440111199001010011" * 40
    with Session(real.desk.engine) as session, session.begin():
        kept = session.exec(select(CommittedText).where(col(CommittedText.field) == "opinion")).first()
        assert kept is not None
        commitment = kept.commitment
        kept.text = planted
        session.add(kept)
    assert found(data, planted), "the search does not find what is there"
    approve(real, data, ask(real, data, commitment))
    assert found(data, planted) == []
    assert found(data, "440111199001010011") == []


def test_an_erasure_beside_a_reader_is_cleaned_up_when_approved_again(real: Shijing, data: Path) -> None:
    commitment, _, _ = opinion(real)
    request = ask(real, data, commitment)
    settings, schedule = Settings(data=data), schedule_of(Settings(data=data))
    reader = sqlite_engine(settings.database)
    with Session(reader.execution_options(reading=True)) as session:
        session.exec(select(Person)).all()
        first = approve_erasure(settings, real.desk, REAL, request, SECURITY, schedule)
    reader.dispose()
    again = approve_erasure(settings, real.desk, REAL, request, SECURITY, schedule)
    assert (first.wiped, again.wiped) == (False, True)
    assert first.sequence == again.sequence


def test_words_that_were_corrected_before_they_were_recorded_go_with_the_text(real: Shijing, data: Path) -> None:
    commitment, _, _ = opinion(real)
    with Session(real.desk.engine) as session, session.begin():
        kept = session.get_one(CommittedText, commitment)
        first = CommittedText(
            commitment="1" * 64, book=REAL, request=kept.request, field=kept.field, salt=b"s" * 32, text="先写的话"
        )
        session.add(first)
    approve(real, data, ask(real, data, commitment))
    assert texts(real, "先写的话") == []
    assert found(data, "先写的话") == []


def test_a_text_can_be_named_by_its_record(real: Shijing, data: Path) -> None:
    commitment, _, record = opinion(real)
    request = ask(real, data, record=record)
    with real.desk.reading() as session:
        assert session.get_one(Erasure, (REAL, request)).target == commitment


def test_asking_again_for_the_same_is_the_same_request(real: Shijing, data: Path) -> None:
    commitment, _, _ = opinion(real)
    assert ask(real, data, commitment) == ask(real, data, commitment)
    assert ask(real, data, commitment) != ask(real, data, commitment, ground="consent-withdrawn")


def test_a_persons_name_and_login_go_and_the_id_stays(real: Shijing, data: Path) -> None:
    sequence = approve(real, data, ask(real, data, person="likai"))
    with real.desk.reading() as session:
        assert session.get(Person, ACTORS["likai"]) is None
        assert session.get_one(LedgerRecord, (REAL, sequence)).kind == "person.erased"
    assert found(data, NAMES["likai"]) == []
    assert found(data, "likai") == found(data, "appoint/likai"), "only the test's own request key names the login"
    assert verify(data).books[0].erasures[0].target == ACTORS["likai"]
    assert replay(real.desk.engine, REAL).mismatches == ()


def test_whoever_asked_does_not_approve(real: Shijing, data: Path) -> None:
    commitment, _, _ = opinion(real)
    request = ask(real, data, commitment, login=SECURITY)
    with refused(real.desk, "erasure.own-request") as told:
        approve(real, data, request)
    assert told.params["actor"].startswith(f"{SECURITY} (p-")
    assert approve(real, data, request, OTHER_SECURITY) > request


@pytest.mark.parametrize("login", [OFFICE, "shenji"])
def test_nobody_but_a_security_officer_approves(login: str, real: Shijing, data: Path) -> None:
    request = ask(real, data, opinion(real)[0], login="anquan-2")
    with refused(real.desk, "act.not-appointed") as told:
        approve(real, data, request, login)
    assert told.params["actor"].startswith(f"{login} (p-")


def test_who_has_no_appointment_cannot_ask(real: Shijing, data: Path) -> None:
    with refused(real.desk, "erasure.no-appointment") as told:
        ask(real, data, opinion(real)[0], login="likai")
    assert told.params["actor"] == f"likai ({ACTORS['likai']})"


def test_a_reason_of_an_amendment_or_a_score_decides_and_stays(real: Shijing, data: Path) -> None:
    with Session(real.desk.engine) as session, session.begin():
        session.add(InboxRequest(**WAITS, book=REAL, key="r/1", received_at="2022-04-01T00:00:00.000000Z"))
        concluded = session.exec(select(LedgerRecord.key).where(col(LedgerRecord.kind) == "review.concluded")).one()
        for name, request in (("2", "r/1"), ("3", concluded)):
            kept = {"book": REAL, "request": request, "field": "reason/funds", "salt": b"s", "text": "无据"}
            session.add(CommittedText(commitment=name * 64, **kept))
    for name in "23":
        with refused(real.desk, "erasure.decides"):
            ask(real, data, name * 64)


def test_a_text_of_another_book_and_a_record_without_words_are_refused(real: Shijing, data: Path) -> None:
    with refused(real.desk, "erasure.unknown-text"):
        ask(real, data, "3" * 64)
    with refused(real.desk, "erasure.no-text"):
        ask(real, data, record=1)
    with refused(real.desk, "erasure.which"):
        ask(real, data)
    with refused(real.desk, "erasure.which"):
        ask(real, data, opinion(real)[0], record=3)


def test_an_unknown_request_is_refused_with_those_that_wait(real: Shijing, data: Path) -> None:
    waiting = ask(real, data, opinion(real)[0])
    with refused(real.desk, "erasure.unknown-request") as told:
        approve(real, data, 1)
    assert told.params["known"] == str(waiting)


def test_a_ground_that_the_period_is_over_has_to_be_true(real: Shijing, data: Path) -> None:
    with refused(real.desk, "erasure.not-due") as told:
        ask(real, data, opinion(real)[0], ground="period-expired")
    assert told.params["due"] == "2032-01-01"


def test_a_period_that_the_bureau_made_binding_stands_against_an_erasure(real: Shijing, data: Path) -> None:
    Settings(data=data).retention.write_text(
        '[opinions]\nperiod = "20 years"\nstart = "year-end"\nbasis = "default"\nbinding = true\nreason = "本局"\n',
        encoding="utf-8",
    )
    with refused(real.desk, "erasure.under-retention") as told:
        ask(real, data, opinion(real)[0])
    assert told.params == {"retention": "opinions", "period": "20 years", "due": "2042-01-01"}


def test_a_period_made_binding_after_the_request_stands_against_its_approval(real: Shijing, data: Path) -> None:
    request = ask(real, data, opinion(real)[0])
    Settings(data=data).retention.write_text(
        '[opinions]\nperiod = "permanent"\nstart = "year-end"\nbasis = "default"\nbinding = true\nreason = "本局"\n',
        encoding="utf-8",
    )
    with refused(real.desk, "erasure.under-retention"):
        approve(real, data, request)


def test_what_was_erased_cannot_be_erased_again(real: Shijing, data: Path) -> None:
    commitment, _, _ = opinion(real)
    approve(real, data, ask(real, data, commitment))
    with refused(real.desk, "erasure.done"):
        ask(real, data, commitment, ground="consent-withdrawn")


def test_who_is_in_office_in_an_open_book_keeps_the_name(desk: Desk, data: Path) -> None:
    year = open_real_year(desk)
    with refused(year.desk, "erasure.in-office") as told:
        ask(year, data, person=OFFICE, login="shenji")
    assert told.params == {"role": "performance-office", "book": REAL}


def test_an_erased_text_shows_as_erased_with_the_day_and_by_whom(
    real: Shijing, data: Path, jixiao: CommandLine
) -> None:
    request = ask(real, data, person="fuhe", login="shenji")
    approve(real, data, request)
    ran = jixiao("task", "scores", "shijing", "--as", OFFICE)
    assert ran.code == 0, ran.err
    (line,) = [line for line in ran.out.splitlines() if line.startswith("Reviewed by")]
    name = next(person.name for person in scenario().people if person.id == SECURITY)
    assert line.startswith("Reviewed by [erased 20")
    assert line.endswith(f", approved by {name}: it was processed against the law].")
    (found_,) = jixiao("task", "scores", "shijing", "--as", OFFICE, "--json").document["scores"]
    assert found_["review"]["by"] is None
    assert found_["review"]["erased"]["by"] == name


def test_verifying_says_in_words_what_was_erased(real: Shijing, data: Path, jixiao: CommandLine) -> None:
    approve(real, data, ask(real, data, opinion(real)[0]))
    ran = jixiao("audit", "verify")
    assert ran.code == 0
    assert f"a text was erased (record {verify(data).books[0].count}): it was processed against the law" in ran.out


def test_a_bundle_names_what_was_erased_and_verifies_alone(real: Shijing, data: Path, tmp_path: Path) -> None:
    commitment, words, _ = opinion(real)
    approve(real, data, ask(real, data, commitment))
    settings = Settings(data=data)
    with real.desk.reading() as session:
        source = Source(session, REAL, settings.heads, settings.evidence)
        export_book(source, tmp_path / "bundle", with_evidence=False)
    ran = subprocess.run(
        [sys.executable, "-I", "verify.py"], cwd=tmp_path / "bundle", capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout
    assert f"erased 已抹除: text {commitment}, " in ran.stdout
    assert all(words.encode() not in path.read_bytes() for path in (tmp_path / "bundle").rglob("*") if path.is_file())


def test_a_restored_copy_does_not_bring_an_erased_text_back(real: Shijing, data: Path, tmp_path: Path) -> None:
    commitment, _, _ = opinion(real)
    approve(real, data, ask(real, data, commitment))
    approve(real, data, ask(real, data, person="likai"))
    # Side stores that are older than the ledger beside them.
    with Session(real.desk.engine) as session, session.begin():
        kept = session.get_one(CommittedText, commitment)
        kept.text, kept.salt = "旧副本里的话", b"s" * 32
        session.add(kept)
        session.add(Person(actor=ACTORS["likai"], login="likai", name=NAMES["likai"]))
    back_up(Settings(data=data), real.desk, tmp_path / "backup")
    settings = Settings(data=tmp_path / "restored")
    _, report = restore(settings, tmp_path / "backup")
    assert report.ok, report.first
    assert found(tmp_path / "backup", "旧副本里的话")
    engine = sqlite_engine(settings.database)
    with Session(engine) as session:
        assert session.get_one(CommittedText, commitment).text is None
        assert session.get(Person, ACTORS["likai"]) is None
    engine.dispose()
    assert found(settings.data, "旧副本里的话") == []
    assert found(settings.data, NAMES["likai"]) == []


def test_erasing_what_is_not_there_changes_nothing(real: Shijing) -> None:
    with Session(real.desk.engine) as session, session.begin():
        erase(session, "text", "0" * 64)
        erase(session, "person", "p-nobody")
        assert not session.dirty


def test_the_command_line_asks_and_approves(real: Shijing, jixiao: CommandLine) -> None:
    commitment, words, record = opinion(real)
    asked = jixiao("erasure", "request", "--as", OFFICE, "--record", str(record), "--ground", "unlawful", "--json")
    request = str(asked.document["request"])
    ran = jixiao("erasure", "approve", request, "--as", SECURITY)
    assert ran.code == 0, ran.err
    assert f"Erased {commitment}" in ran.out
    assert words not in ran.out


def test_a_table_that_names_another_as_the_one_who_asked_approves_nothing(real: Shijing, data: Path) -> None:
    request = ask(real, data, opinion(real)[0], login=OTHER_SECURITY)
    with Session(real.desk.engine) as session, session.begin():
        kept = session.get_one(Erasure, (REAL, request))
        kept.requested_by = PEOPLE["office"]
        session.add(kept)
    with refused(real.desk, "erasure.own-request"):
        approve(real, data, request, OTHER_SECURITY)
    (mismatch,) = replay(real.desk.engine, REAL).mismatches
    assert (mismatch.what, mismatch.where) == ("table", f"erasure['{REAL}', '{request}']")


@pytest.mark.parametrize(("changes", "reason"), [({}, "approver"), ({"ground": "other-law"}, "request")])
def test_the_verifier_names_an_erasure_that_nobody_else_approved_or_asked_for(
    changes: dict[str, str], reason: str, real: Shijing, data: Path
) -> None:
    commitment, _, _ = opinion(real)
    request = ask(real, data, commitment, login=OTHER_SECURITY)
    by_hand = Erased.model_validate(
        {
            "request": request,
            "what": "text",
            "target": commitment,
            "ground": "unlawful",
            "requested_by": ACTORS[OTHER_SECURITY],
            **changes,
        }
    )
    with real.desk.writing(REAL, 1) as writer:
        entry = Entry(
            kind="text.erased",
            key="by/hand",
            actor=ACTORS[OTHER_SECURITY],
            role="security-officer",
            happened_at=real.desk.clock(),
            payload=by_hand,
        )
        number = writer.append(entry).sequence
    (damage,) = verify(data, (REAL,)).books[0].damages
    assert (damage.kind, damage.sequence, damage.detail["reason"]) == ("malformed", number, reason)
