"""The step that decides whether people stay: typing like counts, a few seconds a post."""

from spe.likes.beside import Beside
from spe.likes.server import LikesServer
from spe.likes.session import (
    ALLOWED_FROM,
    DoubtfulError,
    NotANumberError,
    Progress,
    Session,
    number,
)

__all__ = [
    "ALLOWED_FROM",
    "Beside",
    "DoubtfulError",
    "LikesServer",
    "NotANumberError",
    "Progress",
    "Session",
    "number",
]
