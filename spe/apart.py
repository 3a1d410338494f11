"""A second process for what strangers made: decoders and readers that may hang, die or swell.

It is started when it is first needed, kept while this process lives, and does one thing at a
time. It is a plain Python of its own: a script that uses spe needs no `__main__` guard for it.
"""

import atexit
import contextlib
import faulthandler
import os
import pickle
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, TypeVar

Result = TypeVar("Result")

_SERVE = "import sys; sys.path[:] = sys.argv[1:]; from spe.apart import _serve; _serve()"


class DiedError(Exception):
    """The second process came to its end over what it was asked, or took too long."""


def call(
    function: Callable[..., Result],
    *given: Any,  # noqa: ANN401  (as the function takes them)
    seconds: float,
    memory: int,
) -> Result:
    """What a function returns, or raises, in the second process.

    Args:
        function: stands in a module, so that the other process finds it.
        given: what it is called with.
        seconds: after which the process is ended.
        memory: bytes that it may take beside what it has already; kept on Linux only.

    Raises:
        DiedError: it died of it, or took longer.
    """
    with _lock:
        helper = _helper()
        try:
            failed, result = helper.ask((function, given, seconds, memory))
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            _end()
            raise DiedError from error
        except BaseException:
            _end()  # half an answer may be on its way
            raise
    if failed:
        raise result
    value: Result = result
    return value


def warm_up() -> None:
    """Start the second process, so that it is ready when it is needed."""
    with _lock:
        _helper()


@contextlib.contextmanager
def memory_limit(more: int) -> Iterator[None]:
    """Let this process take `more` bytes and no more; asking for them is a MemoryError.

    Where the system keeps no such limit (all but Linux) there is none.
    """
    if not sys.platform.startswith("linux"):
        yield
        return
    import resource  # noqa: PLC0415  (not on Windows)

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    with open("/proc/self/statm") as file:  # noqa: PTH123  (the quickest way)
        taken = int(file.read().split()[0]) * resource.getpagesize()
    bounds = [bound for bound in (soft, hard) if bound != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min([taken + more, *bounds]), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


class _Helper:
    """The second process, and the two pipes to it."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._process = subprocess.Popen(  # noqa: S603  (this Python, our own words)
            [sys.executable, "-c", _SERVE, *filter(None, sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def ask(self, question: object) -> tuple[bool, Any]:
        """Send a question and wait for its answer."""
        given, taken = self._process.stdin, self._process.stdout
        if given is None or taken is None:
            raise EOFError
        pickle.dump(question, given, pickle.HIGHEST_PROTOCOL)
        given.flush()
        answer: tuple[bool, Any] = pickle.load(taken)  # noqa: S301  (of our own process)
        return answer

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        with contextlib.suppress(OSError):
            self._process.communicate()


_lock = threading.Lock()
_known: list[_Helper] = []


def _helper() -> _Helper:
    """This process's own; one that was inherited by a fork is another's."""
    if _known and _known[0].owner != os.getpid():
        _forgotten.append(_known.pop())
    if not _known:
        _known.append(_Helper())
    return _known[0]


# Kept from the garbage collector, which would complain of a process that is not ours to end.
_forgotten: list[_Helper] = []


@atexit.register
def _end() -> None:
    while _known:
        helper = _known.pop()
        if helper.owner == os.getpid():
            helper.end()


def _serve() -> None:
    """Answer questions until nobody asks any more; what libraries print goes nowhere."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked, said = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    warnings.simplefilter("ignore")
    with contextlib.suppress(EOFError, OSError):
        while True:
            _answer(asked, said)


def _answer(asked: BinaryIO, said: BinaryIO) -> None:
    function, given, seconds, memory = pickle.load(asked)  # noqa: S301  (of our own process)
    faulthandler.dump_traceback_later(seconds, exit=True)
    try:
        with memory_limit(memory):
            answer = (False, function(*given))
    except Exception as error:  # noqa: BLE001  (whatever it was, it is raised where it was asked)
        answer = (True, _handed_over(error))
    finally:
        faulthandler.cancel_dump_traceback_later()
    pickle.dump(answer, said, pickle.HIGHEST_PROTOCOL)
    said.flush()


def _handed_over(error: Exception) -> Exception:
    """The error, or one of the same text where it can't go from one process to another."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  (our own)
    except Exception:  # noqa: BLE001  (errors of libraries fail in all sorts of ways)
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
