"""Filters narrow a search to what the agent saved; an unknown one is searched as text, and sisdex says so."""

import json

import pytest

from tests.cli.test_cli import sisdex


@pytest.mark.parametrize("filter_word", ["is:custom", "is:yours", "IS:Custom"])
def test_custom_codes_have_a_filter_and_its_older_name_still_works(filter_word: str) -> None:
    code = sisdex("entry", "add", "--message", "Roster feed [number] was refused for good.").stdout.strip()
    searched = sisdex("search", "--json", filter_word)
    assert (searched.exit_code, searched.stderr) == (0, "")
    assert [result["id"] for result in json.loads(searched.stdout)["results"]] == [code]


def test_the_beginning_of_a_filter_is_not_reported_as_unknown() -> None:
    assert sisdex("search", "is:cust").stderr == ""


def test_unknown_filters_are_searched_as_text() -> None:
    one = sisdex("search", "is:costum locked").stderr
    assert one.splitlines()[0] == "Unknown filter is:costum; searching for it as text."
    several = sisdex("search", "@nobody is:costum locked").stderr
    assert several.splitlines()[0] == "Unknown filters @nobody, is:costum; searching for them as text."
