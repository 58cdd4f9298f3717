"""Settings from the environment, and the places that follow from them. Only the composition root reads this."""

from __future__ import annotations

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`JIXIAO_DATA` is the data folder (default `var` in the current folder)."""

    model_config = SettingsConfigDict(env_prefix="JIXIAO_", frozen=True, extra="ignore")

    data: Path = Path("var")

    @property
    def database(self) -> Path:
        """The database file, with the table `ledger`."""
        return self.data / "jixiao.db"

    @property
    def evidence(self) -> Path:
        """Evidence files, named by their content."""
        return self.data / "evidence"

    @property
    def rubrics(self) -> Path:
        """A bureau's own rubrics."""
        return self.data / "rubrics"

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
