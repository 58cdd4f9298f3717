"""The trigger against replacing asks each index by itself: asked for all at once, SQLite read the whole book."""

from __future__ import annotations

from alembic import op

from models.guard import SQLITE_TRIGGERS

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_CHANGED = "ledger_no_replace"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER IF EXISTS {_CHANGED}")
        op.execute(SQLITE_TRIGGERS[_CHANGED])


def downgrade() -> None:
    msg = "a ledger is never taken back; restore a backup instead"
    raise RuntimeError(msg)
