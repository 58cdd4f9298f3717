"""What a record says about a request that had to wait in the inbox."""

from __future__ import annotations

from models.values import Frozen


class RequestRefused(Frozen):
    """A request that had been received was refused when its turn came: somebody tried, at the record's received-at.

    `problems` are the codes of its single faults; `params` holds ids, days and words of the catalogue, nothing typed.
    """

    request: str
    actor: str
    act: str
    matter: str
    code: str
    params: dict[str, str]
    problems: tuple[str, ...] = ()
