"""What disk, database and workflow engine say when they fail, as errors of ours with a code.

Only what the machine around the program can do to it is listed here; every other error is a fault of the program.
"""

from __future__ import annotations

import errno
import sqlite3
from typing import Final

from app.errors import OutageError

_DISK: Final = {
    errno.ENOSPC: "disk.full",
    errno.EDQUOT: "disk.full",
    errno.EFBIG: "disk.full",
    errno.EACCES: "disk.not-allowed",
    errno.EPERM: "disk.not-allowed",
    errno.EROFS: "disk.read-only",
    errno.EIO: "disk.faulty",
    errno.ENOTDIR: "disk.not-a-folder",
    errno.EEXIST: "disk.not-a-folder",
    errno.EISDIR: "disk.not-a-file",
    errno.ENOENT: "disk.missing",
    errno.ENAMETOOLONG: "disk.name-too-long",
}
# By the primary code, which is the lowest byte of the extended one.
_DATABASE: Final = {
    sqlite3.SQLITE_BUSY: "database.locked",
    sqlite3.SQLITE_LOCKED: "database.locked",
    sqlite3.SQLITE_FULL: "disk.full",
    sqlite3.SQLITE_READONLY: "database.read-only",
    sqlite3.SQLITE_PERM: "database.cannot-open",
    sqlite3.SQLITE_CANTOPEN: "database.cannot-open",
    sqlite3.SQLITE_NOTADB: "database.damaged",
    sqlite3.SQLITE_CORRUPT: "database.damaged",
    sqlite3.SQLITE_IOERR: "disk.faulty",
}


def outage_of(error: BaseException) -> OutageError | None:
    """The outage that an error tells of; None when it tells of none, and so is a fault of the program."""
    if isinstance(error, TimeoutError):
        return OutageError("temporal.silent")
    if isinstance(error, OSError):
        return _of_disk(error)
    if type(error).__module__.startswith("temporalio.") and type(error).__name__ == "RPCError":
        return OutageError("temporal.broken", reason=str(error))
    # SQLAlchemy keeps the driver's error under `orig`; asked by name, so that scoring need not load it.
    driver = getattr(error, "orig", error)
    return _of_database(driver) if isinstance(driver, sqlite3.Error) else None


def _of_disk(error: OSError) -> OutageError:
    code = _DISK.get(error.errno or 0, "disk.failed")
    return OutageError(code, file=str(error.filename or "-"), reason=error.strerror or str(error))


def _of_database(error: sqlite3.Error) -> OutageError | None:
    # Errors of the driver itself have no code: they are ours.
    number = getattr(error, "sqlite_errorcode", None)
    code = None if number is None else _DATABASE.get(number & 0xFF)
    return None if code is None else OutageError(code, file="jixiao.db", reason=str(error))
