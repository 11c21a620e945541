"""The scorecard holds the numbers that the files can give, and says what is missing."""

import warnings

import pytest

from engagement_metrics import EngagementWarning

reading = pytest.importorskip("engagement_metrics.adapters.scorecard._reading")
tables = pytest.importorskip("engagement_metrics.adapters.scorecard._tables")
rows = pytest.importorskip("engagement_metrics.adapters.scorecard._rows")
scorecard = pytest.importorskip("engagement_metrics.adapters.scorecard._scorecard")


@pytest.fixture
def families(tmp_path):
    """Return a function from the texts of files to the four families."""

    def call(posts, log=None, audience=None, account=None, per=(), **options):
        told = rows.Options(account=account, **options)
        texts = {"posts": posts, "log": log, "audience": audience}
        made = {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", EngagementWarning)
            for role in filter(texts.get, texts):
                path = tmp_path / f"{role}.csv"
                path.write_text(texts[role])
                made[role] = getattr(tables, role)(reading.read(str(path)), told)
            return scorecard.families(**made, account=account, per=per)

    return call


def test_exposures_can_be_chosen(families):
    """All in the file by default, and posts if it has none."""
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
    """Such a post is counted as missing, and a note says so."""
    text = "likes,engaged,reach\n1,5,20\n1,10,10\n1,12,10\n1,3,0\n"
    number = families(text)[0].numbers[1]

    left_out = number.answer.left_out

    assert 0.5 == number.answer.value
    assert "1 post with more engaged than reach: counted as missing" in number.notes
    assert (1, 1) == (left_out.missing, left_out.no_denominator)


@pytest.mark.parametrize(
    ("posts", "trend"),
    [
        ("likes,reach\n5,10\n5,100\n", "more reach tend to have the lower ratio"),
        ("likes,reach\n1,10\n50,100\n", "more reach tend to have the higher ratio"),
        ("likes,replies\n9,1\n1,8\n", "more interactions tend to have the lower"),
    ],
)
def test_average_stands_beside_the_pooled_number(families, posts, trend):
    """Where the two differ, a note says why."""
    number = next(n for family in families(posts) for n in family.numbers[-1:])
    number = number if "reach" in posts else families(posts)[1].numbers[0]
    [note] = number.notes

    assert note.startswith("average over posts: ")
    assert trend in note


def test_average_that_is_the_same_is_not_printed(families):
    """Per post, and where all posts have the same ratio."""
    same, per_post = families("likes,reach\n5,10\n50,100\n", per=["reach", "posts"])[
        0
    ].numbers

    assert [] == same.notes == per_post.notes
    assert {"average": 0.5} == same.parts


def test_replies_have_a_number_where_reach_is_known(families):
    """The ratio is a mix; replies per thousand reached are the amount."""
    with_reach = families("likes,replies,reach\n30,10,2000\n30,-1,2000\n")[1].numbers
    without = families("likes,replies\n30,10\n")[1].numbers
    quotes = families("likes,quotes,reach\n30,10,2000\n")[1].numbers

    assert ["of the counters", "replies"] == [number.name for number in with_reach]
    assert 5 / 1000 == with_reach[1].answer.value
    assert "5.0 ‰" in str(with_reach[1].answer)
    assert 1 == len(without) == len(quotes)
    assert 0.25 == with_reach[0].answer.value == without[0].answer.value


def test_notes_of_relevance_and_index(families):
    """Bounds of the unknown members; sent, received and directedness."""
    members = "member,relevance\na,1\nb,0\nc,\n"
    log = "from,to,kind\nada,bob,reply\nbob,ada,reply\nada,,reply\n"
    relevance, two_way = families("likes\n1\n", log, members)[2:]

    assert [
        "1.0 relevant members expected: the sum of relevance",
        "33.3 % if none of the unknown members are relevant, 66.7 % if all are",
    ] == relevance.numbers[0].notes
    assert {"lowest": 1 / 3, "highest": 2 / 3} == {
        name: relevance.numbers[0].parts[name] for name in ("lowest", "highest")
    }
    assert "2 sent, 2 received" == two_way.numbers[0].notes[0]
    assert two_way.numbers[0].notes[2].startswith("directedness 66.7 %: the share")
    assert (
        "2.00 times what fair coins would give: 50.0 %, in 95 of 100 cases 0.0 % to"
        " 100.0 %"
    ) == two_way.numbers[0].notes[3]
    assert {"times_chance": 2.0, "by_chance": 0.5} == {
        name: two_way.numbers[0].parts[name] for name in ("times_chance", "by_chance")
    }


def test_full_coverage_has_no_bounds(families):
    """Where every relevance is known, only the sum is noted."""
    members = "member,relevance\na,1\nb,0\n"
    [number] = families("likes\n1\n", audience=members)[2].numbers

    assert 1 == len(number.notes)


def test_a_log_without_kinds_has_only_the_index(families):
    """Every interaction counts, and it is said."""
    posts, log = "likes\n1\n", "from,to\nada,bob\nbob,ada\nada,cyd\n"
    conversation, two_way = families(posts, log, account="ada")[1::2]

    assert "Not given of the log: it needs a column of the kind of interaction" in (
        conversation.cannot
    )
    assert 2 / 3 == two_way.numbers[0].answer.value
    assert "the log has no kinds: every interaction counts" in (
        two_way.numbers[0].notes
    )


def test_an_audience_without_a_target_has_no_relevance(families):
    """The reason takes the number's place."""
    relevance = families("likes\n1\n", audience="segment\na\n")[2]

    assert [] == relevance.numbers
    assert relevance.cannot[0].startswith(
        "Not given: the intended audience is not declared."
    )


def test_nothing_at_all_is_undefined(families):
    """A file without rows gives numbers that do not exist."""
    got = families("likes,replies,reach\n", "from,to,kind\n", "member,relevance\n")
    answers = [number.answer for family in got for number in family.numbers]
    found = [(answer.value != answer.value, answer.status) for answer in answers]

    assert [(True, "no exposure")] * 6 == found
