"""Made-up exports in the shape of each real one: {name: bytes}, to be laid out or zipped.

Each function here that can be called without arguments is an export, and is fuzzed as one.
"""

import functools
import io
import itertools
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


def labelled_post(number, *uris, words=("Caption", "Draft", "Published", "Is ad"), flags="FTF"):
    """A post as Instagram writes it since 2026: labels in a language, the photos below one."""
    said = {"F": "False", "T": "True"}
    shown = [{"uri": uri, "creation_timestamp": stamp(number), "title": ""} for uri in uris]
    held = {"label": "Media", "media": shown}
    if len(shown) > 1:
        held = {
            "title": "Media",
            "dict": [{"dict": [{"label": "x", "media": [one]}]} for one in shown],
        }
    title, *flagged = (mojibake(word) for word in words)
    return {
        "timestamp": stamp(number),
        "media": [],
        "label_values": [
            {"label": title, "value": mojibake(f"Zoë’s walk no. {number} 🌿")},
            held,
            {"label": "Creation time", "timestamp_value": stamp(number)},
            *(
                {"label": word, "value": said[flag]}
                for word, flag in zip(flagged, flags, strict=True)
            ),
        ],
        "fbid": str(MEDIUM + number),
    }


def instagram_2026(posts=3, **more):
    """Single posts, an album, a draft and a reel in posts.json; photos named by id alone."""
    files, entries = {}, []
    for number in range(posts):
        uri = f"media/posts/202403/{MEDIUM + number}.jpg"
        files[uri] = photo(number)
        entries.append(labelled_post(number, uri, **more))
    album = [f"media/other/{MEDIUM + number}.jpg" for number in (50, 51, 52)]
    files |= {uri: photo(number) for number, uri in enumerate(album, 50)}
    entries.append(labelled_post(50, *album, **more))
    files["media/posts/202403/draft.jpg"] = photo(60)
    entries.append(labelled_post(60, "media/posts/202403/draft.jpg", **{**more, "flags": "TFF"}))
    entries.append(labelled_post(70, f"media/reels/202403/{MEDIUM + 70}.mp4", **more))
    files[f"media/reels/202403/{MEDIUM + 70}.mp4"] = b"\0\0\0\x18ftypmp42" + bytes(64)
    files["your_instagram_activity/media/posts.json"] = as_json(entries)
    return files


def instagram_2018():
    """media.json: two photos, an album of a photo and a video, and what is private."""
    moment = f"{when(0):%Y-%m-%dT%H:%M:%S}"
    files = {f"photos/201805/{number:032x}.jpg": photo(number) for number in range(4)}
    names = sorted(files)
    files |= {
        f"{folder}/201805/{9:032x}.jpg": photo(90 + n) for n, folder in enumerate(OLD_PRIVATE)
    }
    clip = f"videos/201805/{5:032x}.mp4"
    files[clip] = b"\0\0\0\x18ftypmp42"
    album = {"caption": mojibake("An album 🌿"), "taken_at": f"{when(9):%Y-%m-%dT%H:%M:%S}"}
    lists = {
        "stories": [{"caption": "", "taken_at": moment, "path": f"stories/201805/{9:032x}.jpg"}],
        "photos": [
            {"caption": mojibake("Zoë"), "taken_at": moment, "path": names[0]},
            {"caption": "", "taken_at": f"{when(1):%Y-%m-%dT%H:%M:%S}", "path": names[1]},
            *({**album, "path": name} for name in names[2:]),
        ],
        "profile": [{"caption": "", "taken_at": moment, "path": f"profile/201805/{9:032x}.jpg"}],
        "videos": [{**album, "path": clip}],
        "direct": [{"taken_at": moment, "path": f"direct/201805/{9:032x}.jpg"}],
    }
    return {**files, "media.json": as_json(lists)}


OLD_PRIVATE = ("stories", "profile", "direct")


def private_files():
    """What lies beside the posts in exports of Instagram and Facebook, and is no post."""
    activity = "your_instagram_activity"
    names = [
        f"{activity}/messages/inbox/friend_1/photos/{MEDIUM + 900}.jpg",
        f"{activity}/messages/message_requests/someone_2/photos/1.jpg",
        "messages/inbox/friend_1/2.jpg",
        "messages/stickers_used/3.png",
        "media/stories/202403/4.jpg",
        "media/profile/202403/5.jpg",
        "media/recently_deleted/202403/6.jpg",
    ]
    return {name: photo(900 + number) for number, name in enumerate(names)}


