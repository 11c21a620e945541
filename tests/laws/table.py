"""The table of laws: what is kept, what is not, and why not."""

from laws.properties import PROPERTIES

TABLE = {
    "pooled Proportion": "TTTFT TTTTF TFTTT T---- T---T",
    "pooled Rate": "TTTF- TTFTF TFTTT T---- T---T",
    "rates per post": "TTFF- T-FFF TFTTT T---- T---T",
    "average of Proportions": "TTTTT TTTTF TFTTT ----- T---T",
    "average of Rates": "TTTT- TTFTF TFTTT ----- T---T",
    "Proportion.interval": "TFFFT TTTTF FFTTT T---- TTTTT",
    "Rate.interval": "TFFF- TTFTF FFTTT T---- TTTTT",
    "Pooled.interval of shares": "TFTFT FFTTF FFTTT ----- TTTFT",
    "Pooled.interval of rates": "TFFF- FFFTF FFTTT ----- TTTFT",
    "pooling_gap": "TTTF- FFFTF FF--T ----- T---T",
    "relevance_weighted_rate": "TTTF- TTFTF TFTTT ----- TTTFT",
    "bonson_ratkai": "TTFF- T-FFF TFTTT ----- T---T",
    "compare_definitions": "TTFF- TTFFF TFTTT ----- T---T",
    "Composition": "TTTF- TTTTF TFT-T -T--- FTTTT",
    "shrink": "TFFFT FFTFF ----T ----- F---T",
    "bootstrap": "TTTF- TTFTF TF--T ----- TTTFT",
    "difference": "TTTFT TTFTF FF--T ----- TTTTT",
    "ratio": "TTTFT TTFTF FF--T ----- TTTTT",
    "amplification_lift": "TTTFT TTFTF FF--T ----- TTTFT",
    "churn_step": "TTTFT TTFTF FFTTT ----- TTTTT",
    "mix_and_rate_effects": "T-TFT --F-- ----T ----- ----T",
    "two_way_index": "TTTFT TTTTF TFTTT -TTT- TTTFT",
    "two_way_index_by_account": "TTTFT TTTTF TFTTT -TTT- T---T",
    "timely_two_way_index": "TTTFT FFTTF TFTTT -TTTT TTTFT",
    "two_way_upper_bound": "TTTFT --TTF TFTTT T---- T---T",
    "unbiased_two_way_index": "TFFFT TFFTF TFTTT -TTT- T---T",
    "arc_reciprocity": "TTTTT TTTTF TFTTT -TTT- T---T",
    "dyad_reciprocity": "TTTTT TTTTF TFTTT -TTT- T---T",
    "ego_reciprocity": "TTTTT TTTTF TFTTT -TTT- T---T",
    "reciprocity_correlation": "TTTTT TTFTF FFTTT -TFT- T---T",
    "dyad_census": "TTTTT FTFTF FFTTT -TTT- T---T",
    "concordance_test": "TTTFT TTFTF FFTTT -TTT- T---T",
    "response_rate": "TT--- TTT-F FFTT- ----T TTT-T",
    "response_time": "TT--- FTF-F FFTT- ----T TTT-T",
    "restricted_mean_response_time": "TT--- FTF-F FFTT- ----T TTT-T",
    "thread_shape": "TF--- --F-F --TT- -T-T- ----T",
    "structural_virality": "TT--- --F-T TFTT- -T-T- ----T",
    "interactivity_levels": "TT--- --T-F TFTT- -T-T- ----T",
    "return_share": "TT--- --T-T TFTT- -T-T- ----T",
    "cascade_reproduction_number": "TT--- --T-F TFTT- -T-T- ----T",
    "turn_alternation": "F---- --T-- ----- -T--- ----T",
    "effective_participants": "TFTF- FFFTT FF--T ----- T---T",
    "participation_gini": "TTTF- FFTFF FF--T ----- T---T",
    "effective_audience_size": "TFTF- FFFTT FF--T ----- T---T",
    "half_life": "TT--- --F-F FF--- ----T T---T",
    "doubling_time": "TTTF- --F-- FF--T ----T T---T",
    "audience_relevance": "TTTFT TTTTF TFTTT ----- TTTFT",
    "breadth_and_depth": "TFFF- T-FTT FFT-T ----- TTTFT",
    "composition_distance": "T-TFT --TT- ----T -T--- -TTFT",
    "audience_overlap": "TT--T TTT-F TFTT- -T--- -TT-T",
    "affinity_index": "--T-T TTF-- --T-T T---- TTTTT",
    "target_match": "--T-T TTT-- --T-T T---- TTTTT",
    "k_factor": "--T-- TTF-- --T-T ----- -TTTT",
    "conversion_chain": "--T-- TTT-- --T-T ----- ----T",
    "cross_amplification": "TT--T --T-- TTTT- -T--- ----T",
    "changed_feed_effect": "T-TT- --F-- ----T ----- TTTFT",
}
"""
Of each metric the laws in order, by fives: T is kept, F is not, - cannot be asked.

P1 to P3, P3b and P4; P5 to P9; P10 to P14; P15 to P19; P20 to P23 and P25.
"""

