"""
The laws, by name: what a change of the rows does to the number.

Each is a function of a record and of what draws. It says what it saw, or None where it
cannot be asked: of rows that know no such change, or where a number is undefined.
"""

from laws.relations import changes, forms, intervals, parts
from laws.relations.base import LAWS, Seen

__all__ = ["LAWS", "Seen", "changes", "forms", "intervals", "parts"]
