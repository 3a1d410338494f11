"""Measuring in the background, while something else is done."""

import os
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Self

from spe.commands._measuring import Measured, measure, todo_of, write_down
from spe.commands._talk import progress
from spe.project import Project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spe.posts import Post

# Seconds between looks at how far it is.
_PAUSE = 0.1


class _StoppedError(Exception):
    """The person stopped it; what is finished is kept."""


class Measuring:
    """Measures an account's photos in a thread, and writes their table at the end.

    Leaving its `with` block early stops it after the photos in hand.
    """

    def __init__(self, project: Project, posts: "Sequence[Post]") -> None:
        from spe.likes import Beside  # noqa: PLC0415  (OpenCV)

        self._project = project
        self._posts = posts
        self._todo = todo_of({project: posts})
        self.beside = Beside(self._todo.total)
        self._stop = threading.Event()
        self._measured: Measured | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    def result(self) -> Measured:
        """What was measured, once it is; a bar shows how far it is.

        Raises:
            SpeError: whatever went wrong.
        """
        if self._thread.is_alive():
            self._wait()
        if self._error is not None:
            raise self._error
        assert self._measured is not None  # noqa: S101  (without an error there is a result)
        return self._measured

    def _wait(self) -> None:
        with progress() as bar:
            task = bar.add_task("Measuring photos", total=self.beside.total)
            while self._thread.is_alive():
                bar.update(task, completed=self.beside.done)
                self._thread.join(_PAUSE)

    def _run(self) -> None:
        from spe.workers import Workers  # noqa: PLC0415

        # The page is to answer at once meanwhile, so a core is left to it where there are some.
        cores = os.cpu_count() or 1
        workers = Workers(cores - 1 if cores > 2 else cores)
        try:
            self._measured = measure(self._project.cache, self._todo, workers, self._step)
            write_down(self._project, self._posts, self._measured, anew=False)
        except BaseException as error:  # noqa: BLE001  (it is raised where the result is asked for)
            self._error = error
        self.beside.end(whole=self._error is None)

    def _step(self) -> None:
        self.beside.done += 1
        if self._stop.is_set():
            raise _StoppedError
