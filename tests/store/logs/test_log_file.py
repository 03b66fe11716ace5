"""A log is read as a stream, whatever its encoding; what is no text is refused with a sentence."""

from io import BytesIO
from pathlib import Path

import pytest

from store.core.errors import BadInput
from store.logs.log_file import BLOCK, MAX_LINE, LogFile, Progress, log_of_text, open_log


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
def test_each_encoding_and_line_end_gives_the_same_lines(data: bytes, encoding: str) -> None:
    assert read(data) == (LINES, encoding)


def test_what_is_no_utf8_is_latin1() -> None:
    assert read(b"caf\xe9\nplain\n") == (["café", "plain"], "Latin-1")
    assert read("café\n".encode() + b"caf\xe9\n") == (["café", "café"], "UTF-8, some lines Latin-1")


def test_blocks_part_neither_characters_nor_line_ends() -> None:
    for shift in range(4):
        line = "x" * (5 + shift) + "é"
        data = "".join(f"{line}\r\n" for _ in range(BLOCK // 4)).encode()
        assert read(data) == ([line] * (BLOCK // 4), "UTF-8")
        wide = b"\xff\xfe" + data.decode().encode("utf-16-le")
        assert read(wide) == ([line] * (BLOCK // 4), "UTF-16")


def test_lines_are_cleaned() -> None:
    assert read(b"a\x1b[31mb\n\xc2\x9bc\n")[0] == ["a␛[31mb", "�c"]


def test_a_line_without_end_is_cut_and_the_next_one_is_whole() -> None:
    lines, encoding = read(("é" * MAX_LINE * 5 + "\nnext\n").encode())
    assert len(lines) == 2
    assert set(lines[0]) == {"é"}
    assert len(lines[0].encode()) <= MAX_LINE + BLOCK
    assert (lines[1], encoding) == ("next", "UTF-8")


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_log_is_named(data: bytes) -> None:
    with pytest.raises(BadInput, match=r"sync\.log is empty"):
        read(data)


@pytest.mark.parametrize("data", [b"\x7fELF\0\0", b"text\n\0", b"\xff\xfe\0\0a\0\0\0"])
def test_what_is_no_text_is_named(data: bytes) -> None:
    with pytest.raises(BadInput, match=r"sync\.log is no text"):
        read(data)


def test_a_path_that_is_no_log_is_named(tmp_path: Path) -> None:
    for path, problem in ((tmp_path, "is a folder"), (tmp_path / "none", "There is no file")):
        with pytest.raises(BadInput, match=problem), open_log(path):
            pass


def test_progress_comes_to_the_end_and_may_stop_the_reading() -> None:
    data = b"one line of a log\n" * 20_000
    told: list[Progress] = []
    lines = list(LogFile(BytesIO(data), "sync.log", len(data)).lines(told.append))
    assert len(told) > 3
    assert [progress.read for progress in told] == sorted(progress.read for progress in told)
    assert (told[-1].lines, told[-1].read, told[-1].share, told[-1].seconds_left) == (len(lines), len(data), 1.0, 0.0)

    def stop(progress: Progress) -> None:
        if progress.lines > 5_000:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        list(LogFile(BytesIO(data), "sync.log", len(data)).lines(stop))


def test_what_is_left_follows_from_what_was_done() -> None:
    assert Progress(1, 25, 100, 2.0).seconds_left == 6.0
    assert Progress(1, 25, None, 2.0).seconds_left is None


def test_a_paste_is_a_log() -> None:
    assert list(log_of_text("a\nb é", "the paste").lines()) == ["a", "b é"]
