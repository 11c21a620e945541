"""The scorecard holds the numbers that the files can give, and says what is missing."""

import pytest

reading = pytest.importorskip("engagement_metrics.adapters.scorecard._reading")
tables = pytest.importorskip("engagement_metrics.adapters.scorecard._tables")
rows = pytest.importorskip("engagement_metrics.adapters.scorecard._rows")
scorecard = pytest.importorskip("engagement_metrics.adapters.scorecard._scorecard")


@pytest.fixture
def families(tmp_path):
    """Return a function from the texts of files to the four families."""

    def call(posts, log=None, audience=None, account=None, per=(), **options):
        told = rows.Options(account=account, **options)
        made = {}
        for role, text in {"posts": posts, "log": log, "audience": audience}.items():
            if text is not None:
                path = tmp_path / f"{role}.csv"
                path.write_text(text)
                made[role] = getattr(tables, role)(reading.read(str(path)), told)
        return scorecard.families(
            made["posts"],
            made.get("log"),
            made.get("audience"),
            account=account,
            per=per,
        )

    return call


def test_exposures_can_be_chosen(families):
    """Each that there is by default, and posts where there is none."""
    posts = "likes,reach,impressions\n3,10,20\n"
    names = [
        [number.name for number in families(text, per=per)[0].numbers]
        for text, per in ((posts, ()), (posts, ["posts", "reach"]), ("likes\n3\n", ()))
    ]

    assert [
        ["per reach", "per impressions"],
        ["per post", "per reach"],
        ["per post"],
    ] == names


def test_more_engaged_than_reached_is_left_out(families):
    """Such a post is among the missing, and a note says so."""
    text = "likes,engaged,reach\n1,5,20\n1,10,10\n1,12,10\n1,3,0\n"
    number = families(text)[0].numbers[1]

    assert 0.5 == number.value
    assert "1 post with more engaged than reach: among the missing" in number.notes
    assert (1, 1) == (number.left_out.missing, number.left_out.no_denominator)


def test_replies_beside_reach_are_an_amount(families):
    """The ratio is a mix; the amount stands beside it where reach is known."""
    with_reach = families("likes,replies,reach\n30,10,2000\n")[1].numbers[0]
    without = families("likes,replies\n30,10\n")[1].numbers[0]
    quotes = families("likes,quotes,reach\n30,10,2000\n")[1].numbers[0]

    assert {"replies_per_thousand_reached": 5.0} == with_reach.parts
    assert {} == without.parts == quotes.parts
    assert 0.25 == with_reach.value == without.value == quotes.value


def test_a_log_without_kinds_has_only_the_index(families):
    """Every interaction counts, and it is said."""
    posts, log = "likes\n1\n", "from,to\nada,bob\nbob,ada\nada,cyd\n"
    conversation, two_way = families(posts, log, account="ada")[1::2]

    assert "Not given of the log: it needs a column of the kind of interaction" in (
        conversation.cannot
    )
    assert 2 / 3 == two_way.numbers[0].value
    assert "the log does not know its kinds: every interaction counts" in (
        two_way.numbers[0].notes
    )


def test_an_audience_without_a_target_has_no_relevance(families):
    """The reason takes the number's place."""
    relevance = families("likes\n1\n", audience="segment\na\n")[2]

    assert [] == relevance.numbers
    assert relevance.cannot[0].startswith("Not given: nobody said who is meant.")


def test_nothing_at_all_is_undefined(families):
    """A file without rows gives numbers that do not exist."""
    got = families("likes,replies,reach\n", "from,to,kind\n", "member,relevance\n")
    found = [(n.value != n.value, n.status) for family in got for n in family.numbers]

    assert [(True, "no exposure")] * 5 == found
