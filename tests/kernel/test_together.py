"""What is put off until a transaction ends, and what is remembered in it."""

from __future__ import annotations

from contextlib import suppress

from purnadaya.kernel.together import forget, known, learn, once, put_off, settle, together, undoable, waits


class UndoneError(Exception):
    """A part of the transaction is undone."""


class Heap:
    """Something done, with what and how often."""

    def __init__(self) -> None:
        self.done: list[list[object]] = []

    def do(self, things: list[object]) -> None:
        self.done.append(things)


def test_what_is_put_off_is_done_once_at_the_end_in_the_order_it_came() -> None:
    heap = Heap()
    doing = heap.do
    with together():
        put_off(doing, 2)
        put_off(doing, 1)
        assert heap.done == []
    assert heap.done == [[2, 1]]


def test_where_there_is_no_transaction_it_is_done_at_once_and_nothing_is_remembered() -> None:
    heap, asked = Heap(), []
    put_off(heap.do, 1)
    assert heap.done == [[1]]
    learn("a", 1)
    for _ in range(2):
        once("a", lambda: asked.append(1))
    forget("a")
    settle()
    assert len(asked) == 2
    assert known("a") is None
    with undoable():
        assert not waits(heap.do)


def test_nothing_is_done_of_a_transaction_that_fails() -> None:
    heap = Heap()
    with suppress(UndoneError), together():
        put_off(heap.do, 1)
        raise UndoneError
    assert heap.done == []


def test_a_part_that_is_undone_takes_with_it_what_it_put_off_and_learnt() -> None:
    heap = Heap()
    doing = heap.do
    with together():
        put_off(doing, "before")
        learn("a", 1)
        with suppress(UndoneError), undoable():
            put_off(doing, "undone")
            learn("a", 2)
            learn("b", 2)
            raise UndoneError
        assert (known("a"), known("b")) == (1, None)
        put_off(doing, "after")
    assert heap.done == [["before", "after"]]


def test_what_waited_before_a_part_and_was_done_in_it_is_done_again_when_the_part_is_undone() -> None:
    heap = Heap()
    doing = heap.do
    with together():
        put_off(doing, "before")
        with suppress(UndoneError), undoable():
            put_off(doing, "undone")
            settle(doing)
            raise UndoneError
        assert waits(doing)
    assert heap.done == [["before", "undone"], ["before"]]


def test_a_part_within_a_part_is_undone_alone() -> None:
    heap = Heap()
    doing = heap.do
    with together(), undoable():
        put_off(doing, "kept")
        with suppress(UndoneError), undoable():
            put_off(doing, "undone")
            raise UndoneError
    assert heap.done == [["kept"]]


def test_what_is_put_off_while_the_rest_is_done_is_done_too() -> None:
    heap = Heap()
    doing = heap.do
    with together():
        put_off(lambda things: [put_off(doing, thing) for thing in things] and None, 1)
    assert heap.done == [[1]]


def test_only_what_is_asked_for_is_done_early() -> None:
    heap, other = Heap(), Heap()
    doing, else_ = heap.do, other.do
    with together():
        put_off(doing, 1)
        put_off(else_, 2)
        settle(else_)
        assert (heap.done, other.done) == ([], [[2]])
    assert (heap.done, other.done) == ([[1]], [[2]])


def test_an_answer_is_asked_for_once_until_it_is_forgotten() -> None:
    answers = iter((1, None, 3))
    with together():
        assert [once("a", lambda: next(answers)) for _ in range(2)] == [1, 1]
        forget("a")
        assert [once("a", lambda: next(answers)) for _ in range(2)] == [None, None]
    with together():
        assert once("a", lambda: next(answers)) == 3