def facebook(root="your_facebook_activity/posts"):
    """Three photos, an album, words alone, a video, a new profile picture, a photo of an album."""

    def post(number, *uris, text=None):
        data = [
            {"media": {"uri": uri, "creation_timestamp": stamp(number), "title": "x"}}
            for uri in uris
        ]
        return {
            "timestamp": stamp(number),
            "attachments": [{"data": data}] if data else [],
            "data": [{"post": mojibake(text or f"Zoë’s walk no. {number} 🌿")}],
            "title": "Made Up added a new photo.",
        }

    def kept(number, folder="your_posts"):
        return f"{root}/media/{folder}/{number}_n_{MEDIUM + number}.jpg"

    files = {kept(number): photo(number) for number in (0, 1, 2, 50, 51)}
    oneself = kept(80, "Profilepictures_0a1b2c")
    clip = f"{root}/media/your_posts/film.mp4"
    files |= {oneself: photo(80), clip: b"\0\0\0\x18ftypmp42", kept(90, "album"): photo(90)}
    posts = [post(number, kept(number)) for number in range(3)]
    posts += [post(50, kept(50), kept(51)), post(60), post(70, clip), post(80, oneself)]
    files[f"{root}/your_posts__check_ins__photos_and_videos_1.json"] = as_json(posts)
    files[f"{root}/album/0.json"] = as_json(
        {"name": "Mobile uploads", "photos": [{"uri": kept(0)}, {"uri": kept(90, "album")}]}
    )
    return files


def instagram_html(dates=None, box="pam _3-95 _2ph- _a6-g uiBoxWhite noborder"):
    """The page of posts: two photos, an album, a video; and the page of stories."""
    dates = dates or [f"{when(n) + timedelta(hours=1):%b %d, %Y %I:%M %p}" for n in (0, 1, 2, 3)]
    kept = [[f"media/posts/202403/{MEDIUM + n}.jpg"] for n in range(2)]
    kept += [
        [f"media/posts/202403/{MEDIUM + n}.jpg" for n in (50, 51)],
        ["media/posts/202403/f.mp4"],
    ]
    files = {uri: photo(n) for n, uri in enumerate(itertools.chain(*kept)) if uri.endswith("jpg")}
    files["media/posts/202403/f.mp4"] = b"\0\0\0\x18ftypmp42"

    def boxed(number, uris, date):
        links = "".join(
            f'<div><a target="_blank" href="{uri}"><img src="{uri}" class="_a6_o"/></a></div>'
            for uri in uris
        )
        return (
            f'<div class="{box}"><h2 class="_3-95 _2pim _a6-h _a6-i">Zoë’s walk &amp; no. {number}'
            f'<br/>🌿</h2><div class="_3-95 _a6-p"><div>{links}</div><table><tr><td>Date taken<div>'
            f"<div>2001-01-01 11:11</div></div></td></tr></table></div>"
            f'<div class="_3-94 _a6-o">{date}</div></div>'
        )

    boxes = "".join(
        boxed(n, uris, date) for n, (uris, date) in enumerate(zip(kept, dates, strict=True))
    )
    top = '<html><head><base href="../../"/></head><body><main role="main">'
    page = f"{top}{boxes}</main></body></html>"
    files["your_instagram_activity/media/posts_1.html"] = page.encode()
    story = boxed(9, ["media/stories/202403/9.jpg"], dates[0])
    files["your_instagram_activity/media/stories.html"] = f"<html>{story}</html>".encode()
    return {**files, "start_here.html": b"<html></html>", "media/stories/202403/9.jpg": photo(99)}


def instagram_api():
    """Answers of the API of before 2020: two photos named by id, one by its link, a video."""

    def item(number, **more):
        return {
            "id": f"{MEDIUM + number}_1",
            "created_time": str(stamp(number)),
            "likes": {"count": 5 + number},
            "comments": {"count": number},
            "caption": {"text": f"Walk {number}"} if number else None,
            "type": "image",
            "link": f"https://www.instagram.com/p/BT{number:09d}/",
            "images": {"standard_resolution": {"url": f"https://x.example/e35/{number}_n.jpg?a=b"}},
            **more,
        }

    items = [item(0), item(1), item(2), item(3), item(4, type="video")]
    files = {f"{MEDIUM + number}_1.jpg": photo(number) for number in range(2)}
    return {**files, "2_n.jpg": photo(2), "recent.json": as_json({"data": items})}


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


def open_document(rows):
    """A spreadsheet as LibreOffice writes it, of texts and numbers."""

    def cell(value):
        kind = f'office:value-type="float" office:value="{value}"'
        if isinstance(value, str):
            kind = 'office:value-type="string"'
        return f"<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>"

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces} office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="One">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return file.getvalue()


def open_document_table():
    return {"posts.ods": open_document([["image", "likes"], ["a.jpg", 3]]), "a.jpg": photo(1)}
