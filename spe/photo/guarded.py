"""Photos that strangers made, decoded in a second process: one that hangs or dies costs itself."""

import functools
from pathlib import Path

from spe import apart
from spe.errors import PhotoError
from spe.photo.decode import LARGE_SIDE, Decoded, decode
from spe.photo.limits import MOST_MEMORY

# Seconds that a photo may take. Far more than any does, for it may have to come from the cloud.
LONGEST = 300

DEADLY = f"it crashed a decoder, or took longer than {LONGEST // 60} minutes."


def decode_apart(
    source: Path | bytes, name: str | None = None, side: int | None = LARGE_SIDE
) -> Decoded:
    """`decode` in a process with limits of time and memory.

    Args:
        source: as for `decode`.
        name: as for `decode`.
        side: as for `decode`.

    Raises:
        PhotoError: whatever `decode` says of it; or it crashed a decoder, or took too long.
    """
    try:
        work = functools.partial(decode, side=side)
        # The other process may have been started in another folder.
        where = source.absolute() if isinstance(source, Path) else source
        return apart.call(work, where, name, seconds=LONGEST, memory=MOST_MEMORY)
    except apart.DiedError as error:
        called = name or (source.name if isinstance(source, Path) else "photo")
        raise PhotoError(f"{called}: {DEADLY}") from error
