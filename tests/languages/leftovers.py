"""What another language leaves in English: sentences of the English page, and English words."""

import re
from html.parser import HTMLParser

SPOKEN = ("aria-label", "title", "alt", "placeholder", "data-1", "data-2", "data-3", "data-sort")

# Words that hardly an English sentence does without, and that German does not have.
_WORDS = """
    about above after any are as been before below between both but by can cannot can't does each
    earlier expected few fewer for found from had have how if is it its later less more most nothing
    of on once one only or other photo photos post posts range same since than that the their them
    these they this those times to too usual and with within were what when where which who without
    would you your
"""
ENGLISH = frozenset(_WORDS.split())

# Names, units and the like that both languages write alike; and what stands in both by chance.
_ALIKE = "Likes Format Album Hashtags Symmetrie Experiment VIF t p q spe Feed Trend Median Foto"
ALIKE = frozenset(_ALIKE.split())

COMMAND = re.compile(r"\bspe [a-z]+(?: --?[\w-]+| ID| N\b| drafts/)*")

# Terms that German takes from English as they are.
TERMS = re.compile(r"Spike-and-Slab|Intention-to-treat|p\s\(max‑T\)|q\s\(BH\)")


class Said(HTMLParser):
    """What a reader sees or hears: the pieces of text, and the spoken attributes.

    Commands (`code`) and people's own words (`bdi`) are left out.
    """

    def __init__(self, html):
        super().__init__()
        self.pieces, self.language, self._silent = [], None, []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.language = self.language or given.get("lang")
        self.pieces += [given[name] for name in SPOKEN if given.get(name)]
        if tag in {"style", "script", "code", "bdi"}:
            self._silent.append(tag)

    def handle_endtag(self, tag):
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()

    def handle_data(self, data):
        if not self._silent and data.strip():
            self.pieces.append(" ".join(data.split()))


def pieces(html):
    """The pieces of text of a page that hold a word, each once."""
    return sorted({piece for piece in Said(html).pieces if re.search(r"[^\W\d_]{2}", piece)})


def english(text):
    """The English words in a text, commands aside."""
    words = re.findall(
        r"(?<!\w)[^\W\d_]+(?:['’][^\W\d_]+)?(?!\w)", TERMS.sub(" ", COMMAND.sub(" ", text))
    )
    return [word for word in words if word.replace("’", "'").lower() in ENGLISH]


def left_over(foreign, home, own=()):
    """What stands in a page of another language as in the English one, or in English words.

    Args:
        foreign: the page that should be in the other language.
        home: the same page in English.
        own: words of a person, which stand as they are.
    """
    for words in own:
        foreign, home = foreign.replace(words, "…"), home.replace(words, "…")
    same = set(pieces(foreign)) & set(pieces(home)) - ALIKE
    # One word may be alike in both; a date or a number with a word is not.
    alike = [piece for piece in same if " " in TERMS.sub("", piece)]
    return sorted({*alike, *(piece for piece in pieces(foreign) if english(piece))})
