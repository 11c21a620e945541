"""Definitions: published engagement rates as data."""

from engagement_metrics.definitions._definition import Definition
from engagement_metrics.definitions._lookup import Catalogue
from engagement_metrics.definitions.catalogue import CATALOGUE

__all__ = ["CATALOGUE", "Catalogue", "Definition"]
