"""A bundle's report as text: the same bytes wherever the same bundle is verified with the same key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.verifier.report import Damage
    from audit.verifier.rescore import Standing
    from audit.verifier.verify_bundle import BundleReport

_VERDICTS: Final = {True: "sound 完好", False: "damaged 有损"}
_KEYS: Final = {
    True: "in the bundle; compare it with one that you hold 包内自带，请与自存公钥比对",
    False: "brought along 自备",
}

# Controls, marks that turn or hide text, and halves of letters that no file can hold: a list of its own, because
# Python's grows from release to release and the report must not.
_UNSEEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff\ud800-\udfff]"
)
_UNNAMED: Final = (
    "unnamed 未指认: {keys}: forged, or the bureau changed its key without the old one naming it; its security officer "
    "can write that (jixiao audit name-key), or ask for the new key by another way and bring both 或系伪造，或换钥时旧"
    "密钥未指认新密钥；可请财政局安全保密员补写交接书，或另行取得新公钥，两行一并带来"
)
_COMPARED: Final = {True: "compared 已核对", False: "not here to compare 未附来源账册，未核对"}
_CLOSINGS: Final = {
    "seal": "seal 封账",
    "addendum": "addendum 补充记录",
    "correction": "correction 更正",
}


def report_text(report: BundleReport) -> str:
    """Write every line of the report; what a bundle says can neither end a line nor steer the screen."""
    return "".join(f"{_visible(line)}\n" for line in _lines(report))


def _visible(line: str) -> str:
    return _UNSEEN.sub(lambda one: f"\\u{{{ord(one[0]):x}}}", line)


def _lines(report: BundleReport) -> Iterator[str]:
    yield "jixiao.bundle-report/1"
    yield from _ledger(report)
    yield from _scores(report)
    for note in report.ledger.erasures:
        yield (
            f"erased 已抹除: {note.what} {note.target}, {note.moment}, ground 事由 {note.ground}, "
            f"asked 申请 {note.requested_by}, approved 批准 {note.approved_by}, record 记录 {note.sequence}"
        )
    for department, standing in sorted(report.scores.standings.items()):
        yield from _standing(department, standing)
    for damage in report.damages:
        yield _damage(damage)
    if report.ledger.unnamed_keys:
        yield _UNNAMED.format(keys=" ".join(report.ledger.unnamed_keys))
    judged = report.ledger.law
    if judged is not None and judged.until is not None:
        yield f"law 规程: too much was unlawful, judged up to record 不合规程者过多，只核对至第 {judged.until} 号记录"
    if not report.ledger.complete:
        yield "incomplete 未完成: too many damages, later records were not read 问题过多，后续记录未读"
    yield f"result 结论: {_VERDICTS[report.ok]}, {len(report.damages)} damages 处损坏"


def _ledger(report: BundleReport) -> Iterator[str]:
    ledger, newest = report.ledger, max(report.heads.by_count, default=0)
    yield f"book 账册: {ledger.book}"
    yield f"files 文件: {report.files}"
    yield f"records 记录: {ledger.count}"
    yield f"chain 链尾哈希: {ledger.hash}"
    yield f"root 树根: {ledger.root or '-'}"
    yield f"checkpoints 签名链头: {ledger.signed_heads}, newest at 最新于 {newest}"
    yield f"proved 已证: {ledger.proved}, unproved 未证: {ledger.unproved}"
    yield f"key 公钥: {_KEYS[report.own_key]}"
    if report.heads.held:
        ours = sum(head.book == ledger.book for head in report.heads.held)
        yield f"held 自存链头: {ours} compared 已核对, {len(report.heads.held) - ours} of other books 属于其他账册"
    for closing in ledger.closings:
        yield f"{_CLOSINGS[closing.what]}: record 记录 {closing.sequence}, {closing.about}"
    for copy in ledger.copies:
        compared = _COMPARED[copy.compared]
        yield f"copy 转入: record 记录 {copy.sequence}, from 来自 {copy.source}, {compared}"
    for line in report.heads.keys:
        yield f"key 公钥: {line}"


def _scores(report: BundleReport) -> Iterator[str]:
    scores, evidence = report.scores, report.evidence
    for rubric_hash, rubric in sorted(scores.rubrics.items()):
        yield f"rubric 评分标准: {rubric.id} {rubric.version} {rubric_hash}"
    yield f"evidence 佐证材料: {evidence.named} named 所列, {evidence.present} in the bundle 在包内"
    yield (
        f"computed again 重算: {scores.scores} scores 自评得分, {scores.readings} readings 监控, "
        f"{scores.reviews} reviews 复核, {scores.undecided} undecided 未决, {scores.doubted} doubts 目标存疑"
    )


def _standing(department: str, standing: Standing) -> Iterator[str]:
    if standing.score is not None:
        sequence, evaluation = standing.score
        total, of, grade = (evaluation.get(name) or "-" for name in ("total", "of", "grade"))
        yield f"score 得分: {department} {total} of 满分 {of}, grade 等级 {grade}, record 记录 {sequence}"
    if standing.final is not None:
        sequence, outcome = standing.final
        total, grade = (outcome.get(name) or "-" for name in ("total", "grade"))
        yield f"final 复核: {department} {total}, grade 等级 {grade}, record 记录 {sequence}"


def _damage(damage: Damage) -> str:
    where = "-" if damage.sequence is None else str(damage.sequence)
    detail = "".join(f" {key}={value}" for key, value in sorted(damage.detail.items()))
    return f"damage 损坏: {damage.kind}, record 记录 {where}, {damage.subject}{detail}"
