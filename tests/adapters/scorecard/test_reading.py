"""Files are read as they are: format, encoding and separator found by themselves."""

import gzip
import io

import pytest

reading = pytest.importorskip("engagement_metrics.adapters.scorecard._reading")
pl = pytest.importorskip("polars")


def written(folder, data, name="posts.csv"):
    """Return the path of a file with these bytes."""
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return str(path)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_detects_separator_and_line_ends(tmp_path, separator, end):
    """Commas in numbers, quoted cells and blank lines do not mislead."""
    cell = '"1,234"' if separator == "," else "1,234"
    rows = [["who", "likes"], ["ada", cell], ["", ""], ["bob", "7"]]
    file = reading.read(written(tmp_path, end.join(separator.join(r) for r in rows)))

    assert ["who", "likes"] == file.headers
    assert [(2, "ada", "1,234"), (4, "bob", "7")] == file.rows.rows()
    assert not file.broken.any()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark_sets_the_encoding(tmp_path, encoding):
    """The mark is no part of the first header."""
    file = reading.read(written(tmp_path, "who,likes\nzoë,3\n".encode(encoding)))

    assert ["who", "likes"] == file.headers
    assert "zoë" == file.rows["0"][0]


def test_encoding_can_be_given(tmp_path):
    """What is not UTF-8 is read as what the caller says."""
    path = written(tmp_path, "who,likes\nzoë,3\n".encode("latin-1"))

    assert "zoë" == reading.read(path, encoding="windows-1252").rows["0"][0]


@pytest.mark.parametrize(
    ("byte", "likely"), [(b"\xeb", "windows-1252"), (b"\x81", "latin-1")]
)
def test_notes_text_that_is_not_utf_8(tmp_path, byte, likely):
    """The place, and an encoding that would fit, are said."""
    file = reading.read(written(tmp_path, b"who,likes\nzo" + byte + b",3\n"))

    assert (
        f"not UTF-8 (byte 0x{byte.hex()} in line 2); if it matters, give"
        f" --encoding {likely} or another"
    ) == file.doubt
    assert "zo\ufffd" == file.rows["0"][0]


def test_gzip_is_unpacked(tmp_path):
    """The content says that it is packed, not the name."""
    path = written(tmp_path, gzip.compress(b"who,likes\nada,3\n"))

    assert [(2, "ada", "3")] == reading.read(path).rows.rows()


def test_parquet_and_lines_of_json_keep_their_types(tmp_path):
    """Rows are numbered from 1, and types without a use here become text."""
    frame = pl.DataFrame(
        {"who": ["ada", "bob"], "likes": [3, None], "no": [None, None]}
    )
    frame = frame.with_columns(kind=pl.Series(["a", "b"], dtype=pl.Categorical))
    packed, lines = io.BytesIO(), io.BytesIO()
    frame.write_parquet(packed)
    frame.write_ndjson(lines)
    for data in (packed.getvalue(), lines.getvalue()):
        file = reading.read(written(tmp_path, data))

        assert ["who", "likes", "no", "kind"] == file.headers
        assert [
            (1, "ada", 3, None, "a"),
            (2, "bob", None, None, "b"),
        ] == file.rows.rows()
        assert pl.String == file.rows.schema["2"]


def test_rows_with_too_many_cells_are_marked(tmp_path):
    """A trailing separator is not a cell, and a short row is missing its last."""
    file = reading.read(written(tmp_path, "a,b\n1,2\n1,2,\n1,234,5\n1\n"))

    assert [False, False, True, False] == file.broken.to_list()
    assert [(2, "1", "2"), (5, "1", None)] == file.rows.rows()[::3]


def test_blank_headers_are_named_by_their_place(tmp_path):
    """Empty columns of an export do not collide."""
    assert ["a", "column 2", "column 3"] == reading.read(
        written(tmp_path, "a,,\n1,2,3\n")
    ).headers


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "posts.csv is empty"),
        (b"\n \n", "posts.csv is empty"),
        (
            b"PK\x03\x04",
            "posts.csv is a zip archive or an Excel workbook: save it as CSV",
        ),
        (
            b'[{"likes": 3}]',
            "posts.csv is one JSON array: give newline-delimited JSON,",
        ),
        (b'{"likes": ', "posts.csv cannot be read as JSON: "),
        (b'{"a":' + b"[" * 10**5, "posts.csv cannot be read as JSON: "),
        (b"PAR1 and nothing", "posts.csv cannot be read as Parquet: "),
        (b'likes\n"3', "posts.csv cannot be read as CSV: "),
        (b'"' + b"x" * 10**6, "posts.csv has no readable header: "),
        (gzip.compress(b"likes" * 99)[:20], "posts.csv is a broken gzip file"),
        (gzip.compress(b"a")[:-8] + b"12345678", "posts.csv is a broken gzip file"),
    ],
)
def test_refuses_an_unreadable_file_with_a_reason(tmp_path, data, message):
    """One line names the file and the reason."""
    with pytest.raises(reading.ReportError) as caught:
        reading.read(written(tmp_path, data))

    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("encoding", "message"),
    [
        ("latin-0", "--encoding latin-0 is not known"),
        ("utf-8", "posts.csv is not utf-8: byte 0xeb in line 2"),
        ("undefined", "posts.csv is not undefined"),
    ],
)
def test_refuses_a_wrong_encoding(tmp_path, encoding, message):
    """What the caller says is obeyed, not mended."""
    with pytest.raises(reading.ReportError) as caught:
        reading.read(written(tmp_path, b"who\nzo\xeb\n"), encoding=encoding)

    assert message == str(caught.value)


def test_refuses_an_absent_file(tmp_path):
    """The reason is the system's."""
    with pytest.raises(reading.ReportError, match="No such file") as caught:
        reading.read(str(tmp_path / "nothing.csv"))

    assert str(caught.value).endswith("cannot be read: No such file or directory")


def test_refuses_a_gzip_file_that_is_too_large(tmp_path, monkeypatch):
    """A small file that would fill the memory is refused."""
    monkeypatch.setattr(reading, "MOST", 1000)
    with pytest.raises(reading.ReportError, match="more than 1 GiB"):
        reading.read(written(tmp_path, gzip.compress(b"0" * 1001)))


def test_large_files_show_a_progress_bar(tmp_path, monkeypatch, capsys):
    """Elsewhere nothing but the report is printed."""
    monkeypatch.setattr(reading, "LARGE", 1)
    path = written(tmp_path, "likes\n3\n")
    reading.read(path)

    assert "" == capsys.readouterr().err
    monkeypatch.setenv("FORCE_COLOR", "1")
    reading.read(path)

    assert "Reading posts.csv" in capsys.readouterr().err


def test_text_of_a_file_is_safe_to_print():
    """Control and bidi characters are escaped, letters of all scripts are not."""
    assert r"\x1b[2J\u202egpj. Ада 東京" == reading.plain("\x1b[2J\u202egpj. Ада 東京")


def test_long_lists_are_cut():
    """The first are shown, and how many more there are."""
    assert "a, b and 1 more" == reading.listed("abc", 2)
    assert "1 post" == reading.count(1, "posts")
    assert "1,200 posts" == reading.count(1200, "posts")
