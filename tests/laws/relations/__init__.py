"""
The laws, by name: what a change of the rows does to the number.

A law is a function of a record and of a function that draws. It returns what it found,
or None where it does not apply: the rows know no such change, or a number is undefined.
"""

from laws.relations import changes, forms, intervals, parts
from laws.relations.base import LAWS, Seen

__all__ = ["LAWS", "Seen", "changes", "forms", "intervals", "parts"]
