"""The bureau's moves: each gives one kind of order (or does one thing at the machine) and says what must follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from activities.resume_cycle import resume_cycle
from activities.signatures import Resumption
from app.rotate_key import rotate_key
from audit.vouch import vouch
from models.commands import Adopt, Appoint, Enrol, Extend, Reevaluate
from models.values import instant_text
from tests.domain.brought import WORDS
from tests.domain.codes import codes_of, of_the_office
from tests.domain.effects import Doing
from tests.domain.following import read, score
from tests.domain.form import PHASES
from tests.domain.internal import along, inner
from tests.domain.model import Year
from tests.domain.people import OFFICE, SECURITY, Post
from tests.domain.play import as_expected, order
from tests.domain.world import Switch
from tests.domain.year_run import YearRun, recorded

if TYPE_CHECKING:
    from datetime import date

    from tests.domain.books import BookPicture
    from tests.domain.world import World

PAPER: Final = "某财绩〔2021〕9号"


def appoint(world: World, book: BookPicture, post: Post, who: str = SECURITY) -> None:
    """Give somebody a role; never two that must not meet."""
    words = Appoint(
        appointee=post.actor,
        role=post.role,
        department=post.department or None,
        from_day=post.first,
        to_day=post.last,
    )
    codes = of_the_office(world, book, who, "security-officer") or codes_of(
        "appointment.conflict" if book.posts.bars(post) else None
    )
    order(world, book, (who, words), codes)
    if not codes:
        book.posts.held.append(post)
        book.own += 1


def adopt(world: World, book: BookPicture, which: int = 0, who: str = OFFICE) -> None:
    """Put one of the editions of the form in force."""
    codes = of_the_office(world, book, who)
    order(world, book, (who, Adopt(yaml=book.editions[which].text, document="某财绩〔2021〕1号")), codes)
    if not codes:
        book.own += 1
        book.rubrics.add(book.editions[which].hash)


def enrol(world: World, book: BookPicture, department: str, who: str = OFFICE, *, two_hands: bool = False) -> None:
    """Take a department in; its year begins."""
    scale = book.editions[0]
    codes = (
        of_the_office(world, book, who)
        or codes_of(None if scale.hash in book.rubrics else "rubric.not-adopted")
        or codes_of("department.enrolled" if department in book.years else None)
    )
    words = Enrol(department=department, name="某部门", rubric_hash=scale.hash, two_hands=two_hands)
    order(world, book, (who, words), codes)
    if not codes:
        year = Year(department, book.years, book.calendar, scale, records=1, two_hands=two_hands)
        book.years[department] = year


def extend(
    world: World, place: tuple[str, str], matter: str, due: date, who: str = OFFICE, *, document: str = PAPER
) -> None:
    """Put a deadline off by a document."""
    book, year = world.books[place[0]], world.books[place[0]].years[place[1]]
    task = year.task(matter)
    codes = of_the_office(world, book, who) or codes_of("year.concluded" if year.ended else None)
    codes = codes or codes_of(None if document.strip() else "text.no-words")
    if not codes and matter not in year.matters:
        codes = codes_of("phase.not-open" if matter in PHASES else "matter.unknown")
    if not codes and task is None:
        codes = codes_of("deadline.nothing-awaited")
    if not codes and task is not None and due <= task.due:
        codes = codes_of("deadline.not-later")
    if not codes and any(one.task is task and due >= one.own for one in inner(year)):
        codes = codes_of("collection.day-too-late")
    words = Extend(department=place[1], matter=matter, due=due.isoformat(), document=document, reason=WORDS)
    order(world, book, (who, words), codes)
    if not codes:
        later = [(one.task.matter, along(one, {matter: due}, one.task.due)) for one in inner(year)]
        before = {name: task.due for name, _ in later if (task := year.task(name)) is not None}
        book.extend(year, matter, due, world.now)
        for name, day in later:
            if name != matter and day > before[name]:
                book.extend(year, name, day, world.now)


def reevaluate(world: World, place: tuple[str, str], stage: str, who: str = OFFICE) -> None:
    """Evaluate anew what was filed."""
    book, year = world.books[place[0]], world.books[place[0]].years[place[1]]
    filed = year.reading if stage == "monitoring" else year.sheet
    codes = (
        of_the_office(world, book, who)
        or codes_of("year.concluded" if year.ended else None)
        or codes_of("evaluation.nothing-filed" if filed is None else None)
    )
    order(world, book, (who, Reevaluate.model_validate({"department": place[1], "stage": stage})), codes)
    if not codes:
        year.records += 1
        doing = Doing("reevaluate", "", who, None, world.now, world.now, broken=Switch.broken)
        (read if stage == "monitoring" else score)(year, doing)


def resume(world: World, book: BookPicture) -> None:
    """Take the book up again under a new epoch: every year goes on from where it stood."""
    call = Resumption(
        book=book.id,
        epoch=book.epoch + 1,
        resumption=f"attempt-{book.epoch}",
        actor=OFFICE,
        happened_at=instant_text(world.now),
    )
    if book.seals:
        with as_expected(world, codes_of("ledger.outside-addendum" if book.leave else "ledger.sealed")):
            resume_cycle(world.desk, call)
        return
    resumed = resume_cycle(world.desk, call)
    assert resume_cycle(world.other, call) == resumed
    assert set(resumed.concluded) == {name for name, year in book.years.items() if year.ended}
    for start in resumed.years:
        run = world.runs[book.id, start.department]
        assert {turn.matter: recorded(turn) for turn in start.turns} == run.recorded()
        world.runs[book.id, start.department] = YearRun(start, world.now)
    book.own, book.epoch = book.own + 1, book.epoch + 1


def change_key(world: World, book: BookPicture) -> None:
    """Give the bureau another signing key; both books lie under it."""
    rotate_key(world.desk, book.id, "security")
    book.own += 1


def seal_book(world: World, book: BookPicture) -> None:
    """Sign a book as it stands; doing it twice gives the same note."""
    with world.desk.reading() as session:
        first, second = (vouch(session, world.desk.signer, book.id) for _ in range(2))
    assert first == second
    assert first.records == book.records
