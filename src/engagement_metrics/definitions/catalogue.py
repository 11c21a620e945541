"""
Catalogue of published definitions of engagement rates, with sources.

Each definition is a constant of this module; ``CATALOGUE`` holds all of them.
Comments are *reply*; retweets, reposts and reblogs *share*; reactions and favourites
*like*; private sends *message*; subscribers and fans *followers*.
"""

from __future__ import annotations

from datetime import date

from engagement_metrics.definitions._definition import Definition
from engagement_metrics.words import Source

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
    "X's list is open; this is Buffer's of it:"
    " https://faq.buffer.com/article/1097-analyze-twitter-metric-descriptions"
)
X_WITH_MEDIA_VIEWS = Definition(
    name="X engagement rate with media views",
    actions=("like", "reply", "share", "click", "follow", "view"),
    denominator="impressions",
    averaging="pooled",
    scope="X, organic and promoted",
    source=X_CHANGES,
    valid_to=date(2017, 10, 9),
    note=f"*view* is a view of the post's media. {X_LIST} {ONE_POST}",
)
X = Definition(
    name="X engagement rate",
    actions=("like", "reply", "share", "click", "follow"),
    denominator="impressions",
    averaging="pooled",
    scope="X, organic and promoted",
    source=X_CHANGES,
    valid_from=date(2017, 10, 9),
    note=f"*click* is any click on the post; only its owner sees them. {X_LIST}"
    f" {ONE_POST}",
)

INSTAGRAM_INSIGHTS = Source(
    "Meta",
    None,
    "Instagram media insights",
    "https://developers.facebook.com/docs/instagram-platform/reference/instagram-media/insights",
)
INSTAGRAM_ENGAGEMENT = Definition(
    name="Instagram engagement",
    actions=("like", "reply"),
    denominator="reach",
    averaging="pooled",
    scope="Instagram, organic",
    source=Source(
        "Michele Berardi",
        None,
        "Instagram insights metrics",
        "https://gist.github.com/micheleberardi/bd572230b37d9b1a10356d42ff79dce9",
    ),
    note=f"The older metric, before total interactions. {NO_RATE}",
)
INSTAGRAM_TOTAL_INTERACTIONS = Definition(
    name="Instagram total interactions",
    actions=("like", "reply", "share", "save"),
    denominator="reach",
    averaging="pooled",
    scope="Instagram, organic",
    source=INSTAGRAM_INSIGHTS,
    note=f"Its parts as commonly stated; what is undone is taken off. {NO_RATE}",
)

LINKEDIN = Definition(
    name="LinkedIn engagement",
    actions=("click", "like", "reply", "share"),
    denominator="impressions",
    averaging="pooled",
    scope="LinkedIn, organic",
    source=Source(
        "Microsoft",
        2024,
        "Organization share statistics",
        "https://learn.microsoft.com/en-us/linkedin/marketing/community-management/organizations/share-statistics",
    ),
    note="Given as 0.0 where impressions are 0; here it is undefined.",
)

# -- vendors, by platform -------------------------------------------------------

