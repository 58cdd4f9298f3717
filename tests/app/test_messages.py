from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, get_args, get_type_hints

import pytest

from app.bulk import Standing
from app.delivery.listing import _WRONG
from app.delivery.notice import NOTICE_KINDS
from app.delivery.pace import Digest
from app.delivery.queue import QUEUED
from app.known_facts import Source as Known
from app.messages import catalogue, language_of_environment, languages, sentence
from app.outages import _DATABASE, _DISK
from app.precheck import Source
from app.retention_schedule import _SHIPPED, DocumentClass, _read
from audit.project.collections import _STATES as _COLLECTED
from audit.project.warnings import _STATES as _ANSWERED
from audit.verifier.proof import Fault as ProofFault
from audit.verifier.report import Closing
from audit.verifier.report import Kind as DamageKind
from cli.mistyped import _SENTENCES
from deadlines.counting import DayKind
from deadlines.moves import PHASES, STATES
from deadlines.preview import RemarkCode
from deadlines.roles import ROLES
from models.access_payloads import ACCESS_KINDS, LOGIN_KINDS
from models.book import BookKind
from models.commands import WarningAnswer
from models.erasure_payloads import Ground, What
from models.fund_sources import FundSource
from models.inbox import INBOX_STATES
from models.payloads import ACT_KINDS, NEWEST, Stage
from models.projections import ALERT_KINDS, PROJECTIONS
from models.results import EffectKind
from rules.comparison import Because
from rules.core.evaluation import Basis
from rules.core.facts import Category, Origin
from rules.core.inputs import Clock
from rules.core.records import _SCALARS
from rules.core.result import Kind as ResultKind
from rules.core.rubric import Colour, FloorRule, GapRule, Indicators, Item, Judged, Precheck, Suspend, TargetRules
from rules.core.semantics_1.slots import BRANCHES, _judgements
from rules.core.tiers import BudgetTier
from rules.lint.versions import SCHEMAS
from rules.precheck.doubt import DoubtCode
from rules.revision import Change
from rules.target_doubts import TargetDoubtCode
from rules.unfillable import UnfillableCode
from tests.support.said import ROOTS, Said, everything_said

if TYPE_CHECKING:
    from collections.abc import Iterable

OUTAGES = (*_DISK.values(), *_DATABASE.values(), "disk.failed")
_BLANK = re.compile(r"\{(\w+)\}")
# The counter says it once more to the person, with the request that was sent.
_RELAYED = ("outcome.unknown", "workflows/refusals.py")


def _words(cls: type, field: str) -> frozenset[str]:
    """The words that a field declared with Literal can be."""
    hint = get_type_hints(cls)[field]
    inner = [get_args(each) or (each,) for each in get_args(hint)]
    return frozenset(word for words in inner for word in words if isinstance(word, str))


def _reasons() -> frozenset[str]:
    """Reasons whose code is the branch that fired or the kind of a band."""
    judged = {
        branch
        for counts in _words(Judged, "counts")
        for branch in _judgements(Judged(input="", counts="deduction" if counts == "deduction" else "score"))
    }
    return frozenset({*get_args(ResultKind), *judged, *BRANCHES})


