"""Faults that must be noticed: what each would do to a reader, and the text that it changes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Named:
    """A fault by hand: `before` stands once in spe, and becomes `after`."""

    what: str
    before: str
    after: str


NAMED = (
    # What may be claimed.
    Named("the gate opens at .08", "GATE = 0.04", "GATE = 0.08"),
    Named(
        "evidence although the range covers 0",
        "if not gate_open or not (low > 0 or high < 0):",
        "if not gate_open:",
    ),
    Named(
        "suggestive in a group that was not found",
        "hinted = found and posts >= FULL and",
        "hinted = posts >= FULL and",
    ),
    Named(
        "suggestive of few posts",
        "hinted = found and posts >= FULL and",
        "hinted = found and",
    ),
    Named(
        "skill without a gain",
        "return gate_open and gain > 0 and gain_beyond_pace > 0",
        "return gate_open",
    ),
    Named("skill of the pace alone", "gain > 0 and gain_beyond_pace > 0", "gain > 0"),
    Named(
        "a group found behind a closed gate",
        "return gate_open and q < GROUPS_Q",
        "return q < GROUPS_Q",
    ),
    Named(
        "a hint although the gain may be luck",
        "proven = model.skill.gain_low > 0",
        "proven = model.skill.gain_high > 0",
    ),
    # The statistics.
    Named(
        "forward validation learns from the post it predicts",
        "learn(design.days[:first], design.y[:first], design.x[:first], design.prior)",
        "learn(design.days[:first + 1], design.y[:first + 1], design.x[:first + 1], design.prior)",
    ),
    Named(
        "K-fold learns from the posts it predicts",
        "for number, (train, test) in enumerate(folds.split(design.x)):",
        "for number, (test, train) in enumerate(folds.split(design.x)):",
    ),
    Named(
        "the prior upside down",
        "        if self.core:\n            return 1.0",
        "        if not self.core:\n            return 1.0",
    ),
    Named(
        "the range of the gain not widened",
        "half = norm.ppf(0.95) * WIDER * float(logs.std())",
        "half = norm.ppf(0.95) * float(logs.std())",
    ),
    Named(
        "the ends of the gain's range swapped",
        "return gain, float(1 - np.exp(centre + half)), float(1 - np.exp(centre - half))",
        "return gain, float(1 - np.exp(centre - half)), float(1 - np.exp(centre + half))",
    ),
    Named(
        "the rank correlation's range not widened",
        "* WIDER / np.sqrt(n - 3)",
        "/ np.sqrt(n - 3)",
    ),
    Named(
        "Bonferroni dropped from power",
        "FALSE_ALARM / (2 * comparisons)",
        "FALSE_ALARM / 2",
    ),
    Named(
        "the hidden stretch begins one post late",
        "run = slice(start, i)",
        "run = slice(start + 1, i)",
    ),
    Named(
        "the hidden stretch may be one post shorter",
        "if length >= _SHORTEST_STRETCH and",
        "if length >= _SHORTEST_STRETCH - 1 and",
    ),
    Named(
        "a permutation's p may be 0",
        "np.mean(statistics >= statistics[0] - tolerance)",
        "np.mean(statistics > statistics[0] + tolerance)",
    ),
    # Photos apart from the moment of posting.
    Named(
        "photos told to add what they do not",
        "return not gain_beyond_moment <= 0",
        "return not gain_beyond_moment <= -1",
    ),
    Named(
        "photos add where one of two checks shows it",
        "photos = all(photos_add(",
        "photos = any(photos_add(",
    ),
    Named(
        "what the moment adds is charged to the photos",
        "mae_with(found.baseline_moment, design.moment)",
        "mae_with(guess, design.pace)",
    ),
    Named(
        "drafts told apart by photos that add nothing, without a word",
        "if model.answer.told_apart and not model.answer.photos_add:",
        "if False:",
    ),
    Named(
        "a report silent of photos that add nothing",
        "return text if trust.photos_add else",
        "return text if text else",
    ),
    # The pace, and the scales that features are learnt on.
    Named("the posts of the week before are named", "pace=item.pace,", 'pace=item.name == "gap",'),
    Named(
        "the pause is drawn in and the posts of the week before are not",
        "for name in (gap.name, posts_7d.name)",
        "for name in (gap.name,)",
    ),
    Named("a group of five counts as five faces", "np.minimum(values, 1.0)", "values"),
    Named(
        "a photo without people has the least of them",
        "return np.where(values > 0, values, np.nan)",
        "return values",
    ),
    Named(
        "a pause told as its logarithm",
        'return math.expm1(value) if transform == "log1p" else value',
        "return value",
    ),
    # What drafts are measured by.
    Named(
        "nothing said of drafts that are measured otherwise",
        "return [MEASURED_OTHERWISE]",
        "return []",
    ),
    Named(
        "faces that nobody looks for are measured otherwise",
        'if "none" in {before.get("faces"), now.get("faces")}:',
        "if False:",
    ),
    # Experiments.
    Named(
        "a coin for each post, and blocks out of balance",
        "return tuple(bool(kind) for kind in WAYS[drawn].ravel())",
        "return tuple(map(bool, np.random.default_rng(seed).integers(2, size=BLOCK * blocks)))",
    ),
    Named(
        "an order out of balance is read",
        "return whole and bool(np.all(",
        "return whole or bool(np.all(",
    ),
    Named("p counted one short", "above = (own + np.sum(", "above = (own - 1 + np.sum("),
    Named(
        "the true draw is not among those at random",
        "return np.vstack([true, drawn])",
        "return np.vstack([drawn[0], drawn])",
    ),
    Named("one side for two", "min(1.0, 2 * float(min(above, below)))", "float(min(above, below))"),
    Named(
        "what was refused at one look comes back at the next",
        "np.maximum.accumulate(stakes, axis=1)",
        "stakes",
    ),
    Named(
        "a post counts as what it was, not as what the coin asked",
        "[[slot.asked for slot in block] for block in blocks]",
        "[[slot.asked == (slot.followed is not False) for slot in block] for block in blocks]",
    ),
    Named(
        "a block counts without the post that is gone",
        'if states == {"counted"}:',
        'if "counted" in states:',
    ),
    Named(
        "told before the end to who did not ask for it",
        'if not experiment.anytime or stage not in {"running", "arriving"}:',
        'if stage not in {"running", "arriving"}:',
    ),
    Named(
        "likes that still arrive are counted",
        '"arriving" if likes is None else "counted"',
        '"counted"',
    ),
    Named(
        "posts of before the start count",
        "and post.posted_at > experiment.started_at",
        "and post.posted_at != experiment.started_at",
    ),
    Named("a cause named with p up to .1", "COIN = 0.05", "COIN = 0.10"),
    Named("leaning told as found", "if not p < COIN:", "if False:"),
    Named(
        "the photo's forecast taken out of a photo that the coin chose",
        '(item.group == "time" and not item.pace)',
        "not item.pace",
    ),
    Named(
        "the pace taken out, which the coin may move",
        '(item.group == "time" and not item.pace)',
        '(item.group == "time")',
    ),
    # The report.
    Named("a partial residual with the wrong sign", "        - whole\n", "        + whole\n"),
    Named(
        "photo parts kept where they are taken out", "return log_ratio - photos", "return log_ratio"
    ),
    # Drafts.
    Named(
        "ties not halved",
        "np.mean(likes > other) + np.mean(likes == other) / 2",
        "np.mean(likes > other) + np.mean(likes == other)",
    ),
    Named(
        "look-alikes, the farthest first",
        'for at in np.argsort(distance, kind="stable")',
        'for at in np.argsort(-distance, kind="stable")',
    ),
    Named(
        "12:30 am read as half past noon for a draft",
        "hour = hour % 12 + 12 * (match",
        "hour = hour + 12 * (match",
    ),
    Named(
        "the worst changes first",
        "key=lambda change: -change.gain",
        "key=lambda change: change.gain",
    ),
    Named("four changes told", "MOST_CHANGES = 3", "MOST_CHANGES = 4"),
    Named(
        "an edit told that leaves what was learnt from",
        "if set(beyond(self.model, after)) - self.outside:",
        "if set():",
    ),
    Named(
        "an edit told that is unlike all posts",
        "if self.model.unlike(after) and not self.unlike:",
        "if False:",
    ),
    Named(
        "an edit kept back because the draft was strange already",
        "if self.model.unlike(after) and not self.unlike:",
        "if self.model.unlike(after):",
    ),
    Named(
        "a tone told that burns the photo out",
        "return None if spoils(self.small, rgb) else Photo(rgb, found, self.seen.people)",
        "return Photo(rgb, found, self.seen.people)",
    ),
    Named(
        "a change whose gain is mostly without evidence",
        "or carried < WORTH_IT or rest > carried",
        "or carried < WORTH_IT",
    ),
    Named(
        "the evidence always strong",
        "evidence=model.answer.evidence(term.name),",
        'evidence="strong",',
    ),
    Named("luck of stretches forgotten", "own + luck * together + reach", "own + reach"),
    Named("boundaries for nothing", "- around + cost", "- around"),
    Named("the pace tested", "apart = design.pace & pace_apart", "apart = design.pace & False"),
    Named(
        "a range of the ridge alone",
        "np.minimum(np.minimum(low, estimates - half), effect)",
        "np.minimum(low, effect)",
    ),
    Named(
        "least squares of an older model told as drawn in",
        'new = {**new, "terms": terms, "effects_from": "least_squares"}',
        'new = {**new, "terms": terms}',
    ),
    Named("losses named as what carries a change", "if moved[name] > 0)", "if moved[name] < 0)"),
    Named(
        "the chance to beat the usual turned round",
        "_share_above(likes[row], model.usual)",
        "_share_above(model.usual - likes[row], 0.0)",
    ),
    Named("an album from three photos on", "and n_photos > 1 and", "and n_photos > 2 and"),
    Named("the last hour of the week left out", "range(1, 7 * 24 + 1)", "range(1, 7 * 24)"),
    Named(
        "the first hour of a day for the best",
        "if day not in best or slot.gain > best[day].gain:",
        "if day not in best:",
    ),
    Named(
        "past posts by another clock",
        "hour(post.posted_at.astimezone(at.tzinfo))",
        "hour(post.posted_at)",
    ),
    # A fit.
    Named(
        "an effect told for a pair beyond what is posted",
        "if ends[1] - ends[0] > high - low:",
        "if True:",
    ),
    Named("fourteen faces are enough", "FACE_PHOTOS = 15", "FACE_PHOTOS = 14"),
    Named("nine in ten may have no likes", "MOST_ZERO = 0.8", "MOST_ZERO = 0.9"),
    Named("a year's pause a day longer", "LONG_PAUSE_DAYS = 365", "LONG_PAUSE_DAYS = 366"),
    Named("the range shown is one of nine in ten", "SHOWN_RANGE = 0.80", "SHOWN_RANGE = 0.90"),
    Named("a stage begins one post late", "posts >= stage for stage", "posts > stage for stage"),
    # The sources.
    Named(
        "25.04.2024 refused",
        'if found[2] == "." or order == "day-first":',
        'if order == "day-first":',
    ),
    Named(
        "12:30 am read as half past noon in a table",
        "hours = hours % 12 + 12 * half",
        "hours = hours + 12 * half",
    ),
    Named("posts ten minutes apart are one", "_SAME_TIME = 60", "_SAME_TIME = 600"),
    Named(
        "a picture like two posts is taken for the first",
        "return self._remember(found, same[0]) if len(same) == 1 else None",
        "return self._remember(found, same[0]) if same else None",
    ),
    Named(
        "a caption like two posts is taken for the first",
        "return same[0] if len(same) == 1 else None",
        "return same[0] if same else None",
    ),
    Named(
        "-1 likes are a count",
        "return int(number) if number >= 0 else None",
        "return int(number)",
    ),
)
