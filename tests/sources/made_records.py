"""Made-up records of programs that save posts, in the shape of each: {name: bytes}.

As in `made_exports`, each function that can be called without arguments is fuzzed.
"""

import json
from datetime import timedelta

from tests.sources.made_exports import MEDIUM, as_json, photo, stamp, when

MOVES = b"\0\0\0\x18ftypmp42"
LONG = 3 * 10**18


def code(number):
    return f"Cx{number:09d}"


def utc(number, between=" "):
    return f"{when(number):%Y-%m-%d{between}%H:%M:%S}"


def lines(records):
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def saved(number, num=1, **more):
    """One record of gallery-dl: of one file of a post on Instagram."""
    return {
        "category": "instagram",
        "subcategory": "posts",
        "likes": 20 + number,
        "post_id": str(LONG + number),
        "post_shortcode": code(number),
        "post_date": utc(number),
        "date": f"{when(number) + timedelta(seconds=2):%Y-%m-%d %H:%M:%S}",
        "description": f"Post {number}",
        "username": "made_up",
        "type": "post",
        "num": num,
        "count": 1,
        "media_id": str(MEDIUM + 100 * number + num),
        "display_url": f"https://x.example/{number}_n.jpg?a=b",
        "video_url": None,
        "filename": f"{number}_n",
        "extension": "jpg",
        **more,
    }


def file_of(number, num=1):
    return f"{MEDIUM + 100 * number + num}.jpg"


def _posts_saved():
    """A photo, an album of two, another's photo one is tagged in, a story."""
    album = [saved(1, num, count=2) for num in (2, 1)]
    tagged = saved(7, subcategory="tagged", username="somebody")
    return [saved(0), *album, tagged, saved(8, type="story")]


def _files_saved():
    names = [file_of(0), file_of(1), file_of(1, 2), file_of(7), file_of(8)]
    return {f"instagram/{name}": photo(number) for number, name in enumerate(names)}


def gallery_dl_lines():
    return {"instagram/data.jsonl": lines(_posts_saved()), **_files_saved()}


def gallery_dl_dump():
    """What `--dump-json` writes: a message for each post, and one for each file."""
    messages = []
    for record in _posts_saved():
        messages += [[2, record], [3, "https://x.example/0_n.jpg", record]]
    return {"instagram/dump.json": as_json(messages), **_files_saved()}


def gallery_dl_a_post():
    """One JSON a post, called after the post; files called as their post and a number."""
    files = {f"p/{LONG + number}.json": as_json(saved(number, count=2)) for number in (0, 1)}
    names = [f"p/{LONG + number}_{num}.jpg" for number in (0, 1) for num in (1, 2)]
    return files | {name: photo(number) for number, name in enumerate(names)}


def gallery_dl_without_its_ending():
    """As `{extension}.json` is often meant: x.json beside x.jpg."""
    files = {f"a/{number}.json": as_json(saved(number)) for number in (0, 1)}
    return files | {f"a/{number}.jpg": photo(number) for number in (0, 1)}


def gallery_dl_2019():
    def about(number):
        return {
            "category": "instagram",
            "subcategory": "user",
            "shortcode": code(number),
            "media_id": str(LONG + number),
            "typename": "GraphImage",
            "likes": 5 + number,
            "date": utc(number),
            "description": f"Old {number}",
            "username": "made_up",
            "video_url": None,
        }

    files = {f"{LONG + number}.jpg": photo(number) for number in (0, 1)}
    return files | {f"{LONG + n}.jpg.json": as_json(about(n)) for n in (0, 1)}


def gallery_dl_x():
    """Of X: a photo, one's own thread, a reply to another, a repost, a video."""

    def about(number, **more):
        return {
            "category": "twitter",
            "subcategory": "timeline",
            "tweet_id": LONG + number,
            "retweet_id": 0,
            "reply_id": 0,
            "date": utc(number),
            "author": {"name": "made_up"},
            "content": f"Walk {number}",
            "favorite_count": 5 + number,
            "reply_count": 1,
            "type": "photo",
            "num": 1,
            "count": 1,
            "filename": f"Pic{number}",
            "extension": "jpg",
            **more,
        }

    told = [
        about(0),
        about(1, reply_id=LONG, reply_to="made_up"),
        about(2, reply_id=5, reply_to="somebody"),
        about(3, retweet_id=7),
        about(4, type="video"),
    ]
    files = {f"t/{LONG + number}_1.jpg": photo(number) for number in range(4)}
    files[f"t/{LONG + 4}_1.mp4"] = MOVES
    beside = dict(zip(files, told, strict=True))
    return files | {f"{name}.json": as_json(record) for name, record in beside.items()}


