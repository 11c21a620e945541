"""
Write the sample data: posts.csv, interactions.csv and audience.csv.

Three invented accounts: `ada` speaks to a small community and answers it,
`brandco` speaks to many and answers nobody, `listener` writes little and answers
much. `interactions.csv` holds the last six weeks of what a panel of each
audience, listed in `audience.csv`, did to its account, and the account to it.

Run `python examples/make_examples.py` to write the files again, byte for byte.
"""

import csv
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

Row = dict[str, Any]

BEGIN = datetime(2026, 1, 5, tzinfo=UTC)
WEEKS = 12
LOG_BEGIN = BEGIN + timedelta(weeks=6)
END = BEGIN + timedelta(weeks=WEEKS)
SEGMENTS = ("practitioner", "student", "press", "passer-by")
RELEVANCE = (1.0, 0.7, 0.4, 0.0)


class Account(NamedTuple):
    """What an account is like, and what its audience is like."""

    name: str
    posts_a_week: int
    followers: int
    growth: int  # followers gained a week
    reached: float  # share of the followers a middling post reaches
    rates: dict[str, float]  # actions per account reached
    panel: int
    panel_shares: tuple[float, ...]  # of the segments
    panel_likes: int
    panel_talk: int  # openings by the panel: replies, mentions, quotes
    answers: float  # probability that the account answers
    returns: float  # probability that a member answers the answer
    reaches_out: int  # openings by the account, to members


ACCOUNTS = (
    Account(
        name="ada",
        posts_a_week=4,
        followers=412,
        growth=4,
        reached=0.38,
        rates={
            "likes": 0.046,
            "replies": 0.017,
            "shares": 0.005,
            "quotes": 0.002,
            "saves": 0.004,
        },
        panel=64,
        panel_shares=(0.55, 0.30, 0.05, 0.10),
        panel_likes=140,
        panel_talk=56,
        answers=0.96,
        returns=0.35,
        reaches_out=10,
    ),
    Account(
        name="brandco",
        posts_a_week=11,
        followers=48_200,
        growth=230,
        reached=0.17,
        rates={
            "likes": 0.064,
            "replies": 0.0013,
            "shares": 0.005,
            "quotes": 0.0005,
            "saves": 0.003,
        },
        panel=150,
        panel_shares=(0.08, 0.12, 0.05, 0.75),
        panel_likes=260,
        panel_talk=14,
        answers=0.0,
        returns=0.0,
        reaches_out=0,
    ),
    Account(
        name="listener",
        posts_a_week=2,
        followers=905,
        growth=2,
        reached=0.30,
        rates={
            "likes": 0.031,
            "replies": 0.009,
            "shares": 0.002,
            "quotes": 0.001,
            "saves": 0.002,
        },
        panel=56,
        panel_shares=(0.30, 0.30, 0.15, 0.25),
        panel_likes=60,
        panel_talk=16,
        answers=0.9,
        returns=0.3,
        reaches_out=70,
    ),
)


