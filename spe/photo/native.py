"""How models are opened without noise: on the terminal, and from what nobody asked to load."""

import contextlib
import importlib
import os
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any


@contextlib.contextmanager
def plots_later() -> Iterator[None]:
    """Keep MediaPipe from loading pyplot for drawings that nobody here asks of it.

    That takes as long as all the rest of it. What stands in for pyplot meanwhile loads it
    at the first thing that is wanted of it.
    """
    name = "matplotlib.pyplot"
    if name in sys.modules:
        yield
        return
    later = ModuleType(name)
    vars(later)["__getattr__"] = lambda wanted: getattr(importlib.import_module(name), wanted)
    sys.modules[name] = later
    try:
        yield
    finally:
        if sys.modules.get(name) is later:
            del sys.modules[name]


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """Keep the native log from the terminal: file descriptor 2 leads nowhere meanwhile.

    Python's own messages are not lost: an exception is raised after the
    descriptor is back.
    """
    sys.stderr and sys.stderr.flush()
    try:
        kept = os.dup(2)
    except OSError:  # no stderr at all, as in a window's program
        yield
        return
    try:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123  (a device, not a file)
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def interpreter(model: bytes) -> Any:  # noqa: ANN401  (of a library without types)
    """A model that LiteRT runs in one thread, ready for its input.

    Raises:
        ModuleNotFoundError: LiteRT is not installed.
    """
    from ai_edge_litert.interpreter import Interpreter  # noqa: PLC0415

    with silence():
        made = Interpreter(model_content=model, num_threads=1)
        made.allocate_tensors()
    return made
