"""Shijing's self-evaluation, with an approver and with contacts of four divisions who are asked to bring their part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlmodel import Session, col, select

from models.collecting import AppointContributor, Collected, CollectionAsk, CollectionReturn
from models.collections_asked import Collection
from models.commands import Answer, Appoint
from models.projections import Task
from models.side_stores import Person
from rules.core.writing import to_data
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, Shijing, local, shijing_facts

if TYPE_CHECKING:
    from models.receipts import Receipt
    from models.values import Frozen

SCORING: Final = "self-evaluation"
# The division's id, what it is called, who brings its part.
DIVISIONS: Final = {"office": "党政办公室", "finance": "财务科", "works": "市政服务所", "culture": "文化站"}
CONTACTS: Final = {division: f"p-0000000000000000000000d{number}" for number, division in enumerate(DIVISIONS)}
APPROVER: Final = "p-0000000000000000000000c9"
OPINION: Final = "0" * 64
ASKED_ON, DUE, OWN_DUE = "2022-03-01", "2022-03-10", "2022-03-18"


def matter_of(division: str, name: str = "budget") -> str:
    """The collection of that name."""
    return f"collection/{division}/{name}"


def ask(division: str, due: str = DUE, name: str = "budget", **words: object) -> CollectionAsk:
    """Ask a division for the budget figures and proof of one row, or for what `words` say."""
    asked: dict[str, object] = {
        "contributor": CONTACTS.get(division, ""),
        "inputs": ("annual_budget", "annual_spent"),
        "rows": ("budget-completion",),
    }
    return CollectionAsk.model_validate({"collection": name, "division": division, "due": due, **asked, **words})


def figures(*inputs: str, evidence: tuple[str, ...] = ()) -> Collected:
    """What the department published of these inputs, as a division brings it."""
    wanted = [fact for fact in shijing_facts().facts if fact.input in (inputs or ("annual_budget", "annual_spent"))]
    return Collected.model_validate({"lists": {"facts": to_data(tuple(wanted))}, "evidence": evidence})


def returned(due: str | None = None) -> CollectionReturn:
    """Back to the division with an opinion."""
    return CollectionReturn(opinion=OPINION, due=due)


class Collecting:
    """Asks and answers in the self-evaluation of a year that stands there."""

    def __init__(self, year: Shijing) -> None:
        self.year = year
        self.desk = year.desk
        appoint = Appoint(appointee=APPROVER, role="approver", department=DEPARTMENT, from_day="2022-01-01")
        year.order("appoint/approver", appoint, "security", ASKED_ON)
        for division in DIVISIONS:
            self.appoint(division, CONTACTS[division])
        with Session(year.desk.engine) as session, session.begin():
            session.add_all(Person(actor=actor, login=login, name=login) for login, actor in CONTACTS.items())
            session.add(Person(actor=APPROVER, login="shenpi", name="审批人"))

    def appoint(self, division: str, actor: str) -> None:
        """Name a person as the contact of a division."""
        given = AppointContributor(
            appointee=actor,
            department=DEPARTMENT,
            division=division,
            division_name=DIVISIONS.get(division, division),
            from_day="2022-01-01",
        )
        self.year.order(f"contact/{division}/{actor}", given, "security", ASKED_ON)

    def ask(self, division: str, day: str = ASKED_ON, who: str = "filler", content: Frozen | None = None) -> Receipt:
        """Ask a division on a day."""
        return self.act(SCORING, "ask", content or ask(division), who, day)

    def answer(self, division: str, day: str = "2022-03-08", content: Frozen | None = None, who: str = "") -> Receipt:
        """Bring what was asked for, by the division's own contact unless another is named."""
        return self.act(matter_of(division), "answer", content or figures(), who or f"{division}-contact", day)

    def settle(self, division: str, act: str, day: str = "2022-03-11", who: str = "filler", **said: Frozen) -> Receipt:
        """Accept, return or cancel."""
        plain = returned() if act == "return" else Answer()
        return self.act(matter_of(division), act, said.get("content", plain), who, day)

    def act(self, matter: str, act: str, content: Frozen, who: str, day: str) -> Receipt:
        """One act on a collection, or on the filing that it is for."""
        return self.year.act(matter, f"collection.{act}", content, who, local(day))

    def row(self, division: str) -> Collection:
        """How the collection stands in its table."""
        with self.desk.reading() as session:
            return session.get_one(Collection, (BOOK, DEPARTMENT, matter_of(division)))

    def tasks(self, division: str) -> list[Task]:
        """Every task of a division's collection, the first one first."""
        with self.desk.reading() as session:
            query = select(Task).where(col(Task.matter) == matter_of(division)).order_by(col(Task.opened_at))
            return list(session.exec(query))


PEOPLE.update({**{f"{division}-contact": actor for division, actor in CONTACTS.items()}, "head": APPROVER})
