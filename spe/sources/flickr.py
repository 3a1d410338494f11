"""Flickr's export: `photo_<id>.json` beside photos whose names hold the id; faves are likes."""

from spe.sources._records import Dialect, Record, Told, ending, identity, moment_of, source
from spe.sources._values import known, words

NAME = "flickr"


def _tells(record: Record) -> bool:
    return "date_imported" in record and "id" in record and "count_faves" in record


def _told(record: Record) -> Told:
    number = identity(record.get("id"))
    title, text = words(record.get("name")), words(record.get("description"))
    private = words(record.get("privacy")).casefold() == "private"
    return Told(
        id=number,
        when=moment_of(record.get("date_imported")),
        likes=known(record.get("count_faves")),
        comments=known(record.get("count_comments")),
        caption="\n".join(part for part in (title, text) if part),
        photos=(number, ending(record.get("original"))),
        pictures=1,
        moves=words(record.get("type")) == "video",
        reason="private photos" if private else None,
    )


SOURCE = source(
    Dialect(NAME, (("count_faves", "date_imported"),), _tells, _told, threes=False),
    "Flickr's export of photos and their JSON",
)
