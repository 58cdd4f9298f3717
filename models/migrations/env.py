"""Alembic's entry: runs on the connection that `models.migrate` hands over."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

import models.inbox
import models.ledger
import models.projected
import models.projections
import models.side_stores  # noqa: F401  # importing declares the tables

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=SQLModel.metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
