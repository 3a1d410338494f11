"""Text from strangers as a terminal or a page may have it.

File names, captions and what an export says can hold anything: sequences that move a
cursor or name a window, marks that turn the order of letters round, half characters.
Each such sign is shown as one harmless sign, so that widths and styles stay right.
Letters, accents, emoji and their joiners stay as they are.
"""

import re

# Controls (C0, DEL, C1), embeddings, overrides and isolates of direction, separators of
# lines, interlinear marks, and surrogates, which no encoding can write.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\ud800-\udfff]"
)

# C0 and DEL have pictures of their own; everything else is shown as a replacement character.
_PICTURES = 0x2400
_DELETE = "\x7f"


def printable(text: str, *, lines: bool = False) -> str:
    r"""`text` with every sign that could act on a terminal or a page shown instead.

    With `lines`, line breaks are kept. The length stays the same.

    >>> printable("a\x1b[31m\nb")
    'a␛[31m␊b'
    """
    return _UNPRINTABLE.sub(lambda found: _shown(found[0], lines=lines), text)


def _shown(sign: str, *, lines: bool) -> str:
    if lines and sign == "\n":
        return sign
    if sign == _DELETE:
        return "\u2421"
    return chr(_PICTURES + ord(sign)) if sign < " " else "\ufffd"


def in_page(value: object, *, lines: bool = False) -> object:
    """What a template prints, so that no sign in a text acts on what stands around it.

    Markup of the template's own, and what is no text, stays as it is.
    """
    plain = isinstance(value, str) and not hasattr(value, "__html__")
    return printable(str(value), lines=lines) if plain else value


def escaped_json(text: str) -> str:
    r"""A JSON text with the same signs as `\u` escapes: what is read from it is unchanged."""
    return _UNPRINTABLE.sub(
        lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text
    )
