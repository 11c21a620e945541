"""Definitions found by their name, platform, day or denominator."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import SupportsIndex, cast, final, overload

from engagement_metrics._door import _checks
from engagement_metrics.definitions._definition import Definition
from engagement_metrics.errors import InvalidTypeError
from engagement_metrics.words import Exposure

ANY = {"any platform", "own accounts"}
BUT = "all but "


@final
class Catalogue(tuple[Definition, ...]):
    """
    Definitions: a tuple that also answers by name, and picks those that apply.

    Examples
    --------
    >>> from engagement_metrics import CATALOGUE
    >>> print(CATALOGUE["Kaushik applause rate"].formula)
    like / posts
    >>> CATALOGUE.where(platform="Bluesky", denominator="posts")[0].name
    'Bluesky engagements per post'
    """

    __slots__ = ()

    @overload
    def __getitem__(self, at: SupportsIndex | str, /) -> Definition: ...
    @overload
    def __getitem__(self, at: slice, /) -> Catalogue: ...
    def __getitem__(self, at: SupportsIndex | slice | str, /) -> Definition | Catalogue:
        """Return the definition of a place or name, or those of a slice."""
        if isinstance(at, slice):
            return Catalogue(super().__getitem__(at))
        if not isinstance(at, str):
            return super().__getitem__(at)
        for definition in self:
            if definition.name == at:
                return definition
        raise _checks.no_group(at, [definition.name for definition in self])

    def where(
        self,
        *,
        platform: str | None = None,
        on: date | None = None,
        denominator: str | None = None,
    ) -> Catalogue:
        """
        Return the definitions that apply to a platform, on a day, by a denominator.

        Parameters
        ----------
        platform : str, optional
            Platform, such as ``"Instagram"``; those for any platform apply to it too.
        on : date, optional
            Day on which the definition was valid.
        denominator : Exposure or str, optional
            Exposure in the denominator.

        Returns
        -------
        Catalogue
            The definitions, in their order.

        Raises
        ------
        InvalidTypeError
            If *on* is no date, or another argument not text.
        InvalidArgumentError
            If no definition is for that *platform* by name, or *denominator* is not an
            exposure.

        Examples
        --------
        >>> import datetime as dt
        >>> from engagement_metrics import CATALOGUE
        >>> found = CATALOGUE.where(
        ...     platform="LinkedIn", on=dt.date(2026, 1, 5), denominator="impressions"
        ... )
        >>> found[0].name
        'LinkedIn engagement'
        """
        found: Iterable[Definition] = self
        if platform is not None:
            named = sorted({name for each in self for name in _platforms(each.scope)})
            name = _checks.one_of("platform", platform, named)
            found = [each for each in found if _applies(each.scope, name)]
        if on is not None:
            if not isinstance(cast("object", on), date):
                raise _checks.refusal(InvalidTypeError, "on", "be a date", on)
            found = [each for each in found if each.valid_on(on)]
        if denominator is not None:
            over = _checks.one_of("denominator", denominator, Exposure)
            found = [each for each in found if each.denominator == over]
        return Catalogue(found)


def _platforms(scope: str) -> set[str]:
    """Return the platforms that a scope names, such as X of ``"X, organic"``."""
    first = scope.partition(",")[0]
    if first in ANY:
        return set()
    names = first.removeprefix(BUT).split(" and ")
    return {re.sub(" (pages|Shorts)$", "", name) for name in names}


def _applies(scope: str, platform: str) -> bool:
    """Return whether a scope includes a platform."""
    named = _platforms(scope)
    return not named or (platform in named) != scope.startswith(BUT)
