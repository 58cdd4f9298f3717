"""The machine: any order of acts, orders, hours and faults, over three departments in two books."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant

from tests.domain.acting import Acting
from tests.domain.checks import Watch
from tests.domain.ordering import Ordering
from tests.domain.stages import STAGES, Stages

if TYPE_CHECKING:
    from tests.domain.reached import Reached


class Domain(Acting, Ordering):
    """Every rule does one thing to the product and to the model."""

    stages: ClassVar[Stages]
    reached: ClassVar[Reached]
    watch: Watch

    @initialize(stage=st.sampled_from(list(STAGES)))
    def begin(self, stage: str) -> None:
        """Take up the district at one of its stages."""
        event(f"stage {stage}")
        self.world = self.stages.at(stage)
        self.watch = Watch(self.world)

    @invariant()
    def all_agree(self) -> None:
        """Model, tables, fold and verifier."""
        if self.world is not None:
            self.watch.look(self.world)

    def teardown(self) -> None:
        """A last look at the whole of every book."""
        if self.world is not None:
            try:
                self.watch.end(self.world)
                self.reached.count(self.world)
            finally:
                self.watch.close()
                self.world.close()
