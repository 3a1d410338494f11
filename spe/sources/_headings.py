"""What people and programs call the columns of a table, in their own languages."""

from collections.abc import Iterable

from spe.sources._values import squeezed

_CALLED = {
    "image": """image images img imagefile imagepath file filename filepath path photo photos
        photofile picture pic media uri bild datei foto fichier archivo imagen immagine""",
    "likes": """likes like likecount likescount likecounts numberoflikes numlikes nlikes
        likenumber hearts favorites favourites favoritecount favouritecount favs reactions
        gefalltmir gefalltmirangaben gefalltmirs mentionsjaime jaime megusta mipiace curtidas
        gostos vindikleuks begeniler begeni begenme polubienia отметкинравится нравится
        いいね 좋아요 赞 讚 点赞 suka gillamarkeringar gillar synesgodtom likerklikk tykkaykset
        tosemilibi lajkok tetszes""",
    "posted_at": """date datetime timestamp posted postedat postedon posttime postdate
        postingtime publishtime published publishedat publicationdate created createdat
        creationtimestamp datum zeitpunkt veroffentlichungszeit zeitpunktderveroffentlichung
        fecha horadepublicacion heuredepublication dataepubblicazione oradipubblicazione data
        horariodapublicacao""",
    "time": "time clock hour uhrzeit zeit heure hora ora",
    "caption": """caption text description beschreibung descripcion descrizione descricao
        bildunterschrift legende title fulltext""",
    "comments": """comments comment commentcount commentscount numberofcomments kommentare
        commentaires comentarios commenti reacties""",
    "followers": "followers follower followercount followerscount abonnenten seguidores",
    "pictures": """pictures picturecount numberofpictures photocount numberofphotos imagecount
        numberofimages slides slidecount numberofslides mediacount carouselmediacount bilder
        anzahlbilder anzahlfotos""",
    "id": "id postid mediaid shortcode code beitragsid iddelapublicacion",
    "permalink": "permalink link url posturl permanenterlink enlacepermanente permalien",
    "type": """posttype mediatype type typename beitragsart beitragstyp tipodepublicacion
        typedepublication tipodipost""",
    "likes_as_of": "likesasof countedat readon asof",
    "likes_from": "likesfrom",
    "excluded": "excluded",
}
# These name the photo, or beside a column that does, say how many there are.
_EITHER = frozenset({"photos", "images"})

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
