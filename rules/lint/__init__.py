"""What can be wrong with a rubric that can be read: every finding with file, line and column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.lint.bands import band_results, bands_cover, colours_cover
from rules.lint.carried import carried_alone, carried_known
from rules.lint.clocks import clocks_countable
from rules.lint.demands import demands_fit
from rules.lint.floors import floors_rise
from rules.lint.formulas import formulas_agree
from rules.lint.gaps import gaps_leave_room
from rules.lint.grades import grades_cover, tiers_given
from rules.lint.identifiers import identifiers
from rules.lint.incidents import incidents_priced
from rules.lint.inputs import (
    bounds_in_order,
    inputs_fit,
    inputs_known,
    inputs_used,
    judgements_bounded,
    one_unit,
    units_right,
    witnessed_fit,
)
from rules.lint.percent_bounds import percent_signs
from rules.lint.phases import (
    acknowledgement_countable,
    deadlines_countable,
    ladders_descend,
    phases_follow,
    suspension_countable,
    windows_named,
)
from rules.lint.points import items_add_up, points_add_up, points_positive
from rules.lint.precheck import precheck_in_order
from rules.lint.series import series_counted
from rules.lint.shapes import one_form, one_indicators_row, one_shape, reserved_bands
from rules.lint.sources import sources_named
from rules.lint.steps import steps_positive
from rules.lint.targets import targets_in_order
from rules.lint.totals import basis_demanded, caps_within, penalties_caused, variant_named
from rules.lint.versions import versions_known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rules.core.errors import Problem
    from rules.located import Located
    from rules.rubric_file import RubricFile

RULES: tuple[Callable[[RubricFile], Iterator[Problem]], ...] = (
    versions_known,
    identifiers,
    one_shape,
    one_form,
    one_indicators_row,
    reserved_bands,
    points_add_up,
    items_add_up,
    points_positive,
    bands_cover,
    band_results,
    colours_cover,
    percent_signs,
    steps_positive,
    incidents_priced,
    basis_demanded,
    series_counted,
    penalties_caused,
    caps_within,
    variant_named,
    inputs_known,
    inputs_used,
    inputs_fit,
    units_right,
    witnessed_fit,
    carried_known,
    carried_alone,
    clocks_countable,
    bounds_in_order,
    one_unit,
    judgements_bounded,
    formulas_agree,
    demands_fit,
    sources_named,
    grades_cover,
    tiers_given,
    phases_follow,
    windows_named,
    floors_rise,
    gaps_leave_room,
    suspension_countable,
    acknowledgement_countable,
    deadlines_countable,
    ladders_descend,
    precheck_in_order,
    targets_in_order,
)


def lint(file: RubricFile) -> tuple[Located, ...]:
    """Find everything that is wrong, in the order of the file; empty for a rubric that can be put in force."""
    return file.source.locate_all(problem for rule in RULES for problem in rule(file))
