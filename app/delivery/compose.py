"""Compose the letter of a parcel from what stands in the ledger's tables now."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.delivery.letter import Letter
from app.delivery.moot import open_task
from app.delivery.queue import notices_in
from app.delivery.wording import Item, subject_of, text_of
from app.request_key import task_id
from models.monitoring_tables import RaisedWarning
from models.projections import Book, Department
from models.side_stores import Person

if TYPE_CHECKING:
    from sqlmodel import Session

    from app.delivery.notice import Notice
    from app.delivery.parcel import Parcel
    from app.delivery.post import Post
    from models.side_stores import Delivery


def compose(post: Post, parcel: Parcel) -> Letter:
    """The letter, with the days as they are left today; of one matter only the latest news are told."""
    language = parcel.contact.language
    with post.desk.reading() as session:
        person = session.get(Person, parcel.contact.actor)
        latest: dict[tuple[str, ...], Item] = {}
        for delivery in parcel.deliveries:
            for notice in notices_in(delivery):
                latest[delivery.book, notice.department, notice.matter, notice.act] = _item(
                    post, session, delivery, notice
                )
    items = sorted(latest.values(), key=lambda item: (item.book, item.department, item.matter, item.sequence))
    subject = subject_of(items, language)
    text = text_of(items, language, "-" if person is None else person.login)
    document: dict[str, object] = {
        "format": "jixiao.delivery/1",
        "message": parcel.message,
        "subject": subject,
        "text": text,
        "notices": [item.to_data() for item in items],
    }
    return Letter(parcel.message, subject, text, document)


def _item(post: Post, session: Session, delivery: Delivery, notice: Notice) -> Item:
    department = session.get(Department, (delivery.book, notice.department))
    task = open_task(session, delivery.book, notice)
    today = post.today(session.get_one(Book, delivery.book))
    return Item(
        book=delivery.book,
        sequence=delivery.sequence,
        kind=notice.kind,
        department=notice.department,
        department_name="" if department is None else department.name,
        matter=notice.matter,
        about=_about(session, delivery.book, notice),
        act=notice.act,
        due=notice.due,
        days_left=(date.fromisoformat(notice.due) - today).days if notice.due else None,
        task="" if task is None else task_id(task),
        holder=(task.holder or "") if task is not None and notice.kind == "overdue" else "",
    )


def _about(session: Session, book: str, notice: Notice) -> str:
    """A warning by its name, a finding by its id, a phase by nothing more than its act."""
    _, _, about = notice.matter.partition("/")
    warning = session.get(RaisedWarning, (book, notice.department, notice.matter)) if about else None
    return about if warning is None else warning.name
