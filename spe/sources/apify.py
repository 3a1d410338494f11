"""What Apify's Instagram scraper gives as JSON; its CSV is read as a table."""

from spe.sources._export import moving
from spe.sources._records import Dialect, Record, Told, ending, identity, moment_of, source
from spe.sources._values import known, words

NAME = "apify"


def _tells(record: Record) -> bool:
    return "shortCode" in record and ("likesCount" in record or "timestamp" in record)


def _told(record: Record) -> Told:
    code = identity(record.get("shortCode"))
    number = identity(record.get("id"))
    links = record.get("images")
    named = [ending(link) for link in links if link] if isinstance(links, list) else []
    kind = f"{words(record.get('type'))} {words(record.get('productType'))}"
    return Told(
        id=code,
        names=(number,),
        when=moment_of(record.get("timestamp")),
        likes=known(record.get("likesCount")),
        comments=known(record.get("commentsCount")),
        caption=words(record.get("caption")),
        photos=tuple(
            name for name in (code, number, *named, ending(record.get("displayUrl"))) if name
        ),
        parts=tuple(named),
        pictures=len(named) or (1 if kind.startswith("Image") else None),
        owner=words(record.get("ownerUsername")),
        reason=moving(kind),
    )


SOURCE = source(
    Dialect(NAME, (("shortCode", "likesCount"), ("shortCode", "ownerUsername")), _tells, _told),
    "Apify's Instagram JSON with the photos beside it",
)
