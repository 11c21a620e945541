"""How many examples each law draws: an eighth of the profile, since laws are many."""

from hypothesis import HealthCheck, settings

few = settings(
    max_examples=max(5, settings().max_examples // 8),
    database=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
