"""Lines of JSON are read without loss, or refused by line."""

import pytest

pytest.importorskip("polars")
pytest.importorskip("rich")
reading = pytest.importorskip("engagement_metrics.adapters.scorecard._reading")
lines = pytest.importorskip("engagement_metrics.adapters.scorecard._json")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"a": 1, "b": {"c": 2, "c": 3}}', "'c' occurs twice"),
        ('{"a": NaN}', "NaN is not finite"),
        ('{"a": -Infinity}', "-Infinity is not finite"),
        ('{"a": 1e400}', "1e400 is not finite"),
        ('{"a": ' + "9" * 5000 + "}", "a number has more than 38 digits"),
        ('{"a": -' + "9" * 39 + "}", "a number has more than 38 digits"),
        ('{"a": ' + "[" * 10**5 + "}", "it is nested more than 200 deep"),
        ('{"a": ' + "[" * 200 + "]" * 200 + "}", "it is nested more than 200 deep"),
        ('{"a": "\n"}', "Invalid control character at"),
        ('{"a" 1}', "Expecting ':' delimiter"),
        ('{"a": 1} {"a": 2}', "Extra data"),
        ("[1]", "it is not an object"),
        ("null", "it is not an object"),
    ],
)
def test_refuses_lossy_lines(line, reason):
    """One line says where, and why; the first field of a name is not the last."""
    with pytest.raises(reading.ReportError) as caught:
        reading.parsed("posts.json", f'{{"a": 0}}\n\n{line}\n'.encode())

    assert f"posts.json cannot be read as JSON: line 3: {reason}" == str(caught.value)


def test_a_long_line_is_refused(monkeypatch):
    """It would take many times its size in memory."""
    monkeypatch.setattr(lines, "LONGEST", 7)
    assert '{"a":1}' == lines.checked('{"a":1}')[0]

    with pytest.raises(ValueError, match="line 1: it is longer than 64 MiB"):
        lines.checked('{"a":10}')


def test_brackets_within_text_do_not_nest():
    """Depth is that of objects and lists."""
    text = '{"a": "' + r"[{\"" * 300 + '"}'
    deep = '{"a": ' + "[" * 199 + "]" * 199 + "}"
    kept = r'{"a": "\\ud83d"}'

    assert (kept, "") == lines.checked(kept)
    assert (text, "") == lines.checked(text)
    assert (deep, "") == lines.checked(deep)


def test_replaces_half_surrogates_with_a_note():
    """What cut text leaves of an emoji becomes U+FFFD; pairs and backslashes stay."""
    half, pair, kept = r"cut \ud83d", r"\ud83d\ude00", r"\\ud83d"
    data = '{"a": 0.5}\n{"a": "' + f"{half} {pair} {kept}" + '"}'
    file = reading.parsed("posts.json", data.encode())

    assert "cut \ufffd \U0001f600 \\ud83d" == file.rows["0"][1]
    assert r"not whole Unicode (\ud83d in line 2)" == file.doubt


@pytest.mark.parametrize("number", [10**38 - 1, -(10**38) + 1, 12345678901234567890])
def test_long_numbers_stay_exact(number):
    """An id that is a number is the id that was written."""
    file = reading.parsed("posts.json", f'{{"a": {number}}}'.encode())

    assert number == file.rows["0"][0]
