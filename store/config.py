"""What the desk has set: one TOML file, each key of which may be missing."""

from pathlib import Path
from typing import Any, get_args

import msgspec

from store.models import Who
from store.text import clean, clean_all


class Config(msgspec.Struct, frozen=True):
    """The desk's settings."""

    home: tuple[str, ...] = ()
    """The SIS of this desk, by any name: listed first, wins ties, hides nothing."""
    contacts: dict[Who, str] = {}
    """Whom to call, shown beside who acts."""


def load(path: Path) -> tuple[Config, list[str]]:
    """Read the settings.

    Args:
        path: The TOML file; a missing one sets nothing.

    Returns:
        The settings, and a sentence for each key that was passed over.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Config(), []
    except OSError as error:
        return Config(), [f"{path} cannot be read ({error.strerror}); the defaults are used."]
    import tomllib  # 10 ms, and most desks have no file

    try:
        raw = tomllib.loads(data.decode("utf-8-sig"))
    except ValueError as error:  # not TOML, not UTF-8, or a number of thousands of digits
        return Config(), [clean(f"{path} is not TOML ({error}); the defaults are used.")]
    return _accept(clean_all(raw), path)


def _accept(raw: dict[str, Any], path: Path) -> tuple[Config, list[str]]:
    home: tuple[str, ...] = ()
    contacts: dict[Who, str] = {}
    passed_over: list[str] = []

    def passed(what: str) -> None:
        passed_over.append(f"{path}: {what}; it was passed over.")

    for key, value in raw.items():
        if key == "home":
            if isinstance(value, list) and all(isinstance(each, str) for each in value):
                home = tuple(value)
            else:
                passed("home is no list of vendor names")
        elif key == "contacts" and isinstance(value, dict):
            for who, contact in value.items():
                if who not in get_args(Who):
                    passed(f"contacts.{who} is none of {', '.join(get_args(Who))}")
                elif not isinstance(contact, str):
                    passed(f"contacts.{who} is no text")
                else:
                    contacts[who] = contact
        else:
            passed("contacts is no table" if key == "contacts" else f"the key {key} is unknown")
    return Config(home, contacts), passed_over
