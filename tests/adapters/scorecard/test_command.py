"""The command prints what the library says, and refuses files in one line."""

import importlib.util
import io
import json
import math
import os
import runpy
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

import engagement_metrics as em
from engagement_metrics.adapters.scorecard import main

frames = pytest.importorskip("engagement_metrics.adapters.frames")
pl = pytest.importorskip("polars")
pytest.importorskip("rich")

EXAMPLES = Path(__file__).parents[3] / "examples"
ALL = [
    str(EXAMPLES / "posts.csv"),
    "--log",
    str(EXAMPLES / "interactions.csv"),
    "--audience",
    str(EXAMPLES / "audience.csv"),
]


@pytest.fixture
def run(capsys, monkeypatch):
    """Return a function that runs the command: code, output, complaint."""
    monkeypatch.setenv("COLUMNS", "80")

    def call(*arguments):
        try:
            code = main(["report", *arguments])
        except SystemExit as left:
            code = left.code
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def card(run):
    """Return a function that returns the report for programs."""

    def call(*arguments):
        code, out, err = run(*arguments, "--json")
        assert (0, "") == (code, err)
        return json.loads(out)

    return call


@pytest.fixture
def posts(tmp_path):
    """Return a function that writes a file of posts, and returns its path."""

    def write(text, name="posts.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def numbers(card):
    """Return the numbers of a card, by family and name."""
    return {
        (family["family"], number["name"]): number
        for family in card["families"]
        for number in family["numbers"]
    }


def flat(text):
    """Return text as one line, however it was wrapped."""
    return " ".join(text.split())


def test_readme_command_prints_all_four_families(run):
    """Each has its value, interval, formula and what was left out."""
    code, out, err = run(*ALL, "--account", "ada")
    text = flat(out)

    assert (0, "") == (code, err)
    assert max(map(len, out.splitlines())) <= 80
    for said in (
        "Scorecard of ada, 2026-01-05 to 2026-03-29",
        "posts.csv: 48 posts of ada, from 205 rows",
        "used id=post_id, author, published=published_at, like=likes",
        "ignored nothing",
        "1 share of others' posts set aside: the counters are theirs",
        "3 repeats of an event: dropped",
        "Engagement rate",
        "per reach 7.9 % (95 %: 6.5 to 9.6 %; 45 posts; 3 left out: 2 missing, 1 no",
        "(like + quote + reply + save + share) / reach, ratio of sums over posts",
        "since posts with more reach tend to have the lower ratio",
        "Conversation ratio",
        "replies 17.8 ‰",
        "Audience relevance",
        "relevance known of 85.9 %",
        "Two-way interaction index",
        "balance: the most the index could be, given how much was sent and received",
        "below 30 effective units their coverage may fall below it",
    ):
        assert said in text, said


def test_the_package_runs_as_the_command(capsys, monkeypatch):
    """``python -m engagement_metrics`` is the command."""
    monkeypatch.setattr(sys, "argv", ["engagement-metrics", "--help"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("engagement_metrics", run_name="__main__")

    assert ended.value.code == 0
    assert main is importlib.import_module("engagement_metrics.__main__").main
    assert "usage: engagement-metrics" in flat(capsys.readouterr().out)


def test_numbers_equal_those_of_the_library(card):
    """Every number for programs equals the library's own, bit by bit."""
    got = numbers(card(*ALL, "--account", "ada"))
    rows = pl.read_csv(EXAMPLES / "posts.csv").filter(
        (pl.col("author") == "ada") & pl.col("share_of").is_null()
    )
    words = {
        "like": "likes",
        "reply": "replies",
        "share": "shares",
        "quote": "quotes",
        "save": "saves",
    }
    posts = frames.posts(rows, actions=words, exposures={"reach": "reach"})
    log = frames.interactions(
        pl.read_csv(EXAMPLES / "interactions.csv"),
        actor="actor",
        target="target",
        kind="kind",
        post="post_id",
        id="id",
    )
    people = pl.read_csv(EXAMPLES / "audience.csv").filter(pl.col("account") == "ada")
    expected = {
        ("Engagement rate", "per reach"): em.engagement_rate(
            posts, per="reach"
        ).pooled(),
        ("Conversation ratio", "of the counters"): em.conversation_ratio(
            posts
        ).pooled(),
        ("Conversation ratio", "of the log"): em.conversation_ratio(log, account="ada"),
        ("Audience relevance", "mean relevance"): em.audience_relevance(
            frames.audience(people, member="member", relevance="relevance")
        ),
        ("Two-way interaction index", "ada"): em.two_way_index(log, account="ada"),
    }
    for name, estimate in expected.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", em.errors.SmallSampleWarning)
            interval = estimate.interval()

        assert str(estimate) == got[name]["text"]
        assert estimate.value == got[name]["value"]
        assert interval.low == got[name]["interval"]["low"]
        assert interval.high == got[name]["interval"]["high"]
        assert interval.method == got[name]["interval"]["method"]
        assert str(estimate.status) == got[name]["status"]
    index = expected["Two-way interaction index", "ada"]
    parts = got["Two-way interaction index", "ada"]["parts"]
    coins = index.by_chance.interval()
    chance = {"by_chance": index.by_chance.value}
    chance |= {"by_chance_low": coins.low, "by_chance_high": coins.high}
    for part, value in parts.items():
        assert chance.get(part, getattr(index, part, None)) == value
    rate = got["Engagement rate", "per reach"]
    average = em.engagement_rate(posts, per="reach").average().value

    assert 45 == rate["units"]
    assert (2, 1) == (rate["left_out"]["missing"], rate["left_out"]["no_exposure"])
    assert {"average": average} == rate["parts"]


def test_reads_a_facebook_export_unchanged(card, tmp_path):
    """Semicolons, long headers, the platform's own total, people who engaged."""
    # the first rows of Moro, Rita and Vala's public file, with its headers
    path = tmp_path / "facebook.csv"
    path.write_text(
        "Page total likes;Type;Post Hour;Lifetime Post Total Reach;"
        "Lifetime Post Total Impressions;Lifetime Engaged Users;"
        "Lifetime Post reach by people who like your Page;comment;like;share;"
        "Total Interactions\n"
        "139441;Photo;3;2752;5091;178;1640;4;79;17;100\n"
        "139441;Status;10;10460;9057;1457;6112;5;130;29;164\n"
        "139441;Photo;3;2413;4373;177;1503;0;;14;80\n"
    )
    got = card(str(path))
    rate = numbers(got)["Engagement rate", "per reach"]

    assert 344 / 15625 == rate["value"]
    assert "engagements" == rate["metric"]["numerator"]
    assert 1812 / 15625 == numbers(got)["Engagement rate", "engaged of reach"]["value"]
    assert 9 / 264 == numbers(got)["Conversation ratio", "of the counters"]["value"]
    assert ["Post Hour", "Lifetime Post reach by people who like your Page"] == got[
        "files"
    ][0]["ignored"]
    assert [
        (
            "reach exceeds impressions in 1 of 3 posts: platforms estimate the two"
            " independently"
        )
    ] == got["notes"][:1]
    assert "engagement_rate: 1.99 effective posts by exposure" in got["notes"][1]


def test_posts_alone_name_what_is_missing(run, posts):
    """It says what it cannot give, and which file or column would."""
    code, out, _ = run(posts("likes,user\n30,ada\n12,ada\n"))
    text = flat(out)

    assert 0 == code
    assert "Scorecard of ada posts.csv" in text
    for said in (
        "per post 21.0",
        "Not given per person: it needs a column of reach, impressions, followers",
        "Not given of the counters: it needs a column of replies, quotes, mentions or",
        "Not given: it needs --audience FILE, members or segments, with a column of",
        "Not given: it needs --log FILE, who addressed whom, with columns of actor",
    ):
        assert said in text, said


def test_reads_a_twitter_export_unchanged(card, tmp_path):
    """Rows that share others' posts are set aside; times that need a zone are noted."""
    # shaped like FiveThirtyEight's BarackObama.csv, which is not UTF-8 either
    path = tmp_path / "tweets.csv"
    path.write_bytes(
        b"created_at,text,replies,retweets,favorites,user\n"
        b"10/16/17 22:59,caf\xe9,17,89,641,BarackObama\n"
        b"10/2/17 12:41,RT @VP: hello,0,405,0,BarackObama\n"
    )
    got = card(str(path))

    assert {"shares": 1} == got["files"][0]["set_aside"]
    assert [
        (
            "not UTF-8 (byte 0xe9 in line 2); if it matters, give --encoding"
            " windows-1252 or another"
        ),
        "1 share of others' posts set aside: the counters are theirs",
        (
            '"created_at" holds times without a zone: give --timezone; not needed,'
            " so not read"
        ),
    ] == got["files"][0]["notes"]
    assert 17 / 747 == numbers(got)["Conversation ratio", "of the counters"]["value"]
    zoned = card(str(path), "--timezone", "America/New_York")

    assert ["2017-10-17", "2017-10-17"] == zoned["period"]


def test_undefined_numbers_have_a_reason(run, card, posts):
    """Undefined, with the reason; for programs null, with the status."""
    path = posts("likes,replies,reach\n0,0,0\n0,0,\n")
    rate = numbers(card(path))["Engagement rate", "per reach"]

    assert (None, "missing") == (rate["value"], rate["status"])
    assert (None, "missing") == (rate["interval"]["low"], rate["interval"]["status"])
    assert ("per reach undefined (2 left out: 1 missing, 1 no reach)") in flat(
        run(path)[1]
    )


def test_one_post_has_a_value_and_no_interval(run, posts):
    """The reason is printed instead of an interval."""
    assert "per reach 30.0 % (no interval: too few posts; 1 post)" in flat(
        run(posts("likes,reach\n3,10\n"))[1]
    )


def test_several_accounts_make_one_card(run):
    """With an account, only its posts are counted."""
    _, out, _ = run(*ALL)

    assert "all posts together (3 accounts; of one: --account NAME)" in flat(out)


@pytest.mark.parametrize("suffix", ["parquet", "ndjson"])
def test_parquet_and_json_give_the_same_numbers(card, tmp_path, suffix):
    """A format that knows types gives the same numbers as text."""
    path = tmp_path / f"posts.{suffix}"
    table = pl.read_csv(EXAMPLES / "posts.csv")
    getattr(table, f"write_{suffix}")(path)

    assert card(ALL[0])["families"] == card(str(path))["families"]


def test_the_latest_row_of_a_post_counts(run, card, posts):
    """Posts that stand there twice need to be told apart."""
    path = posts(
        "id,likes,people engaged,reach,read\n"
        "a,3,2,10,2026-01-01\nb,1,1,10,2026-01-01\na,5,4,20,2026-01-02\n"
    )
    code, out, err = run(path)

    assert (2, "") == (code, out)
    assert (
        'posts.csv has 1 post more than once (by "id"; one is in rows 2 and 4).'
        " Say which column tells when the counters were read: --as-of COLUMN;"
        " the latest is kept\n"
    ) == err
    got = card(path, "--as-of", "read", "--timezone", "UTC")

    assert 6 / 30 == numbers(got)["Engagement rate", "per reach"]["value"]
    assert 5 / 30 == numbers(got)["Engagement rate", "engaged of reach"]["value"]
    assert {"superseded": 1} == got["files"][0]["set_aside"]
    assert (
        'posts.csv: "read" holds times without a zone: give --timezone\n'
        == (run(path, "--as-of", "read")[2])
    )


def test_bad_rows_stop_or_are_set_aside(run, card, posts):
    """The first five are shown, with what to give instead, and how many there are."""
    lines = "".join(f"12.3K,{n}00\n" for n in range(1, 6))
    path = posts(f'likes,reach\n3.4%,90\n"1,234",-1\n{lines}3,10\n')
    code, out, err = run(path)

    assert (2, "") == (code, out)
    assert (
        "posts.csv has 7 bad rows; the first 5:\n"
        "  row 2: likes: 3.4% is a percentage: give its counts\n"
        "  row 3: reach: -1 is negative\n"
        "  row 4: likes: 12.3K is rounded: export the full number\n"
        "  row 5: likes: 12.3K is rounded: export the full number\n"
        "  row 6: likes: 12.3K is rounded: export the full number\n"
        "Mend them, or leave them out: --bad-rows set-aside\n"
    ) == err
    got = card(path, "--bad-rows", "set-aside")

    assert 0.3 == numbers(got)["Engagement rate", "per reach"]["value"]
    assert {"bad_rows": 7} == got["files"][0]["set_aside"]


@pytest.mark.parametrize(
    ("text", "arguments", "message"),
    [
        ("a,b\n1,2\n", [], "posts.csv has no column of likes, replies, shares or"),
        ("likes,likes\n1,2\n", [], "posts.csv has 2 columns that could be like: "),
        ("likes\n1\n", ["--columns", "reach=Raech"], 'posts.csv has no column "Raech"'),
        ("likes\n1\n", ["--columns", "posts.csv"], "--columns must be MEANING="),
        ("likes\n1\n", ["--per", "reach"], "--per reach: posts.csv has posts"),
        (
            "likes\n1\n",
            ["--timezone", "Berlin"],
            "--timezone must be the name of a zone",
        ),
        ("likes\n1\n", ["--log", "absent.csv"], "absent.csv cannot be read: No such"),
        ("likes\n1\n", ["--decimal", "x"], "engagement-metrics report: argument --dec"),
        ("likes\n1.234\n", [], "posts.csv has 1 bad row:"),
        ("likes\n1\n", ["--encoding", "utf-32"], "posts.csv is not utf-32: byte"),
        ("user,likes\nada,1\n", ["--account", "adda"], "posts.csv has no account adda"),
    ],
)
def test_refuses_a_file_in_one_line(run, posts, text, arguments, message):
    """One clear line on standard error, exit code 2, no traceback."""
    code, out, err = run(posts(text), *arguments)

    assert (2, "") == (code, out)
    assert err.startswith(message)
    assert "Traceback" not in err


def test_refusals_of_the_library_are_one_line(run, posts):
    """What only the library can see is told in its words."""
    members = posts("member,relevance\na,1\na,0\n", "members.csv")
    code, _, err = run(posts("likes\n1\n"), "--audience", members)

    assert 2 == code
    assert err.startswith("member must be distinct, but got 'a' at (0,), first of 1")


def test_control_characters_are_escaped(run, posts):
    """Control characters are escaped and markup is text."""
    path = posts("likes,user,\x1b[2J[red]x\n1,\u202eada,0\n")
    _, out, _ = run(path)

    assert r"ignored \x1b[2J[red]x" in flat(out)
    assert r"Scorecard of \u202eada" in flat(out)


def test_missing_extra_is_named(run, monkeypatch):
    """Without the extra there is one line, and exit code 2."""
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "rich" else find(name)
    )

    assert (
        2,
        "",
        (
            "engagement_metrics.adapters.scorecard needs rich;"
            " install 'engagement-metrics[report]'\n"
        ),
    ) == run(ALL[0])


def test_escapes_letters_that_the_stream_cannot_encode(monkeypatch, tmp_path):
    """No alphabet of the terminal breaks the report."""
    path = tmp_path / "posts.csv"
    path.write_text("likes,user\n1,東京\n", encoding="utf-8")
    with (tmp_path / "out").open("w", encoding="ascii") as out:
        monkeypatch.setattr(sys, "stdout", out)

        assert 0 == main(["report", str(path)])
    assert r"\u6771\u4eac" in (tmp_path / "out").read_text()


def test_writes_to_any_stream(monkeypatch, posts):
    """A program may put a stream of its own in the place of standard output."""
    monkeypatch.setattr(sys, "stdout", io.StringIO())

    assert 0 == main(["report", posts("likes,reach,impressions\n1,9,5\n")])
    assert "note reach exceeds impressions in 1 of 1 posts" in flat(
        sys.stdout.getvalue()
    )


def test_json_has_no_nan(card):
    """It is JSON that every program reads."""
    assert 1 == card(ALL[0])["schema"]
    assert math.isfinite(numbers(card(ALL[0]))["Engagement rate", "per reach"]["value"])
    assert np.isfinite(card(*ALL)["families"][3]["numbers"][0]["parts"]["balance"])


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_closed_pipe_is_not_an_error(form, monkeypatch):
    """A closed pipe is no error: what was wanted was read."""
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w", encoding="utf-8") as closed:
        monkeypatch.setattr(sys, "stdout", closed)

        assert 0 == main(["report", *ALL, *form])


def test_closed_pipe_prints_no_traceback():
    """Nor by the interpreter when it ends."""
    run = "import sys; from engagement_metrics.__main__ import main;"
    code = f"{run} sys.exit(main({['report', *ALL]!r}))"
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write) as closed:
        ran = subprocess.run(
            [sys.executable, "-c", code],
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert (0, b"") == (ran.returncode, ran.stderr)
