"""A deliverer of its own process for tests: `python -m tests.support.deliver_quickly DATA` delivers without pauses."""

from __future__ import annotations

import logging
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

from app.delivery.deliverer import deliver_until
from app.delivery.pace import Pace
from app.delivery.post import Post
from app.logs import configure_logs
from app.settings import Settings
from app.wiring import look_in
from tests.support.told import REMINDED

_QUICK = Pace(
    gather=timedelta(0), first_pause=timedelta(seconds=1), longest_pause=timedelta(seconds=1), round_seconds=0.1
)


def main() -> None:
    """Deliver until killed; the day is the one of the test's book, the time of day goes on."""
    settings = Settings(data=Path(sys.argv[1]))
    configure_logs(settings.logs / "delivery.log")
    logging.getLogger().setLevel(logging.DEBUG)
    began = datetime.now(REMINDED.tzinfo)
    desk = replace(look_in(settings), clock=lambda: REMINDED + (datetime.now(REMINDED.tzinfo) - began))
    deliver_until(Post(desk, settings.contacts, _QUICK), Event())


if __name__ == "__main__":
    main()
