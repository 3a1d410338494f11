"""What guesses of unseen posts have shown, where every output says it alike."""

PHOTOS_NOT_SHOWN = (
    "On unseen posts your photos have not been shown to tell more than the moment of posting did: "
    "of drafts for one and the same time, any may do best."
)

# Where owners say what is in the picture, drafts of one subject have that in common as well.
PHOTOS_NOT_SHOWN_OF_SUBJECTS = (
    "On unseen posts, what is measured of your photos has not been shown to tell more than their "
    "subject and the moment of posting did: of drafts of one subject for one and the same time, "
    "any may do best."
)


def photos_not_shown(*, subjects: bool) -> str:
    """That drafts are told apart by what they have in common alone.

    Args:
        subjects: whether the model knows what is in the picture.
    """
    return PHOTOS_NOT_SHOWN_OF_SUBJECTS if subjects else PHOTOS_NOT_SHOWN