FAMILIES: dict[str, Iterable[str]] = {
    "act.*": ACT_KINDS,
    "alert.*": ALERT_KINDS,
    "proof-fault.*": get_args(ProofFault),
    "role.*": ROLES,
    "phase.*": PHASES,
    "state.*": STATES,
    "origin.*": get_args(Origin),
    "basis.*": get_args(Basis),
    "because.*": get_args(Because),
    "news.*": NOTICE_KINDS,
    "digest.*": get_args(Digest),
    "sending.*": (QUEUED, "sent", *_WRONG, "moot"),
    "fund-source.*": get_args(FundSource),
    "choice.*": _words(WarningAnswer, "choice"),
    "warning-state.*": {"raised", "superseded", *_ANSWERED.values()},
    "colour.*": _words(Colour, "colour"),
    "day-kind.*": get_args(DayKind),
    "preview.*": get_args(RemarkCode),
    "told-kind.*": ALERT_KINDS,
    "unfillable.*": get_args(UnfillableCode),
    "preview-rung.*": ("reminder", "overdue"),
    "stage.*": get_args(Stage),
    "kind.*": get_args(BookKind),
    "inbox-state.*": INBOX_STATES,
    "closing.*": get_args(get_type_hints(Closing)["what"]),
    "cause.*": ("reevaluation.ordered", "correction.approved", "department.switched"),
    "addendum-state.*": ("open", "sealed"),
    "switch-state.*": ("proposed", "approved", "declined"),
    "revised.*": get_args(Change),
    "correction-state.*": ("proposed", "approved", "declined"),
    "ground.*": get_args(Ground),
    "looked.*": (*ACCESS_KINDS, *LOGIN_KINDS),
    "erased.*": get_args(What),
    "bulk-state.*": get_args(Standing),
    "retention-class.*": _read(_SHIPPED),
    "retention-basis.*": _words(DocumentClass, "basis"),
    "doubt.*": get_args(DoubtCode),
    "prechecked.*": get_args(Source),
    "course.*": ("warning", "finding", "acknowledgement", "adjustment", "collection"),
    "adjustment-state.*": ("filed", "approved", "refused"),
    "target-doubt.*": get_args(TargetDoubtCode),
    "collection.unknown-*": ("input", "row"),
    "collection.*-not-asked": ("input", "row"),
    "collection-state.*": ("asked", *_COLLECTED.values()),
    "finding-state.*": ("ordered", "answered", "closed"),
    "happened.*": NEWEST,
    "mistyped.*": [name for _, name in _SENTENCES],
    "table.*": [str(table.__tablename__) for table in PROJECTIONS],
    "mismatch.*": ("table", "evaluation", "change", "doubts", "rubric", "payload", "copy"),
    "tier.*": get_args(BudgetTier),
    "effect.*": get_args(EffectKind),
    "detail.*": (
        *("column", "reason", "before", "found", "through", "previous"),
        *("size", "wanted-size", "wanted", "count", "what"),
        *("role", "day", "matter", "state", "stage", "stored", "computed", "missing"),
        *("evaluation", "undecided", "rows", "signed-by"),
    ),
    "subject.*": ("record", "head", "signed", "held"),
    "damage.*": get_args(DamageKind),
    "lint.*": ("schema", "semantics"),
    "disk.*": {code.removeprefix("disk.") for code in OUTAGES if code.startswith("disk.")},
    "database.*": {code.removeprefix("database.") for code in OUTAGES if code.startswith("database.")},
    "scenario.*": ("bad-value", "bad-time"),
    "read.*": [code.removeprefix("read.") for _, code in _SCALARS.values()],
    "rehearse.*": ("server", "opening", "closing"),
    "reason.*": _reasons(),
    "reason.*-stated": ("met", "unmet"),
    "rule.band-*": get_args(ResultKind),
    "rule.judged-*": _words(Judged, "counts"),
    "rule.item-not-applicable-*": _words(Item, "not_applicable"),
    "rule.indicators-not-applicable-*": _words(Indicators, "not_applicable"),
    "rule.indicators-degrees-*": _words(Indicators, "not_applicable"),
    "rule.indicators-bands-*": _words(Indicators, "lower_is_better"),
    "rule.indicators-equals-*": _words(Indicators, "equals"),
    "rule.indicators-*": get_args(Category),
    "rule.floors-*": _words(FloorRule, "colour"),
    "rule.gap-*": _words(GapRule, "colour"),
    "rule.suspend-*": _words(Suspend, "kind"),
    "rule.clock-*": _words(Clock, "kind"),
    "rule.targets-none-*": _words(TargetRules, "without_indicators"),
    "rule.reasons-*": _words(Precheck, "reasons"),
    "rule.result-*": get_args(BudgetTier),
    "rule.carried-*": ("final-score", "row", "figure", "findings"),
    "outline.*": ("carried", "windows", "floors", "gaps", "suspend", "targets", "precheck", "results"),
    "prefill.from-*": get_args(Known),
}


def _expanded(code: str) -> frozenset[str]:
    """The codes that a computed one stands for. Fails for a family that is not listed above."""
    return frozenset(code.replace("*", name) for name in FAMILIES[code]) if "*" in code else frozenset({code})


def _blanks(text: str) -> frozenset[str]:
    return frozenset(_BLANK.findall(text))


@cache
def _wanted() -> frozenset[str]:
    said = {code for one in everything_said() for code in _expanded(one.code)}
    return frozenset(said.union(*map(_expanded, FAMILIES)))