DEFAULT = {
    "P2": "Twice the rows are more evidence.",
    "P3": "It counts what happened: more is more.",
    "P3b": "A row weighs by its counts: one that is scaled weighs more.",
    "P7": "It is no share, and has no upper bound.",
    "P9": "Nothing out of something is an observation.",
    "P11": "A mean of parts weighs them alike, whatever they hold.",
    "P23": "Its units are the rows: twice the counts are as many rows.",
}
"""Why a law is not kept, of metrics of which no more is to be said."""

WHY = {
    (title, key): sentence
    for title, sentences in {
        "rates per post": {
            "P8 P9": "A post on which nothing happened is a post.",
        },
        "average of Proportions": {
            "P11": "A part of many rows weighs as many times.",
        },
        "average of Rates": {
            "P11": "A part of many rows weighs as many times.",
        },
        "Proportion.interval": {
            "P2 P3 P3b": "More trials, a narrower interval.",
            "P10": "The whole knows more than its parts: its interval is narrower.",
        },
        "Rate.interval": {
            "P2 P3 P3b": "More exposure, a narrower interval.",
            "P10": "The whole knows more than its parts: its interval is narrower.",
        },
        "Pooled.interval of shares": {
            "P2": "Twice the units, a narrower interval.",
            "P5 P6": "One success also changes what units differ by, either way.",
            "P10": "What units differ by is another thing in the whole.",
        },
        "Pooled.interval of rates": {
            "P2": "Twice the units, a narrower interval.",
            "P3": "Where units hardly differ the error is Poisson's, of the counts.",
            "P5 P6": "One event also changes what units differ by, either way.",
            "P10": "What units differ by is another thing in the whole.",
        },
        "pooling_gap": {
            "P5 P6": "It is the difference of two means, which both move.",
            "P7": "It is a difference, below 0 where small rows have the higher rates.",
            "P10": "The sizes of rows differ more in the whole than in its parts.",
        },
        "bonson_ratkai": {
            "P8 P9": "A post on which nothing happened is a post.",
        },
        "compare_definitions": {
            "P8 P9": "One of the definitions is per post: a post is a post.",
        },
        "Composition": {
            "P9": "What goes to another part is lost to this one.",
            "P20": "Beside an unknown part no share is known.",
        },
        "shrink": {
            "P2": "Of twice the units their spread is known better.",
            "P3 P3b": "Of more counts less is drawn to the mean.",
            "P5 P6": "The mean to which all are drawn moves, and how far they are.",
            "P8 P9": "One more unit is one more estimate.",
            "P20": "One more unit is one more estimate, here an unknown one.",
        },
        "bootstrap": {
            "P23": "It resamples rows: twice the counts are as many rows.",
        },
        "difference": {
            "P7": "It is a difference, below 0 where the first is the less.",
            "P10": "What differs within parts may be turned round by their sizes.",
        },
        "ratio": {
            "P10": "What differs within parts may be turned round by their sizes.",
        },
        "amplification_lift": {
            "P10": "What differs within parts may be turned round by their sizes.",
        },
        "churn_step": {
            "P10": "What differs within parts may be turned round by their sizes.",
        },
        "mix_and_rate_effects": {
            "P7": "They are differences.",
        },
        "two_way_index": {
            "P3b": "A relationship weighs by what was sent in it.",
            "P9": "What nobody answers is not matched.",
        },
        "two_way_index_by_account": {
            "P3b": "A relationship weighs by what was sent in it.",
            "P9": "What nobody answers is not matched.",
        },
        "timely_two_way_index": {
            "P3b": "A relationship weighs by what was sent in it.",
            "P5 P6": "What comes in another window matches nothing there.",
            "P9": "What nobody answers is not matched.",
        },
        "two_way_upper_bound": {
            "P9": "What nobody answers is not matched.",
        },
        "unbiased_two_way_index": {
            "P2 P3": "Of more counts less is due to chance.",
            "P6": "Of one more count less is due to chance, which may be worth more.",
            "P7": "What is less mutual than chance is below 0.",
            "P9": "What nobody answers is not matched.",
        },
        "arc_reciprocity": {
            "P9": "A tie one way is not answered.",
        },
        "dyad_reciprocity": {
            "P9": "A tie one way is not answered.",
        },
        "ego_reciprocity": {
            "P9": "A tie one way is not answered.",
        },
        "reciprocity_correlation": {
            "P7": "It is a correlation: below 0 if less is mutual than by chance.",
            "P9": "One more account and one more tie change what chance would do.",
            "P10": "Between parts there are no ties, which the whole counts as absent.",
            "P17": "Who only talks to himself is one more account.",
        },
        "dyad_census": {
            "P5": "A tie back makes one pair mutual, and one fewer of another kind.",
            "P7": "They are numbers of pairs.",
            "P9": "A tie makes one pair more of one kind, and one fewer of another.",
            "P10 P11": "Pairs of parts add up, and those between parts are null.",
        },
        "concordance_test": {
            "P7": "What agrees less than by chance is below 0.",
            "P10": "What chance would do is of all pairs at once.",
            "P9": "What nobody answers is not matched.",
        },
        "response_rate": {
            "P9": "A question that nobody answers is a question.",
            "P10": "Who is still at risk is another thing in the whole.",
        },
        "response_time": {
            "P5": "Of a late answer fewer are at risk, and the curve falls further.",
            "P7": "It is a time in seconds.",
            "P9": "A question that nobody answers is a question.",
            "P10": "Who is still at risk is another thing in the whole.",
        },
        "restricted_mean_response_time": {
            "P5": "Of a late answer fewer are at risk, and the curve falls further.",
            "P7": "It is a time in seconds.",
            "P9": "A question that nobody answers is a question.",
            "P10": "Who is still at risk is another thing in the whole.",
        },
        "thread_shape": {
            "P2 P9": "One more thread is one more row.",
        },
        "interactivity_levels": {
            "P9": "A post that answers nobody is a post.",
        },
        "cascade_reproduction_number": {
            "P9": "A post that nobody answers is a post.",
        },
        "turn_alternation": {
            "P1": "In which order they speak is what it is about.",
        },
        "effective_participants": {
            "P2": "Twice the people are twice the people.",
            "P3b": "The more one does, the less the others count.",
            "P5": "More by whom most is done makes it fewer.",
            "P6": "One more who takes part is one more.",
            "P7": "It is a number of people.",
            "P10 P11": "The people of the parts add up.",
        },
        "participation_gini": {
            "P3b": "The more one does, the more unequal it may be.",
            "P5": "More by whom least is done makes it more equal.",
            "P6": "One more who does little may make it more unequal.",
            "P8 P9": "Who could take part and does nothing is one of them.",
            "P10": "Parts may be equal within, and unequal beside each other.",
            "P11": "Parts may be equal within, and unequal beside each other.",
        },
        "effective_audience_size": {
            "P2": "Twice the people are twice the people.",
            "P3b": "The more one counts, the less the others do.",
            "P5": "More of whom most there is makes it fewer.",
            "P6": "One more person is one more.",
            "P7": "It is a number of people.",
            "P10 P11": "The people of the parts add up.",
        },
        "half_life": {
            "P7": "It is a time in seconds.",
            "P9": "What comes late makes it longer.",
            "P10": "It is told from the peak, which is another one in the whole.",
        },
        "doubling_time": {
            "P3b": "One reading that is higher is another curve.",
            "P7": "It is a rate of growth: below 0 where it shrinks.",
            "P10": "A line through all points may be flatter than those through parts.",
        },
        "audience_relevance": {
            "P3b": "A member weighs by weight.",
            "P9": "Who is not meant is in the audience, too.",
            "P23": "Its units are members: twice their weight are as many members.",
        },
        "breadth_and_depth": {
            "P2": "The target is as large as it was, and twice as many did it.",
            "P3 P3b": "Depth counts what those did who did something.",
            "P7": "Depth is a number of events.",
            "P10": "The size of the target stands beside the rows, of each part, too.",
            "P11": "The size of the target stands beside the rows, of each part, too.",
            "P23": "Its units are members: twice the events are as many members.",
        },
        "composition_distance": {
            "P3b": "More people in one part are another composition.",
            "P23": "Its interval is of resamples, and moves by chance.",
        },
        "audience_overlap": {
            "P9": "Who is in one of them only is not in both.",
        },
        "affinity_index": {
            "P7": "It is a ratio of shares.",
        },
        "k_factor": {
            "P7": "Each may bring several.",
        },
        "changed_feed_effect": {
            "P7": "It is a difference: below 0 where fewer leave.",
            "P23": "Its units are days: twice the counts are as many days.",
        },
    }.items()
    for keys, sentence in sentences.items()
    for key in keys.split()
}
"""Why a law is not kept, metric by metric."""


def verdict(title: str, key: str) -> str:
    """Return the cell of a metric and a law."""
    return "".join(TABLE[title].split())[list(PROPERTIES).index(key)]


def reason(title: str, key: str) -> str:
    """Return why a metric does not keep a law."""
    return WHY.get((title, key), "") or DEFAULT[key]