def stamp(moment: datetime) -> str:
    """Return an instant as exports write it."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def write_audience(rng: np.random.Generator) -> list[Row]:
    """Return the panel of each account; of some members nothing is known."""
    rows: list[Row] = []
    for account in ACCOUNTS:
        for place in rng.choice(len(SEGMENTS), account.panel, p=account.panel_shares):
            known = rng.random() < 0.9
            rows.append(
                {
                    "account": account.name,
                    "member": f"member_{len(rows) + 1:03}",
                    "segment": SEGMENTS[place] if known else "",
                    "relevance": RELEVANCE[place] if known else "",
                }
            )
    return rows


def write_posts(rng: np.random.Generator) -> list[Row]:
    """Return the posts: overdispersed counters, as real posts have them."""
    rows: list[Row] = []
    for account in ACCOUNTS:
        for number in range(account.posts_a_week * WEEKS):
            day = int(number * 7 / account.posts_a_week)
            second = int(rng.triangular(7, 12, 22) * 3600)
            followers = account.followers + account.growth * day // 7
            reach = int(followers * account.reached * rng.lognormal(-0.1, 0.45))
            warmth = rng.gamma(3.0, 1 / 3)
            counters = {
                name: int(rng.poisson(reach * rate * warmth * rng.gamma(4.0, 1 / 4)))
                for name, rate in account.rates.items()
            }
            rows.append(
                {
                    "post_id": f"{account.name}-{number + 1:03}",
                    "author": account.name,
                    "published_at": stamp(BEGIN + timedelta(days=day, seconds=second)),
                    **counters,
                    "reach": reach,
                    "impressions": int(reach * rng.uniform(1.15, 1.6)),
                    "followers": followers,
                    "share_of": "",
                }
            )
    return rows


class Log:
    """The interactions of one account with its panel, as they happen."""

    def __init__(
        self, rng: np.random.Generator, account: Account, own: list[Row]
    ) -> None:
        """Begin with the account's own posts, which address nobody."""
        self.rng, self.account, self.own = rng, account, own
        self.rows: list[Row] = []
        for post in own:
            at = datetime.fromisoformat(post["published_at"])
            self.add(account.name, "", "message", at, post=post["post_id"])

    def add(  # noqa: PLR0917
        self, actor: str, target: str, kind: str, at: datetime, post: str, to: str = ""
    ) -> None:
        """Write one row; what is itself a post gets its number later."""
        row = {"actor": actor, "target": target, "kind": kind, "at": at}
        self.rows.append(row | {"post_id": post, "in_reply_to": to})

    def talk(self, first: str, second: str, kind: str, at: datetime, to: str) -> None:
        """Let two accounts answer each other until one does not."""
        while True:
            post = f"#{self.account.name}{len(self.rows)}"
            self.add(first, second, kind, at, post, to)
            mine = second == self.account.name
            if self.rng.random() > (
                self.account.answers if mine else self.account.returns
            ):
                return
            first, second, kind, to, at = (
                second,
                first,
                "reply",
                post,
                self.later(at, 45),
            )

    def later(self, moment: datetime, minutes: float) -> datetime:
        """Return a moment some minutes later, most often; at night nobody writes."""
        moment += timedelta(minutes=minutes * self.rng.lognormal(0, 0.9))
        return moment + timedelta(hours=7) if moment.hour < 7 else moment

    def some_post(self, minutes: float) -> tuple[datetime, str]:
        """Return when and where somebody meets one of the account's posts."""
        post = self.own[int(self.rng.integers(len(self.own)))]
        at = datetime.fromisoformat(post["published_at"])
        return self.later(at, minutes), post["post_id"]

    def some_time(self) -> datetime:
        """Return any daytime of the six weeks."""
        day = int(self.rng.integers((END - LOG_BEGIN).days - 2))
        return LOG_BEGIN + timedelta(days=day, hours=self.rng.triangular(7, 12, 22))


def write_log(
    rng: np.random.Generator, account: Account, own: list[Row], panel: list[str]
) -> list[Row]:
    """Return six weeks of what a panel and its account did to each other."""
    log = Log(rng, account, own)
    keenness = rng.gamma(0.6, size=len(panel))
    keenness /= keenness.sum()
    for member in map(str, rng.choice(panel, account.panel_likes, p=keenness)):
        at, post = log.some_post(120)
        log.add(member, account.name, "like", at, post)
    for member in map(str, rng.choice(panel, account.panel_talk, p=keenness)):
        kind = str(rng.choice(["reply", "mention", "quote"], p=[0.75, 0.18, 0.07]))
        at, post = log.some_post(90) if kind == "reply" else (log.some_time(), "")
        log.talk(member, account.name, kind, at, post)
    for member in map(str, rng.choice(panel, account.reaches_out)):
        log.talk(account.name, member, "mention", log.some_time(), "")
    return log.rows