def instagram_scraper():
    """Two photos, an album, a video and a story; files called as their links end."""

    def node(number, **more):
        name = f"4300000{number}_17000{number}_n.jpg"
        return {
            "__typename": "GraphImage",
            "display_url": f"https://x.example/v/{name}?_nc=1",
            "edge_media_preview_like": {"count": 9 + number},
            "edge_media_to_caption": {"edges": [{"node": {"text": f"Walk {number}"}}]},
            "edge_media_to_comment": {"count": number},
            "id": str(LONG + number),
            "is_video": False,
            "shortcode": code(number),
            "taken_at_timestamp": stamp(number),
            "urls": [f"https://x.example/v/{name}?_nc=1"],
            "username": "made_up",
            **more,
        }

    album = {"edges": [{"node": {"is_video": False}} for _ in range(3)]}
    nodes = [
        node(0),
        node(1),
        node(2, __typename="GraphSidecar", edge_sidecar_to_children=album),
        node(3, is_video=True),
    ]
    stories = [node(4, __typename="GraphStoryImage")]
    files = {f"made_up/4300000{n}_17000{n}_n.jpg": photo(n) for n in range(5)}
    whole = {"GraphImages": nodes, "GraphStories": stories, "GraphProfileInfo": {"x": 1}}
    return {**files, "made_up/made_up.json": as_json(whole)}


def instagrapi():
    """A photo, an album, a hidden count, a video, a reel; files called `<user>_<pk>`."""

    def medium(number, **more):
        return {
            "pk": str(LONG + number),
            "id": f"{LONG + number}_123",
            "code": code(number),
            "taken_at": f"{utc(number, 'T')}+00:00",
            "media_type": 1,
            "product_type": "feed",
            "thumbnail_url": "https://x.example/x.jpg",
            "user": {"pk": "123", "username": "made_up"},
            "comment_count": number,
            "like_count": 20 + number,
            "caption_text": f"Walk {number}",
            "resources": [],
            **more,
        }

    parts = [{"pk": str(LONG + 1), "media_type": 1}, {"pk": str(LONG + 90), "media_type": 1}]
    media = [
        medium(0),
        medium(1, media_type=8, product_type="carousel_container", resources=parts),
        medium(2, like_and_view_counts_disabled=True),
        medium(3, media_type=2),
        medium(4, media_type=2, product_type="clips"),
    ]
    files = {f"made_up_{LONG + number}.jpg": photo(number) for number in range(5)}
    return {**files, "media.json": as_json(media)}


def apify():
    """A photo, an album, a hidden count, a video; files called by short code."""

    def item(number, **more):
        return {
            "id": str(LONG + number),
            "type": "Image",
            "shortCode": code(number),
            "caption": f"Walk {number}",
            "url": f"https://www.instagram.com/p/{code(number)}/",
            "commentsCount": number,
            "displayUrl": "https://x.example/x.jpg",
            "images": [],
            "likesCount": 30 + number,
            "timestamp": f"{utc(number, 'T')}.000Z",
            "ownerUsername": "made_up",
            **more,
        }

    links = [f"https://x.example/{n}.jpg" for n in (1, 2)]
    items = [
        item(0),
        item(1, type="Sidecar", images=links),
        item(2, likesCount=-1),
        item(3, type="Video", productType="clips"),
    ]
    files = {f"{code(number)}.jpg": photo(number) for number in range(4)}
    return {**files, "dataset_instagram.json": as_json(items)}


def mastodon():
    """A photo, a thread of one's own, a reply, a boost, words, a video, a message."""
    me, everybody = "https://m.example/users/me", "https://www.w3.org/ns/activitystreams#Public"

    def picture(number):
        return f"media_attachments/files/111/00{number}/original/{number:016x}.jpg"

    def create(number, kind="image/jpeg", **more):
        note = {
            "id": f"{me}/statuses/{11 * 10**16 + number}",
            "type": "Note",
            "published": f"{utc(number, 'T')}Z",
            "inReplyTo": None,
            "to": [everybody],
            "content": f"<p>Walk &amp; talk<br />no. {number}</p><p>🌿</p>",
            "attachment": [{"type": "Document", "mediaType": kind, "url": f"/{picture(number)}"}],
            "likes": {"totalItems": 3},
            "replies": {"totalItems": number},
            **more,
        }
        return {"id": f"{note['id']}/activity", "type": "Create", "object": note}

    boosts = [
        {"id": f"{me}/statuses/{n}/activity", "type": "Announce", "object": "https://o.example/1"}
        for n in (1, 2)
    ]
    items = [
        *(create(number) for number in range(7)),
        create(10, inReplyTo=f"{me}/statuses/{11 * 10**16}"),
        create(11, inReplyTo="https://o.example/users/somebody/statuses/5"),
        *boosts,
        create(12, attachment=[]),
        create(13, "video/mp4"),
        create(14, to=["https://o.example/users/somebody"]),
    ]
    files = {picture(number): photo(number) for number in (*range(7), 10, 11, 14)}
    box = {"type": "OrderedCollection", "totalItems": len(items), "orderedItems": items}
    return {
        **files,
        "outbox.json": as_json({"@context": everybody, "id": "outbox.json", **box}),
        "actor.json": as_json({"type": "Person", "preferredUsername": "me"}),
        "avatar.png": photo(90, "PNG"),
        "header.png": photo(91, "PNG"),
    }


