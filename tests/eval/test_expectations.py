"""Every text of `real.jsonl` and `findings.jsonl` is answered as its reader expects."""

import pytest

from tests.eval.expectations import Line, faults, read


@pytest.mark.parametrize("line", read("real.jsonl"), ids=lambda line: line["id"])
def test_real_texts(line: Line) -> None:
    assert faults(line) == []


@pytest.mark.parametrize("line", read("findings.jsonl"), ids=lambda line: line["id"])
def test_findings(line: Line) -> None:
    assert faults(line) == []
