from __future__ import annotations

import pytest

from models.book import BookId
from models.errors import ModelsError


def test_a_book_is_named_by_bureau_year_and_kind() -> None:
    book = BookId.parse("guangzhou-baiyun/2021/rehearsal")
    assert (book.bureau, book.year, book.kind) == ("guangzhou-baiyun", 2021, "rehearsal")
    assert str(book) == "guangzhou-baiyun/2021/rehearsal"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "guangzhou-baiyun/2021",
        "guangzhou-baiyun/2021/draft",
        "guangzhou-baiyun/21/real",
        "guangzhou-baiyun/1999/real",
        "Guangzhou/2021/real",
        "白云/2021/real",
        "../2021/real",
        "-baiyun/2021/real",
        "a/b/2021/real",
        "guangzhou-baiyun/2021/real/",
        "guangzhou-baiyun/2021/real\n",
        "guangzhou-baiyun/２０２１/real",
    ],
)
def test_anything_else_is_no_book_and_is_shown_as_it_was_given(text: str) -> None:
    with pytest.raises(ModelsError) as refused:
        BookId.parse(text)
    assert (refused.value.code, refused.value.params) == ("book.bad-id", {"given": text})
