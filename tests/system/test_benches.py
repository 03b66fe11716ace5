"""A bench reports tools that are not installed and runs without them."""

import pytest

from tests.bench import search


def test_the_search_bench_names_missing_tools(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(search, "TYPED", ["sky"])
    assert search.print_keys(len(search.SHIPPED.entries), 0) > 0
    printed = capsys.readouterr().out.splitlines()
    missing = [line.split()[0] for line in printed if line.endswith("not installed, left out")]
    assert missing == list(search.PROCESSES)