def _unfilled(said: Said) -> list[str]:
    """The blanks of a sentence that the place which says it does not fill."""
    if said.given is None or (said.code, said.where.partition(":")[0]) == _RELAYED:
        return []
    texts = {code: _blanks(catalogue("zh").get(code, "")) for code in _expanded(said.code)}
    return [
        f"{said.where} {code} {sorted(wanted - said.given)}" for code, wanted in texts.items() if wanted - said.given
    ]


def test_there_are_sentences_in_chinese_and_in_english() -> None:
    assert languages() == ("en", "zh")


def test_both_languages_say_the_same_things() -> None:
    assert catalogue("zh").keys() == catalogue("en").keys()


def test_a_sentence_has_the_same_blanks_in_both_languages() -> None:
    texts = {code: (catalogue("zh")[code], catalogue("en")[code]) for code in catalogue("zh")}
    assert [code for code, (chinese, english) in texts.items() if _blanks(chinese) != _blanks(english)] == []


@pytest.mark.parametrize("language", languages())
def test_every_brace_of_a_sentence_is_that_of_a_blank(language: str) -> None:
    texts = catalogue(language)
    assert [code for code, text in texts.items() if text.count("{") != len(_BLANK.findall(text))] == []


def test_every_code_in_the_source_has_a_sentence() -> None:
    places = {code: said.where for said in everything_said() for code in _expanded(said.code)}
    assert {code: places.get(code, "") for code in _wanted() - catalogue("zh").keys()} == {}


def test_no_sentence_is_left_that_nothing_says() -> None:
    assert catalogue("zh").keys() - _wanted() == set()


def test_every_blank_is_filled_where_the_sentence_is_said() -> None:
    assert [fault for said in everything_said() for fault in _unfilled(said)] == []


def test_an_engine_error_travels_by_its_code_alone_and_so_its_sentence_has_no_blanks() -> None:
    codes = {said.code for said in everything_said() if said.by in ("EngineError", "Difference")}
    assert len(codes) > 4
    assert {code for code in codes if _blanks(catalogue("zh")[code])} == set()


def test_the_reader_of_the_source_finds_codes_in_every_room() -> None:
    rooms = {said.where.partition("/")[0] for said in everything_said()}
    assert rooms == {"rules", "deadlines", "models", "audit", "activities", "workflows", "app", "cli"}
    assert {said.by for said in everything_said()} >= {
        "Problem",
        "refusal",
        "refuse",
        "_report",
        "_stop",
        "say",
        "tell",
    }
    assert len(everything_said()) > 300


def test_an_error_is_never_raised_by_the_root_of_its_room_alone() -> None:
    assert [said for said in everything_said() if said.by in ROOTS and "." not in said.code] == []


def test_the_versions_that_lint_knows_are_the_ones_with_a_sentence() -> None:
    assert SCHEMAS == (1,)
    assert sentence("en", "lint.schema", {"value": "2", "known": "1"}).startswith("Version 2 of the file's form")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "fr_FR.UTF-8"}, "zh"),
        ({"LANG": ""}, "zh"),
        ({"JIXIAO_LANG": "EN"}, "en"),
        ({"JIXIAO_LANG": "zh", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "en_US.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
    ],
)
def test_the_environment_chooses_a_language_that_there_is(environment: dict[str, str], language: str) -> None:
    assert language_of_environment(environment) == language


def test_a_sentence_comes_with_its_blanks_filled() -> None:
    assert sentence("zh", "cli.bad-date", {"given": "三月"}).startswith("「三月」不是日期")
    assert sentence("en", "cli.bad-date", {"given": "March"}).startswith('"March" is not a date')


def test_a_blank_that_nobody_fills_stays_visible() -> None:
    assert "{given}" in sentence("en", "cli.bad-date")


def test_what_fills_a_blank_is_not_read_as_a_sentence() -> None:
    assert sentence("en", "cli.bad-date", {"given": "{given}"}).startswith('"{given}"')


def test_a_code_without_a_sentence_is_shown_bare_with_all_that_came_with_it() -> None:
    assert sentence("zh", "no.such", {"row": "a", "value": "1"}) == "no.such row=a value=1"


def test_what_fills_a_blank_cannot_steer_the_screen() -> None:
    told = sentence("en", "verify.unknown-book", {"book": "a\x1b[8m\u202e\u200b\x85", "known": "二\n三\t四"})
    assert 'no book "a\\u{1b}[8m\\u{202e}\\u{200b}\\u{85}"' in told
    assert "二\n三\t四" in told
