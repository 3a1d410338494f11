"""Instagram's label_values: what an entry says in the account's own language.

Since 2026 a post is a list of labelled values. The labels are translated, the keys are not:
the photos stand under the key `media`, however deep.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from spe.sources._export import dicts, within
from spe.sources._headings import meaning
from spe.sources._values import known, mended, squeezed

# Deeper than any album is nested.
_DEEPEST = 30

_TRUE = """
    true yes wahr ja vrai oui verdadero sí vero sì verdadeiro sim waar doğru evet prawda tak
    истина да правда はい 真 예 참 是 sant sand sann tosi kyllä pravda ano igaz adevărat benar đúng
"""
_FALSE = """
    false no falsch nein faux non falso não onwaar nee yanlış hayır fałsz nie ложь нет いいえ
    偽 아니요 거짓 否 假 falskt falsk usann nej nei epätosi ei nepravda ne hamis fals salah sai
"""
_LABELS = {
    "draft": """
        draft entwurf brouillon borrador bozza rascunho concept taslak szkic wersjarobocza
        черновик 下書き 초안 임시저장 草稿 utkast kladde luonnos koncept piszkozat ciornă nháp draf
    """,
    "published": """
        publish veröffentlicht publié publicad pubblicat gepubliceerd yayınlan opublikowan
        опубликован 公開 게시 发布 發佈 發布 publicer publiser julkaist publikovan közzé publicat
        đăng diterbitkan dipublikasikan
    """,
    "ad": """
        advert werbung anzeige publicité anuncio publicidad inserzione annuncio pubblicità
        anúncio publicidade advertentie reklam реклам 広告 광고 广告 廣告 annons annonce mainos
        hirdetés iklan quảngcáo
    """,
}
_YES = frozenset(squeezed(word) for word in _TRUE.split())
_NO = frozenset(squeezed(word) for word in _FALSE.split())
_SAYS = {what: [squeezed(word) for word in called.split()] for what, called in _LABELS.items()}
_AD = frozenset({"ad", "isad", "isanad"})

# In this order Instagram writes them.
_FLAGS = ("draft", "published", "ad")


@dataclass(frozen=True)
class Label:
    """One labelled value of an entry."""

    name: str
    value: str
    seconds: object = None

    @property
    def flag(self) -> bool | None:
        """True or False where the value is a yes or no; None for anything else."""
        word = squeezed(self.value)
        return True if word in _YES else False if word in _NO else None


def labels(entry: dict[str, Any]) -> list[Label]:
    """The labelled values of an entry, of either age of the export."""
    older = entry.get("string_map_data")
    found = [
        Label(mended(name), mended(within(older, name, "value")), within(older, name, "timestamp"))
        for name in (older if isinstance(older, dict) else ())
    ]
    found.extend(
        Label(mended(item.get("label")), mended(item.get("value")), item.get("timestamp_value"))
        for item in dicts(entry.get("label_values"))
    )
    return found


def media(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """The media of an entry in their order: its own, and those its labels hold."""
    found: dict[str, dict[str, Any]] = {}
    for medium in (*_under(entry.get("media")), *_within(entry.get("label_values"), 0)):
        if isinstance(uri := medium.get("uri"), str) and uri:
            found.setdefault(uri, medium)
    return list(found.values())


def _within(value: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    for item in value if isinstance(value, list) else ():
        yield from _within(item, depth + 1)
    for key, inner in value.items() if isinstance(value, dict) else ():
        if key == "media":
            yield from _under(inner)
        yield from _within(inner, depth + 1)


def _under(value: object) -> Iterator[dict[str, Any]]:
    yield from [value] if isinstance(value, dict) else dicts(value)


def caption(told: list[Label]) -> str:
    """The caption among the labels: told by its label, else the first that is a text."""
    named = [one.value for one in told if meaning(one.name) == "caption"]
    if named:
        return next(filter(None, named), "")
    texts = (one.value for one in told if one.flag is None and "://" not in one.value)
    return next(filter(None, texts), "")


def no_post(told: list[Label]) -> str | None:
    """Why an entry is no post: a draft, not published, an advertisement; None for a post.

    Flags in a language that is not known are told by their order, where all three are there.
    """
    flags = [(one, one.flag) for one in told if one.flag is not None]
    says: dict[str, bool] = {}
    for at, (one, flag) in enumerate(flags):
        what = _about(one.name) or (_FLAGS[at] if len(flags) == len(_FLAGS) else None)
        if what is not None:
            says[what] = bool(flag)
    if says.get("draft") or says.get("published") is False:
        return "drafts"
    return "advertisements" if says.get("ad") else None


def _about(label: str) -> str | None:
    name = squeezed(label)
    if name in _AD:
        return "ad"
    return next((what for what, called in _SAYS.items() if any(w in name for w in called)), None)


def labelled(told: list[Label], about: str) -> int | None:
    """The count whose label is about this; None where it is unknown."""
    values = (one.value for one in told if meaning(one.name) == about)
    return next((known(value) for value in values), None)
