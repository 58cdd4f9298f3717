"""What follows from a value that never changes, worked out once and kept with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

Own = TypeVar("Own", bound="Once")
T = TypeVar("T")


class Once:
    """Base of frozen dataclasses that much is asked of: no field, so that nothing compares, writes or copies it."""

    __slots__ = ("_worked_out",)

    _worked_out: dict[object, object]

    def once(self, work: Callable[[Self], T]) -> T:
        """What `work` makes of this value: done at the first asking. It must be a plain function of the value alone."""
        try:
            return cast("T", self._worked_out[work])
        except AttributeError:
            # A frozen dataclass lets nothing be set but by the way that it uses itself.
            object.__setattr__(self, "_worked_out", {})
        except KeyError:
            pass
        made = work(self)
        self._worked_out[work] = made
        return made
