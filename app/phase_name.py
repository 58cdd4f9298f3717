"""What a phase is called; a later window of the monitoring (监控时段) has its month behind its name."""

from __future__ import annotations

from app.messages import catalogue, sentence
from deadlines.moves import PHASES


def phase_name(language: str, phase: str) -> str:
    """The phase's name in a language; a word that is no phase stays itself."""
    kind, _, month = phase.partition("/")
    if kind not in PHASES or f"phase.{kind}" not in catalogue(language):
        return phase
    return f"{sentence(language, f'phase.{kind}')} {month}".rstrip()
