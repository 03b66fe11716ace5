"""A text reads as it did on screen where it was wrapped consistently, and stays as it is where it was not."""

import html
import json
import quopri
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from store.core.text import clean, is_clean
from store.matching import wrappings
from store.matching.decoding import readable

ROOT = Path(__file__).resolve().parents[3]
PLAIN = (Path(__file__).parent / "plain_texts.txt").read_text(encoding="utf-8").splitlines()

PIECES = (
    *("Quiz", "Ch. 4", "é", "ñ", "Zoë", "“", "”", "’", "–", "😀", "李明", '"', "'", "\\", "/", "%", "100%", "50%off"),
    *("&", "<", ">", "=", "+", "-", ",", ";", ":", "<b>", "&amp;", "C:\\new", "#1", "(30217)", "[x]", "{", "}", " "),
)


@pytest.mark.parametrize("text", PLAIN)
def test_plain_texts_stay(text: str) -> None:
    assert readable(text) == text


def test_all_plain_texts_stay_together() -> None:
    assert len(PLAIN) >= 100
    for size in (2, 3):
        for start in range(len(PLAIN) - size):
            text = "\n".join(PLAIN[start : start + size])
            assert readable(text) == text


def test_the_example_in_the_head_of_the_module() -> None:
    assert wrappings.__doc__ is not None
    lines = wrappings.__doc__.split("\n    ")[1:3]
    wrapped = "\n".join([lines[0], lines[1].partition("  ")[0]])
    assert wrapped.startswith("> 10:41,")
    assert readable(wrapped) == '10:41,"{"page":"Grading category “Tests & Quizzes”\nnot found"}"'