def number_posts(log: list[Row]) -> None:
    """Name what each account wrote in the log, in the order of time."""
    written: Counter[str] = Counter()
    names: dict[str, str] = {}
    for row in log:
        if row["post_id"].startswith("#"):
            written[row["actor"]] += 1
            names[row["post_id"]] = f"{row['actor']}-r{written[row['actor']]:03}"
    for row in log:
        for column in ("post_id", "in_reply_to"):
            row[column] = names.get(row[column], row[column])


def make_untidy(posts: list[Row], log: list[Row]) -> None:
    """Add what real exports hold, always in the same places."""
    by_id = {post["post_id"]: post for post in posts}
    for name in ("ada-007", "brandco-019", "brandco-064"):
        by_id[name]["saves"] = ""  # not reported
    by_id["ada-021"]["reach"] = ""  # unknown
    by_id["ada-033"].update(dict.fromkeys(ACCOUNTS[0].rates, 0), reach=0, impressions=0)
    by_id["brandco-101"].update(reach=0, impressions=0)  # engagements all the same

    original = by_id["brandco-080"]
    share = original | dict.fromkeys(ACCOUNTS[0].rates, 0)
    share |= {
        "post_id": "ada-049",
        "author": "ada",
        "published_at": stamp(
            datetime.fromisoformat(original["published_at"]) + timedelta(hours=2)
        ),
        "shares": original["shares"],  # the original's, as exports have it
        "reach": by_id["ada-030"]["reach"],
        "impressions": by_id["ada-030"]["impressions"],
        "followers": by_id["ada-030"]["followers"],
        "share_of": original["post_id"],
    }
    posts.insert(posts.index(by_id["ada-048"]) + 1, share)

    own_reply = next(row for row in log if row["post_id"] == "ada-r010")
    own_reply.update(target="ada", in_reply_to="ada-025")  # to herself
    orphan = next(row for row in log if row["post_id"] == "ada-r020")
    orphan["in_reply_to"] = "ada-000"  # a post nobody has
    for number, row in enumerate(log, start=1):
        row["id"] = f"e{number:04}"
    for place in (40, 250, 400):  # exported twice
        log.insert(place + 1, dict(log[place]))


def agree(posts: list[Row], log: list[Row]) -> None:
    """Let no counter be smaller than what the log shows."""
    kinds = {"reply": "replies", "like": "likes", "quote": "quotes"}
    seen: dict[tuple[str, str], set[str]] = {}
    for row in log:
        if row["kind"] in kinds:
            post = row["post_id"] if row["kind"] == "like" else row["in_reply_to"]
            seen.setdefault((post, kinds[row["kind"]]), set()).add(row["id"])
    for post in posts:
        for name in kinds.values():
            if post["reach"]:
                post[name] = max(post[name], len(seen.get((post["post_id"], name), ())))


def save(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    """Write rows as comma-separated values."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(folder: Path) -> None:
    """Write the three files."""
    rng = np.random.default_rng(20260105)
    audience, posts = write_audience(rng), write_posts(rng)
    log: list[Row] = []
    for account in ACCOUNTS:
        own = [post for post in posts if post["author"] == account.name]
        own = [post for post in own if post["published_at"] > stamp(LOG_BEGIN)]
        panel = [row["member"] for row in audience if row["account"] == account.name]
        log += write_log(rng, account, own, panel)
    log.sort(key=lambda row: (row["at"], row["actor"], row["post_id"]))
    number_posts(log)
    make_untidy(posts, log)
    agree(posts, log)
    for row in log:
        row["at"] = stamp(row["at"])
    counters = ("likes", "replies", "shares", "quotes", "saves")
    exposures = ("reach", "impressions", "followers")
    save(
        folder / "posts.csv",
        ("post_id", "author", "published_at", *counters, *exposures, "share_of"),
        posts,
    )
    save(
        folder / "interactions.csv",
        ("id", "actor", "target", "kind", "at", "post_id", "in_reply_to"),
        log,
    )
    save(
        folder / "audience.csv", ("account", "member", "segment", "relevance"), audience
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
