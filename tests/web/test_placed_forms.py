"""A form becomes one order, however often and however fast it is sent."""

from __future__ import annotations

import threading

from web.placed_forms import PlacedForms


def test_a_form_is_placed_once_by_many_at_once() -> None:
    forms, placed, told = PlacedForms(), [], []

    def place() -> str:
        placed.append(1)
        return f"/orders/{len(placed)}"

    threads = [threading.Thread(target=lambda: told.append(forms.once("mark", place))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == ["/orders/1"] * 8


def test_forms_without_a_mark_and_other_forms_are_placed_each_time() -> None:
    forms, numbers = PlacedForms(), iter(range(10))
    assert [forms.once(mark, lambda: str(next(numbers))) for mark in ("", "", "a", "b", "a")] == [
        "0",
        "1",
        "2",
        "3",
        "2",
    ]


def test_a_form_that_could_not_be_placed_may_be_sent_again() -> None:
    forms = PlacedForms()

    def fails() -> str:
        raise OSError

    try:
        forms.once("a", fails)
    except OSError:
        assert forms.once("a", lambda: "/orders/1") == "/orders/1"
    else:
        raise AssertionError("the failure is not told")
