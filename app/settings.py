"""Settings from the environment, and the places that follow from them. Only the composition root reads this."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from activities.evidence_store import DEPARTMENT_MAX, SIZE_MAX
from app.errors import AppError


def _text(folder: Path) -> Path:
    """A folder whose name is text: the database's address and every message have to be able to write it."""
    try:
        str(folder).encode()
    except UnicodeEncodeError:
        raise AppError("data.not-utf8", folder=str(folder).encode("utf-8", "backslashreplace").decode()) from None
    return folder


class Settings(BaseSettings):
    """`JIXIAO_DATA` is the data folder (default `var` in the current folder).

    `JIXIAO_DATABASE_URL` moves the database to PostgreSQL; `JIXIAO_DATABASE_OWNER_URL` is the role that owns the tables
    and is needed only where they are to be made or migrated. `JIXIAO_WAIT_SECONDS` is how long a person waits for the
    receipt of a request; one that takes longer has been received, and waits in the inbox.
    `JIXIAO_EVIDENCE_FILE_BYTES` and `JIXIAO_EVIDENCE_DEPARTMENT_BYTES` limit one file of evidence, and all that a
    department hands in to one book.
    """

    model_config = SettingsConfigDict(env_prefix="JIXIAO_", frozen=True, extra="ignore", env_ignore_empty=True)

    data: Annotated[Path, AfterValidator(_text)] = Path("var")
    database_url: SecretStr | None = None
    database_owner_url: SecretStr | None = None
    wait_seconds: Annotated[int, Field(ge=1, le=60)] = 15
    evidence_file_bytes: Annotated[int, Field(ge=1)] = SIZE_MAX
    evidence_department_bytes: Annotated[int, Field(ge=1)] = DEPARTMENT_MAX

    @property
    def database(self) -> Path:
        """The database file, with the table `ledger`; not there while the database is PostgreSQL."""
        return self.data / "jixiao.db"

    @property
    def founded(self) -> bool:
        """Whether there is a database to look into."""
        # Nothing at all is what a copy that was cut short leaves; to fill it with tables would hide that.
        return self.database_url is not None or (self.database.exists() and self.database.stat().st_size > 0)

    @property
    def environment(self) -> dict[str, str]:
        """What a child process needs to find the same places; it never migrates, so it gets no owner."""
        url = self.database_url
        return {"JIXIAO_DATA": str(self.data)} | (
            {} if url is None else {"JIXIAO_DATABASE_URL": url.get_secret_value()}
        )

    @property
    def evidence(self) -> Path:
        """Evidence files, named by their content."""
        return self.data / "evidence"

    @property
    def rubrics(self) -> Path:
        """A bureau's own rubrics."""
        return self.data / "rubrics"

    @property
    def retention(self) -> Path:
        """The bureau's own classes of documents and how long they are kept; may be missing."""
        return self.data / "retention.toml"

    @property
    def temporal(self) -> Path:
        """The embedded Temporal server's own file; never evidence of anything."""
        return self.data / "temporal.db"

    @property
    def heads(self) -> Path:
        """Signed heads and public keys."""
        return self.data / "heads"

    @property
    def keys(self) -> Path:
        """Private signing keys, readable by the owner only."""
        return self.data / "keys"

    @property
    def contacts(self) -> Path:
        """Secret addresses of people's contacts, readable by the owner only."""
        return self.data / "contacts"

    @property
    def service(self) -> Path:
        """Where a running service says how to reach it."""
        return self.data / "service.json"

    @property
    def lock(self) -> Path:
        """What a service or a rehearsal holds while it works on the folder."""
        return self.data / "service.lock"

    @property
    def logs(self) -> Path:
        """Log files of the processes."""
        return self.data / "logs"
