"""Deutsch: alles, was Seiten und Karte sagen, in einem Paket.

Nothing outside this package knows a German word. Docstrings and comments are English, as in
the rest of the house.
"""

from spe.languages import Language
from spe.languages.de import drafts, likes, report

LANGUAGE = Language("de", report=report.WORDS, drafts=drafts, likes=likes)
