"""A log is read as a stream, whatever its encoding; a file that is not text is refused with a clear error."""

from io import BytesIO
from pathlib import Path

import pytest

from store.core.errors import BadInput
from store.logs.log_file import BLOCK, MAX_LINE, LogFile, Progress, Unfinished, log_of_text, open_log


def read(data: bytes) -> tuple[list[str], str]:
    log = LogFile(BytesIO(data), "sync.log", len(data))
    return list(log.lines()), log.encoding


TEXT = "first: é\nsecond – “x”\n\nlast"
LINES = TEXT.split("\n")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8 with BOM"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "UTF-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.replace("\n", "\r\n").encode(), "UTF-8"),
        (TEXT.replace("\n", "\r").encode(), "UTF-8"),
        (TEXT.encode() + b"\n", "UTF-8"),
    ],
)
def test_every_encoding_and_line_ending_gives_the_same_lines(data: bytes, encoding: str) -> None:
    assert read(data) == (LINES, encoding)


def test_lines_that_are_not_utf8_are_read_as_latin1() -> None:
    assert read(b"caf\xe9\nplain\n") == (["café", "plain"], "Latin-1")
    assert read("café\n".encode() + b"caf\xe9\n") == (["café", "café"], "UTF-8, some lines Latin-1")


def test_blocks_split_neither_characters_nor_line_endings() -> None:
    for shift in range(4):
        line = "x" * (5 + shift) + "é"
        data = "".join(f"{line}\r\n" for _ in range(BLOCK // 4)).encode()
        assert read(data) == ([line] * (BLOCK // 4), "UTF-8")
        wide = b"\xff\xfe" + data.decode().encode("utf-16-le")
        assert read(wide) == ([line] * (BLOCK // 4), "UTF-16")


def test_lines_are_cleaned() -> None:
    assert read(b"a\x1b[31mb\n\xc2\x9bc\n")[0] == ["a␛[31mb", "�c"]


@pytest.mark.parametrize("line", ["é" * MAX_LINE * 5, "éa ü " * MAX_LINE, "x" * (MAX_LINE + 1), "x" * BLOCK])
@pytest.mark.parametrize("end", ["\nnext", "\r\nnext", "\n"])
def test_an_endless_line_comes_in_parts_of_which_none_is_lost(line: str, end: str) -> None:
    *parts, last = read((line + end).encode())[0]
    if end != "\n":
        assert last == "next"
        *parts, last = parts
    assert "".join([*parts, last]) == line
    assert all(isinstance(part, Unfinished) and len(part.encode()) <= MAX_LINE + BLOCK for part in parts)
    assert not isinstance(last, Unfinished)


def test_the_parts_of_a_line_that_ends_with_the_file_are_finished_by_an_empty_one() -> None:
    parts = read(b"x" * 3 * BLOCK)[0]
    assert "".join(parts) == "x" * 3 * BLOCK
    assert [isinstance(part, Unfinished) for part in parts[-2:]] == [True, False]


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_log_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(BadInput, match=r"sync\.log is empty"):
        read(data)


@pytest.mark.parametrize("data", [b"\x7fELF\0\0", b"text\n\0", b"\xff\xfe\0\0a\0\0\0"])
def test_a_file_that_is_not_text_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(BadInput, match=r"sync\.log is not a text file"):
        read(data)


def test_a_path_that_is_not_a_file_is_refused(tmp_path: Path) -> None:
    for path, problem in ((tmp_path, "is a folder"), (tmp_path / "none", "does not exist")):
        with pytest.raises(BadInput, match=problem), open_log(path):
            pass


def test_progress_reaches_the_end_and_its_callback_can_stop_reading() -> None:
    data = b"one line of a log\n" * 20_000
    reports: list[Progress] = []
    lines = list(LogFile(BytesIO(data), "sync.log", len(data)).lines(reports.append))
    assert len(reports) > 3
    assert [progress.read for progress in reports] == sorted(progress.read for progress in reports)
    last = reports[-1]
    assert (last.lines, last.read, last.share, last.seconds_left) == (len(lines), len(data), 1.0, 0.0)

    def stop(progress: Progress) -> None:
        if progress.lines > 5_000:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        list(LogFile(BytesIO(data), "sync.log", len(data)).lines(stop))


def test_seconds_left_follow_from_the_share_read() -> None:
    assert Progress(1, 25, 100, 2.0).seconds_left == 6.0
    assert Progress(1, 25, None, 2.0).seconds_left is None


def test_a_pasted_text_is_read_as_a_log() -> None:
    assert list(log_of_text("a\nb é", "the paste").lines()) == ["a", "b é"]
