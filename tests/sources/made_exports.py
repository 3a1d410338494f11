"""Made-up exports in the shape of each real one: {name: bytes}, to be laid out or zipped.

Each function here that can be called without arguments is an export, and is fuzzed as one.
"""

import functools
import io
import json
import lzma
import zipfile
from datetime import UTC, datetime, timedelta

import numpy as np
import openpyxl
from PIL import Image

START = datetime(2024, 3, 4, 17, 30, 12, tzinfo=UTC)


@functools.cache
def photo(seed, kind="JPEG", side=96, **options):
    """A small picture of random blocks, a different one for every seed."""
    blocks = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), dtype=np.uint8)
    image = Image.fromarray(blocks).resize((side * 4 // 3, side), Image.Resampling.BICUBIC)
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def when(number):
    """The time of the made-up post of that number."""
    return START + timedelta(days=3 * number, hours=number % 7)


def stamp(number):
    return int(when(number).timestamp())


def lay_out(files, folder):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def zipped(files, path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def as_json(value):
    return json.dumps(value).encode()


def mojibake(text):
    """A text as Instagram writes it: each byte of its UTF-8 as a character."""
    return text.encode().decode("latin-1")


MEDIUM = 17_900_000_000_000_000


def instagram(posts=4, root="your_instagram_activity/media"):
    """Single posts, then a carousel, a video, a file without a suffix; two lists of posts."""
    files = {}
    singles = []
    for number in range(posts):
        uri = f"media/posts/202403/{number}00_{number}_n_{MEDIUM + number}.jpg"
        files[uri] = photo(number)
        title = mojibake(f"Zoë’s walk no. {number} 🌿")
        medium = {"uri": uri, "creation_timestamp": stamp(number), "title": title}
        singles.append({"media": [medium]})
    album = [
        {"uri": f"media/posts/202403/{name}", "creation_timestamp": stamp(50), "title": ""}
        for name in (f"v_{MEDIUM + 49}.mp4", f"plain_{MEDIUM + 50}", f"more_{MEDIUM + 51}.webp")
    ]
    files[album[0]["uri"]] = b"\0\0\0\x18ftypmp42" + bytes(64)
    files[album[1]["uri"]] = photo(50)
    files[album[2]["uri"]] = photo(51, "WEBP")
    video = {"uri": "media/posts/202403/film", "creation_timestamp": stamp(60), "title": "film"}
    files[video["uri"]] = b"\0\0\0\x18ftypmp42" + bytes(64)
    reel = {"uri": f"media/reels/202403/r_{MEDIUM + 70}.mp4", "creation_timestamp": stamp(70)}
    files[reel["uri"]] = b"\0\0\0\x18ftypmp42" + bytes(64)
    others = [
        {"media": album, "title": "An album", "creation_timestamp": stamp(50) + 1},
        {"media": [video]},
        {"media": [reel]},
        {"media": []},
    ]
    files[f"{root}/posts_1.json"] = as_json(singles[::-1])
    files[f"{root}/posts_2.json"] = as_json(others)
    files[f"{root}/stories.json"] = as_json({"ig_stories": [{"uri": "media/stories/a.jpg"}] * 3})
    return files


def insights(likes):
    """Insights of a professional account in German: {number of the post: what is written}."""
    label = mojibake("„Gefällt mir“-Angaben")
    return as_json(
        {
            "organic_insights_posts": [
                {
                    "media_map_data": {
                        "Media Thumbnail": {
                            "uri": "https://scontent.example/x.jpg",
                            "creation_timestamp": stamp(number),
                            "title": "",
                        }
                    },
                    "string_map_data": {
                        "Erstellungszeitstempel": {"timestamp": stamp(number)},
                        "Erreichte Konten": {"value": "12.345"},
                        label: {"value": written},
                        "Kommentare": {"value": "4"},
                    },
                }
                for number, written in likes.items()
            ]
        }
    )


def instaloader():
    """An old record, a new one packed with xz, an album, a video, a story and a profile."""

    def record(number, **node):
        code = f"Cx{number:09d}"
        made = {"__typename": "GraphImage", "id": str(3 * 10**18 + number), "shortcode": code}
        made |= {"owner": {"username": "made_up"}, "is_video": False, **node}
        return {"node": made, "instaloader": {"version": "4.13.1", "node_type": "Post"}}

    def stem(number):
        return f"{when(number):%Y-%m-%d_%H-%M-%S}_UTC"

    old = record(
        0,
        taken_at_timestamp=stamp(0),
        edge_media_preview_like={"count": 51},
        edge_media_to_comment={"count": 2},
        edge_media_to_caption={"edges": [{"node": {"text": "An old one 🌊"}}]},
    )
    new = record(
        1,
        date=stamp(1),
        caption="A new one",
        comments=3,
        edge_media_preview_like={"count": 7},
        iphone_struct={"like_count": 7, "like_and_view_counts_disabled": False},
    )
    album = record(
        2,
        __typename="GraphSidecar",
        date=stamp(2),
        edge_media_preview_like={"count": 9},
        edge_sidecar_to_children={"edges": [{"node": {"is_video": n == 0}} for n in range(3)]},
    )
    hidden = record(
        3,
        date=stamp(3),
        edge_media_preview_like={"count": -1},
        iphone_struct={"like_count": 3, "like_and_view_counts_disabled": True},
    )
    video = record(4, is_video=True, date=stamp(4), edge_media_preview_like={"count": 99})
    story = {**record(5), "instaloader": {"node_type": "StoryItem"}}
    profile = {
        "node": {"username": "made_up", "edge_followed_by": {"count": 120}},
        "instaloader": {"node_type": "Profile"},
    }
    return {
        f"{stem(0)}.json": as_json(old),
        f"{stem(0)}.jpg": photo(0),
        f"{stem(1)}.json.xz": lzma.compress(as_json(new)),
        f"{stem(1)}.jpg": photo(1),
        f"{stem(1)}.txt": b"A new one",
        f"{stem(2)}.json": as_json(album),
        f"{stem(2)}_1.jpg": photo(102),
        f"{stem(2)}_1.mp4": b"\0\0\0\x18ftypmp42",
        f"{stem(2)}_2.jpg": photo(2),
        f"{stem(3)}.json": as_json(hidden),
        f"{stem(3)}.jpg": photo(3),
        f"{stem(4)}.json": as_json(video),
        f"{stem(4)}.jpg": photo(4),
        f"{stem(4)}.mp4": b"\0\0\0\x18ftypmp42",
        f"{stem(5)}.json": as_json(story),
        f"{stem(6)}.jpg": photo(6),
        f"{stem(6)}.txt": b"No record of this one",
        "made_up_1.json": as_json(profile),
    }


def gallery_dl():
    """A photo, an album of two whose first file is a video, an unknown count, a reel."""

    def about(number, likes, num=1, **more):
        return as_json(
            {
                "category": "instagram",
                "subcategory": "posts",
                "likes": likes,
                "post_id": str(3 * 10**18 + number),
                "post_shortcode": f"Cx{number:09d}",
                "post_date": f"{when(number):%Y-%m-%d %H:%M:%S}",
                "date": f"{when(number) + timedelta(seconds=2):%Y-%m-%d %H:%M:%S}",
                "description": f"Post {number}",
                "type": "post",
                "num": num,
                "count": 1,
                "video_url": None,
                **more,
            }
        )

    return {
        "a/0.jpg": photo(0),
        "a/0.jpg.json": about(0, 12),
        "a/1_1.mp4": b"\0\0\0\x18ftypmp42",
        "a/1_1.mp4.json": about(1, 8, 1, count=2, video_url="https://x.example/v.mp4"),
        "a/1_2.jpg": photo(1),
        "a/1_2.jpg.json": about(1, 8, 2, count=2),
        "a/2.jpg": photo(2),
        "a/2.jpg.json": about(2, 0),
        "a/3.mp4": b"\0\0\0\x18ftypmp42",
        "a/3.mp4.json": about(3, 5, type="reel", video_url="https://x.example/v.mp4"),
    }


def graph_api(posts=3):
    """Media with their photos beside them, named by id; an album; a reel."""

    def item(number, **more):
        return {
            "id": str(MEDIUM + number),
            "caption": f"Zoë’s walk no. {number} 🌿",
            "media_type": "IMAGE",
            "media_url": "https://scontent.example/expired.jpg",
            "permalink": f"https://www.instagram.com/p/Cx{number:09d}/",
            "timestamp": f"{when(number):%Y-%m-%dT%H:%M:%S}+0000",
            "like_count": 10 + number,
            "comments_count": number,
            **more,
        }

    children = [{"id": str(MEDIUM + number), "media_type": "IMAGE"} for number in (90, 91, 92)]
    data = [item(number) for number in range(posts)]
    data.append(item(80, media_type="CAROUSEL_ALBUM", children={"data": children}))
    data.append(item(81, media_type="VIDEO", media_product_type="REELS"))
    files = {f"{MEDIUM + number}.jpg": photo(number) for number in range(posts)}
    files[f"{MEDIUM + 90}.jpg"] = photo(90)
    return {"media.json": as_json({"data": data, "paging": {}}), **files}


def business_suite(counts, zone=UTC):
    """{number of the post: likes as written} in Business Suite's columns."""
    top = (
        '"Post ID","Account ID","Account username","Account name",Description,"Duration (sec)",'
        '"Publish time",Permalink,"Post type","Data comment",Date,Views,Reach,Likes,Shares,'
        "Follows,Comments,Saves\n"
    )
    lines = [
        f'{MEDIUM + 5000 + number},1,made_up,"Made Up","Zoë’s walk no. {number} 🌿",0,'
        f'"{when(number).astimezone(zone):%m/%d/%Y %H:%M}",'
        f'https://www.instagram.com/p/Dx{number:09d}/,"IG image",,Lifetime,9,9,"{likes}",0,0,1,0\n'
        for number, likes in counts.items()
    ]
    reel = (
        '1,1,made_up,"Made Up","A reel,\nin two lines",9,"03/25/2025 22:00",'
        'https://www.instagram.com/reel/Dr/,"IG reel",,Lifetime,9,9,3,0,0,1,0\n'
    )
    return (top + "".join(lines) + reel).encode()


def twitter():
    """A photo, a reply, a repost, words alone, a video and a photo that is not there."""

    def tweet(number, media=(), **more):
        made = {
            "id_str": str(1_588_000_000_000_000_000 + number),
            "created_at": f"{when(number):%a %b %d %H:%M:%S +0000 %Y}",
            "full_text": f"Walk &amp; talk {number} https://t.co/pic",
            "favorite_count": str(number),
            "retweeted": False,
            "extended_entities": {"media": list(media)},
            **more,
        }
        return {"tweet": made}

    def picture(number, kind="photo"):
        link = f"https://pbs.twimg.com/media/Pic{number}.jpg"
        return {"media_url_https": link, "type": kind, "url": "https://t.co/pic"}

    def kept(number):
        return f"data/tweets_media/{1_588_000_000_000_000_000 + number}-Pic{number}.jpg"

    tweets = [
        tweet(5, [picture(5), picture(55)]),
        tweet(6, [picture(6)], in_reply_to_status_id="1"),
        tweet(7, [picture(7)], full_text="RT @other: see this"),
        tweet(8),
        tweet(9, [picture(9, "video")]),
        tweet(10, [picture(10)]),
    ]
    return {
        "data/tweets.js": b"window.YTD.tweets.part0 = " + as_json(tweets),
        "data/account.js": b"window.YTD.account.part0 = []",
        kept(5): photo(5),
        kept(6): photo(6),
        kept(7): photo(7),
    }


def instagram_and_insights():
    return {**instagram(), "past_instagram_insights/posts.json": insights({0: "3", 1: "4"})}


def table():
    return {
        "posts.csv": b"image,likes,date\na.jpg,3,2024-03-04 18:30\nb.jpg,1.2k,2024-05-06",
        "a.jpg": photo(1),
        "b.jpg": photo(2),
    }


def spreadsheet():
    book = openpyxl.Workbook()
    book.active.append(["image", "likes", "date"])
    book.active.append(["a.jpg", 3, "2024-03-04"])
    file = io.BytesIO()
    book.save(file)
    return {"posts.xlsx": file.getvalue(), "a.jpg": photo(1)}


def counts():
    return {"counts.csv": business_suite({0: "3", 1: "4"})}


def photo_folder():
    return {"a.jpg": photo(1), "b.png": photo(2, "PNG")}
