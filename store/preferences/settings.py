"""The settings: a TOML file, all of whose keys are optional, and environment variables with the same names.

A bad setting is reported and ignored; it never keeps sisdex from working.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from store.core.errors import CannotSave
from store.core.models import Who
from store.core.text import clean, clean_all
from store.files import atomic


class Settings(msgspec.Struct, frozen=True):
    """The settings of a desk."""

    home: tuple[str, ...] = ()
    """The home vendors, by any name: listed first, win ties, hide nothing."""
    contacts: dict[Who, str] = {}
    """Whom to call, shown next to who acts."""
    theme: str = ""
    """Name of the color theme, or empty for the default."""
    keys: dict[str, str] = {}
    """Command id to its keys, separated by commas, which replace the default ones."""
    replies: dict[str, str] = {}
    """Templates of replies, for `teacher` and `admin`."""


class Setting(msgspec.Struct, frozen=True):
    """A key that can be set."""

    name: str
    """With the name of its table and a dot before it."""
    what: str
    """One sentence for the file that `sisdex config init` writes."""
    example: str
    """A value, as TOML."""


class Origin(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a value comes from: the file, a variable, or neither, which is the default."""

    file: str = ""
    line: int = 0
    """Counted from 1, or 0 if the key was not found in the text."""
    variable: str = ""

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return self.variable or place or "default"


class Loaded(msgspec.Struct, frozen=True):
    """The settings, with where each came from."""

    settings: Settings
    origins: Mapping[str, Origin] = {}
    """Setting name to the origin of its value, for all that are not the default."""
    warnings: tuple[str, ...] = ()
    """A sentence for each setting that was ignored."""


SETTINGS = (
    Setting("home", "The SIS you support, by any name: listed first, wins ties, hides nothing.", '["skyward"]'),
    Setting("theme", "The color theme, of sisdex or of Textual. Press T in the app for a list.", '"sisdex-light"'),
    Setting("contacts.teacher", "Whom to call, shown next to who acts.", '"the school\'s office"'),
    Setting("contacts.canvas_admin", "", '"Li Wong, x4400"'),
    Setting("contacts.sis_admin", "", '"Jane Ruiz, x4411"'),
    Setting("contacts.vendor_support", "", '"1-800-555-0100"'),
    Setting(
        "replies.teacher",
        "The text of a reply. It may use {vendor}, {title}, {message}, {happened}, {values}, {causes}, {sources}.",
        r'"Hi,\n\n{happened}\n\n{causes}\n\nYour helpdesk"',
    ),
    Setting("replies.admin", "", r'"{vendor}: {title}\n\n{message}\n\n{causes}"'),
)
_NAMES = [setting.name for setting in SETTINGS]
_TABLES = ("contacts", "replies", "keys")
_KEYS_EXAMPLE = """
[keys]
# Keys for a command, by its id. They replace all of its default keys. sisdex keys lists the ids.
# "entry.bookmark" = "f12,b"
"""

_FILES = {"SISDEX_NOTEBOOK", "SISDEX_CATALOG", "SISDEX_CONFIG"}
"""Variables that name files rather than settings."""


def load(path: Path, environment: Mapping[str, str]) -> Loaded:
    """Read the settings.

    Args:
        path: The TOML file; a missing one sets nothing.
        environment: Environment variables. SISDEX_HOME, SISDEX_CONTACTS_SIS_ADMIN and so on override the file, unless
            they are empty.

    Returns:
        The settings, where each comes from, and what was ignored.
    """
    text, warnings = _read(path)
    values: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    for name, value in _flat(_parsed(text, path, warnings) if text else {}):
        origin = Origin(str(path), _line(text, name))
        try:
            values[name] = _accepted(name, value)
            origins[name] = origin
        except ValueError as error:
            warnings.append(f"{origin}: {error}")
    for variable, value in environment.items():
        if not variable.startswith("SISDEX_") or variable in _FILES or not value:
            continue
        name = _name_of(variable)
        if name:
            values[name] = tuple(filter(None, map(str.strip, value.split(",")))) if name == "home" else clean(value)
            origins[name] = Origin(variable=variable)
        else:
            hint = _hint(variable, map(variable_of, _NAMES))
            warnings.append(f"The variable {variable} is unknown and was ignored. {hint}")
    return Loaded(_assembled(values), origins, tuple(map(clean, warnings)))


def variable_of(name: str) -> str:
    """Return the environment variable of a setting, for instance SISDEX_CONTACTS_SIS_ADMIN."""
    return f"SISDEX_{name.upper().replace('.', '_')}"


def template() -> str:
    """Return the text of a settings file that explains each key and sets nothing."""
    lines = ["# Settings for sisdex. Remove a # to set something. sisdex config show prints what applies.", ""]
    current_table = ""
    for setting in SETTINGS:
        table, dot, key = setting.name.rpartition(".")
        if dot and table != current_table:
            lines += ["", f"[{table}]"]
            current_table = table
        if setting.what:
            lines.append(f"# {setting.what}")
        lines.append(f"# {key} = {setting.example}")
    return "\n".join(lines) + "\n" + _KEYS_EXAMPLE


