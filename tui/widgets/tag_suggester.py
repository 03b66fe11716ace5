"""Completes a tag while it is typed."""

from collections.abc import Sequence

from textual.suggester import Suggester


class TagSuggester(Suggester):
    """Suggests the rest of the last word, from the tags in the notebook."""

    def __init__(self, tags: Sequence[str]) -> None:
        """Take the tags that notes have."""
        super().__init__(use_cache=False, case_sensitive=True)
        self._tags = tags

    async def get_suggestion(self, value: str) -> str | None:
        before, _, typed = value.rpartition(" ")
        used = {tag.lstrip("#") for tag in before.split()}
        word = typed.removeprefix("#").casefold()
        for tag in self._tags:
            if word and tag.casefold().startswith(word) and tag not in used:
                return value + tag[len(word) :] if tag.casefold() != word else None
        return None
