"""Filings with something changed in them."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from models.commands import Filed

if TYPE_CHECKING:
    from collections.abc import Callable

    Lists = dict[str, Any]
    Change = Callable[[Lists], None]


def changed(filing: Filed, change: Change) -> Filed:
    lists = deepcopy(dict(filing.lists))
    change(lists)
    return Filed(lists=lists)
