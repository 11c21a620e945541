"""Threads against a dictionary walk, networkx, and what logs and people do wrong."""

import json
import tarfile
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import Interactions, Threads
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.movement import cascade_reproduction_number
from engagement_metrics.tables import ThreadPost

DATA = Path(__file__).parents[3] / "shared" / "data"
POSTS = "abcdefghi"
links = st.lists(
    st.tuples(st.sampled_from(POSTS), st.sampled_from([None, *POSTS, "x", "y"])),
    unique_by=lambda link: link[0],
    max_size=9,
)


def of(rows):
    """Return threads of pairs of post and parent."""
    return Threads.of(post=[r[0] for r in rows], parent=[r[1] for r in rows])


def walked(rows):
    """Return root and depth of each post by walking up, None where it never ends."""
    parent, found = dict(rows), {}
    for post in parent:
        at, depth = post, 0
        while parent.get(at) is not None and depth <= len(parent):
            at, depth = parent[at], depth + 1
        found[post] = None if depth > len(parent) else (at, depth)
    return found


def seen(threads):
    """Return root and depth of each post as the threads have them."""
    roots = threads.roots.values()
    return {
        post: None if depth < 0 else (roots[thread], depth)
        for post, thread, depth in zip(
            threads.post, threads.thread.tolist(), threads.depth.tolist(), strict=True
        )
    }


def source(name):
    """Return the folder of a data set and its expected values, or skip."""
    path = DATA / name / "expected.json"
    if not path.exists():
        pytest.skip(f"needs ../shared/data/{name}")
    key = "computed_by_independent_pandas_networkx_code"
    return path.parent, json.loads(path.read_text())[key]


@given(links, st.randoms())
def test_roots_and_depths_are_those_of_a_walk(rows, random):
    """Whatever order rows come in, with orphans and circles among them."""
    threads = of(rows)
    random.shuffle(rows)

    assert walked(rows) == seen(threads)
    assert walked(rows) == seen(of(rows))
    assert len(threads) == len(rows)


@given(links, st.integers(0, 9))
def test_parts_append_to_the_whole(rows, cut):
    """A reply finds its parent in whichever part it stands."""
    parts = of(rows[:cut]) + of(rows[cut:])

    assert of(rows) == parts
    assert seen(of(rows)) == seen(parts)


@given(links)
def test_a_log_twice_is_the_log(rows):
    """Exact repeats are dropped and counted."""
    twice = of(rows) + of(rows)

    assert seen(of(rows)) == seen(twice)
    assert len(rows) == twice.repeats


@given(links)
def test_numbers_do_as_well_as_text(rows):
    """Posts under other names have the same shape."""
    number = {name: 7 * i for i, name in enumerate([*POSTS, "x", "y"])}
    renamed = [(number[post], number.get(parent)) for post, parent in rows]

    assert of(rows).depth.tolist() == of(renamed).depth.tolist()
    assert of(rows).descendants.tolist() == of(renamed).descendants.tolist()


def test_descendants_are_networkx_own():
    """Posts below each post, on random trees."""
    nx = pytest.importorskip("networkx")
    rng = np.random.default_rng(5)
    parents = [None, *(int(rng.integers(i)) for i in range(1, 200))]
    threads = Threads.of(post=range(200), parent=parents)
    graph = nx.DiGraph((p, i) for i, p in enumerate(parents) if p is not None)

    assert [len(nx.descendants(graph, i)) for i in range(200)] == (
        threads.descendants.tolist()
    )


def test_orphans_hang_on_placeholders():
    """Replies to one missing post are one thread, with that post as its root (F1)."""
    threads = of([("b", "gone"), ("c", "gone"), ("d", "b"), ("r", None)])

    assert ["r", "gone"] == threads.roots.values()
    assert [False, True] == threads.placeholder.tolist()
    assert [1, 1, 2, 0] == threads.depth.tolist()
    assert [1, 1, 1, 0] == threads.thread.tolist()
    assert 2 == threads.orphans


def test_circles_are_set_aside():
    """With what hangs on them; a reply to itself is a circle of one (F2, F4)."""
    rows = [("a", "b"), ("b", "a"), ("c", "b"), ("s", "s"), ("r", None)]
    threads = of(rows)

    assert ["a", "b", "c", "s"] == threads.set_aside.values()
    assert [-1, -1, -1, -1, 0] == threads.depth.tolist()
    assert [-1, -1, -1, -1, 0] == threads.descendants.tolist()
    assert ["r"] == threads.roots.values()


