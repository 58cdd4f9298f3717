"""A process with the shim in it, which does one operation after another, each in a child that may be struck dead.

Reads a request a line from standard input and answers with a line: everything is imported and every rubric compiled
once, so that a blow costs a fork.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from app.settings import Settings
from app.wiring import open_desk
from audit.evaluators import Evaluators
from tests.support.crash.operations import OPERATIONS, standing_clock
from tests.support.crash.statements import struck_at
from tests.support.desks import desk_at
from tests.support.shijing import Shijing

SHIM: Final = "JIXIAO_CRASH_SHIM"
_EVALUATORS: Final = Evaluators()


class Request(NamedTuple):
    """Do this in that folder; the blow falls at write point `at` (0: nowhere). `fault` is a number of the shim's.

    With the addresses of a server's database the points are statements, and the only fault is to be killed before one.
    """

    operation: str
    data: str
    at: int = 0
    fault: int = 0
    server: tuple[str, str] | None = None


class Answer(NamedTuple):
    """How it ended: "done", "failed" with an error, or "killed"; the write points that were counted."""

    end: str
    error: str
    points: tuple[str, ...]


def serve() -> None:
    """Answer requests until standard input ends."""
    shim = ctypes.CDLL(os.environ[SHIM])
    shim.shim_point.restype = ctypes.c_char_p
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_answer(shim, Request(*json.loads(line)))) + "\n")
        sys.stdout.flush()


def _answer(shim: ctypes.CDLL, request: Request) -> Answer:
    _warm(request)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.write(writing, json.dumps(_done(shim, request)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        raw = said.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return Answer("killed", "", ())
    return Answer(*json.loads(raw))


def _done(shim: ctypes.CDLL, request: Request) -> Answer:
    if request.server is not None:
        return _done_on_server(request, request.server)
    shim.shim_arm(os.fsencode(request.data), ctypes.c_long(request.at), request.fault)
    end, error = "done", ""
    try:
        _do(request)
    except Exception as failed:  # noqa: BLE001  # whatever comes of a failing disk is the answer
        end, error = "failed", repr(failed)
    counted = shim.shim_disarm()
    points = tuple(shim.shim_point(ctypes.c_long(number)).decode() for number in range(1, counted + 1))
    return Answer(end, error, points)


def _done_on_server(request: Request, addresses: tuple[str, str]) -> Answer:
    names = ("database_url", "database_owner_url")
    settings = Settings.model_validate({"data": request.data, **dict(zip(names, addresses, strict=True))})
    desk = replace(open_desk(settings), clock=standing_clock, evaluators=_EVALUATORS)
    points = struck_at(desk.engine, request.at)
    OPERATIONS[request.operation].do(Shijing(desk))
    return Answer("done", "", tuple(points))


def _do(request: Request) -> None:
    desk = desk_at(Path(request.data), _EVALUATORS, standing_clock)
    try:
        OPERATIONS[request.operation].do(Shijing(desk))
    finally:
        # SQLite writes when the last connection is closed, too.
        desk.engine.dispose()


_WARMED: Final[set[str]] = set()


def _warm(request: Request) -> None:
    """Do it once in this process, elsewhere: what is compiled then, every child has."""
    if request.operation not in _WARMED and request.server is None:
        _WARMED.add(request.operation)
        scratch = Path(request.data).with_name("scratch")
        shutil.copytree(request.data, scratch)
        _do(request._replace(data=str(scratch)))
        shutil.rmtree(scratch)


if __name__ == "__main__":
    serve()