def pixelfed():
    """A photo, an album, a video, a reply to another, a share, a message."""

    def status(number, *names, **more):
        names = names or (f"{number:012d}.jpg",)
        return {
            "id": str(500 + number),
            "uri": f"https://p.example/p/me/{500 + number}",
            "created_at": f"{utc(number, 'T')}.000Z",
            "content": f"Walk {number}",
            "favourites_count": 3 + number,
            "account": {"id": "1", "acct": "me"},
            "visibility": "public",
            "media_attachments": [
                {"id": "9", "type": "image", "url": f"https://p.example/storage/m/{name}"}
                for name in names
            ],
            **more,
        }

    film = [{"id": "9", "type": "video", "url": "https://p.example/storage/m/film.mp4"}]
    statuses = [
        status(0),
        status(1, "000000000001.jpg", "another.jpg"),
        status(2, media_attachments=film),
        status(3, in_reply_to_id="7", in_reply_to_account_id="2"),
        status(4, reblog={"id": "8"}),
        status(5, visibility="direct"),
    ]
    files = {f"{number:012d}.jpg": photo(number) for number in range(6)}
    return {**files, "pixelfed-statuses.json": as_json(statuses)}


def flickr():
    """Two photos whose names hold the id, one nobody else may see, a film."""

    def about(number, **more):
        return {
            "id": str(53 * 10**9 + number),
            "name": f"Lake {number}",
            "description": "At dawn" if number else "",
            "count_faves": str(4 + number),
            "count_comments": str(number),
            "date_taken": "2001-01-01 11:11:11",
            "date_imported": utc(number),
            "privacy": "public",
            "type": "photo",
            "original": f"https://live.example/1/{53 * 10**9 + number}_aa_o.jpg",
            **more,
        }

    told = [about(0), about(1), about(2, privacy="private"), about(3, type="video")]
    files = {f"lake-{number}_{53 * 10**9 + number}_o.jpg": photo(number) for number in range(4)}
    return files | {f"photo_{record['id']}.json": as_json(record) for record in told}


def takeout(folder="Takeout/Google Photos/Photos from 2024"):
    """A photo, a name cut short, a numbered copy, a film, one thrown away, one of a partner."""

    def about(title, number, **more):
        said = {"title": title, "description": f"Walk {number}"}
        return as_json({**said, "photoTakenTime": {"timestamp": str(stamp(number))}, **more})

    partner = {"googlePhotosOrigin": {"fromPartnerSharing": {}}}
    long = "a name that is longer than what is kept of it.jpg"
    files = {
        "IMG_0.jpg": photo(0),
        "IMG_0.jpg.supplemental-metadata.json": about("IMG_0.jpg", 0),
        long: photo(1),
        f"{long}.suppl.json": about(long, 1),
        "IMG_2(1).jpg": photo(2),
        "IMG_2.jpg(1).json": about("IMG_2.jpg", 2),
        "film.mp4": MOVES,
        "film.mp4.json": about("film.mp4", 3),
        "gone.jpg": photo(4),
        "gone.jpg.json": about("gone.jpg", 4, trashed=True),
        "theirs.jpg": photo(5),
        "theirs.jpg.json": about("theirs.jpg", 5, **partner),
        "metadata.json": as_json({"title": "Photos from 2024"}),
    }
    return {f"{folder}/{name}": data for name, data in files.items()}


def instaloader_3():
    """Records as version 3 wrote them: the post itself, and no zone in the name."""

    def node(number, **more):
        return {
            "__typename": "GraphImage",
            "id": str(LONG + number),
            "shortcode": code(number),
            "taken_at_timestamp": stamp(number),
            "edge_media_preview_like": {"count": 5 + number},
            "edge_media_to_caption": {"edges": [{"node": {"text": f"Old walk {number}"}}]},
            **more,
        }

    def stem(number):
        return f"made_up/{when(number):%Y-%m-%d_%H-%M-%S}"

    files = {f"{stem(number)}.jpg": photo(number) for number in range(3)}
    told = [node(0), node(1), node(2, __typename="GraphVideo", is_video=True)]
    return files | {f"{stem(n)}.json": as_json(record) for n, record in enumerate(told)}


def instaloader_without_records():
    """Names with the profile before the time: a photo, an album, a video and its cover."""

    def stem(number):
        return f"made_up/made_up_{when(number):%Y-%m-%d_%H-%M-%S}_UTC"

    return {
        f"{stem(0)}.jpg": photo(0),
        f"{stem(0)}.txt": "Zoë’s walk 🌿".encode(),
        f"{stem(1)}_1.jpg": photo(1),
        f"{stem(1)}_2.jpg": photo(2),
        f"{stem(1)}.txt": b"An album",
        f"{stem(2)}.jpg": photo(3),
        f"{stem(2)}.mp4": MOVES,
    }
