"""Drafts: what somebody has begun to fill in and not yet sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("saved_at", sa.String(length=27), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("book", "department", "matter", "act"),
    )


def downgrade() -> None:
    msg = "a ledger is never taken back; restore a backup instead"
    raise RuntimeError(msg)
