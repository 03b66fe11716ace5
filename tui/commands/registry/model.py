"""What a command is."""

from msgspec import Struct

from tui.commands.key_names import pretty
from tui.commands.registry.places import TYPING, Where


class Command(Struct, frozen=True, kw_only=True):
    """Something the agent can do with a key, from the palette or with a click in the footer."""

    id: str
    """Public and permanent: the settings give a command other keys by its id."""
    where: Where
    """Where its keys act."""
    keys: str = ""
    """Textual's names of its keys, separated by commas."""
    letter: str = ""
    """Keys that act outside text fields only. They wait a moment, so that pasted text can't press them."""
    shown: str = ""
    """What to show in place of `keys`, if not all of them should be shown."""
    label: str
    """A word or two for the footer and the palette."""
    help: str
    """One sentence for help, the README and `sisdex keys`."""
    words: str = ""
    """Other words that people may search for in help and the palette."""
    action: str
    """The action of the screen or widget that has the keys; `{key}` in it becomes the key that was pressed."""
    footer: frozenset[Where] = frozenset()
    """The places whose footer shows it."""

    @property
    def all_keys(self) -> list[str]:
        """All its keys, by Textual's names."""
        return [key for key in (*self.keys.split(","), *self.letter.split(",")) if key]

    @property
    def keys_while_typing(self) -> str:
        """The keys that also act in text fields, as people write them."""
        return self.shown or _pretty(self.keys)

    @property
    def letters_shown(self) -> str:
        """The keys that act outside text fields only, as people write them."""
        return _pretty(self.letter)

    @property
    def keys_shown(self) -> str:
        """All its keys, as people write them."""
        return " ".join(filter(None, (self.keys_while_typing, self.letters_shown)))

    @property
    def needs_key(self) -> bool:
        """Whether the action has to know which key was pressed."""
        return "{key}" in self.action

    def key_shown(self, where: Where) -> str:
        """Return the key to show in a place: the letter if letters are commands there."""
        return self.letters_shown if self.letter and where not in TYPING else self.keys_while_typing

    def is_like(self, words: str) -> bool:
        """Return whether every word is the beginning of a word of the command: in its keys, label, help or id."""
        texts = (self.keys_shown, self.label, self.help, self.words, self.id.replace(".", " "))
        searched = f" {' '.join(texts)}".casefold()
        return all(f" {word}" in searched for word in words.casefold().split())


def _pretty(keys: str) -> str:
    return " ".join(pretty(key) for key in keys.split(",") if key)
