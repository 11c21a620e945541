"""Arrays in, arrays out: the arithmetic behind the metrics."""
