"""A book that holds every kind of record that names no other, with a tail that no head vouches for."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from audit.durable import write_durably
from audit.heads import HeadSigner
from deadlines.orders import CONCLUDED, ORDERS
from models.erasure_payloads import ERASED_KINDS
from models.ledger import Head
from models.payloads import FORMS
from tests.support.desks import copied
from tests.support.shijing import BOOK
from tests.support.tamper.copies import Copy, Scene

if TYPE_CHECKING:
    from pathlib import Path

    from tests.audit.verifier.plain_ledger import Row

# The verifier reads these records, which name others by number or say what may follow: tests/audit/test_sealed_book.py,
# test_ended_year.py, test_copy_again.py and tests/audit/verifier/test_erasures.py alter them.
NAMING = frozenset(
    {"book.sealed", "addendum.authorised", "correction.proposed", "correction.approved", "correction.declined"}
    | {"erasure.requested", "fact.carried", "amendment.allowed", *ERASED_KINDS.values()}
)
# Of these it looks at the place (tests/audit/verifier/test_orders_taken.py): after a book's end there is none for them.
# Three of them the year writes in time.
PLACED = {row.record for row in ORDERS if CONCLUDED not in row.taken} - {
    "appointment.made",
    "department.enrolled",
    "rubric.adopted",
}
PLAIN = {kind for kind, _ in FORMS} - NAMING - PLACED
# The second proof is the version of a piece.
_VERSION = "evidence.amended"
SECOND_PROOF = "第二份佐证材料".encode()


def whole_book(played: Path, data: Path) -> Scene:
    """The played year, a second proof, and every kind that the year does not write; the last records are unsigned.

    The verifier reads no payload but that of evidence: a plain text with a number stands for each.
    """
    scene = Scene(copied(played, data))
    last = dict(scene.whole.rows[-1])
    written = {row["kind"] for row in scene.whole.rows}
    missing = sorted(PLAIN - written - {_VERSION})
    more = [_proof(last), *(_filled(last, kind, number) for number, kind in enumerate(missing))]
    longer = scene.whole.rewritten([*scene.whole.rows, *more])
    _sign(scene, scene.whole.with_rows(longer.rows[: signed_until(longer)]).headed())
    digest = hashlib.sha256(SECOND_PROOF).hexdigest()
    place = data / "evidence" / digest[:2] / digest
    place.parent.mkdir(exist_ok=True)
    write_durably(place, SECOND_PROOF)
    scene.put(longer)
    scene.whole = longer
    return scene


def signed_until(copy: Copy) -> int:
    """The size of the book under its last signed head."""
    return len(copy.rows) - 4


def sign(scene: Scene, copy: Copy) -> Path:
    """Sign the head of a copy with the bureau's own key, as whoever holds disk and key can."""
    return _sign(scene, copy)


def _sign(scene: Scene, copy: Copy) -> Path:
    assert copy.head is not None
    return HeadSigner(heads=scene.data / "heads", keys=scene.data / "keys").sign(Head(**copy.head))


def _proof(last: Row) -> Row:
    named = {"sha256": hashlib.sha256(SECOND_PROOF).hexdigest(), "size": len(SECOND_PROOF)}
    content = {"content": named, "note": "第二份"}
    return {**last, "kind": _VERSION, "key": f"{BOOK}/second-proof", "payload": _payload(content)}


def _filled(last: Row, kind: str, number: int) -> Row:
    """Columns that may be empty are so in every second record."""
    subject = {"subject_department": "shijing", "subject_row": "row-1", "subject_evidence": "e" * 64}
    empty = dict.fromkeys(subject)
    content = {"kind": kind, "name": "补记一条", "number": 1000 + number, "none": None}
    return {
        **last,
        **(subject if number % 2 else empty),
        "received_at": last["happened_at"] if number % 2 else None,
        "kind": kind,
        "key": f"{BOOK}/filled/{kind}",
        "payload": _payload(content),
    }


def _payload(content: object) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
