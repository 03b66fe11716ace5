"""A bad setting is reported and ignored; the others still apply."""

from pathlib import Path
from typing import get_args

import pytest

from store.core.errors import CannotSave
from store.core.models import Who
from store.preferences import settings
from store.preferences.settings import SETTINGS, Loaded, Origin, Settings


def load(tmp_path: Path, text: str, **variables: str) -> Loaded:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return settings.load(path, variables)


def test_a_missing_file_sets_nothing(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "none.toml", {"HOME": "/root"}) == Loaded(Settings())


FILE = """\
home = ["skyward"]
theme = "nord"

[contacts]
sis_admin = "Jane Ruiz, x4411"

[replies]
teacher = \"\"\"
Hello,
admin = see below
\"\"\"
admin = "Hi"

[keys]
"entry.bookmark" = "f12,b"
entry.note = "f9"
"""


def test_settings_are_read_with_their_lines(tmp_path: Path) -> None:
    loaded = load(tmp_path, FILE)
    assert loaded.warnings == ()
    assert loaded.settings == Settings(
        home=("skyward",),
        contacts={"sis_admin": "Jane Ruiz, x4411"},
        theme="nord",
        keys={"entry.bookmark": "f12,b", "entry.note": "f9"},
        replies={"teacher": "Hello,\nadmin = see below\n", "admin": "Hi"},
    )
    assert {name: origin.line for name, origin in loaded.origins.items()} == {
        "home": 1,
        "theme": 2,
        "contacts.sis_admin": 5,
        "replies.teacher": 8,
        "replies.admin": 12,
        "keys.entry.bookmark": 15,
        "keys.entry.note": 16,
    }


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            'theme = "x"\nhome = "skyward"',
            ', line 2: home must be a list of texts, such as ["skyward"]; the default applies.',
        ),
        ("[contacts]\nsis_admin = 5", ", line 2: contacts.sis_admin must be a text in quotes; the default applies."),
        ("contacts = 5", ", line 1: contacts must be a table, [contacts]; it was ignored."),
        ("[contacts]\nsys_admin = 'x'", ", line 2: the key contacts.sys_admin is unknown and was ignored. "),
        ("[contacts]\nsys_admin = 'x'", "Did you mean contacts.sis_admin?"),
        ("[contacts]\nprincipal = 'x'", "Known: contacts.teacher, contacts.canvas_admin,"),
        ('\nhoem = ["skyward"]', ", line 2: the key hoem is unknown and was ignored. Did you mean home?"),
        (
            "[contact]\nteacher = 'x'",
            ", line 1: the key contact is unknown and was ignored. Did you mean contacts?",
        ),
        ("contacts = { teacher = 5 }", ", line 1: contacts.teacher must be a text"),
        ("[keys]\n'entry.note' = 3", ", line 2: keys.entry.note must be a text"),
        ("home = [", "is not TOML"),
        ('home = ["\\u001b[2J"', "is not TOML"),
        ("home = " + "[" * 10_000, "is not TOML"),
    ],
)
def test_a_bad_setting_is_reported(tmp_path: Path, text: str, sentence: str) -> None:
    loaded = load(tmp_path, text)
    [warning] = loaded.warnings
    assert sentence in warning
    assert warning.startswith(str(tmp_path / "config.toml"))
    assert (loaded.settings.home, loaded.settings.contacts, loaded.settings.keys) == ((), {}, {})


def test_a_file_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    [warning] = settings.load(tmp_path, {}).warnings
    assert "cannot be read" in warning
    (tmp_path / "config.toml").write_bytes(b'home = ["\xff"]')
    [warning] = settings.load(tmp_path / "config.toml", {}).warnings
    assert "byte 10 is not UTF-8" in warning


def test_a_good_key_next_to_a_bad_one_applies(tmp_path: Path) -> None:
    loaded = load(tmp_path, 'home = ["sky"]\ntheme = 5\n[contacts]\nteacher = "Ann"\nboss = "Bob"\n')
    assert loaded.settings == Settings(("sky",), {"teacher": "Ann"})
    assert len(loaded.warnings) == 2


def test_texts_are_cleaned(tmp_path: Path) -> None:
    loaded = load(tmp_path, '[contacts]\nteacher = "a\\u001b[2J"\n', SISDEX_THEME="x\x1b[2J")
    assert loaded.settings.contacts == {"teacher": "a␛[2J"}
    assert loaded.settings.theme == "x␛[2J"


def test_a_variable_overrides_the_file(tmp_path: Path) -> None:
    loaded = load(
        tmp_path,
        FILE,
        SISDEX_HOME="ps, sky",
        SISDEX_CONTACTS_SIS_ADMIN="Bo",
        SISDEX_THEME="",
        SISDEX_KEYS_ENTRY_NOTE="f5",
        SISDEX_NOTEBOOK="n.json",
    )
    assert loaded.warnings == ()
    assert loaded.settings.home == ("ps", "sky")
    assert loaded.settings.contacts == {"sis_admin": "Bo"}
    assert loaded.settings.theme == "nord"
    assert loaded.settings.keys["entry_note"] == "f5"
    assert loaded.origins["home"] == Origin(variable="SISDEX_HOME")


def test_an_unknown_variable_is_reported(tmp_path: Path) -> None:
    [warning] = load(tmp_path, "", SISDEX_HOEM="sky").warnings
    assert warning == "The variable SISDEX_HOEM is unknown and was ignored. Did you mean SISDEX_HOME?"


def test_the_written_file_sets_nothing_and_its_examples_are_valid(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    settings.create(path)
    text = path.read_text(encoding="utf-8")
    assert settings.load(path, {}) == Loaded(Settings())
    assert path.stat().st_mode & 0o777 == 0o600
    examples = [line.removeprefix("# ") for line in text.splitlines() if " = " in line or line.startswith("[")]
    loaded = load(tmp_path, "\n".join(examples))
    assert loaded.warnings == ()
    assert loaded.origins.keys() == {*(setting.name for setting in SETTINGS), "keys.entry.bookmark"}


def test_an_existing_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("mine")
    with pytest.raises(CannotSave, match="already exists"):
        settings.create(path)
    with pytest.raises(CannotSave, match="cannot be written"):
        settings.create(path / "below")
    assert path.read_text() == "mine"


def test_everyone_who_can_act_has_a_contact() -> None:
    assert {f"contacts.{who}" for who in get_args(Who)} <= {setting.name for setting in SETTINGS}
