"""Errors of the rule network and its engine: what the compiler refuses, what the engine failed at."""

from __future__ import annotations

from rules.core.errors import RulesError


class NetworkError(RulesError):
    """A rubric cannot be compiled to a network that the engine decides safely."""

    code = "network.refused"


class EngineError(RulesError):
    """The engine did not answer as it must; its network has been thrown away and is built anew when next fired."""

    code = "engine.failed"


class OutOfRangeError(RulesError):
    """A figure is so large or so fine that a comparison leaves the engine's exact range of 2**53."""

    code = "engine.out-of-range"
