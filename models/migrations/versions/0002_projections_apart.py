"""Projections are made by their definition; migrations make what lasts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

FIRST = (
    *("adopted_rubric", "alert", "appointment", "book", "department", "evidence", "extension", "filing", "finding"),
    *("matter", "review", "score", "score_change", "task", "warning"),
)

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    projected = op.create_table(
        "projected",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    # Whatever their form is in an older database: they are dropped when the projections are rebuilt.
    op.bulk_insert(projected, [{"name": name, "form": ""} for name in FIRST])


def downgrade() -> None:
    msg = "a ledger is never taken back; restore a backup instead"
    raise RuntimeError(msg)