DASHTHIS = Source(
    "DashThis",
    None,
    "LinkedIn pages metrics and dimensions",
    "https://help.dashthis.com/linkedin-pages-metrics-and-dimensions",
)
DASHTHIS_FOLLOWERS = Definition(
    name="DashThis follower engagement rate",
    actions=("click", "like", "reply", "share"),
    denominator="followers",
    averaging="pooled",
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
ZERNIO_POST = Definition(
    name="Zernio LinkedIn post engagement rate",
    actions=("like", "reply", "share", "click", "save", "message"),
    denominator="impressions",
    averaging="pooled",
    scope="LinkedIn",
    source=Source(
        "Zernio",
        None,
        "LinkedIn post analytics",
        "https://docs.rs/crate/late/0.0.730/source/docs/GetLinkedInPostAnalytics200ResponseAnalytics.md",
    ),
    note=f"0 where impressions are 0; here it is undefined. {ONE_POST}",
)
ZERNIO_AGGREGATE = Definition(
    name="Zernio LinkedIn aggregate engagement rate",
    actions=("like", "reply", "share", "save", "message"),
    denominator="impressions",
    averaging="pooled",
    scope="LinkedIn",
    source=Source(
        "Zernio",
        None,
        "LinkedIn aggregate analytics",
        "https://docs.rs/crate/late/0.0.721/source/docs/LinkedInAggregateAnalyticsTotalResponseAnalytics.md",
    ),
    note="By the vendor of the rate of posts, but without clicks.",
)

DATA_INTELLIGENCE = Definition(
    name="Data Intelligence activation rate",
    actions=("like", "reply", "share"),
    denominator="followers",
    averaging="pooled",
    scope="Facebook",
    source=Source(
        "Data Intelligence",
        None,
        "Data dictionary: activation rate",
        "https://dataintelligence.ro/data-dictionary/accuse/",
    ),
)
SPROUT_FACEBOOK = Definition(
    name="Sprout Social Facebook engagement rate",
    actions=("like", "reply", "share", "click"),
    denominator="impressions",
    averaging="pooled",
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

TIKTOK = Definition(
    name="TikTok engagement rate by views",
    actions=("like", "reply", "share"),
    denominator="views",
    averaging="pooled",
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
        "What is engagement rate?",
        "https://intercom.help/stellario/en/articles/3605163-what-is-engagement-rate",
    ),
    note="Of the latest 30 videos.",
)
KEYHOLE_SOURCE = Source(
    "Keyhole",
    2021,
    "How is engagement calculated?",
    "https://help.keyhole.co/en/articles/2637871-how-is-engagement-calculated",
)
KEYHOLE_YOUTUBE_WITH_DISLIKES = Definition(
    name="Keyhole YouTube engagement with dislikes",
    actions=("like", "reply", "dislike"),
    denominator="views",
    averaging="pooled",
    scope="YouTube",
    source=KEYHOLE_SOURCE,
    valid_to=date(2021, 11, 10),
    note=f"Of posts collected before that day. {NO_RATE}",
)
KEYHOLE_YOUTUBE = Definition(
    name="Keyhole YouTube engagement",
    actions=("like", "reply"),
    denominator="views",
    averaging="pooled",
    scope="YouTube",
    source=KEYHOLE_SOURCE,
    valid_from=date(2021, 11, 10),
    note=NO_RATE,
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
SOCIALINSIDER_FACEBOOK = Definition(
    name="Socialinsider Facebook engagement rate",
    actions=("like", "reply", "share"),
    denominator="followers",
    averaging="pooled",
    scope="Facebook",
    source=SOCIALINSIDER,
    note=BY_FOLLOWERS,
)
SOCIALINSIDER_INSTAGRAM = Definition(
    name="Socialinsider Instagram engagement rate",
    actions=("like", "reply"),
    denominator="followers",
    averaging="pooled",
    scope="Instagram, organic",
    source=SOCIALINSIDER,
    note=f"No saves: they are not known of competitors. {BY_FOLLOWERS}",
)
SOCIALINSIDER_LINKEDIN = Definition(
    name="Socialinsider LinkedIn engagement rate",
    actions=("like", "reply", "share", "click"),
    denominator="followers",
    averaging="pooled",
    scope="LinkedIn, organic",
    source=SOCIALINSIDER,
    note=BY_FOLLOWERS,
)
SOCIALINSIDER_LINKEDIN_OLDER = Definition(
    name="Socialinsider LinkedIn engagement rate without clicks",
    actions=("like", "reply", "share"),
    denominator="followers",
    averaging="pooled",
    scope="LinkedIn, organic",
    source=SOCIALINSIDER_OLDEST,
)
SOCIALINSIDER_X = Definition(
    name="Socialinsider X engagement rate",
    actions=("like", "reply", "share", "quote"),
    denominator="followers",
    averaging="pooled",
    scope="X, organic and promoted",
    source=SOCIALINSIDER,
    note=BY_FOLLOWERS,
)
SOCIALINSIDER_X_OLDER = Definition(
    name="Socialinsider X engagement rate of likes and retweets",
    actions=("like", "share"),
    denominator="followers",
    averaging="pooled",
    scope="X, organic and promoted",
    source=SOCIALINSIDER_OLDER,
)
SOCIALINSIDER_TIKTOK = Definition(
    name="Socialinsider TikTok engagement rate",
    actions=("like", "reply", "share", "save"),
    denominator="followers",
    averaging="pooled",
    scope="TikTok, organic and promoted",
    source=SOCIALINSIDER,
    note=BY_FOLLOWERS,
)
SOCIALINSIDER_TIKTOK_OLDER = Definition(
    name="Socialinsider TikTok engagement rate without saves",
    actions=("like", "reply", "share"),
    denominator="followers",
    averaging="pooled",
    scope="TikTok, organic and promoted",
    source=SOCIALINSIDER_OLDER,
)
SOCIALINSIDER_YOUTUBE = Definition(
    name="Socialinsider YouTube engagement rate",
    actions=("like", "reply"),
    denominator="followers",
    averaging="pooled",
    scope="YouTube, organic",
    source=SOCIALINSIDER,
    note=BY_FOLLOWERS,
)
SOCIALINSIDER_YOUTUBE_OLDER = Definition(
    name="Socialinsider YouTube engagement rate with dislikes",
    actions=("like", "reply", "dislike"),
    denominator="followers",
    averaging="pooled",
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
HOOTSUITE_DAILY = Definition(
    name="Hootsuite daily engagement rate",
    denominator="followers",
    averaging="pooled",
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
HOOTSUITE_FACTORED = Definition(
    name="Hootsuite factored engagement rate",
    actions=("like", "reply", "share"),
    weights=(1, 2, 1),
    denominator="reach",
    averaging="pooled",
    source=HOOTSUITE_COPIED,
    note="Comments count double; the denominator is whichever is factored.",
)

RIVAL_IQ_SOURCE = Source(
    "Rival IQ",
    None,
    "Understanding engagement metrics",
    "https://help.rivaliq.com/en/articles/2043672-understanding-engagement-metrics",
)
RIVAL_IQ = Definition(
    name="Rival IQ engagement rate by follower",
    denominator="followers",
    averaging="pooled",
    scope="all but TikTok, public data",
    source=RIVAL_IQ_SOURCE,
    note="Followers at the time of the post; reactions, comments, shares and the like.",
)
RIVAL_IQ_TIKTOK = Definition(
    name="Rival IQ TikTok engagement rate",
    denominator="views",
    averaging="pooled",
    scope="TikTok, public data",
    source=RIVAL_IQ_SOURCE,
    note=ONE_POST,
)

EMPLIFI = Definition(
    name="Emplifi engagement rate",
    denominator="followers",
    averaging="average",
    source=Source(
        "Emplifi",
        None,
        "Engagements, reach, engagement rate and impressions",
        "https://docs.emplifi.io/platform/latest/home/engagements-reach-engagement-rate-and-impressions",
    ),
    note='Fans on the day of the post; "each content piece counts as 1".',
)
SOCIALBAKERS = Definition(
    name="Socialbakers average engagement rate",
    denominator="followers",
    averaging="pooled",
    source=Source(
        "Simply Zesty",
        2012,
        "Two new metrics to help you assess user engagement on social media",
        "http://www.simplyzesty.com/Blog/Article/July-2012/Two-New-Metrics-To-Help-You-Assess-User-Engagement-On-Social-Media",
    ),
    note="As described by another; interactions per post, by fans.",
)
AMPFLUENCE = Definition(
    name="Ampfluence engagement ratio",
    actions=("like", "reply"),
    denominator="followers",
    averaging="pooled",
    source=Source(
        "Ampfluence",
        None,
        "Engagement ratio",
        "https://academy.ampfluence.com/glossary/engagement-ratio/",
    ),
    note=ONE_POST,
)
THE_NEXT_AD = Definition(
    name="TheNextAd engagement rate",
    actions=("like", "reply", "share"),
    denominator="followers",
    averaging="pooled",
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
BETTERMODE = Definition(
    name="Bettermode weighted engagement rate",
    actions=("like", "reply", "share"),
    weights=(0.1, 0.5, 1),
    denominator="followers",
    averaging="pooled",
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
    scope="Facebook",
    source=FANPAGE_KARMA_ACADEMY,
    note="Per fan and post; days without posts do not count.",
)
SOTRENDER = Definition(
    name="Sotrender relative interactivity index",
    actions=("like", "reply", "share"),
    weights=(1, 4, 16),
    denominator="followers",
    averaging="pooled",
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
KAUSHIK_CONVERSATION = Definition(
    name="Kaushik conversation rate",
    actions=("reply",),
    denominator="posts",
    averaging="pooled",
    source=KAUSHIK,
)
KAUSHIK_AMPLIFICATION = Definition(
    name="Kaushik amplification rate",
    actions=("share",),
    denominator="posts",
    averaging="pooled",
    source=KAUSHIK,
)
KAUSHIK_APPLAUSE = Definition(
    name="Kaushik applause rate",
    actions=("like",),
    denominator="posts",
    averaging="pooled",
    source=KAUSHIK,
)
TRUE_SOCIAL_METRICS = Source(
    "TrueSocialMetrics",
    None,
    "Metrics introduction",
    "https://www.truesocialmetrics.com/university/metric-introduction",
)
PER_THOUSAND = "Per post; printed per 1,000 followers."
TRUE_SOCIAL_METRICS_CONVERSATION = Definition(
    name="TrueSocialMetrics relative conversation rate",
    actions=("reply",),
    denominator="followers",
    averaging="pooled",
    source=TRUE_SOCIAL_METRICS,
    note=PER_THOUSAND,
)
TRUE_SOCIAL_METRICS_AMPLIFICATION = Definition(
    name="TrueSocialMetrics relative amplification rate",
    actions=("share",),
    denominator="followers",
    averaging="pooled",
    source=TRUE_SOCIAL_METRICS,
    note=PER_THOUSAND,
)
TRUE_SOCIAL_METRICS_APPLAUSE = Definition(
    name="TrueSocialMetrics relative applause rate",
    actions=("like",),
    denominator="followers",
    averaging="pooled",
    source=TRUE_SOCIAL_METRICS,
    note=PER_THOUSAND,
)
AUTOTWEET_CONVERSATION = Definition(
    name="AutoTweet conversation rate",
    actions=("reply",),
    denominator="impressions",
    averaging="pooled",
    scope="X",
    source=Source(
        "AutoTweet",
        None,
        "Conversation rate",
        "https://www.autotweet.io/glossary/conversation-rate",
    ),
    note=f"Kaushik's name over another denominator. {ONE_POST}",
)
SHNO_AMPLIFICATION = Definition(
    name="Shno amplification rate",
    actions=("share",),
    denominator="followers",
    averaging="pooled",
    source=Source(
        "Shno",
        None,
        "Amplification rate",
        "https://www.shno.co/startup-metrics/amplification-rate",
    ),
    note=f"Kaushik's name over another denominator. {ONE_POST}",
)
HOOTSUITE_APPLAUSE = Definition(
    name="Hootsuite applause rate",
    actions=("like",),
    denominator="followers",
    averaging="pooled",
    source=Source(
        "Hootsuite",
        None,
        "Applause rate",
        "https://blog.hootsuite.com",
        consulted=False,
    ),
    note=f"Kaushik's name over another denominator. {ONE_POST}",
)
SOCIALK_VIRALITY = Definition(
    name="Socialk virality rate",
    actions=("share",),
    denominator="impressions",
    averaging="pooled",
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
BONSON_RATKAI_P2 = Definition(
    name="Bonsón and Ratkai P2, popularity per post",
    actions=("like",),
    denominator="posts",
    averaging="pooled",
    scope="Facebook",
    source=BONSON_RATKAI,
)
BONSON_RATKAI_C2 = Definition(
    name="Bonsón and Ratkai C2, commitment per post",
    actions=("reply",),
    denominator="posts",
    averaging="pooled",
    scope="Facebook",
    source=BONSON_RATKAI,
)
BONSON_RATKAI_V2 = Definition(
    name="Bonsón and Ratkai V2, virality per post",
    actions=("share",),
    denominator="posts",
    averaging="pooled",
    scope="Facebook",
    source=BONSON_RATKAI,
)
BONSON_RATKAI_P3 = Definition(
    name="Bonsón and Ratkai P3, popularity per post and fan",
    actions=("like",),
    denominator="followers",
    averaging="pooled",
    scope="Facebook",
    source=BONSON_RATKAI,
    note=PER_FAN,
)
BONSON_RATKAI_C3 = Definition(
    name="Bonsón and Ratkai C3, commitment per post and fan",
    actions=("reply",),
    denominator="followers",
    averaging="pooled",
    scope="Facebook",
    source=BONSON_RATKAI,
    note=PER_FAN,
)
BONSON_RATKAI_V3 = Definition(
    name="Bonsón and Ratkai V3, virality per post and fan",
    actions=("share",),
    denominator="followers",
    averaging="pooled",
    scope="Facebook",
    source=BONSON_RATKAI,
    note=PER_FAN,
)
BONSON_RATKAI_E = Definition(
    name="Bonsón and Ratkai E, engagement",
    actions=("like", "reply", "share"),
    denominator="followers",
    averaging="pooled",
    scope="Facebook",
    source=BONSON_RATKAI,
    note=f"P3 + C3 + V3. {PER_FAN}",
)
LOVETT_OWYANG_AUDIENCE_ENGAGEMENT = Definition(
    name="Lovett and Owyang audience engagement",
    actions=("reply", "share", "mention"),
    denominator="views",
    averaging="pooled",
    source=Source(
        "Lovett, J. and Owyang, J.",
        2010,
        "Social marketing analytics. Altimeter Group and Web Analytics Demystified",
        "http://www.slidesearchengine.com/slide/socialmarketinganalyticsfinal-100422113003-phpapp02",
        consulted=False,
    ),
    note="*mention* is a trackback. Of an item or of a site: the report does not say.",
)

CATALOGUE: tuple[Definition, ...] = tuple(
    thing for thing in tuple(globals().values()) if isinstance(thing, Definition)
)
"""
Every definition of this module, in its order.

:meta hide-value:
"""
