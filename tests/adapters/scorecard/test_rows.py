"""Rows that are not fit for a table are set aside and counted, or stop the run."""

import pytest

reading = pytest.importorskip("engagement_metrics.adapters.scorecard._reading")
tables = pytest.importorskip("engagement_metrics.adapters.scorecard._tables")
rows = pytest.importorskip("engagement_metrics.adapters.scorecard._rows")


@pytest.fixture
def read(tmp_path):
    """Return a function that reads a file of posts from its text."""

    def call(text, role="posts", **options):
        path = tmp_path / "file.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        file = reading.read(str(path))
        return getattr(tables, role)(file, rows.Options(**options))

    return call


@pytest.mark.parametrize(
    "text",
    [
        "likes,retweet of\n3,\n5,77\n",
        "likes,type\n3,Photo\n5,Retweet\n",
        "likes,text\n3,ART @home\n5, RT @ada: hello\n",
    ],
)
def test_shares_of_others_posts_are_set_aside(read, text):
    """Their counters are those of the original."""
    made = read(text)

    assert [3] == made.table.actions["like"].tolist()
    assert {"shares": 1} == made.set_aside


def test_text_of_another_type_is_no_share(read):
    """A header such as "type" may stand above numbers."""
    assert 2 == len(read('{"likes": 3, "type": 1}\n{"likes": 5, "type": 2}\n').table)


def test_unreadable_characters_are_refused_in_ids_only(read):
    """A name that cannot be read is not guessed; a text that nobody counts is."""
    assert 1 == len(read(b"likes,text\n3,\xff\n").table)
    with pytest.raises(reading.ReportError) as caught:
        read(b"likes,user\n3,\xff\n")

    assert (
        'file.csv: column "user" cannot be read, since the file is not UTF-8 (byte 0xff'
        " in line 2); if it matters, give --encoding windows-1252 or another"
    ) == str(caught.value)


def test_file_without_accounts_is_taken_whole(read):
    """And it is said."""
    made = read("likes\n3\n", account="ada")

    assert 1 == len(made.table)
    assert ["no column names the account: all rows taken as ada's"] == made.notes


@pytest.mark.parametrize(
    ("text", "role", "told"),
    [
        (
            "likes\n1,2\n",
            "posts",
            "  row 2: has more cells than the header: is a separator not in quotes?",
        ),
        (
            "from,to,type\na,b,poke\n",
            "log",
            (
                "  row 2: type: poke is no kind of interaction: like, dislike, reply,"
                " share, quote, mention, message, save, click, view, follow, unfollow"
            ),
        ),
        (
            "member,relevance\na,1.5\n",
            "audience",
            "  row 2: relevance: 1.5 lies outside 0 to 1",
        ),
        (
            "member,relevance,weight\na,1.0,\n",
            "audience",
            "  row 2: weight: is blank",
        ),
        (
            '{"likes": [1]}\n',
            "posts",
            "  row 1: likes: ... is not a number (List)",
        ),
        (
            "likes\n" + "9" * 99 + "\n",
            "posts",
            "  row 2: likes: " + "9" * 50 + "... is above 2**53, where whole numbers"
            " are not exact",
        ),
    ],
)
def test_bad_rows_name_place_and_reason(read, text, role, told):
    """Row, header, cell and reason stand in one line."""
    with pytest.raises(reading.ReportError) as caught:
        read(text, role)

    assert [
        "file.csv has 1 bad row:",
        told,
        "Mend them, or leave them out: --bad-rows set-aside",
    ] == str(caught.value).splitlines()


def test_a_bad_row_is_counted_once(read):
    """However many of its cells are bad."""
    made = read("likes,reach\nx,y\n3,10\n", bad_rows="set-aside")

    assert {"bad_rows": 1} == made.set_aside
    assert [
        "1 bad row set aside: the first is row 2, likes: x is not a number"
    ] == made.notes
    assert 1 == len(made.table)


def test_bad_rows_of_other_accounts_are_ignored(read):
    """Only the rows that count are checked."""
    made = read("user,likes\nada,3\nbob,many\n", account="ada")

    assert (1, "ada", {}) == (len(made.table), made.owner, made.set_aside)
