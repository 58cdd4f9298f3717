from __future__ import annotations

import asyncio

import pytest

from app.rehearsal.at_once import at_once


def test_no_more_work_is_under_way_than_the_machine_can_take() -> None:
    under_way: list[int] = []
    most: list[int] = []

    async def work(number: int) -> None:
        under_way.append(number)
        most.append(len(under_way))
        await asyncio.sleep(0)
        under_way.remove(number)

    asyncio.run(at_once(work(number) for number in range(50)))
    assert len(most) == 50
    assert max(most) == 16


def test_the_error_of_the_first_that_fails_is_raised_as_it_is() -> None:
    ended: list[str] = []

    async def fail() -> None:
        await asyncio.sleep(0)
        raise KeyError("the first")

    async def wait() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    with pytest.raises(KeyError, match="the first"):
        asyncio.run(at_once([wait(), fail()]))
    assert ended == ["cancelled"]
