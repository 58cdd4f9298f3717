"""Check what an act brings before it is written: the right content for the act, facts that the rubric admits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from activities.acknowledgement import check_answer, check_dispute
from activities.adjustment import check_about_targets
from activities.check_doubts import SELF_EVALUATION, check_doubts
from activities.check_piece import check_piece, require_row
from activities.collecting import check_ask, check_collected, check_proof, check_return
from activities.count_clocks import counted_facts
from activities.demanded_evidence import require_proofs
from activities.draw_sample import refuse_outside_sample
from activities.errors import RefusedError
from activities.measure import check_measure
from activities.require_words import require_words
from activities.stated_figures import carried_inputs, check_stated
from activities.typed_points import require_points
from audit.facts_of import Whose, amended, standing_lists, targets_of
from deadlines.moves import FILINGS, WITH_OPINION
from models.collecting import Collected, CollectionAsk, CollectionReturn
from models.commands import Amendment, Answer, Filed, ReviewResult, WarningAnswer
from models.disputes import Dispute, DisputeAnswer
from models.evidence import Added, EvidenceVersion, Piece
from models.findings import Finding, Measure
from models.lookups import rows_with
from models.targets import Adjustment, Approval
from models.windows import kind_of
from rules.core.admission import admit
from rules.core.errors import FactsError, Problem
from rules.core.reading import read_facts
from rules.precheck.find_doubts import unfiled

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.desk import Desk
    from activities.signatures import ActCall
    from models.values import Frozen
    from rules.core.facts import Fact, Facts
    from rules.core.rubric import Rubric

_CONTENT: Final[dict[str, type[Frozen] | tuple[type[Frozen], ...]]] = {
    "targets.file": Filed,
    "targets.return": Answer,
    **{f"{phase}.prepare": Filed for phase in FILINGS},
    **{f"{phase}.{act}": Answer for phase in FILINGS for act in ("send-back", "withdraw")},
    "targets.approve": (Answer, Approval),
    "adjustment.file": Adjustment,
    "adjustment.approve": Answer,
    "adjustment.refuse": Answer,
    "monitoring.file": Filed,
    "monitoring.return": Answer,
    "monitoring.accept": Answer,
    "evidence.add": Added,
    "evidence.amend": EvidenceVersion,
    "self-evaluation.file": Filed,
    "self-evaluation.amend": Amendment,
    "self-evaluation.return": Answer,
    "review.conclude": ReviewResult,
    "warning.acknowledge": Answer,
    "warning.answer": WarningAnswer,
    "warning.return": Answer,
    "warning.accept": Answer,
    "finding.answer": Measure,
    "finding.return": Answer,
    "finding.accept": Answer,
    "acknowledgement.confirm": Answer,
    "acknowledgement.dispute": Dispute,
    "acknowledgement.answer": DisputeAnswer,
    "collection.ask": CollectionAsk,
    "collection.answer": Collected,
    "collection.return": CollectionReturn,
    "collection.accept": Answer,
    "collection.cancel": Answer,
}

_LISTS: Final = {
    "targets": frozenset({"tasks", "indicators"}),
    "monitoring": frozenset({"facts", "results"}),
    "self-evaluation": frozenset({"facts", "results", "claims"}),
}


def check_content(desk: Desk, session: Session, rubric: Rubric, call: ActCall) -> None:
    """Refuse content that does not belong to the act or that cannot be used."""
    wanted = _CONTENT[call.act.deed.act]
    content = call.act.deed.content
    if not isinstance(content, wanted):
        raise RefusedError("act.wrong-content", act=call.act.deed.act, given=content.kind, wanted=_named(wanted))
    require_words(content)
    match content:
        case Filed() | Amendment():
            _check_filing(session, rubric, call, content)
        case Adjustment() | Approval():
            check_about_targets(session, rubric, call, content)
        case Piece():
            check_proof(session, call, content)
            check_piece(desk, session, rubric, call, content)
        case CollectionAsk() | Collected() | CollectionReturn():
            _check_collection(session, rubric, call, content)
        case ReviewResult():
            refuse_outside_sample(session, call, content)
            _check_findings(session, rubric, call, content)
        case _:
            _check_words(session, call, content)


def _check_words(session: Session, call: ActCall, content: Frozen) -> None:
    """What brings neither figures nor files."""
    match content:
        case Answer():
            _require_opinion(call.act.deed.act, content)
        case Dispute() | DisputeAnswer():
            _check_disputed(session, call, content)
        case Measure():
            check_measure(session, call, content)
        case _:
            pass


def _named(wanted: type[Frozen] | tuple[type[Frozen], ...]) -> str:
    return "、".join(one.__name__ for one in (wanted if isinstance(wanted, tuple) else (wanted,)))


def _check_collection(
    session: Session, rubric: Rubric, call: ActCall, content: CollectionAsk | Collected | CollectionReturn
) -> None:
    match content:
        case CollectionAsk():
            check_ask(session, rubric, call, content)
        case CollectionReturn():
            check_return(session, call, content)
        case Collected():
            check_collected(session, rubric, call, content)


def _check_disputed(session: Session, call: ActCall, content: Dispute | DisputeAnswer) -> None:
    match content:
        case Dispute():
            check_dispute(session, call, content)
        case DisputeAnswer():
            require_points((settled.row, settled.score) for settled in content.rows)
            check_answer(session, call, content)


def _require_opinion(act: str, answer: Answer) -> None:
    if act in WITH_OPINION and answer.opinion is None:
        raise RefusedError("act.opinion-needed", act=act)


def _check_findings(session: Session, rubric: Rubric, call: ActCall, review: ReviewResult) -> None:
    require_points((changed.row, changed.score) for changed in review.rows)
    rows = [changed.row for changed in review.rows]
    for row in rows:
        if rows.count(row) > 1:
            raise RefusedError("review.repeated-row", row=row)
    # A reopened review adds to what the earlier one ordered.
    seen = {one.finding for one in rows_with(session, Finding, book=call.book, department=call.department)}
    for finding in review.findings:
        require_row(rubric, finding.row)
        if finding.finding in seen:
            raise RefusedError("finding.repeated", finding=finding.finding)
        seen.add(finding.finding)


def _check_filing(session: Session, rubric: Rubric, call: ActCall, content: Filed | Amendment) -> None:
    known = _LISTS[kind_of(call.act.deed.matter)]
    strange, wanted = sorted(set(content.lists) - known), "、".join(sorted(known))
    if strange:
        raise RefusedError("filing.wrong-lists", act=call.act.deed.act, given="、".join(strange), wanted=wanted)
    if isinstance(content, Amendment) and not any(content.lists.values()):
        raise RefusedError("amendment.empty", wanted=wanted)
    whole = _whole(session, rubric, call, content)
    facts = counted_facts(session, rubric, call, whole, len(_own(whole, content)))
    _refuse_witnessed(rubric, facts)
    admit(rubric, facts)
    _refuse_empty(rubric, call, facts)
    check_stated(session, rubric, call, _own(facts, content))
    if call.act.deed.matter == SELF_EVALUATION:
        _refuse_missing(rubric, facts, carried_inputs(session, rubric, call.book, call.department))
    if isinstance(content, Filed):
        check_doubts(rubric, facts, content, call.act.deed.matter)
    if call.act.deed.act == "self-evaluation.file":
        require_proofs(session, rubric, call.book, call.department)


def _whole(session: Session, rubric: Rubric, call: ActCall, content: Filed | Amendment) -> Facts:
    """The filed lists, on top of the targets that stand when this filing brings none.

    Of what stands only that counts which the rubric takes: another may have been in force when it was filed.
    """
    whose, matter = Whose(session, call.book, call.department), call.act.deed.matter
    if isinstance(content, Amendment):
        # Read alone first: a list that is none would be lost in the merge.
        read_facts({"department": call.department, **content.lists})
        lists = amended(standing_lists(rubric, whose, matter).lists, content.lists)
        return read_facts({"department": call.department, **lists})
    standing = {} if matter == "targets" else targets_of(rubric, whose)
    return read_facts({"department": call.department, **standing, **content.lists})


def _own(facts: Facts, content: Filed | Amendment) -> tuple[Fact, ...]:
    """The facts that the filing brings itself: they stand before those that an amendment leaves as they were."""
    brought = content.lists.get("facts", [])
    return facts.facts[: len(brought)] if isinstance(brought, list) else ()


def _refuse_witnessed(rubric: Rubric, facts: Facts) -> None:
    problems = tuple(
        Problem("facts.witnessed", ("facts", position), input=fact.input, name=declared.name)
        for position, fact in enumerate(facts.facts)
        if (declared := rubric.inputs.get(fact.input)) is not None and declared.witnessed is not None
    )
    if problems:
        raise FactsError(problems)


def _refuse_empty(rubric: Rubric, call: ActCall, facts: Facts) -> None:
    """Targets without an indicator, where the rubric does not leave it at a doubt."""
    refused = rubric.targets is not None and rubric.targets.without_indicators == "refused"
    if refused and call.act.deed.matter == "targets" and not facts.indicators:
        raise RefusedError("filing.no-indicators", act=call.act.deed.act, department=call.department)


def _refuse_missing(rubric: Rubric, facts: Facts, carried: frozenset[str]) -> None:
    missing = [name for name in unfiled(rubric, facts) if name not in carried]
    if missing:
        raise FactsError(tuple(_missing(rubric, name) for name in missing))


def _missing(rubric: Rubric, name: str) -> Problem:
    stated = name in rubric.inputs and rubric.inputs[name].carried is not None
    return Problem("facts.not-carried" if stated else "facts.missing", ("facts", name), input=name)
