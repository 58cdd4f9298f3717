"""How an official's hand, an editor or a disk damages a file of figures, and what must come of each damage."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

import yaml

from rules.core.numbers import exact, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

# What must come of a damage: the same result, a refusal at the damaged line, or at least a word about it.
Expected = Literal["same", "refused", "told"]
Kind = Literal["number", "judgement", "unit", "name"]

_WIDE: Final = str.maketrans("0123456789.-%", "０１２３４５６７８９．－％")
_JUDGEMENTS: Final = frozenset({"yes", "no", "not-applicable"})
_NUMBER_KEYS: Final = frozenset({"value", "points", "target", "actual", "share", "score"})
_MEASURED: Final = frozenset({"value", "target", "actual"})
_NAME_KEYS: Final = frozenset({"input", "indicator", "row", "task"})
_MONEY: Final = "万元"
_PLAIN: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?%?")


@dataclass(frozen=True, slots=True)
class Spot:
    """A scalar of a file: its key, its words, where its source text begins and ends, its line, its neighbours."""

    key: str
    value: str
    start: int
    end: int
    line: int
    kind: Kind
    beside: dict[str, str]

    def replaced(self, text: str, source: str) -> str:
        """The file's text with other source in this place."""
        return text[: self.start] + source + text[self.end :]


@dataclass(frozen=True, slots=True)
class Damage:
    """One class of damage: what it makes of a scalar's value (None: it does not fit here), and what must come of it."""

    name: str
    kinds: frozenset[Kind]
    source: Callable[[Spot], str | None]
    expected: Expected = "refused"


def spots(text: str) -> Iterator[Spot]:
    """Every figure, judgement, unit and name of a file of facts."""
    for entry in _entries(text):
        words = {key: node.value for key, node in entry.items()}
        for key, node in entry.items():
            kind = _kind(key, node.value)
            if kind is not None:
                place = node.start_mark.index, node.end_mark.index
                yield Spot(key, node.value, *place, node.start_mark.line + 1, kind, words)


def _entries(text: str) -> Iterator[dict[str, yaml.ScalarNode]]:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert root is not None
    for _, lists in root.value:
        for entry in lists.value if isinstance(lists, yaml.SequenceNode) else ():
            yield {key.value: node for key, node in entry.value if isinstance(node, yaml.ScalarNode)}


def _kind(key: str, value: str) -> Kind | None:
    if key in _NUMBER_KEYS or key in ("met", "applies"):
        return "judgement" if value in _JUDGEMENTS else "number"
    if key in _NAME_KEYS:
        return "name"
    return "unit" if key == "unit" else None


def _quoted(make: Callable[[str], str]) -> Callable[[Spot], str | None]:
    return lambda spot: f'"{make(spot.value)}"'


def _instead(source: str) -> Callable[[Spot], str | None]:
    return lambda _: source


def _yuan(spot: Spot) -> str | None:
    """The amount in 元, under a unit that still says 万元."""
    if spot.key not in _MEASURED or spot.beside.get("unit") != _MONEY or not exact(spot.value):
        return None
    return f'"{plain(exact(spot.value) * 10_000)}"'


def _ratio(spot: Spot) -> str | None:
    """The rate as a ratio, under a unit that still says per cent."""
    is_rate = spot.key in _MEASURED and spot.beside.get("unit") == "%"
    value = exact(spot.value) if is_rate else Fraction(0)
    return f'"{plain(value / 100)}"' if value and "…" not in plain(value / 100) else None


def _near_miss(spot: Spot) -> str | None:
    return f'"{spot.value[:-1]}"' if len(spot.value) > 3 else None  # short names have no near miss


_NUMBER: Final = frozenset[Kind]({"number"})
_VALUES: Final = frozenset[Kind]({"number", "judgement"})
_ANY: Final = frozenset[Kind]({"number", "judgement", "unit", "name"})

