"""The step that decides whether people stay: typing like counts, a few seconds a post."""

from spe.likes.server import LikesServer
from spe.likes.session import LEVELS, DoubtfulError, NotANumberError, Progress, Session

__all__ = ["LEVELS", "DoubtfulError", "LikesServer", "NotANumberError", "Progress", "Session"]
