"""Settings of the engine that cannot be used are said to be that, whatever is wrong with them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from app.errors import OutageError
from app.temporal_client import connect

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("setting", "content"),
    [("TEMPORAL_CONFIG_FILE", "[profile"), ("TEMPORAL_TLS_SERVER_CA_CERT_PATH", None)],
    ids=["a-file-that-cannot-be-read", "a-certificate-that-is-not-there"],
)
def test_settings_that_cannot_be_used_are_an_outage_with_its_reason(
    setting: str, content: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "named").write_text(content)
    monkeypatch.setenv(setting, str(tmp_path / "named"))
    with pytest.raises(OutageError) as told:
        asyncio.run(connect("127.0.0.1:1"))
    assert told.value.code == "temporal.bad-settings"
    assert told.value.params["reason"]
