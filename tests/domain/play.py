"""One step at a time: what is asked of the product and of the model, and that both answer alike."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from activities.errors import RefusedError
from activities.handle_act import handle_act
from activities.obey_order import obey_order
from activities.signatures import ActCall, OrderCall
from app.afterwards import act_afterwards
from app.errors import RequestRefusedError
from audit.errors import AuditError, IdempotencyConflictError, StaleEpochError
from deadlines.errors import DeadlinesError
from models.commands import Act, Answer, BureauOrder, Deed
from models.findings import Measure
from models.receipts import Receipt
from models.values import instant_text
from rules.core.errors import RulesError
from tests.domain.books import Sent
from tests.domain.checks import heads
from tests.domain.effects import Doing, do
from tests.domain.refusing import refusal
from tests.domain.world import Switch
from tests.domain.year_run import YearRun

if TYPE_CHECKING:
    from datetime import datetime

    from activities.desk import Desk
    from activities.signatures import OrderResult
    from models.commands import Order
    from tests.domain.books import BookPicture
    from tests.domain.brought import Brought
    from tests.domain.model import Year
    from tests.domain.world import World

OURS = (RefusedError, RequestRefusedError, AuditError, DeadlinesError, RulesError)


def act(
    world: World, place: tuple[str, str], deed: tuple[str, str, str], brought: Brought, waited: int = 0
) -> frozenset[str]:
    """Do an act or see it refused as the model says; `deed` is act, matter, actor. Returns the expected codes."""
    book, year = _at(world, place)
    name, matter, actor = deed
    # What is brought after the end comes in at the counter itself, and waits nowhere.
    received = world.now - timedelta(hours=0 if year.ended else waited)
    sent = _act(world, deed, brought, received)
    doing = Doing(name, matter, actor, brought.picture, received, world.now, broken=Switch.broken)
    codes = refusal(book, year, doing, brought.fault)
    with as_expected(world, codes):
        receipt = handled(world, place, sent)
        done(world, place, sent, receipt)
        do(year, doing)
    return codes


def twice_at_once(world: World, place: tuple[str, str], deed: tuple[str, str, str], brought: Brought) -> None:
    """Two writers send the same act under one key: it is done once, and both get the one receipt."""
    _, year = _at(world, place)
    sent = _act(world, deed, brought, world.now)
    call = act_call(world, place, sent)
    first, second = world.both(lambda desk: handle_act(desk, call))
    assert isinstance(first, Receipt), first
    assert first == second
    done(world, place, sent, first)
    do(year, Doing(*deed, brought.picture, world.now, world.now, broken=Switch.broken))


def against_each_other(world: World, place: tuple[str, str], deed: tuple[str, str, str], brought: Brought) -> None:
    """Two writers send the same act under two keys: one does it, the other finds it done."""
    _, year = _at(world, place)
    mine, yours = (_act(world, deed, brought, world.now) for _ in range(2))
    sends = {world.desk: mine, world.other: yours}
    answers = world.both(lambda desk: handle_act(desk, act_call(world, place, sends[desk])))
    (receipt,) = (one for one in answers if isinstance(one, Receipt))
    (refused,) = (one for one in answers if not isinstance(one, Receipt))
    assert isinstance(refused, OURS), refused
    assert refused.code in ("act.not-your-turn", "act.locked")
    done(world, place, (mine, yours)[answers.index(receipt)], receipt)
    do(year, Doing(*deed, brought.picture, world.now, world.now, broken=Switch.broken))


def order(
    world: World, book: BookPicture, said: tuple[str, Order], codes: frozenset[str], waited: int = 0
) -> OrderResult | None:
    """Give an order (actor, words) that is carried out, or refused with one of these codes."""
    actor, words = said
    received = instant_text(world.now - timedelta(hours=waited))
    sent = BureauOrder(request=world.new_request(), actor=actor, received_at=received, order=words)
    result: OrderResult | None = None
    with as_expected(world, codes):
        result = obey_order(world.desk, _order_call(book, sent, world.now))
        book.sent.append(Sent(None, sent, result.receipt))
        world.done[f"order {words.kind}"] += 1
        if result.start is not None:
            world.runs[book.id, result.start.department] = YearRun(result.start, world.now)
        run = world.runs.get((book.id, result.department or ""))
        if run is not None and result.turns and not run.ended:
            run.hear(result.turns, corrected=result.corrected)
        for news in result.news:
            world.runs[book.id, news.department].hear(news.turns, news.plans, corrected=result.corrected)
    return result


def again(world: World, book: BookPicture, sent: Sent) -> None:
    """The same request once more: the first receipt, and nothing is written."""
    before = heads(world)
    assert _send(world.other, world, book, sent) == sent.receipt
    assert heads(world) == before


def again_otherwise(world: World, book: BookPicture, sent: Sent) -> None:
    """The same key with another content: a conflict, and nothing is written."""
    request = sent.request
    if isinstance(request, Act):
        other = Answer() if not isinstance(request.deed.content, Answer) else Measure(measure="1" * 64)
        changed: Act | BureauOrder = request.model_copy(
            update={"deed": request.deed.model_copy(update={"content": other})}
        )
    else:
        changed = request.model_copy(update={"actor": "p-ffffffffffffffffffffffff"})
    with as_expected(world, frozenset({IdempotencyConflictError.code})):
        _send(world.desk, world, book, Sent(sent.department, changed, sent.receipt))


def under_an_old_epoch(world: World, book: BookPicture, sent: Sent) -> None:
    """Whatever comes from before a resumption is refused, even what stands already."""
    with as_expected(world, frozenset({StaleEpochError.code})):
        _send(world.desk, world, book, sent, epoch=book.epoch - 1)


def _send(desk: Desk, world: World, book: BookPicture, sent: Sent, epoch: int | None = None) -> Receipt:
    at, number = instant_text(world.now), book.epoch if epoch is None else epoch
    if isinstance(sent.request, BureauOrder):
        call = OrderCall(book=book.id, epoch=number, happened_at=at, order=sent.request)
        return obey_order(desk, call).receipt
    assert sent.department is not None
    return handle_act(
        desk, ActCall(book=book.id, epoch=number, department=sent.department, happened_at=at, act=sent.request)
    )


def handled(world: World, place: tuple[str, str], sent: Act) -> Receipt:
    """By the year's workflow as long as it runs, afterwards at the counter."""
    book, year = _at(world, place)
    if year.ended:
        return act_afterwards(world.desk, book.id, year.department, sent)
    world.runs[place].check(sent)
    return handle_act(world.desk, act_call(world, place, sent))


