"""Was Schätzungen neuer Beiträge gezeigt haben."""


def photos_not_shown(*, subjects: bool) -> str:
    """That drafts are told apart by what they have in common alone.

    Args:
        subjects: whether the model knows what is in the picture.
    """
    if subjects:
        return (
            "Bei neuen Beiträgen hat das, was an deinen Fotos gemessen wird, nicht nachweislich "
            "mehr verraten als Motiv und Zeitpunkt: Von Entwürfen mit demselben Motiv zur selben "
            "Zeit kann jeder am besten abschneiden."
        )
    return (
        "Bei neuen Beiträgen haben deine Fotos nicht nachweislich mehr verraten als der Zeitpunkt: "
        "Von Entwürfen zur selben Zeit kann jeder am besten abschneiden."
    )