@pytest.mark.parametrize("order", [1, -1])
def test_a_chain_of_a_million(order):
    """Neither a recursion error nor a long wait (F5)."""
    n = 10**6
    parent = np.ma.masked_equal(np.arange(n) - 1, -1)
    threads = Threads.of(post=np.arange(n)[::order], parent=parent[::order])

    assert n - 1 == threads.depth.max()
    assert 1 == len(threads.roots)


def test_a_circle_of_a_million():
    """It is found out, not followed (F5)."""
    n = 10**6
    threads = Threads.of(post=np.arange(n), parent=np.roll(np.arange(n), 1))

    assert n == len(threads.set_aside)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"post": ["a", "b", "b", "b"], "parent": [None, "a", "a", "x"]},
            (
                "parent must be one for each post, but got 'x' at (3,), first of 1 in 4"
                " values"
            ),
        ),
        (
            {"post": [5, 5], "parent": [None, None], "author": ["ada", "bob"]},
            (
                "author must be one for each post, but got 'bob' at (1,), first of 1 in"
                " 2 values"
            ),
        ),
        (
            {"post": np.arange(3), "parent": np.array([-1, 0, -1])},
            (
                "parent must be the id of a post, but got -1 at (0,), first of 2 in 3"
                " values. Give None, or mask the row, where a post begins a thread"
            ),
        ),
        (
            {"post": ["a", "b"], "parent": ["a"]},
            "parent must have the length 2 of post, but has 1",
        ),
    ],
)
def test_impossible_threads_are_refused(columns, message):
    """A post has one parent and one author (F6)."""
    with pytest.raises(InvalidArgumentError) as caught:
        Threads.of(**columns)

    assert message == str(caught.value)


def test_parents_of_parts_are_held_against_each_other():
    """Two parents in two parts are two parents."""
    with pytest.raises(InvalidArgumentError, match=r"parent must be one .* at \(1,\)"):
        of([("a", "x")]) + of([("a", "y")])


def test_float_ids_are_refused():
    """A float cannot hold every id (E4)."""
    with pytest.raises(InvalidTypeError, match="parent must be whole numbers or text"):
        Threads.of(post=[1, 2], parent=[1.0, None])


def test_minus_one_may_be_a_post():
    """Whoever calls a post so may reply to it."""
    threads = Threads.of(post=[-1, 1], parent=[None, -1])

    assert [0, 1] == threads.depth.tolist()


def test_known_values_of_any_row_hold_for_the_post():
    """A row without parent or author takes those of another row of its post."""
    threads = Threads.of(
        post=["b", "b", "a"], parent=[None, "a", None], author=["bob", None, None]
    )

    assert [("b", "a", "bob"), ("a", None, None)] == [
        (row.post, row.parent, row.author) for row in threads
    ]
    assert 1 == threads.repeats


def test_posts_without_an_id_are_kept():
    """Nothing replies to them, and they are no repeats of each other."""
    threads = Threads.of(post=[None, None, "a"], parent=["a", "a", None])

    assert [1, 1, 0] == threads.depth.tolist()
    assert (0, 1) == (threads.repeats, len(threads.roots))


def test_nothing_is_no_thread():
    """An empty table has no threads and adds nothing."""
    nothing = Threads.of(post=[], parent=[])
    some = of([("b", "a"), ("a", None)])

    assert 0 == len(nothing.roots)
    assert some == some + nothing
    assert seen(some) == seen(nothing + some)
    assert "0 posts in 0 threads" == str(nothing)


def test_threads_of_a_log():
    """Of what made a post; likes do not, and a post to several people is one."""
    log = Interactions.of(
        actor=["ada", "bob", "bob", "cyd", "bob"],
        target=[None, "ada", "cyd", "ada", "ada"],
        kind=[None, "reply", "reply", "like", "share"],
        post=["p", "q", "q", "p", None],
        in_reply_to=[None, "p", "p", None, None],
    )
    threads = Threads.of_log(log)

    assert [("p", None, "ada"), ("q", "p", "bob")] == [
        (row.post, row.parent, row.author) for row in threads
    ]
    assert 1 == threads.repeats


def test_a_log_without_kinds_is_all_posts():
    """Every event with a post made it."""
    log = Interactions.of(
        actor=["ada", "bob"], target=[None, None], post=[1, 2], in_reply_to=[None, 1]
    )

    assert [0, 1] == Threads.of_log(log).depth.tolist()


@pytest.mark.parametrize("column", ["post", "in_reply_to"])
def test_a_log_knows_its_posts(column):
    """Without posts, or what they reply to, there are no threads."""
    columns = {"post": ["p"], "in_reply_to": [None]}
    del columns[column]
    log = Interactions.of(actor=["ada"], target=[None], **columns)

    with pytest.raises(InvalidArgumentError) as caught:
        Threads.of_log(log)

    assert (
        f"log must have a column {column}, but got None."
        f" Give {column}= to Interactions.of()" == str(caught.value)
    )