def _at(world: World, place: tuple[str, str]) -> tuple[BookPicture, Year]:
    book = world.books[place[0]]
    return book, book.years[place[1]]


def _act(world: World, deed: tuple[str, str, str], brought: Brought, received: datetime) -> Act:
    name, matter, actor = deed
    told = Deed(actor=actor, act=name, matter=matter, content=brought.content)
    return Act(request=world.new_request(), received_at=instant_text(received), deed=told)


def act_call(world: World, place: tuple[str, str], sent: Act) -> ActCall:
    """The call of the activity that does an act now."""
    book, department = place
    at = instant_text(world.now)
    return ActCall(book=book, epoch=world.books[book].epoch, department=department, happened_at=at, act=sent)


def _order_call(book: BookPicture, sent: BureauOrder, now: datetime) -> OrderCall:
    return OrderCall(book=book.id, epoch=book.epoch, happened_at=instant_text(now), order=sent)


def done(world: World, place: tuple[str, str], sent: Act, receipt: Receipt) -> None:
    """The workflow's part, and what may be sent again."""
    world.runs[place].take(receipt.turns)
    world.books[place[0]].sent.append(Sent(place[1], sent, receipt))
    world.done[sent.deed.act] += 1


class as_expected:  # noqa: N801  # reads as a word of the sentence
    """The block is refused with one of these codes and writes nothing; with no codes it is not refused."""

    def __init__(self, world: World, codes: frozenset[str]) -> None:
        self._world = world
        self._codes = codes
        self.code: str | None = None

    def __enter__(self) -> Self:
        self._before = heads(self._world)
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if error is not None and not isinstance(error, OURS):
            return False
        self.code = None if error is None else error.code
        assert self.code in (self._codes or {None}), (self.code, self._codes)
        if self.code is not None:
            assert heads(self._world) == self._before
        return True
