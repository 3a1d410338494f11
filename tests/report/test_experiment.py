"""The experiment's section: circles as the coin fell, and likes only once they may be told."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from spe.experiments.answer import standings
from spe.experiments.store import write_experiments
from spe.project import Project
from spe.report import assemble, page
from tests.experiments.made import LATER, ORDER, PLANNED, START, measured, own_words, posted
from tests.report.account import few
from tests.report.pseudo import pseudo
from tests.report.test_language import Said, unmarked

BETTER = [1500 if asked else 1003 for asked in ORDER]


def section(html):
    """The page's part on the experiment; empty where there is none."""
    found = re.search(r'<section [^>]*id="experiment">.*?</section>', html, re.DOTALL)
    return found[0] if found else ""


def pages(*experiments, count=12, **options):
    posts = posted(count, likes=BETTER)
    known = standings(experiments, posts, measured(posts), LATER)
    return page.render(few().facts(experiments=known), {}, **options)


def test_without_an_experiment_there_is_no_section():
    html = page.render(few().facts(), {})

    assert section(html) == ""
    assert "#experiment" not in html


def test_an_answer_stands_above_circles_with_their_likes():
    html = section(pages(PLANNED))

    assert "You chose by coin, so this is a cause, not a pattern" in html
    assert html.count("<li>") == 12
    assert html.count('class="coin-mark with"') == 6 + 1
    assert html.count(">1,500<") == 6
    assert html.count(">1,003<") == 6


def test_before_the_end_circles_have_no_likes():
    html = section(pages(PLANNED, count=11))

    assert "11 of 12 posts so far" in html
    assert "The answer comes after post 12" in html
    assert html.count("coin-mark empty") == 1
    assert "1,5" not in html
    assert "1,003" not in html


def test_who_chose_to_look_sees_likes_on_the_way():
    assert ">1,500<" in section(pages(replace(PLANNED, anytime=True), count=7))


def test_what_was_given_up_is_not_shown_and_the_newest_stands_first():
    later = own_words(started_at=posted()[-1].posted_at)
    given_up = replace(PLANNED, cancelled_at=START + timedelta(days=30))

    assert section(pages(given_up)) == ""
    both = pages(PLANNED, later)
    assert "a question in the caption" in section(both)
    assert both.count("Your experiment") == 2


def test_own_words_can_mark_up_nothing():
    html = section(pages(own_words(words="<b>*loud*</b> `rm`")))

    assert "&lt;b&gt;*loud*&lt;/b&gt; `rm`" in html


@pytest.mark.parametrize("count", [7, 12])
def test_the_section_in_another_language_holds_no_other_word(count):
    said = Said(section(pages(PLANNED, count=count, words=pseudo())))

    assert unmarked(said.text) == []
    assert [text for text in said.attributes if unmarked(text)] == []


def test_a_post_that_strayed_is_crossed_and_said():
    posts = posted(12, likes=BETTER)
    values = measured(posts) | {"p2": {"faces": 1.0}}
    known = standings([PLANNED], posts, values, LATER)

    html = section(page.render(few().facts(experiments=known), {}))

    assert "3: a photo without a face, was of the other kind, 1,003 likes" in html
    assert html.count("<path") == 2
    assert "Of 12 posts, 1 was not of the kind" in html


def test_the_page_reads_the_experiments_of_the_account(tmp_path):
    account, project = few(), Project(tmp_path)

    assert assemble.experiments_so_far(project, account.posts, account.features) == ((), [])
    write_experiments(
        project.experiments, [replace(PLANNED, started_at=account.posts[3].posted_at)]
    )
    (now,), problems = assemble.experiments_so_far(project, account.posts, account.features)

    assert (now.done, problems) == (10, [])
    undated = [replace(post, posted_at=None) for post in account.posts]
    assert assemble.experiments_so_far(project, undated, account.features) == ((), [])
    project.experiments.write_text("{")
    found, (problem,) = assemble.experiments_so_far(project, account.posts, account.features)
    assert found == ()
    assert "So the report knows of no experiment" in problem
