"""A book is sealed, opened again by a document, and a review's score in it corrected by two people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.commands import Act, Approve, Authorise, Decline, Propose, Seal
from models.corrections import RightScore
from tests.domain.books import Leave
from tests.domain.brought import WORDS
from tests.domain.codes import codes_of, of_the_role
from tests.domain.following import review
from tests.domain.form import PHASES
from tests.domain.model import Proposal
from tests.domain.people import OFFICE, REVIEWER, SECURITY
from tests.domain.play import order
from tests.domain.scoring import PLACES, text

if TYPE_CHECKING:
    from fractions import Fraction

    from tests.domain.books import BookPicture, Sent
    from tests.domain.model import Year
    from tests.domain.world import World

_DOCUMENT = "某财绩〔2022〕30号"
_APPROVED = "approved"


def seal(world: World, book: BookPicture, number: int, who: str = SECURITY) -> frozenset[str]:
    """Close a book that has ended, or the addendum that is open in it."""
    codes = (
        of_the_role(world, book, who, "security-officer")
        or codes_of(None if book.ended else "seal.not-concluded")
        or codes_of("seal.standing" if book.seals and book.leave is None else None)
        or codes_of("seal.number" if number != len(book.seals) + 1 else None)
        or codes_of("seal.unfinished" if any(map(_unfinished, book.years.values())) else None)
    )
    order(world, book, (who, Seal(number=number)), codes)
    if not codes:
        book.seals.append(book.records)
        book.own += 1
    return codes


def authorise(
    world: World, book: BookPicture, department: str | None, *, corrections: bool, who: str = OFFICE
) -> frozenset[str]:
    """Let a sealed book be corrected."""
    codes = (
        of_the_role(world, book, who, "performance-office")
        or codes_of(None if book.seals else "addendum.not-sealed")
        or codes_of("addendum.open" if book.leave else None)
        or codes_of(None if corrections else "addendum.nothing")
        or codes_of("department.not-enrolled" if department not in (None, *book.years) else None)
    )
    said = {"corrections": corrections, "document": _DOCUMENT, "title": "关于更正的通知", "reason": WORDS}
    order(world, book, (who, Authorise.model_validate({"department": department, **said})), codes)
    if not codes:
        book.addenda.append(Leave(department, corrections))
        if department is None:
            book.own += 1
        else:
            book.years[department].records += 1
    return codes


def propose(
    world: World, place: tuple[str, str], right: tuple[str, Fraction | None], who: str = REVIEWER
) -> frozenset[str]:
    """Propose another score of a leaf, or none, for the department's newest review."""
    book, year = world.books[place[0]], world.books[place[0]].years[place[1]]
    corrected = reviewed(book, place[1])
    name, value = right
    codes = (
        of_the_role(world, book, who, "reviewer")
        or codes_of("act.own-filing" if who in year.hands else None)
        or codes_of("correction.seal-first" if book.ended and not book.seals else None)
        or codes_of("ledger.sealed" if book.seals and book.leave is None else None)
        or codes_of("correction.pending" if _pending(year, corrected.receipt.sequence) else None)
        or _of_the_score(year, name, value)
        or _of_the_seal(book, place[1])
    )
    wanted = Propose(
        corrects=corrected.receipt.sequence,
        hash=corrected.receipt.hash,
        right=RightScore(row=PLACES[name], score=None if value is None else text(value)),
        document=_DOCUMENT,
        reason=WORDS,
    )
    done = order(world, book, (who, wanted), codes)
    if done is not None:
        year.records += 1
        barred = (who, _actor(corrected))
        receipt = done.receipt
        year.proposals.append(Proposal(wanted.corrects, receipt.sequence, receipt.hash, name, value, barred))
    return codes


def decide(world: World, place: tuple[str, str], which: int, verdict: str, who: str = OFFICE) -> frozenset[str]:
    """Approve or decline one of the proposals."""
    book, year = world.books[place[0]], world.books[place[0]].years[place[1]]
    proposal = year.proposals[which]
    approving = verdict == _APPROVED
    codes = (
        of_the_role(world, book, who, "performance-office")
        or codes_of("act.own-filing" if approving and who in year.hands else None)
        or codes_of("correction.seal-first" if book.ended and not book.seals else None)
        or codes_of("ledger.sealed" if book.seals and book.leave is None else None)
        or codes_of("correction.decided" if proposal.state != "proposed" else None)
        or codes_of("correction.own" if who in proposal.barred else None)
        or codes_of("correction.superseded" if approving and _superseded(book, year, proposal) else None)
        or _of_the_seal(book, place[1])
    )
    named = {"proposal": proposal.sequence, "hash": proposal.hash}
    words = Approve.model_validate(named) if approving else Decline.model_validate({**named, "opinion": WORDS})
    order(world, book, (who, words), codes)
    if not codes:
        year.records += 1
        proposal.state = verdict
        if approving:
            review(year, _right(year, proposal.name, proposal.value))
    return codes


def reviewed(book: BookPicture, department: str) -> Sent:
    """The newest review of a department; there must be one."""
    return next(one for one in reversed(book.sent) if one.department == department and _is_review(one))


def has_review(book: BookPicture, department: str) -> bool:
    """Whether the department was ever reviewed."""
    return any(one.department == department and _is_review(one) for one in book.sent)


def _is_review(sent: Sent) -> bool:
    return isinstance(sent.request, Act) and sent.request.deed.act == "review.conclude"


def _actor(sent: Sent) -> str:
    assert isinstance(sent.request, Act)
    return sent.request.deed.actor


def _pending(year: Year, sequence: int) -> bool:
    return any(one.corrects == sequence and one.state == "proposed" for one in year.proposals)


def _superseded(book: BookPicture, year: Year, proposal: Proposal) -> bool:
    return year.verdict is None or year.settled or reviewed(book, year.department).receipt.sequence != proposal.corrects


def _of_the_score(year: Year, name: str, value: Fraction | None) -> frozenset[str]:
    if year.verdict is None or year.settled:
        return codes_of("correction.superseded")
    if year.verdict.get(name) == value:
        return codes_of("correction.unchanged")
    assert year.made is not None
    if value is not None and year.made.points[name] == value:
        return codes_of("review.unchanged")
    return codes_of("review.incomplete" if set(year.made.undecided) - set(_right(year, name, value)) else None)


def _right(year: Year, name: str, value: Fraction | None) -> dict[str, Fraction]:
    assert year.verdict is not None
    others = {other: score for other, score in year.verdict.items() if other != name}
    return others if value is None else {**others, name: value}


def _unfinished(year: Year) -> bool:
    return any(matter in PHASES and state != "done" for matter, state in year.matters.items())


def _of_the_seal(book: BookPicture, department: str) -> frozenset[str]:
    if book.leave is None:
        return codes_of("ledger.sealed" if book.seals else None)
    return codes_of(None if book.leave.covers(department) else "ledger.outside-addendum")