DAMAGES: Final = (
    Damage("full-width number", _NUMBER, _quoted(lambda value: value.translate(_WIDE))),
    Damage("one full-width digit", _NUMBER, _quoted(lambda value: value + "１")),
    Damage("full-width per cent", _NUMBER, _quoted(lambda value: value + "％")),
    Damage("full-width minus", _NUMBER, _quoted(lambda value: "－" + value.lstrip("-"))),
    Damage("thousands separator", _NUMBER, _quoted(lambda value: "1," + value.lstrip("-").zfill(3))),
    Damage("full-width thousands separator", _NUMBER, _quoted(lambda value: "1，" + value)),
    Damage("chinese numerals", _NUMBER, _instead("一百二十三点五")),
    Damage("unit inside", _NUMBER, _quoted(lambda value: value + _MONEY)),
    Damage("per cent inside", _NUMBER, lambda spot: None if spot.key == "share" else f'"{spot.value}%"'),
    Damage("blank inside", _NUMBER, _quoted(lambda value: "1 " + value)),
    Damage("letter for a digit", _NUMBER, _quoted(lambda value: value + "O")),
    Damage("plus sign", _NUMBER, _quoted(lambda value: "+" + value)),
    Damage("two points", _NUMBER, _quoted(lambda value: value + ".0.0")),
    Damage("nothing", _VALUES, _instead(""), "told"),
    Damage("null", _VALUES, _instead("null"), "told"),
    Damage("empty text", _VALUES, _instead('""'), "told"),
    Damage("not a number", _VALUES, _instead(".nan")),
    Damage("infinity", _VALUES, _instead("-.inf")),
    Damage("exponent", _VALUES, _instead("1.5e3")),
    Damage("hexadecimal", _VALUES, _instead("0x1F")),
    Damage("octal", _VALUES, _instead("017")),
    Damage("sexagesimal", _VALUES, _instead("1:30")),
    Damage("yes for a number", _NUMBER, _instead("yes")),
    Damage("off for a number", _NUMBER, _instead("off")),
    Damage("number for a judgement", frozenset({"judgement"}), _instead("1")),
    Damage("true for a judgement", frozenset({"judgement"}), _instead("true")),
    Damage("chinese for a judgement", frozenset({"judgement"}), _instead("是")),
    Damage("date", _VALUES, _instead("2021-08-02")),
    Damage("list", _ANY, _instead("[1]")),
    Damage("map", _ANY, _instead("{a: 1}")),
    Damage("very many digits", _VALUES, _instead('"' + "9" * 5000 + '"')),
    Damage("anchor", _ANY, lambda spot: f'&a "{spot.value}"'),
    Damage("alias", _ANY, _instead("*a")),
    Damage("tag", _ANY, lambda spot: f'!!str "{spot.value}"'),
    Damage("tag that runs", _ANY, lambda spot: f'!!python/object/apply:os.system ["{spot.value}"]'),
    Damage("control sign", _ANY, _quoted(lambda value: value + "\x00")),
    Damage("tab", _ANY, lambda spot: f'\t"{spot.value}"'),
    Damage("doubled key", _ANY, lambda spot: f'"{spot.value}", {spot.key}: "{spot.value}"'),
    Damage("near miss", frozenset({"name"}), _near_miss),
    Damage("unit left out", frozenset({"unit"}), _instead('""')),
    Damage("another unit", frozenset({"unit"}), _instead("克")),
    Damage("yuan for ten thousands", frozenset({"unit"}), lambda spot: "元" if spot.value == _MONEY else None),
    Damage("amount in yuan", _NUMBER, _yuan, "told"),
    Damage("ratio for a per cent", _NUMBER, _ratio, "told"),
    Damage("other quotes", _ANY, lambda spot: f"'{spot.value}'", "same"),
)


def _last_wide(raw: bytes) -> int:
    """Where the last sign of several bytes begins."""
    return max(position for position, byte in enumerate(raw) if byte >= 0xC2)  # UTF-8's first


def file_damages(text: str) -> dict[str, tuple[bytes, str | None]]:
    """Damages of a whole file: bytes, and the code that refuses them; None where the result stays the same."""
    raw = text.encode()
    bomb = "".join(f"x{n}: [{', '.join([f'*x{n - 1}'] * 9)}]\n" for n in range(1, 9))
    return {
        "byte order mark": (b"\xef\xbb\xbf" + raw, None),
        "windows line ends": (raw.replace(b"\n", b"\r\n"), None),
        "old line ends": (raw.replace(b"\n", b"\r"), None),
        "no last line end": (raw.rstrip(b"\n"), None),
        "gbk": (text.encode("gb18030"), "file.gbk"),
        "utf-16": (text.encode("utf-16"), "file.utf16"),
        "cut inside a sign": (raw[: _last_wide(raw) + 1], "file.not-utf8"),
        "zero bytes at the end": (raw + b"\x00" * 512, "yaml.control-sign"),
        "only zero bytes": (b"\x00" * len(raw), "yaml.control-sign"),
        "nothing": (b"", "yaml.empty"),
        "tabs": (raw.replace(b"  - ", b"\t- "), "yaml.tab"),
        "cut short": (text[: text.rindex("}")].encode(), "yaml.syntax"),
        "two documents": (raw + b"---\n" + raw, "yaml.documents"),
        "everything twice": (raw + raw, "yaml.duplicate-key"),
        "merge key": (b"<<: {department: x}\n" + raw, "yaml.merge-key"),
        "alias bomb": (f"x0: &x0 [a]\n{bomb}".encode() + raw, "yaml.alias"),
        "deep lists": (raw + b"deep: " + b"[" * 100_000, "yaml.too-deep"),
        "ten megabytes": (raw + b"#" * 10_000_000, "file.too-large"),
        "no list": (b"department: x\nfacts: 1\n", "read.not-list"),
        "an office file": (b"PK\x03\x04\x14\x00\x06\x00" + b"\x08\x90" * 99, "file.office"),
        "an old office file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "file.office"),
        "a pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "file.office"),
    }


def numbers(text: str) -> Iterator[Spot]:
    """Every plain number or percentage of any YAML file, however deep."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert root is not None
    pending: list[tuple[str, yaml.Node]] = [("", root)]
    while pending:
        key, node = pending.pop()
        if isinstance(node, yaml.MappingNode):
            pending += [(name.value, value) for name, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            pending += [(key, value) for value in node.value]
        elif _PLAIN.fullmatch(node.value):
            place = node.start_mark.index, node.end_mark.index
            yield Spot(key, node.value, *place, node.start_mark.line + 1, "number", {})
