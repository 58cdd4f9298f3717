"""What a record says, in the newest form of its kind: whatever an earlier release wrote is read by today's code.

Whoever projects, replays or shows a payload reads it here. Only the verifier does not: it hashes the stored bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from pydantic import ValidationError

from audit.errors import AuditError
from audit.upcast.score_changed import with_adjustments
from models.payloads import FORMS
from models.values import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.ledger import Record

FormT = TypeVar("FormT", bound=Frozen)

# From the payload of a kind's version to that of the next one. Each is pure, and invents nothing: what the old form
# did not say stays unsaid in the new one.
UPCASTERS: Final[dict[tuple[str, int], Callable[..., Frozen]]] = {
    ("score.changed", 1): with_adjustments,
}


def payload_of(record: Record) -> Frozen:
    """The typed payload in its kind's newest form. Raises AuditError `record.unknown-kind`, `record.malformed`."""
    form = FORMS.get((record.kind, record.schema_version))
    if form is None:
        raise AuditError("record.unknown-kind", **place_of(record), version=str(record.schema_version))
    try:
        payload = form.model_validate_json(record.payload)
    except ValidationError as error:
        raise AuditError("record.malformed", **place_of(record)) from error
    version = record.schema_version
    while (upcast := UPCASTERS.get((record.kind, version))) is not None:
        payload, version = upcast(payload), version + 1
    return payload


def payload_as(record: Record, form: type[FormT]) -> FormT:
    """The payload of a record that has to be of this form. Raises as `payload_of` does."""
    payload = payload_of(record)
    if not isinstance(payload, form):
        raise AuditError("record.malformed", **place_of(record))
    return payload


def place_of(record: Record) -> dict[str, str]:
    """Book, sequence and kind of a record, as sentences about it name them."""
    return {"book": record.book, "sequence": str(record.sequence), "kind": record.kind}
