"""What people and programs call the columns of a table, in their own languages."""

import re
from collections.abc import Iterable

from spe.sources._values import count, squeezed

_CALLED = {
    "image": """image images img imagefile imagepath file filename filepath path photo photos
        photofile picture pictures pic media uri bild bilder datei foto fotos fichier archivo
        imagen immagine""",
    "likes": """likes like likecount likescount likecounts numberoflikes numlikes nlikes
        likenumber hearts favorites favourites favoritecount favouritecount favs reactions
        gefalltmir gefalltmirangaben gefalltmirs mentionsjaime jaime megusta mipiace curtidas
        gostos vindikleuks begeniler begeni begenme polubienia отметкинравится нравится
        いいね 좋아요 赞 讚 点赞 suka gillamarkeringar gillar synesgodtom likerklikk tykkaykset
        tosemilibi lajkok tetszes curtida megustas jaimes mentionjaime mipiaces postlikes
        totallikes gefalltmirmal gefalltmale herzen coeurs corazones cuori""",
    "posted_at": """date datetime timestamp posted postedat postedon posttime postdate
        postingtime publishtime published publishedat publicationdate created createdat
        creationtimestamp datum zeitpunkt veroffentlichungszeit zeitpunktderveroffentlichung
        fecha horadepublicacion heuredepublication dataepubblicazione oradipubblicazione data
        horariodapublicacao horariodepublicacao orariodipubblicazione publiceringstid takenat
        dateposted datetimeposted tag day""",
    "time": "time clock hour uhrzeit zeit heure hora ora",
    "caption": """caption text description beschreibung descripcion descrizione descricao
        bildunterschrift legende title fulltext beskrivning captiontext posttext message""",
    "comments": """comments comment commentcount commentscount numberofcomments kommentare
        commentaires comentarios commenti reacties kommentarer commentairescount""",
    "followers": "followers follower followercount followerscount abonnenten seguidores",
    "pictures": """picturecount numberofpictures photocount numberofphotos imagecount
        numberofimages slides slidecount numberofslides mediacount carouselmediacount
        anzahlbilder anzahlfotos""",
    "id": """id postid mediaid beitragsid iddelapublicacion iddepublication iddelpost pk
        identificacaodopost identificadordelapublicacion publiceringsid berichtid""",
    "code": "shortcode code",
    "permalink": """permalink link url posturl permanenterlink enlacepermanente permalien
        linkpermanente permalank postlink posturl enlace lien""",
    "type": """posttype mediatype type typename beitragsart beitragstyp tipodepublicacion
        typedepublication tipodipost tipodepost inlaggstyp posttyp""",
    "likes_as_of": "likesasof countedat readon asof",
    "likes_read_after": "likesreadafter",
    "likes_from": "likesfrom",
    "excluded": "excluded",
    "subject": "subject subjects motiv sujet motivo soggetto",
    "more_images": "moreimages",
}
# These name the photo, or beside a column that does, say how many there are.
_EITHER = frozenset({"photos", "images", "pictures", "bilder", "fotos"})

_MEANING = {word: name for name, called in _CALLED.items() for word in called.split()}


def meaning(heading: str) -> str | None:
    """What a column or label is about; None for what spe does not know.

    >>> meaning("Like Count"), meaning("„Gefällt mir“-Angaben"), meaning("Reach")
    ('likes', 'likes', None)
    """
    return _MEANING.get(squeezed(heading))


def columns(headings: Iterable[str]) -> dict[str, str]:
    """The first heading of each meaning: `{"likes": "Like Count", ...}`."""
    found: dict[str, str] = {}
    for heading in sorted(headings, key=lambda heading: squeezed(heading) in _EITHER):
        about = meaning(heading)
        if about == "image" and "image" in found and squeezed(heading) in _EITHER:
            about = "pictures"
        if about is not None:
            found.setdefault(about, heading)
    if "posted_at" not in found and "time" in found:
        found["posted_at"] = found.pop("time")
    return found


def about(headings: Iterable[str]) -> int:
    """How many meanings are among the headings: one cell of a text may be a heading by chance."""
    return len({known for heading in headings if (known := meaning(heading)) is not None})


_NUMBER = re.compile(
    r"\d(?:[\d.,'’ \u00a0\u202f]*\d)?(?:\s?(?:k|m|tsd|mio|mln|tys|тыс|млн)\b\.?|\s?[万萬만千천])?",
    re.IGNORECASE,
)
_SIGNS = frozenset("+~<>≈±%≤≥")


def counted(value: object, what: str) -> int | None:
    """A count, even where the word for it or a picture stands beside the number.

    >>> counted("12 likes", "likes"), counted("1.234 Likes", "likes"), counted("❤️ 56", "likes")
    (12, 1234, 56)

    Raises:
        ValueError: it is not a whole number, or one of something else.
    """
    try:
        return count(value)
    except ValueError:
        text = str(value).strip()[:80]
        found = _NUMBER.findall(text)
        rest = _NUMBER.sub(" ", text, count=1)
        words = squeezed(rest)
        if len(found) != 1 or _SIGNS & set(rest) or (words and meaning(words) != what):
            raise
        return count(found[0])
