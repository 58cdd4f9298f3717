"""A file that says what is to be played, read as one of its forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from app.form_problem import form_problem
from app.scenario_parts import Part
from rules.decoding import read_limited
from rules.located import FileError
from rules.yaml_source import compose

if TYPE_CHECKING:
    from pathlib import Path

    from rules.yaml_source import Source

Form = TypeVar("Form", bound=Part)


class ScenarioFileError(FileError):
    """A scenario file cannot be used: `problems` lists every fault with file, line and column."""

    code = "scenario.malformed"


def read_form(file: Path, form: type[Form]) -> tuple[Source, Form]:
    """The file with its places, and what it says. Raises ScenarioFileError with every fault and its place, OSError."""
    try:
        source = compose(read_limited(file), str(file))
        return source, form.model_validate(source.tree)
    except FileError as error:
        raise ScenarioFileError(error.problems) from error
    except ValidationError as error:
        raise ScenarioFileError(
            source.locate_all(form_problem(fault, source.tree) for fault in error.errors())
        ) from error
