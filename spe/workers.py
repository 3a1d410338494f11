"""Other processes that do the work: of this computer, or of a Dask cluster.

Both are a `concurrent.futures.Executor`, and that is all the rest of spe sees of them.
"""

import contextlib
import faulthandler
import multiprocessing
import os
import signal
import sys
import threading
import traceback
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from spe.errors import NotReadyError, SpeError
from spe.version import DISTRIBUTION

Item = TypeVar("Item")
Result = TypeVar("Result")

# Items in the hands of a cluster at once. Every item waits in the scheduler's
# memory, so there are not more of them than keep a few hundred cores busy.
IN_HAND = 1000


@dataclass(frozen=True)
class Workers:
    """Which processes: `jobs` of this computer (one a core), or those behind a Dask `scheduler`."""

    jobs: int | None = None
    scheduler: str | None = None

    @property
    def count(self) -> int:
        """Processes on this computer."""
        return self.jobs or os.cpu_count() or 1

    @property
    def in_this_process(self) -> bool:
        """Whether this very process does all of it."""
        return self.scheduler is None and self.count == 1


def each(
    work: Callable[[Item], Result], items: Iterable[Item], workers: Workers
) -> Generator[tuple[Item, Result | None], None, None]:
    """`work` of each item as it is finished, in any order; None where the process died of it.

    `work` is a function that a worker can import. When native code takes a process
    down, each item that was in hand is tried again in a process of its own: one of
    them did it, and the others lose nothing.

    Raises:
        NotReadyError: Dask is not installed, or its scheduler does not answer.
        SpeError: the scheduler went away meanwhile.
    """
    todo = deque(items)
    while todo:
        crashed: list[Item] = []
        yield from _together(work, todo, workers, crashed)
        for item in crashed:
            again: list[Item] = []
            yield from _together(work, deque([item]), replace(workers, jobs=1), again)
            if again:
                yield item, None


def _together(
    work: Callable[[Item], Result], todo: deque[Item], workers: Workers, crashed: list[Item]
) -> Iterator[tuple[Item, Result]]:
    """Work on `todo` until it is empty or a process dies; then `crashed` holds the suspects."""
    with _pool(workers) as (pool, death, most):
        asked: dict[Future[Result], Item] = {}
        try:
            while asked or (todo and not crashed):
                while todo and not crashed and len(asked) < most:
                    item = todo.popleft()
                    try:
                        asked[pool.submit(work, item)] = item
                    except death:
                        crashed.append(item)
                for future in wait(asked, return_when=FIRST_COMPLETED).done:
                    item = asked.pop(future)
                    try:
                        result = future.result()
                    except (death, TypeError) as error:
                        _unless_lost(error, death)
                        crashed.append(item)
                    else:
                        yield item, result
        except CancelledError as error:
            raise SpeError(
                f"The Dask scheduler {workers.scheduler} went away.\n"
                "What was finished is kept: run the same again."
            ) from error
        finally:
            for future in asked:
                future.cancel()


def _unless_lost(error: Exception, death: type[Exception]) -> None:
    """Raise `error` again unless it means that a process died with the item's result.

    Besides `death` that is what Dask's executor says when it announced a result and lost
    it with its worker before handing it over: it trips over unpacking it.
    """
    *_, (frame, _line) = traceback.walk_tb(error.__traceback__)
    if not isinstance(error, death) and "cfexecutor" not in frame.f_code.co_filename:
        raise error


@contextlib.contextmanager
def _pool(workers: Workers) -> Iterator[tuple[Executor, type[Exception], int]]:
    """Processes to hand items to, how their death shows, and how many items to hand out at once."""
    if workers.scheduler is not None:
        with _dask(workers.scheduler) as (pool, death):
            yield pool, death, IN_HAND
        return
    # A fresh interpreter a worker: a detector made before a fork hangs in the child.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers.count, mp_context=context, initializer=_start) as pool:
        yield pool, BrokenProcessPool, 2 * workers.count


def _start() -> None:
    """Leave Ctrl-C to the parent, which then lets each worker finish what it has in hand."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # as the command's own process does
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this worker once its parent is gone: one that was killed can't tell it to."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """End this process where the work within takes longer, even in native code that hangs.

    To `each`, that is a process that died of its item. One at a time in a process.
    """
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


@contextlib.contextmanager
def _dask(scheduler: str) -> Iterator[tuple[Executor, type[Exception]]]:
    # joblib's own Dask backend waits for ever when a worker dies of a task.
    try:
        from distributed import Client, KilledWorker, Security  # noqa: PLC0415  (an extra)
    except ModuleNotFoundError as error:
        raise NotReadyError(
            f"Dask is not installed. Run: pip install '{DISTRIBUTION}[dask]'"
        ) from error
    if scheduler.startswith("tls:") and not Security().get_connection_args("client")["ssl_context"]:
        raise NotReadyError(
            f"{scheduler} wants a certificate, and none is named.\n"
            "Name it in DASK_DISTRIBUTED__COMM__TLS__CA_FILE, "
            "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT and "
            "DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY."
        )
    try:
        client = Client(scheduler, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NotReadyError(
            f"No Dask scheduler answers at {scheduler} ({error}).\n"
            "Start one: dask scheduler, and on each machine: dask worker tcp://HOST:8786"
        ) from error
    with client:
        yield client.get_executor(pure=False), KilledWorker


def one_thread() -> None:
    """Keep numpy's own threads from competing with the other workers."""
    from threadpoolctl import threadpool_limits  # noqa: PLC0415  (only in a worker)

    threadpool_limits(1)
