"""What in other programs' exports is nobody's post, and what looks like such an export.

An export holds far more than posts: photos out of messages, stories, profile pictures,
stickers. None of them may ever be taken for a post, so a tree that looks like an export is
never read as a folder of photos, and a photo below such a folder is never looked up.
"""

import re
from pathlib import Path, PurePosixPath

from spe.sources._tree import OneFile, Tree

# Folders, by what lies in them.
_PRIVATE = {
    "photos out of messages": """messages inbox archived_threads filtered_threads message_requests
        e2ee_cutover direct direct_messages direct_messages_media direct_messages_group_media
        chat_media chats conversations whatsapp_images whatsapp_video""",
    "stories": "stories story archived_stories stories_archive",
    "profile pictures": """profile profile_photos profile_pictures profile_media profile_images
        cover_photos""",
    "stickers": "stickers stickers_used",
    "archived or deleted posts": """archived_posts recently_deleted recently_deleted_content
        deleted_tweets_media""",
}
# Facebook names the folder of an album after it, in the account's language.
_PICTURES_OF_ONESELF = re.compile(
    r"(?:profile?_?(?:pictures?|photos?)|cover_?photos?|profilbilder|titelbilder|photosdeprofil"
    r"|photosdecouverture|fotosdel?perfil|fotosdeportada|fotosdecapa|immagini(?:del)?profilo"
    r"|immaginidicopertina|profielfoto)(?:_.*)?",
    re.IGNORECASE,
)
_KIND = {folder: kind for kind, folders in _PRIVATE.items() for folder in folders.split()}

_MEDIA = "posts|stories|profile|reels|other|archived_posts|recently_deleted|igtv|direct"

# What only stands in the names of an export, below its own folder or in the way to it.
_MARKS = {
    "Facebook": r"""
        /your_facebook_activity/ | /your_activity_across_facebook/ | /messages/stickers_used/
        | /profile_information/ | /apps_and_websites_off_of_facebook/ | /photos_and_videos/
        | /posts/media/ | /facebook-[^/]+-\d{4}-\d\d-\d\d[^/]*/
    """,
    "Instagram": rf"""
        /your_(?:instagram|threads)_activity/
        | /messages/(?:inbox|archived_threads|filtered_threads|message_requests
            |e2ee_cutover|photos)/
        | /media/(?:{_MEDIA})/ | /(?:{_MEDIA})/(?:19|20)\d\d(?:0[1-9]|1[0-2])/
        | /photos/(?:19|20)\d{{4}}/[0-9a-f]{{32}}\.
        | /past_instagram_insights/ | /followers_and_following/ | /logged_information/
        | /personal_information/personal_information/ | /security_and_login_information/
        | /apps_and_websites_off_of_instagram/ | /start_here\.html$
        | /instagram-[^/]+-\d{{4}}-\d\d-\d\d[^/]*/
    """,
    "X (Twitter)": r"""
        /(?:tweets?|profile|moments(?:_tweets)?|direct_messages(?:_group)?|deleted_tweets
            |community_tweet)_media/
        | /data/(?:account|tweets?(?:-part\d+)?|direct-messages[^/]*)\.js$
    """,
    "WhatsApp": r"/_chat\.txt$ | /whatsapp[ ](?:chat|images|video|animated|stickers)",
    "Telegram": r"""
        /(?:chat|data)export_\d{4}-\d\d | /chats/chat_\d+/ | /photos/photo_\d+@\d\d-\d\d-\d{4}
    """,
    "Snapchat": r"/chat_media/ | /(?:memories|snap|chat)_history\.(?:json|html)$",
    "Google's chats": r"/takeout/(?:google[ ]chat|hangouts|mail|voice)/",
    "Discord": r"/messages/c?\d{15,}/",
    "BeReal": r"/photos/(?:post|bereal|realmoji|profile)/",
}
_LOOKS = {of: re.compile(marks, re.VERBOSE | re.IGNORECASE) for of, marks in _MARKS.items()}

# So many folders above a source may tell what it lies in.
_ABOVE = 5

_SHEETS = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".ods"})


def private(name: str) -> str | None:
    """What the folders of a file say it is, where that is never a post; None for the rest.

    >>> private("media/stories/202403/a.jpg"), private("media/posts/202403/a.jpg")
    ('stories', None)
    """
    folders = [folder.casefold().replace(" ", "_") for folder in PurePosixPath(name).parts[:-1]]
    for folder in folders:
        if folder in _KIND:
            return _KIND[folder]
        if _PICTURES_OF_ONESELF.fullmatch(folder.replace("'", "").replace("’", "")):
            return "profile pictures"
    return None


def export_of(tree: Tree) -> str | None:
    """Whose export a tree looks like, or lies in; None for a tree that looks like none.

    A single file that was named itself is judged by where it lies.
    """
    before = _above(tree.file.parent if isinstance(tree, OneFile) else tree.path)
    for of, looks in _LOOKS.items():
        if looks.search(f"{before}/") or any(looks.search(f"{before}/{n}") for n in tree.names):
            return of
    return None


def has_sheets(tree: Tree) -> bool:
    """Whether a table lies near the top: no network's export has one, so a person made it."""
    near = (name for name in tree.names if name.count("/") <= 1 and private(name) is None)
    return any(PurePosixPath(name).suffix.lower() in _SHEETS for name in near)


def _above(path: Path) -> str:
    return "/".join(("", *path.absolute().parts[1:][-_ABOVE:]))
