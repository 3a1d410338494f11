"""What strangers made is worked on in a second process, which costs nothing but the one thing."""

import os
import sys
import time

import pytest

from spe import apart
from spe.errors import PhotoError

LONG, MUCH = 60, 2**30


def refuse(text):
    """Raise what a decoder raises."""
    raise PhotoError(text)


class OddError(Exception):
    """An error that can't be handed from one process to another."""

    def __init__(self, one, _two):
        super().__init__(one)


def raise_odd():
    """Raise it."""
    raise OddError("one", lambda: 2)


def ask(function, *given, seconds=LONG, memory=MUCH):
    return apart.call(function, *given, seconds=seconds, memory=memory)


def test_what_a_function_returns_comes_back_from_one_other_process():
    first = ask(os.getpid)

    assert first == ask(os.getpid) != os.getpid()


def test_what_it_raises_is_raised():
    with pytest.raises(PhotoError, match=r"^a\.jpg: not a photo$"):
        ask(refuse, "a.jpg: not a photo")


def test_an_error_that_can_t_be_handed_over_is_an_error_all_the_same():
    before = ask(os.getpid)

    with pytest.raises(RuntimeError, match=r"^OddError: one$"):
        ask(raise_odd)

    assert ask(os.getpid) == before


def test_what_is_printed_there_is_no_answer():
    assert ask(print, "nothing to see") is None
    assert ask(os.write, 1, b"by a library") == len(b"by a library")
    assert ask(len, "four") == 4


def test_one_that_dies_costs_what_it_was_asked_and_nothing_after():
    before = ask(os.getpid)

    with pytest.raises(apart.DiedError):
        ask(os._exit, 0)

    assert ask(os.getpid) != before


def test_one_that_hangs_is_ended():
    with pytest.raises(apart.DiedError):
        ask(time.sleep, 3600, seconds=0.1)

    assert ask(len, "four") == 4


def test_a_question_in_time_leaves_no_clock_behind():
    ask(len, "four", seconds=0.3)
    time.sleep(0.4)

    assert ask(len, "four") == 4


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux alone keeps the limit")
def test_one_that_swells_is_refused_memory_and_lives():
    before = ask(os.getpid)

    with pytest.raises(MemoryError):
        ask(bytearray, 2**28, memory=2**26)

    assert len(ask(bytearray, 2**26, memory=2**28)) == 2**26
    assert ask(os.getpid) == before


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux alone keeps the limit")
def test_the_limit_of_memory_ends_with_the_work():
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    with apart.memory_limit(2**34):
        assert resource.getrlimit(resource.RLIMIT_AS)[0] > 2**34

    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_an_answer_that_nobody_waited_for_is_not_given_to_the_next(monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    before = ask(os.getpid)
    with monkeypatch.context() as patch:
        patch.setattr(apart._Helper, "ask", interrupted)
        with pytest.raises(KeyboardInterrupt):
            ask(len, "four")

    assert ask(os.getpid) != before


def test_a_process_that_was_forked_has_one_of_its_own(monkeypatch):
    before = ask(os.getpid)
    helper = apart._known[0]
    monkeypatch.setattr(helper, "owner", os.getpid() + 1)

    assert ask(os.getpid) != before

    helper.end()
