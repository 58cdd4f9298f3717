"""Who listens on a port of this machine: asked of the kernel, because whoever answers there may be a stranger."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

_LISTEN: Final = "0A"


def owns(pid: int, port: int) -> bool:
    """Whether the process itself listens on this TCP port."""
    wanted = {f"socket:[{inode}]" for inode in _inodes(pid, port)}
    return bool(wanted) and not wanted.isdisjoint(_sockets(pid))


def _inodes(pid: int, port: int) -> list[str]:
    """The kernel's numbers of the sockets that listen on the port, whoever holds them."""
    found: list[str] = []
    for table in ("tcp", "tcp6"):
        with suppress(FileNotFoundError, ProcessLookupError):
            lines = Path(f"/proc/{pid}/net/{table}").read_text(encoding="ascii").splitlines()[1:]
            rows = [line.split() for line in lines]
            found += [row[9] for row in rows if row[3] == _LISTEN and int(row[1].rpartition(":")[2], 16) == port]
    return found


def _sockets(pid: int) -> set[str]:
    """What the process holds open; nothing when it has ended or is not ours."""
    held: set[str] = set()
    with suppress(FileNotFoundError, PermissionError, ProcessLookupError):
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(FileNotFoundError):
                held.add(str(descriptor.readlink()))
    return held