def create(path: Path) -> None:
    """Write the settings file that `template` returns, if there is none yet.

    Raises:
        CannotSave: The file exists, and was left as it is, or the disk refuses.
    """
    if path.exists():
        raise CannotSave(f"{path} already exists and was left as it is.")
    try:
        atomic.make_folder(path.parent)
        with open(path, "x", encoding="utf-8", opener=atomic.private_opener) as file:
            file.write(template())
    except OSError as error:
        raise CannotSave(f"{path} cannot be written ({error.strerror or error}); nothing was changed.") from error


def _name_of(variable: str) -> str:
    """Return the setting of an environment variable; empty if there is none."""
    if variable.startswith("SISDEX_KEYS_"):
        return f"keys.{variable.removeprefix('SISDEX_KEYS_').lower()}"
    return next((name for name in _NAMES if variable == variable_of(name)), "")


def _assembled(values: Mapping[str, Any]) -> Settings:
    """Build the settings from values by name, such as `contacts.teacher`."""
    tables: dict[str, dict[str, Any]] = {table: {} for table in _TABLES}
    top = {}
    for name, value in values.items():
        table, dot, key = name.partition(".")
        if dot:
            tables[table][key] = value
        else:
            top[name] = value
    return msgspec.convert({**top, **tables}, Settings)


def _read(path: Path) -> tuple[str, list[str]]:
    try:
        return path.read_bytes().decode("utf-8-sig"), []
    except FileNotFoundError:
        return "", []
    except OSError as error:
        return "", [f"{path} cannot be read ({error.strerror}); the default settings apply."]
    except UnicodeDecodeError as error:
        return "", [f"{path} is not TOML (byte {error.start + 1} is not UTF-8); the default settings apply."]


def _parsed(text: str, path: Path, warnings: list[str]) -> dict[str, Any]:
    import tomllib  # 10 ms to import, and most desks have no file

    try:
        return clean_all(tomllib.loads(text))  # type: ignore[no-any-return]
    except (ValueError, RecursionError) as error:  # the latter for a thousand brackets
        warnings.append(f"{path} is not TOML ({error}); the default settings apply.")
        return {}


def _flat(raw: dict[str, Any], table: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each value with its full name. Command ids may be written with dots or in quotes."""
    for key, value in raw.items():
        name = f"{table}{key}"
        if isinstance(value, dict) and (name in _TABLES or name.startswith("keys.")):
            yield from _flat(value, f"{name}.")
        else:
            yield name, value


def _accepted(name: str, value: Any) -> Any:
    """Return a value in its setting's type.

    Raises:
        ValueError: The key is unknown, or the value has another type.
    """
    if name in _TABLES:
        raise ValueError(f"{name} must be a table, [{name}]; it was ignored.")
    if name not in _NAMES and not name.startswith("keys."):
        table = name.rpartition(".")[0]
        siblings = [known for known in (*_NAMES, *_TABLES) if known.rpartition(".")[0] == table]
        raise ValueError(f"the key {name} is unknown and was ignored. {_hint(name, siblings)}")
    kind, expected = (
        (tuple[str, ...], 'a list of texts, such as ["skyward"]') if name == "home" else (str, "a text in quotes")
    )
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise ValueError(f"{name} must be {expected}; the default applies.") from error


def _hint(name: str, known: Iterable[str]) -> str:
    """Return a sentence with the closest known name, or with all of them."""
    from rapidfuzz import fuzz, process  # 20 ms to import, and most settings are spelled correctly

    def last_part(known_name: str) -> str:  # a common beginning would make all of them similar
        return known_name.removeprefix("SISDEX_").rpartition(".")[2]

    names = list(known)
    closest = process.extractOne(name, names, scorer=fuzz.ratio, processor=last_part, score_cutoff=60)
    return f"Did you mean {closest[0]}?" if closest else f"Known: {', '.join(names)}."


def _line(text: str, name: str) -> int:
    """Return the line of a key, or of its table if the key is not found, counted from 1; 0 if neither is found."""
    table, quoted, table_line = "", False, 0
    for number, line in enumerate(text.split("\n"), 1):
        key, assigned, _ = line.partition("=")
        current = ""
        if not quoted and assigned:
            current = table + _bare(key)
        elif not quoted and line.lstrip().startswith("["):
            current = _bare(line.partition("#")[0]).strip("[]")
            table = f"{current}."
        if current == name:
            return number
        if current and name.startswith(f"{current}."):
            table_line = number
        quoted ^= (line.count('"""') + line.count("'''")) % 2 == 1
    return table_line


def _bare(key: str) -> str:
    return "".join(key.split()).replace('"', "").replace("'", "")