def test_rows_and_masks():
    """A row by place, the same kind by slice and mask."""
    threads = of([("a", None), ("b", "a"), ("c", "b")])

    assert ThreadPost(post="b", parent="a") == threads[1]
    assert [0, 1] == threads[:2].depth.tolist()
    assert 1 == threads[np.array([True, False, True])].orphans


def test_printed():
    """One line: how many, and what is wrong with them."""
    rows = [(f"s{i}", f"s{i}") for i in range(6)]

    assert (
        "7 posts in 1 thread; 1 orphan reply (its parent is missing); 6 set aside,"
        " in a reply cycle: 's0', 's1', 's2', 's3', 's4', ..."
        == str(of([*rows, ("a", "x")]))
    )
    assert (
        "3 posts in 1 thread; 2 orphan replies (their parents are missing);"
        " 1 set aside, in a reply cycle: 's'"
        == str(of([("a", "x"), ("b", "x"), ("s", "s")]))
    )


def test_only_threads_are_threads():
    """Anything else is refused, with what to write instead."""
    with pytest.raises(InvalidTypeError) as caught:
        cascade_reproduction_number("a")

    assert "threads must be Threads, but got 'a'" == str(caught.value)


def test_threads_add_to_threads_alone():
    """Adding a number is Python's own TypeError."""
    with pytest.raises(TypeError):
        of([]) + 1


def test_irc_conversations():
    """Kummerfeld et al. (2019): of 2,500 annotated messages 462 begin something."""
    folder, expected = source("irc_ubuntu_replies")
    post, parent, replies = [], [], 0
    with tarfile.open(folder / "irc_dev_channel-two.tar.gz") as archive:
        for member in archive.getmembers():
            if "/dev/" in f"/{member.name}" and "annotation" in member.name:
                first = {}
                for line in archive.extractfile(member).read().decode().splitlines():
                    one, other, *_ = line.split()
                    early, late = sorted(map(int, (one, other)))
                    first.setdefault(late, early)
                    replies += early != late
                for late, early in first.items():
                    post.append(f"{member.name} {late}")
                    parent.append(None if early == late else f"{member.name} {early}")
    threads = Threads.of(post=post, parent=parent)
    dev = expected["dev/"]

    assert dev["reply_links"] == replies
    assert dev["annotated_messages"] == len(threads)
    assert dev["messages_with_a_reply_link"] == threads.parent.known.sum()
    assert dev["conversation_starts"] == (~threads.placeholder).sum()
    items = len(threads) + threads.placeholder.sum()
    assert 1 - len(threads.roots) / items == pytest.approx(
        cascade_reproduction_number(threads).value
    )


def test_stack_exchange_answers():
    """54 questions of the constructed languages meta site, 115 answers to them."""
    folder, expected = source("stackexchange_conlang_meta")
    rows = [row.attrib for row in ET.parse(folder / "Posts.xml").getroot()]  # noqa: S314
    rows = [row for row in rows if row["PostTypeId"] in "12"]
    threads = Threads.of(
        post=[row["Id"] for row in rows],
        parent=[row.get("ParentId") for row in rows],
        author=[row.get("OwnerUserId") for row in rows],
    )
    sizes = threads.descendants[threads.depth == 0]

    assert expected["questions"] == len(threads.roots)
    assert expected["answers"] == sizes.sum()
    assert expected["unanswered_questions"] == (sizes == 0).sum()


@pytest.mark.parametrize("log", [None, "log", [], 1])
def test_of_log_refuses_other_types(log):
    """Only interactions are a log."""
    with pytest.raises(InvalidTypeError) as caught:
        Threads.of_log(log)

    assert str(caught.value) == f"log must be Interactions, but got {log!r}"


def test_an_orphan_of_post_1_is_no_sentinel():
    """Only -1 is taken for a way to say that there is no parent."""
    assert 1 == Threads.of(post=[5, 3], parent=[1, None]).orphans


@pytest.mark.parametrize(("size", "more"), [(5, ""), (6, ", ...")])
def test_five_posts_in_a_circle_are_named(size, more):
    """Of more than five there are more."""
    ring = Threads.of(post=range(size), parent=[size - 1, *range(size - 1)])

    assert str(ring).endswith(f"in a reply cycle: 0, 1, 2, 3, 4{more}")


def test_a_forest_cannot_be_written_to():
    """It is kept, and read by many."""
    forest = Threads.of(post=["a", "b"], parent=[None, "gone"]).forest
    columns = [part for part in forest if isinstance(part, np.ndarray)]

    assert 6 == len(columns)
    assert not any(column.flags.writeable for column in [*columns, forest.post.codes])
