"""What the desk has set: one TOML file, each key of which may be missing."""

from pathlib import Path
from typing import Any

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
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Config(), [clean(f"{path} is not TOML ({error}); the defaults are used.")]
    return _accept(clean_all(raw), path)


def _accept(raw: dict[str, Any], path: Path) -> tuple[Config, list[str]]:
    kinds = {"home": tuple[str, ...], "contacts": dict[Who, str]}
    accepted: dict[str, Any] = {}
    passed_over: list[str] = []
    for key, value in raw.items():
        if key not in kinds:
            passed_over.append(f"{path}: the key {key!r} is unknown and was passed over.")
            continue
        try:
            accepted[key] = msgspec.convert(value, kinds[key])
        except msgspec.ValidationError as error:
            passed_over.append(f"{path}: {key!r} was passed over: {error}.")
    return Config(**accepted), passed_over
