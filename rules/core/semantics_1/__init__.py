"""Semantics version 1, frozen: what the words of a rubric mean, which rule ids fire, and how points come of them.

Nothing here may change a result. Another meaning is another version in a folder of its own beside this one.
"""

from rules.core.semantics_1.decide import interpret
from rules.core.semantics_1.monitor import interpret_monitoring
from rules.core.semantics_1.settle import settle
from rules.core.semantics_1.warn import settle_monitoring

__all__ = ["interpret", "interpret_monitoring", "settle", "settle_monitoring"]
