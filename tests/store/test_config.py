"""Each setting that cannot be used is named and passed over; the rest holds."""

from pathlib import Path

import pytest

from store.config import Config, load


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_sets_nothing(tmp_path: Path) -> None:
    assert load(tmp_path / "none.toml") == (Config(), [])


def test_settings_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, 'home = ["skyward"]\n[contacts]\nsis_admin = "Jane Ruiz, x4411"\n')
    assert load(path) == (Config(("skyward",), {"sis_admin": "Jane Ruiz, x4411"}), [])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('home = "skyward"', "home is no list of vendor names; it was passed over."),
        ("[contacts]\nsis_admin = 5", "contacts.sis_admin is no text; it was passed over."),
        (
            '[contacts]\nprincipal = "x"',
            "contacts.principal is none of teacher, canvas_admin, sis_admin, vendor_support;",
        ),
        ('hoem = ["skyward"]', "the key hoem is unknown"),
        ("home = [", "is not TOML"),
        ('home = ["\\u001b[2J"', "is not TOML"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, text: str, sentence: str) -> None:
    config, [warning] = load(written(tmp_path, text))
    assert config == Config()
    assert sentence in warning


def test_a_good_contact_beside_a_bad_one_holds(tmp_path: Path) -> None:
    config, warnings = load(written(tmp_path, '[contacts]\nteacher = "Ann"\nboss = "Bob"\n'))
    assert config.contacts == {"teacher": "Ann"}
    assert len(warnings) == 1


def test_a_good_key_beside_a_bad_one_holds(tmp_path: Path) -> None:
    config, warnings = load(written(tmp_path, 'home = ["sky"]\ntheme = 5\n'))
    assert config == Config(("sky",))
    assert len(warnings) == 1


def test_texts_are_cleaned_at_the_door(tmp_path: Path) -> None:
    config, _ = load(written(tmp_path, '[contacts]\nteacher = "a\\u001b[2J"\n'))
    assert config.contacts == {"teacher": "a␛[2J"}
