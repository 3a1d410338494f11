"""What guesses of unseen posts have shown, where every output says it alike."""

PHOTOS_NOT_SHOWN = (
    "On unseen posts your photos have not been shown to tell more than the moment of posting did: "
    "of drafts for one and the same time, any may do best."
)
