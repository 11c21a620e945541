"""All rows of the table, by name."""

from __future__ import annotations

from benchmarks import edges, growth, pairs, rates, talk

CASES = {
    case.name: case
    for part in (pairs, talk, rates, edges, growth)
    for case in part.CASES
}
