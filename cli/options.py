"""The options that many commands share: each means the same wherever it stands."""

from __future__ import annotations

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json")]
Book = Annotated[str | None, typer.Option("--book", help="账册 / book")]
Key = Annotated[str | None, typer.Option("--key", help="幂等键，重发时沿用 / the key of an earlier sending")]
Who = Annotated[str, typer.Option("--as", help="办理人 / who acts")]
