"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.guard import guard_statements

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "adopted_rubric",
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("rubric", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("yaml", sa.String(), nullable=False),
        sa.Column("canonical", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("book", "hash"),
    )
    op.create_table(
        "alert",
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("to_role", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("due", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("happened_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("book", "sequence", "to_role"),
    )
    op.create_index("ix_alert_department", "alert", ["department"], unique=False)
    op.create_table(
        "appointment",
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("from_day", sa.String(), nullable=False),
        sa.Column("to_day", sa.String(), nullable=True),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("book", "sequence", "position"),
    )
    op.create_index("ix_appointment_actor", "appointment", ["actor"], unique=False)
    op.create_table(
        "book",
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("bureau", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("shift_seconds", sa.Integer(), nullable=False),
        sa.Column("calendar", sa.String(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("concluded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("book"),
    )
    op.create_table(
        "committed_text",
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("commitment"),
    )
    op.create_index("ix_committed_text_request", "committed_text", ["book", "request", "field"], unique=False)
    op.create_table(
        "contact",
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("contact"),
        sa.UniqueConstraint("actor", "name"),
    )
    op.create_table(
        "delivery",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("notices", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("queued_at", sa.String(), nullable=False),
        sa.Column("next_at", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(), nullable=True),
        sa.Column("ended_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_delivery_contact", "delivery", ["contact", "state"], unique=False)
    op.create_index("ix_delivery_message", "delivery", ["message"], unique=False)
    op.create_index("ix_delivery_state", "delivery", ["state", "next_at"], unique=False)
    op.create_table(
        "delivery_attempt",
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("message", "number"),
    )
    op.create_table(
        "delivery_mark",
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("book"),
    )
    op.create_table(
        "department",
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("rubric_hash", sa.String(), nullable=False),
        sa.Column("concluded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("book", "department"),
    )
    op.create_table(
        "evidence",
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("row", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("book", "sequence"),
    )
    op.create_index("ix_evidence_department", "evidence", ["department"], unique=False)
    op.create_table(
        "extension",
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("due_before", sa.String(), nullable=False),
        sa.Column("due", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("book", "sequence"),
    )
    op.create_index("ix_extension_department", "extension", ["department"], unique=False)
    op.create_table(
        "filing",
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("received_at", sa.String(), nullable=False),
        sa.Column("due", sa.String(), nullable=False),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("book", "sequence"),
    )
    op.create_index("ix_filing_department", "filing", ["department"], unique=False)
    op.create_table(
        "finding",
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("finding", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("row", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=True),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("book", "department", "finding"),
    )
    op.create_table(
        "head",
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.String(length=27), nullable=False),
        sa.Column("peaks", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("book"),
    )
    op.create_table(
        "ledger",
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("happened_at", sa.String(length=27), nullable=False),
        sa.Column("recorded_at", sa.String(length=27), nullable=False),
        sa.Column("received_at", sa.String(length=27), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("subject_department", sa.String(), nullable=True),
        sa.Column("subject_row", sa.String(), nullable=True),
        sa.Column("subject_evidence", sa.String(), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("book", "sequence"),
        sa.UniqueConstraint("book", "key"),
        sa.UniqueConstraint("book", "previous"),
    )
    op.create_index("ix_ledger_kind", "ledger", ["kind"], unique=False)
    op.create_index("ix_ledger_subject_department", "ledger", ["subject_department"], unique=False)
    op.create_table(
        "matter",
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("book", "department", "matter"),
    )
    op.create_table(
        "person",
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("actor"),
        sa.UniqueConstraint("login"),
    )
    op.create_table(
        "review",
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("evaluation_sequence", sa.Integer(), nullable=False),
        sa.Column("total", sa.String(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("book", "sequence"),
    )
    op.create_index("ix_review_department", "review", ["department"], unique=False)
    op.create_table(
        "score",
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("total", sa.String(), nullable=True),
        sa.Column("covers", sa.String(), nullable=True),
        sa.Column("grade", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("book", "sequence"),
    )
    op.create_index("ix_score_department", "score", ["department"], unique=False)
    op.create_table(
        "score_change",
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("cause", sa.Integer(), nullable=False),
        sa.Column("previous", sa.Integer(), nullable=False),
        sa.Column("evaluation", sa.Integer(), nullable=False),
        sa.Column("total_before", sa.String(), nullable=False),
        sa.Column("total_after", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("book", "sequence"),
    )
    op.create_index("ix_score_change_department", "score_change", ["department"], unique=False)
    op.create_table(
        "task",
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("due", sa.String(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("ladder", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_at", sa.String(), nullable=False),
        sa.Column("done_at", sa.String(), nullable=True),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("book", "department", "matter", "act", "round"),
    )
    op.create_table(
        "warning",
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("evaluation_sequence", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=True),
        sa.Column("plan", sa.String(), nullable=True),
        sa.Column("answered_at", sa.String(), nullable=True),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("book", "department", "matter"),
    )
    for statement in guard_statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    msg = "a ledger is never taken back; restore a backup instead"
    raise RuntimeError(msg)
