"""All rows of the table, by name."""

from __future__ import annotations

import edges
import growth
import pairs
import rates
import talk

CASES = {
    case.name: case
    for part in (pairs, talk, rates, edges, growth)
    for case in part.CASES
}
