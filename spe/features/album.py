"""How many pictures a post holds."""

from spe.features._comparison import Comparison
from spe.features._feature import NAN, feature
from spe.posts import Post


@feature(
    "Album",
    group="format",
    unit="1 for several pictures",
    low=0,
    high=1,
    lots="an album of several photos",
    little="a single photo",
    more="as an album",
    less="as a single photo",
    source="the number of photos and videos in the post",
    comparison=Comparison(0, 1, scale="yes_or_no"),
    posts=("posts of several photos", "posts of a single photo"),
    having=("An album", "A single photo"),
)
def album(post: Post) -> float:
    """1 where a post holds several photos or videos, 0 where it holds one, NaN where unknown.

    >>> album(Post("a", "a.jpg", pictures=4))
    1.0
    """
    return NAN if post.pictures is None else float(post.pictures > 1)