def test_a_plain_text_needs_no_module_of_the_wrappings() -> None:
    probe = (
        "import sys; from store.search import index; from store.matching.decoding import readable;"
        "readable('plain -> code=404');"
        "print(sorted({'store.matching.wrappings', 'store.matching.html_text', 'html'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "[]\n"


WRAPPED = {
    "nothing": ("nothing to undo", "nothing to undo"),
    "mail": ("> Term 4\n> > is locked\n>done", "Term 4\nis locked\ndone"),
    "json": (r"\"Term 4\"\nis \u006cocked", '"Term 4"\nis locked'),
    "json in json": (r'{"a":"{\"b\":\"the \\\"Quiz\\\" \\u201cx\\u201d\"}"}', '{"a":"{"b":"the "Quiz" “x”"}"}'),
    "json path": (r'"C:\\new\\table"', r'"C:\new\table"'),
    "json share": (r'{"path":"\\\\server\\share"}', r'{"path":"\\server\share"}'),
    "surrogates": (r"\ud83d\ude00", "😀"),
    "half a surrogate": (r"x \ud83d y", "x \ufffd y"),
    "control": (r"\u001b[2J and \u0000 \u0085", "␛[2J and ␀ \ufffd"),
    "one line of json, one path": (r"\"Quiz\"" + "\nC:\\new\\table", '"Quiz"\nC:\\new\\table'),
    "inline": ("<p>Section <strong>44.1</strong>&nbsp;does not</p>", "Section 44.1 does not"),
    "blocks": ("<div>One<br>two</div><P>three</P> four", "One\ntwo\nthree\n four"),
    "cells": ("<tr><td>a</td>\n<td>b</td></tr>\n<tr><td>c</td></tr>", "a\tb\nc"),
    "dropped": ("<style>p{}</style><!-- x --><b>a</b><script>if (a<b) {}</script>!", "a!"),
    "attributes": ('<a href="x" title="a > b">Essay</a> <td nowrap>2<br/>', "Essay 2"),
    "unended": ("<!-- a <script> <b>b</b>", "<!-- a  b"),
    "cut tag": ("<b>a</b> <a href=", "a <a href="),
    "html around placeholders": ("<b>not</b> <Section ID> <guid>", "not <Section ID> <guid>"),
    "entities": ("Term&nbsp;4 &amp; 5 &#8220;x&#x201D;", "Term 4 & 5 “x”"),
    "escaped tags": ("<i>a</i> &lt;b&gt;x&lt;/b&gt;", "a <b>x</b>"),
    "escaped twice": ("&amp;quot;Quiz&amp;quot;", '"Quiz"'),
    "quoted-printable": ("a =E2=80=9CQuiz=E2=80=9D =3D b", "a “Quiz” = b"),
    "windows quoted-printable": ("=93Quiz=94 of Andr=E9s, don=92t", "“Quiz” of Andrés, don’t"),
    "soft break": ("x" * 30 + " " + "y" * 40 + "=\n> zz\n> end", "x" * 30 + " " + "y" * 40 + "zz\nend"),
    "mail's head": ('charset="utf-8"\n\nan =E2=80=93 en=\n dash', 'charset="utf-8"\n\nan – en dash'),
    "csv": ('9/22,"Read ""Night""",x', '9/22,"Read "Night"",x'),
    "csv lines": ('a\t"b\n""c"""\nd', 'a\t"b\n"c""\nd'),
    "url": ("msg=Section%2044.1%20does%20not", "msg=Section 44.1 does not"),
    "url form": ("Section+44.1%2C+does+not", "Section 44.1, does not"),
    "url with blanks": ("see a+b%2Cc now", "see a+b,c now"),
    "url twice": ("a%2520b%2520c", "a b c"),
    "url of a value": ('category="%20Tests%20" 100%', 'category=" Tests " 100%'),
    "url of an accent": ("caf%C3%A9", "café"),
    "url of no UTF-8": ("r%E9sum%E9%20x%20y", "r%E9sum%E9%20x%20y"),
    "mojibake": (clean("â€œTests/Quizzesâ€\x9d"), "“Tests/Quizzes”"),
    "mojibake letters": ("Ã–dÃ¶n NÃºÃ±ez", "Ödön Núñez"),
    "mojibake twice": (clean("Ã¢â‚¬Å“QuizÃ¢â‚¬Â\x9d ZoÃƒÂ«"), "“Quiz” Zoë"),
    "mojibake no-break": ("4Â\u00a0pt", "4 pt"),
    "mojibake unknown": (clean("Ã\x81vila"), "Ã\ufffdvila"),
    "blanks": ("a\u00a0b\u2003c\u202fd", "a b c d"),
    "soft hyphens": ("assign\u00adment, assign\u00ad\nments are", "assignment, assignments\nare"),
    "hyphens": ("the assign-\n  ments, are", "the assignments,\nare"),
    "hyphen at the end": ("the assign-\nments\nare", "the assignments\nare"),
    "hyphen of a word": ("self-\npaced", "self-\npaced"),
}


@pytest.mark.parametrize("name", WRAPPED)
def test_wrappings_are_undone(name: str) -> None:
    wrapped, expected = WRAPPED[name]
    assert readable(wrapped) == expected
    assert is_clean(readable(wrapped))


def as_mail_source(text: str) -> str:
    return quopri.encodestring(text.encode()).decode()


def as_mojibake(text: str) -> str:
    characters = [bytes([byte]) for byte in text.encode()]
    return clean("".join(byte.decode("cp1252", errors="replace") for byte in characters))


WRAPPERS: dict[str, tuple[Callable[[str], str], str]] = {
    "mail": (lambda text: f"> {text}\n> > end", "{}\nend"),
    "quoted-printable": (as_mail_source, "{}"),
    "csv": (lambda text: '9:41,"' + text.replace('"', '""') + '",x', '9:41,"{}",x'),
    "json": (lambda text: json.dumps({"message": text}), '{{"message": "{}"}}'),
    "json with letters": (lambda text: json.dumps({"message": text}, ensure_ascii=False), '{{"message": "{}"}}'),
    "json in json": (lambda text: json.dumps(json.dumps({"message": text})), '"{{"message": "{}"}}"'),
    "html": (lambda text: f"<p>{html.escape(text)}</p>", "{}"),
    "url": (lambda text: quote(text, safe=""), "{}"),
    "url form": (quote_plus, "{}"),
    "mojibake": (as_mojibake, "{}"),
    "html in json": (lambda text: json.dumps({"page": f"<b>{html.escape(text)}</b>"}), '{{"page": "{}"}}'),
    "json in csv": (
        lambda text: '1,"' + json.dumps({"page": text}).replace('"', '""') + '"',
        '1,"{{"page": "{}"}}"',
    ),
    "html in mail": (lambda text: as_mail_source(f"<p>{html.escape(text)}</p>"), "{}"),
}


@pytest.mark.parametrize("name", WRAPPERS)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=8))
def test_what_was_wrapped_reads_as_before(name: str, pieces: list[str]) -> None:
    wrap, shape = WRAPPERS[name]
    text = f"Grading category – {''.join(pieces)} – not found"
    if name == "mojibake":
        assume(re.search("[李明]", text) is None)  # their bytes are holes of Windows-1252
    expected = shape.format(text)
    wrapped = wrap(text)
    assume("=\n>" not in wrapped)  # a > at the place where quoted-printable breaks a line looks like a quoted mail
    assume(readable(text) == text and readable(expected) == expected)
    assert readable(wrapped) == expected


HOSTILE = (
    *("%", "=", "\\", "<", "&", '"', ">", "-", "+", "\n", "é", "\ufffd", "Ã", "\u00ad", "â€", "Ã©"),
    *("<a ", '<a "', "<!--", "<script>", "</b>", "<img =", "&#7", "&amp;", "%2", "%20", "=\n", "=E9", "a=92", '""'),
    *(',"', ',""', '"\n', '"a":', "\\n", '\\"', "C:\\", "\\\\a\\", "> ", "\n>", "a-\n", "\u00ad\n", "<a\n"),
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_texts_take_linear_time(piece: str) -> None:
    readable(piece * (200_000 // len(piece)) + '"')  # takes minutes if it is quadratic
