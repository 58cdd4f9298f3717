"""One running bureau for all tests of a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.running_bureau import Bureau, running_bureau

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    with running_bureau(tmp_path_factory.mktemp("bureau") / "data") as running:
        yield running
