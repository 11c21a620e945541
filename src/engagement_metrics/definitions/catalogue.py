"""
Catalogue of published definitions of engagement rates, with sources.

Each definition is a constant of this module; ``CATALOGUE`` holds all of them.
Comments are *reply*; retweets, reposts and reblogs *share*; reactions and favourites
*like*; private sends *message*; subscribers and fans *followers*.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from engagement_metrics.definitions._definition import Definition
from engagement_metrics.definitions._lookup import Catalogue
from engagement_metrics.words import Source

_pooled = partial(Definition, averaging="pooled")  # as most do, or do not say

ONE_POST = "The source defines the rate of one post and does not say how it averages."
NO_RATE = "The source defines the count but no rate; the denominator is our choice."

# -- the platforms' own ---------------------------------------------------------

X_CHANGES = Source(
    "X",
    2017,
    "Understanding recent changes to Engagement API metrics",
    "https://developer.x.com/en/docs/twitter-api/enterprise/engagement-api/guides/understanding-recent-changes-to-eapi-metrics",
)
X_LIST = (
    "X's list is open; this is Buffer's of then:"
    " https://faq.buffer.com/article/1097-analyze-twitter-metric-descriptions"
)
X_WITH_MEDIA_VIEWS = _pooled(
    name="X engagement rate with media views",
    actions=("like", "reply", "share", "click", "follow", "view"),
    denominator="impressions",
    scope="X, organic and promoted",
    source=X_CHANGES,
    valid_to=date(2017, 10, 9),
    note=f"*view* is a view of the post's media. {X_LIST} {ONE_POST}",
)
X = _pooled(
    name="X engagement rate",
    actions=("like", "reply", "share", "click", "follow"),
    denominator="impressions",
    scope="X, organic and promoted",
    source=X_CHANGES,
    valid_from=date(2017, 10, 9),
    note=f"*click* is any click on the post; only its owner sees them. {X_LIST}"
    f" {ONE_POST}",
)
X_PUBLIC = _pooled(
    name="X public counts by impressions",
    actions=("like", "reply", "share", "quote", "save"),
    denominator="impressions",
    scope="X, organic and promoted",
    source=Source(
        "X", None, "Metrics", "https://docs.x.com/x-api/fundamentals/metrics"
    ),
    note=f"What anyone may read: a repost (*share*) is no longer a quote, and bookmarks"
    f" (*save*) are counted; since when is not said. {NO_RATE}",
)

INSTAGRAM_INSIGHTS = Source(
    "Meta",
    None,
    "Instagram media insights",
    "https://developers.facebook.com/docs/instagram-platform/reference/instagram-media/insights",
)
INSTAGRAM_ENGAGEMENT = _pooled(
    name="Instagram engagement",
    actions=("like", "reply"),
    denominator="reach",
    scope="Instagram, organic",
    source=Source(
        "Michele Berardi",
        None,
        "Instagram insights metrics",
        "https://gist.github.com/micheleberardi/bd572230b37d9b1a10356d42ff79dce9",
    ),
    note=f"The older metric, before total interactions. {NO_RATE}",
)
INSTAGRAM_TOTAL_INTERACTIONS = _pooled(
    name="Instagram total interactions",
    actions=("like", "reply", "share", "save"),
    denominator="reach",
    scope="Instagram, organic",
    source=INSTAGRAM_INSIGHTS,
    note=f"Its parts as commonly stated; what is undone is taken off. {NO_RATE}",
)
INSTAGRAM_BY_IMPRESSIONS = _pooled(
    name="Instagram total interactions by impressions",
    actions=("like", "reply", "share", "save"),
    denominator="impressions",
    scope="Instagram, organic",
    source=INSTAGRAM_INSIGHTS,
    valid_to=date(2025, 4, 21),
    note="Reels had plays instead of impressions. For media from 2 July 2024 on, no"
    f" impressions are returned. {NO_RATE}",
)
INSTAGRAM_BY_VIEWS = _pooled(
    name="Instagram total interactions by views",
    actions=("like", "reply", "share", "save"),
    denominator="views",
    scope="Instagram, organic",
    source=INSTAGRAM_INSIGHTS,
    valid_from=date(2025, 4, 21),
    note="Views replace impressions and plays, and are not the same numbers."
    f" {NO_RATE}",
)

FACEBOOK_INSIGHTS = Source(
    "Meta",
    2025,
    "Page Insights API updates",
    "https://developers.facebook.com/blog/post/2025/08/15/page-insights-api-updates/",
)
FACEBOOK_BY_IMPRESSIONS = _pooled(
    name="Facebook interactions by impressions",
    actions=("like", "reply", "share"),
    denominator="impressions",
    scope="Facebook pages, organic and promoted",
    source=FACEBOOK_INSIGHTS,
    valid_to=date(2025, 11, 15),
    note=NO_RATE,
)
FACEBOOK_BY_VIEWS = _pooled(
    name="Facebook interactions by views",
    actions=("like", "reply", "share"),
    denominator="views",
    scope="Facebook pages, organic and promoted",
    source=FACEBOOK_INSIGHTS,
    valid_from=date(2025, 11, 15),
    note=f"Views replace impressions from that day on. {NO_RATE}",
)

THREADS = _pooled(
    name="Threads engagement rate by views",
    actions=("like", "reply", "share", "quote"),
    denominator="views",
    scope="Threads, organic",
    source=Source(
        "Meta",
        None,
        "Threads Insights API",
        "https://developers.facebook.com/documentation/threads/insights",
    ),
    note="*share* is a repost; Threads' own shares, which are sends, are not in. Views"
    f" are marked as in development. {NO_RATE}",
)
NO_VIEWS = "The network counts no views, and this is no reach."
BLUESKY = _pooled(
    name="Bluesky engagement rate by followers",
    actions=("like", "reply", "share", "quote"),
    denominator="followers",
    scope="Bluesky",
    source=Source(
        "TheBlue.social",
        None,
        "How to calculate Bluesky engagement rate with public post counts",
        "https://theblue.social/articles/how-to-calculate-bluesky-engagement-rate-with-public-post-counts",
    ),
    note=f"{NO_VIEWS} {ONE_POST}",
)
BLUESKY_POSTS = _pooled(
    name="Bluesky engagements per post",
    actions=("like", "reply", "share", "quote"),
    denominator="posts",
    scope="Bluesky",
    source=Source(
        "Bundle.social",
        None,
        "Bluesky",
        "https://info.bundle.social/api-reference/platforms/bluesky",
    ),
    note=f"{NO_VIEWS} The source sums these counts. {NO_RATE}",
)
MASTODON_STATUS = Source(
    "Mastodon", None, "Status", "https://docs.joinmastodon.org/entities/Status/"
)
MASTODON = _pooled(
    name="Mastodon engagement rate by followers",
    actions=("like", "reply", "share"),
    denominator="followers",
    scope="Mastodon",
    source=MASTODON_STATUS,
    note=f"{NO_VIEWS} Quotes are not in: older servers do not count them. {NO_RATE}",
)
MASTODON_POSTS = _pooled(
    name="Mastodon engagements per post",
    actions=("like", "reply", "share"),
    denominator="posts",
    scope="Mastodon",
    source=MASTODON_STATUS,
    note=f"{NO_VIEWS} Quotes are not in: older servers do not count them. {NO_RATE}",
)

YOUTUBE_SHORTS_CHANGE = Source(
    "TeamYouTube",
    2025,
    "A change to how we count views on Shorts",
    "https://support.google.com/youtube/thread/333869549",
)
YOUTUBE_HISTORY = Source(
    "Google",
    2026,
    "YouTube Analytics and Reporting APIs: revision history",
    "https://developers.google.com/youtube/analytics/revision_history",
)
IN_A_COPY = "The announcement was read in a copy."
ENGAGED_VIEWS = "These views are called engaged views since."
YOUTUBE_SHORTS_OLDER = _pooled(
    name="YouTube Shorts engagement by views watched",
    actions=("like", "reply", "share"),
    denominator="views",
    scope="YouTube Shorts",
    source=YOUTUBE_SHORTS_CHANGE,
    valid_to=date(2025, 3, 31),
    note=f"A view took some seconds of watching. {ENGAGED_VIEWS} {IN_A_COPY} {NO_RATE}",
)
YOUTUBE_SHORTS = _pooled(
    name="YouTube Shorts engagement by starts",
    actions=("like", "reply", "share"),
    denominator="views",
    scope="YouTube Shorts",
    source=YOUTUBE_SHORTS_CHANGE,
    valid_from=date(2025, 3, 31),
    note="Every start and replay is a view. To go on as before, give engaged views."
    f" {IN_A_COPY} {NO_RATE}",
)
SWITCH = (
    "The switch is on the day that a client's release notes give"
    " (https://github.com/faborsky/youtube-cli-app/releases); Google's entry is of"
    " 27 August."
)
YOUTUBE_STUDIO_OLDER = _pooled(
    name="YouTube engagement by views watched",
    actions=("like", "reply", "share"),
    denominator="views",
    scope="YouTube, all but Shorts",
    source=YOUTUBE_HISTORY,
    valid_to=date(2026, 8, 24),
    note=f"{ENGAGED_VIEWS} {SWITCH} {NO_RATE}",
)
YOUTUBE_STUDIO = _pooled(
    name="YouTube engagement by starts",
    actions=("like", "reply", "share"),
    denominator="views",
    scope="YouTube, all formats",
    source=YOUTUBE_HISTORY,
    valid_from=date(2026, 8, 24),
    note=f"Every start is a view, in all formats. {SWITCH} {NO_RATE}",
)
TIKTOK_ANALYTICS = _pooled(
    name="TikTok Analytics engagement rate",
    actions=("like", "reply", "share"),
    denominator="views",
    scope="TikTok",
    source=Source(
        "Slipstream",
        2023,
        "Decipher metrics in TikTok Analytics",
        "https://blog.slip.stream/decipher-metrics-in-tiktok-analytics/amp/",
    ),
    note=f"TikTok's own, as described by another. {ONE_POST}",
)

LINKEDIN = _pooled(
    name="LinkedIn engagement",
    actions=("click", "like", "reply", "share"),
    denominator="impressions",
    scope="LinkedIn, organic",
    source=Source(
        "Microsoft",
        2024,
        "Organization share statistics",
        "https://learn.microsoft.com/en-us/linkedin/marketing/community-management/organizations/share-statistics",
    ),
    note="LinkedIn's own `engagement`, a ratio. Given as 0.0 where impressions are 0;"
    " here it is undefined.",
)

# -- vendors, by platform -------------------------------------------------------

DASHTHIS = Source(
    "DashThis",
    None,
    "LinkedIn pages metrics and dimensions",
    "https://help.dashthis.com/linkedin-pages-metrics-and-dimensions",
)
DASHTHIS_FOLLOWERS = _pooled(
    name="DashThis follower engagement rate",
    actions=("click", "like", "reply", "share"),
    denominator="followers",
    scope="LinkedIn",
    source=DASHTHIS,
    note=ONE_POST,
)
ICONOSQUARE_LINKEDIN = Definition(
    name="Iconosquare LinkedIn engagement rate",
    actions=("like", "reply", "click", "share"),
    denominator="followers",
    averaging="average",
    scope="LinkedIn",
    source=Source(
        "Iconosquare",
        None,
        "LinkedIn analytics: glossary by section",
        "https://support.iconosquare.com/linkedin-analytics-glossary-by-section",
    ),
    note="Followers at the time of the post.",
)
ZERNIO_POST = _pooled(
    name="Zernio LinkedIn post engagement rate",
    actions=("like", "reply", "share", "click", "save", "message"),
    denominator="impressions",
    scope="LinkedIn",
    source=Source(
        "Zernio",
        None,
        "LinkedIn post analytics",
        "https://docs.rs/crate/late/0.0.730/source/docs/GetLinkedInPostAnalytics200ResponseAnalytics.md",
    ),
    note=f"0 where impressions are 0; here it is undefined. {ONE_POST}",
)
ZERNIO_AGGREGATE = _pooled(
    name="Zernio LinkedIn aggregate engagement rate",
    actions=("like", "reply", "share", "save", "message"),
    denominator="impressions",
    scope="LinkedIn",
    source=Source(
        "Zernio",
        None,
        "LinkedIn aggregate analytics",
        "https://docs.rs/crate/late/0.0.721/source/docs/LinkedInAggregateAnalyticsTotalResponseAnalytics.md",
    ),
    note="By the vendor of the rate of posts, but without clicks.",
)

DATA_INTELLIGENCE = _pooled(
    name="Data Intelligence activation rate",
    actions=("like", "reply", "share"),
    denominator="followers",
    scope="Facebook",
    source=Source(
        "Data Intelligence",
        None,
        "Data dictionary: activation rate",
        "https://dataintelligence.ro/data-dictionary/accuse/",
    ),
)
SPROUT_FACEBOOK = _pooled(
    name="Sprout Social Facebook engagement rate",
    actions=("like", "reply", "share", "click"),
    denominator="impressions",
    scope="Facebook",
    source=Source(
        "Sprout Social",
        None,
        "Facebook engagements",
        "sproutsocial.com",
        consulted=False,
    ),
    note="The actions are those of a public re-implementation.",
)

TIKTOK = _pooled(
    name="TikTok engagement rate by views",
    actions=("like", "reply", "share"),
    denominator="views",
    scope="TikTok",
    source=Source(
        "Tiktal",
        None,
        "How to calculate engagement rate",
        "https://tiktal.co/how-to-calculate-engagement-rate/",
    ),
    note=f"TikTok rounds public counts from 10,000 on. {ONE_POST}",
)

STELLAR_YOUTUBE = Definition(
    name="Stellar YouTube engagement rate",
    actions=("like", "reply"),
    denominator="views",
    averaging="average",
    scope="YouTube, organic",
    source=Source(
        "Stellar",
        None,
        "How do you determine the engagement for each channel?",
        "https://intercom.help/stellario/en/articles/2840705-how-do-you-determine-the-engagement-for-each-channel",
    ),
    note="Of the last 3 months, or as chosen; formerly of the latest 30 videos, on the"
    " page that names views:"
    " https://intercom.help/stellario/en/articles/3605163-what-is-engagement-rate",
)
KEYHOLE_SOURCE = Source(
    "Keyhole",
    2021,
    "How is engagement calculated?",
    "https://help.keyhole.co/en/articles/2637871-how-is-engagement-calculated",
)
KEYHOLE_YOUTUBE_WITH_DISLIKES = _pooled(
    name="Keyhole YouTube engagement with dislikes",
    actions=("like", "reply", "dislike"),
    denominator="views",
    scope="YouTube",
    source=KEYHOLE_SOURCE,
    valid_to=date(2021, 11, 10),
    note=f"Of posts collected before that day. {NO_RATE}",
)
KEYHOLE_YOUTUBE = _pooled(
    name="Keyhole YouTube engagement",
    actions=("like", "reply"),
    denominator="views",
    scope="YouTube",
    source=KEYHOLE_SOURCE,
    valid_from=date(2021, 11, 10),
    note=NO_RATE,
)

KEYHOLE_INSTAGRAM_SOURCE = Source(
    "Keyhole",
    2024,
    "How is engagement calculated in social listening?",
    "https://help.keyhole.co/en/articles/2637871-how-is-engagement-calculated-in-social-listening",
)
KEYHOLE_INSTAGRAM_OLDER = _pooled(
    name="Keyhole Instagram engagement of likes and comments",
    actions=("like", "reply"),
    denominator="followers",
    scope="Instagram",
    source=KEYHOLE_INSTAGRAM_SOURCE,
    valid_to=date(2024, 1, 19),
    note=f"Still so of accounts that are not connected. {NO_RATE}",
)
KEYHOLE_INSTAGRAM = _pooled(
    name="Keyhole Instagram engagement",
    actions=("like", "reply", "share", "save"),
    denominator="followers",
    scope="Instagram, own accounts",
    source=KEYHOLE_INSTAGRAM_SOURCE,
    valid_from=date(2024, 1, 19),
    note=f"Shares are not tracked in Europe and Japan. {NO_RATE}",
)

BUFFER_X = _pooled(
    name="Buffer X engagement rate",
    actions=("like", "reply", "share", "quote", "click"),
    denominator="impressions",
    scope="X",
    source=Source(
        "Buffer",
        None,
        "X/Twitter metric descriptions",
        "https://support.buffer.com/article/522-twitter-metric-descriptions",
    ),
    note="*click* is a click on a link or the profile. Quotes are in, and follows are"
    " not, unlike in its older list. Of posts together, as Buffer sums them.",
)
AUTOTWEET = _pooled(
    name="AutoTweet engagement rate",
    actions=("like", "reply", "share", "save"),
    denominator="impressions",
    scope="X",
    source=Source(
        "AutoTweet",
        None,
        "X (Twitter) engagement glossary",
        "https://www.autotweet.io/glossary/category/engagement",
    ),
    note=ONE_POST,
)
HYPEAUDITOR = Definition(
    name="HypeAuditor Instagram engagement rate",
    actions=("like", "reply"),
    denominator="followers",
    averaging="average",
    scope="Instagram",
    source=Source(
        "HypeAuditor",
        None,
        "What is engagement rate and how do you calculate it?",
        "https://help.hypeauditor.com/en/articles/2771955-what-is-engagement-rate-and-how-do-you-calculate-it",
    ),
    note="Of the latest 12 posts, by the number of posts.",
)
HYPEAUDITOR_YOUTUBE = _pooled(
    name="HypeAuditor YouTube engagement rate",
    actions=("like", "reply"),
    denominator="views",
    scope="YouTube",
    source=Source(
        "HypeAuditor",
        None,
        "What is YouTube engagement rate and how do you calculate it?",
        "https://help.hypeauditor.com/en/articles/6227916-what-is-youtube-engagement-rate-and-how-do-you-calculate-it",
    ),
    note="Reactions and comments of viewers, of 30 videos or of a period. That viewers"
    " are views, and how videos are averaged, is our reading.",
)
MODASH = Source(
    "Modash",
    None,
    "Understanding engagement rate and how Modash calculates it",
    "https://help.modash.io/en/articles/6542471-understanding-engagement-rate-and-how-modash-calculates-it",
)
MODASH_INSTAGRAM = Definition(
    name="Modash Instagram engagement rate",
    actions=("like",),
    denominator="followers",
    averaging="median",
    scope="Instagram",
    source=MODASH,
    note="Median likes over followers: with the followers of today in each row, it is"
    " the same. Of about two months.",
)
MODASH_VIEWS = _pooled(
    name="Modash engagement rate by views",
    actions=("like",),
    denominator="views",
    scope="TikTok and YouTube",
    source=MODASH,
    note="Average likes over average views. Of about two months.",
)

SOCIALINSIDER = Source(
    "Socialinsider",
    None,
    "The Socialinsider guide to engagement and engagement rates",
    "https://howto.socialinsider.io/en/articles/9329376-the-socialinsider-guide-to-engagement-engagement-rates",
)
SOCIALINSIDER_OLDER = Source(
    "Socialinsider",
    None,
    "The Socialinsider guide to engagement",
    "https://howto.socialinsider.io/the-socialinsider-guide-to-engagement/",
)
SOCIALINSIDER_OLDEST = Source(
    "Socialinsider",
    None,
    "How are the engagement rates computed?",
    "https://howto.socialinsider.io/how-are-the-engagement-rates-computed/",
)
BY_FOLLOWERS = "The same page also has it by reach."
SOCIALINSIDER_FACEBOOK = _pooled(
    name="Socialinsider Facebook engagement rate",
    actions=("like", "reply", "share"),
    denominator="followers",
    scope="Facebook",
    source=SOCIALINSIDER,
    note=BY_FOLLOWERS,
)
SOCIALINSIDER_INSTAGRAM = _pooled(
    name="Socialinsider Instagram engagement rate",
    actions=("like", "reply"),
    denominator="followers",
    scope="Instagram, organic",
    source=SOCIALINSIDER,
    note=f"No saves: they are not known of competitors. {BY_FOLLOWERS}",
)
SOCIALINSIDER_LINKEDIN = _pooled(
    name="Socialinsider LinkedIn engagement rate",
    actions=("like", "reply", "share", "click"),
    denominator="followers",
    scope="LinkedIn, organic",
    source=SOCIALINSIDER,
    note=BY_FOLLOWERS,
)
SOCIALINSIDER_LINKEDIN_OLDER = _pooled(
    name="Socialinsider LinkedIn engagement rate without clicks",
    actions=("like", "reply", "share"),
    denominator="followers",
    scope="LinkedIn, organic",
    source=SOCIALINSIDER_OLDEST,
)
SOCIALINSIDER_X = _pooled(
    name="Socialinsider X engagement rate",
    actions=("like", "reply", "share", "quote"),
    denominator="followers",
    scope="X, organic and promoted",
    source=SOCIALINSIDER,
    note=BY_FOLLOWERS,
)
SOCIALINSIDER_X_OLDER = _pooled(
    name="Socialinsider X engagement rate of likes and retweets",
    actions=("like", "share"),
    denominator="followers",
    scope="X, organic and promoted",
    source=SOCIALINSIDER_OLDER,
)
SOCIALINSIDER_TIKTOK = _pooled(
    name="Socialinsider TikTok engagement rate",
    actions=("like", "reply", "share", "save"),
    denominator="followers",
    scope="TikTok, organic and promoted",
    source=SOCIALINSIDER,
    note=BY_FOLLOWERS,
)
SOCIALINSIDER_TIKTOK_OLDER = _pooled(
    name="Socialinsider TikTok engagement rate without saves",
    actions=("like", "reply", "share"),
    denominator="followers",
    scope="TikTok, organic and promoted",
    source=SOCIALINSIDER_OLDER,
)
SOCIALINSIDER_YOUTUBE = _pooled(
    name="Socialinsider YouTube engagement rate",
    actions=("like", "reply"),
    denominator="followers",
    scope="YouTube, organic",
    source=SOCIALINSIDER,
    note=BY_FOLLOWERS,
)
SOCIALINSIDER_YOUTUBE_OLDER = _pooled(
    name="Socialinsider YouTube engagement rate with dislikes",
    actions=("like", "reply", "dislike"),
    denominator="followers",
    scope="YouTube, organic",
    source=SOCIALINSIDER_OLDEST,
)

# -- vendors, on any platform ---------------------------------------------------

HOOTSUITE = Source(
    "Hootsuite",
    2019,
    "How to calculate engagement rate",
    "https://blog.hootsuite.com/calculate-engagement-rate/",
)
HOOTSUITE_COPIED = Source(
    "Hootsuite",
    2019,
    "How to calculate engagement rate",
    "https://blog.hootsuite.com/calculate-engagement-rate/",
    consulted=False,
)
COPIED = (
    "Read in copies: https://it-benchmarking-journal.com/2019/05/how-good-is-your-"
    "social-media-engagement-rate-6-ways-to-find-out/ and"
    " https://buildmyplays.com/calculate-the-engagement-rate-2-2/"
)
HOOTSUITE_REACH = Definition(
    name="Hootsuite engagement rate by reach (ERR)",
    denominator="reach",
    averaging="average",
    source=HOOTSUITE,
)
HOOTSUITE_POSTS = Definition(
    name="Hootsuite engagement rate by posts (ER post)",
    denominator="followers",
    averaging="average",
    source=HOOTSUITE_COPIED,
    note=COPIED,
)
HOOTSUITE_IMPRESSIONS = Definition(
    name="Hootsuite engagement rate by impressions",
    denominator="impressions",
    averaging="average",
    source=HOOTSUITE_COPIED,
    note=COPIED,
)
HOOTSUITE_DAILY = _pooled(
    name="Hootsuite daily engagement rate",
    denominator="followers",
    unit="day",
    source=HOOTSUITE_COPIED,
    note=f"A day's engagements with new posts and old. {COPIED}",
)
HOOTSUITE_VIEWS = Definition(
    name="Hootsuite engagement rate by views",
    denominator="views",
    averaging="average",
    source=HOOTSUITE_COPIED,
    note=COPIED,
)
HOOTSUITE_FACTORED = _pooled(
    name="Hootsuite factored engagement rate",
    actions=("like", "reply", "share"),
    weights=(1, 2, 1),
    denominator="reach",
    source=HOOTSUITE_COPIED,
    note="Comments count double; the denominator is whichever is factored.",
)

RIVAL_IQ_SOURCE = Source(
    "Rival IQ",
    None,
    "Understanding engagement metrics",
    "https://help.rivaliq.com/en/articles/2043672-understanding-engagement-metrics",
)
RIVAL_IQ = _pooled(
    name="Rival IQ engagement rate by follower",
    denominator="followers",
    scope="all but TikTok, public data",
    source=RIVAL_IQ_SOURCE,
    note="Followers at the time of the post; reactions, comments, shares and the like.",
)
RIVAL_IQ_TIKTOK = _pooled(
    name="Rival IQ TikTok engagement rate",
    denominator="views",
    scope="TikTok, public data",
    source=RIVAL_IQ_SOURCE,
    note=ONE_POST,
)
RIVAL_IQ_REACH = _pooled(
    name="Rival IQ engagement rate by reach",
    denominator="reach",
    scope="Instagram, own accounts",
    source=RIVAL_IQ_SOURCE,
    note=f"Reach is unique views. {ONE_POST}",
)
RIVAL_IQ_IMPRESSIONS = _pooled(
    name="Rival IQ engagement rate by impression",
    denominator="impressions",
    scope="Instagram, own accounts",
    source=RIVAL_IQ_SOURCE,
    note=ONE_POST,
)

METRICOOL_SOURCE = Source(
    "Metricool",
    None,
    "How engagement is calculated in Metricool",
    "https://help.metricool.com/en/article/how-engagement-is-calculated-in-metricool-1cmd48v",
)
PER_CHOICE = "Printed per 1,000 or per 100, as chosen; formerly always per 1,000."
METRICOOL = _pooled(
    name="Metricool engagement by reach",
    denominator="reach",
    scope="all but X and LinkedIn",
    source=METRICOOL_SOURCE,
    note=f"{PER_CHOICE} {ONE_POST}",
)
METRICOOL_IMPRESSIONS = _pooled(
    name="Metricool engagement by impressions",
    denominator="impressions",
    scope="X and LinkedIn",
    source=METRICOOL_SOURCE,
    note=f"{PER_CHOICE} {ONE_POST}",
)

NAPOLEONCAT_SOURCE = Source(
    "NapoleonCat",
    None,
    "Engagement rate (ER) explained",
    "https://brain.napoleoncat.com/en/articles/1096078-engagement-rate-er-explained",
)
NAPOLEONCAT = _pooled(
    name="NapoleonCat post engagement rate",
    denominator="followers",
    source=NAPOLEONCAT_SOURCE,
    note=f"Followers on the day of the post. {ONE_POST}",
)
NAPOLEONCAT_DAILY = Definition(
    name="NapoleonCat average daily engagement rate",
    denominator="followers",
    averaging="average",
    unit="day",
    source=NAPOLEONCAT_SOURCE,
    note="Interactions with the posts of a day, whenever they come.",
)

EMPLIFI = Source(
    "Emplifi",
    None,
    "Engagements, reach engagement rate, and impressions engagement rate",
    "https://docs.emplifi.io/platform/latest/home/engagements-reach-engagement-rate-and-impressions",
)
EACH_ONE = 'In averages, "each content piece counts as 1".'
EMPLIFI_REACH = Definition(
    name="Emplifi reach engagement rate",
    denominator="reach",
    averaging="average",
    scope="own accounts",
    source=EMPLIFI,
    note=EACH_ONE,
)
EMPLIFI_IMPRESSIONS = Definition(
    name="Emplifi impressions engagement rate",
    denominator="impressions",
    averaging="average",
    scope="own accounts",
    source=EMPLIFI,
    note=EACH_ONE,
)
SOCIALBAKERS = _pooled(
    name="Socialbakers average engagement rate",
    denominator="followers",
    source=Source(
        "Simply Zesty",
        2012,
        "Two new metrics to help you assess user engagement on social media",
        "http://www.simplyzesty.com/Blog/Article/July-2012/Two-New-Metrics-To-Help-You-Assess-User-Engagement-On-Social-Media",
    ),
    note="As described by another; interactions per post, by fans.",
)
AMPFLUENCE = _pooled(
    name="Ampfluence engagement ratio",
    actions=("like", "reply"),
    denominator="followers",
    source=Source(
        "Ampfluence",
        None,
        "Engagement ratio",
        "https://academy.ampfluence.com/glossary/engagement-ratio/",
    ),
    note=ONE_POST,
)
THE_NEXT_AD = _pooled(
    name="TheNextAd engagement rate",
    actions=("like", "reply", "share"),
    denominator="followers",
    scope="Facebook",
    source=Source(
        "TheNextAd",
        None,
        "What is the difference between activation rate and engagement rate?",
        "https://support.thenextad.com/what-is-the-difference-between-activation-rate-and-engagement-rate",
    ),
    note=ONE_POST,
)
PHLANX = Definition(
    name="Phlanx engagement rate",
    actions=("like", "reply"),
    denominator="followers",
    averaging="average",
    scope="Instagram",
    source=Source(
        "Phlanx", None, "Engagement calculator", "https://phlanx.com", consulted=False
    ),
    note="Of recent posts.",
)
BETTERMODE = _pooled(
    name="Bettermode weighted engagement rate",
    actions=("like", "reply", "share"),
    weights=(0.1, 0.5, 1),
    denominator="followers",
    source=Source(
        "Bettermode",
        None,
        "Engagement rate",
        "https://bettermode.com/blog/engagement-rate",
    ),
    note=ONE_POST,
)

FANPAGE_KARMA_SOURCE = Source(
    "Fanpage Karma",
    2014,
    "Social media KPIs explained",
    "https://blog.fanpagekarma.com/2014/07/01/social-media-kpis-explained/",
)
FANPAGE_KARMA_ACADEMY = Source(
    "Fanpage Karma",
    None,
    "Facebook metrics",
    "https://academy.fanpagekarma.com/en/facebook-metrics/",
)
FANPAGE_KARMA = Definition(
    name="Fanpage Karma engagement",
    actions=("like", "reply", "share"),
    denominator="followers",
    averaging="average",
    unit="day",
    scope="Facebook",
    source=FANPAGE_KARMA_SOURCE,
    note="Days without posts are days too.",
)
FANPAGE_KARMA_WEIGHTED = Definition(
    name="Fanpage Karma weighted engagement",
    actions=("like", "reply", "share"),
    weights=(1, 2, 3),
    denominator="followers",
    averaging="average",
    unit="day",
    scope="Facebook",
    source=FANPAGE_KARMA_ACADEMY,
    note="Days without posts are days too.",
)
FANPAGE_KARMA_POST_INTERACTION = Definition(
    name="Fanpage Karma post interaction",
    actions=("like", "reply", "share"),
    denominator="followers",
    averaging="average",
    unit="day",
    scope="Facebook",
    source=FANPAGE_KARMA_ACADEMY,
    note="Per fan and post: a row is a day with posts, and its followers are the fans"
    " times the posts of the day. Days without posts do not count.",
)
SOTRENDER = _pooled(
    name="Sotrender relative interactivity index",
    actions=("like", "reply", "share"),
    weights=(1, 4, 16),
    denominator="followers",
    unit="period",
    scope="Facebook",
    source=Source(
        "Sotrender",
        None,
        "How does Sotrender count the Interactivity Index?",
        "https://www.sotrender.com/blog/faq/sotrender-count-interactivity-index-relative-interactivity/",
    ),
    note="Printed per 1,000 fans. A row is a page's whole period. Fans' own posts, text"
    " 8 and multimedia 12, are not reactions to a post and are not in it.",
)

# -- per post, and what became of it --------------------------------------------

KAUSHIK = Source(
    "Kaushik, A.",
    2011,
    "Best social media metrics: conversation, amplification, applause, economic value",
    "https://www.kaushik.net/avinash/best-social-media-metrics-conversation-amplification-applause-economic-value/",
)
KAUSHIK_CONVERSATION = _pooled(
    name="Kaushik conversation rate",
    actions=("reply",),
    denominator="posts",
    source=KAUSHIK,
)
KAUSHIK_AMPLIFICATION = _pooled(
    name="Kaushik amplification rate",
    actions=("share",),
    denominator="posts",
    source=KAUSHIK,
)
KAUSHIK_APPLAUSE = _pooled(
    name="Kaushik applause rate",
    actions=("like",),
    denominator="posts",
    source=KAUSHIK,
)
TRUE_SOCIAL_METRICS = Source(
    "TrueSocialMetrics",
    None,
    "Metrics introduction",
    "https://www.truesocialmetrics.com/university/metric-introduction",
)
PER_THOUSAND = "Per post; printed per 1,000 followers."
TRUE_SOCIAL_METRICS_CONVERSATION = _pooled(
    name="TrueSocialMetrics relative conversation rate",
    actions=("reply",),
    denominator="followers",
    source=TRUE_SOCIAL_METRICS,
    note=PER_THOUSAND,
)
TRUE_SOCIAL_METRICS_AMPLIFICATION = _pooled(
    name="TrueSocialMetrics relative amplification rate",
    actions=("share",),
    denominator="followers",
    source=TRUE_SOCIAL_METRICS,
    note=PER_THOUSAND,
)
TRUE_SOCIAL_METRICS_APPLAUSE = _pooled(
    name="TrueSocialMetrics relative applause rate",
    actions=("like",),
    denominator="followers",
    source=TRUE_SOCIAL_METRICS,
    note=PER_THOUSAND,
)
AUTOTWEET_CONVERSATION = _pooled(
    name="AutoTweet conversation rate",
    actions=("reply",),
    denominator="impressions",
    scope="X",
    source=Source(
        "AutoTweet",
        None,
        "Conversation rate",
        "https://www.autotweet.io/glossary/conversation-rate",
    ),
    note=f"Kaushik's name over another denominator. {ONE_POST}",
)
SHNO_AMPLIFICATION = _pooled(
    name="Shno amplification rate",
    actions=("share",),
    denominator="followers",
    source=Source(
        "Shno",
        None,
        "Amplification rate",
        "https://www.shno.co/startup-metrics/amplification-rate",
    ),
    note=f"Kaushik's name over another denominator. {ONE_POST}",
)
HOOTSUITE_APPLAUSE = _pooled(
    name="Hootsuite applause rate",
    actions=("like",),
    denominator="followers",
    source=Source(
        "Hootsuite",
        None,
        "Applause rate",
        "https://blog.hootsuite.com",
        consulted=False,
    ),
    note=f"Kaushik's name over another denominator. {ONE_POST}",
)
SOCIALK_VIRALITY = _pooled(
    name="Socialk virality rate",
    actions=("share",),
    denominator="impressions",
    source=Source(
        "Socialk",
        None,
        "Virality rate and amplification explained",
        "https://socialk.it/en/blog/virality-rate-and-amplification-explained",
    ),
    note=f"Others divide by reach, as the page says. {ONE_POST}",
)

# -- research and reports -------------------------------------------------------

BONSON_RATKAI = Source(
    "Bonsón, E. and Ratkai, M.",
    2013,
    "A set of metrics to assess stakeholder engagement and social legitimacy on a"
    " corporate Facebook page. Online Information Review 37(5), 787-803",
    "https://doi.org/10.1108/OIR-03-2012-0054",
    consulted=False,
)
PER_FAN = "Printed per 1,000 fans; the form as citing papers quote it."
BONSON_RATKAI_P2 = _pooled(
    name="Bonsón and Ratkai P2, popularity per post",
    actions=("like",),
    denominator="posts",
    scope="Facebook",
    source=BONSON_RATKAI,
)
BONSON_RATKAI_C2 = _pooled(
    name="Bonsón and Ratkai C2, commitment per post",
    actions=("reply",),
    denominator="posts",
    scope="Facebook",
    source=BONSON_RATKAI,
)
BONSON_RATKAI_V2 = _pooled(
    name="Bonsón and Ratkai V2, virality per post",
    actions=("share",),
    denominator="posts",
    scope="Facebook",
    source=BONSON_RATKAI,
)
BONSON_RATKAI_P3 = _pooled(
    name="Bonsón and Ratkai P3, popularity per post and fan",
    actions=("like",),
    denominator="followers",
    scope="Facebook",
    source=BONSON_RATKAI,
    note=PER_FAN,
)
BONSON_RATKAI_C3 = _pooled(
    name="Bonsón and Ratkai C3, commitment per post and fan",
    actions=("reply",),
    denominator="followers",
    scope="Facebook",
    source=BONSON_RATKAI,
    note=PER_FAN,
)
BONSON_RATKAI_V3 = _pooled(
    name="Bonsón and Ratkai V3, virality per post and fan",
    actions=("share",),
    denominator="followers",
    scope="Facebook",
    source=BONSON_RATKAI,
    note=PER_FAN,
)
BONSON_RATKAI_E = _pooled(
    name="Bonsón and Ratkai E, engagement",
    actions=("like", "reply", "share"),
    denominator="followers",
    scope="Facebook",
    source=BONSON_RATKAI,
    note=f"P3 + C3 + V3. {PER_FAN}",
)
LOVETT_OWYANG_AUDIENCE_ENGAGEMENT = _pooled(
    name="Lovett and Owyang audience engagement",
    actions=("reply", "share", "mention"),
    denominator="views",
    source=Source(
        "Lovett, J. and Owyang, J.",
        2010,
        "Social marketing analytics. Altimeter Group and Web Analytics Demystified",
        "http://www.slidesearchengine.com/slide/socialmarketinganalyticsfinal-100422113003-phpapp02",
        consulted=False,
    ),
    note="*mention* is a trackback. Of an item or of a site: the report does not say.",
)

CATALOGUE = Catalogue(
    thing for thing in tuple(globals().values()) if isinstance(thing, Definition)
)
"""
Every definition of this module, in its order.

:meta hide-value:
"""
