"""English, whose words lie in the rooms that say them: every refusal is a sentence too."""

from spe.drafts import english as drafts
from spe.languages import Language
from spe.likes import english as likes
from spe.report.words.en import ENGLISH

LANGUAGE = Language("en", report=ENGLISH, drafts=drafts, likes=likes)
