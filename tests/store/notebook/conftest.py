"""Two desks, each with an empty notebook and a clock of its own."""

from pathlib import Path

import pytest

from store.notebook.notebook import Notebook
from tests.torture.children import a_clock


@pytest.fixture
def here(tmp_path: Path) -> Notebook:
    return Notebook(tmp_path / "here" / "notebook.json", a_clock(0))


@pytest.fixture
def there(tmp_path: Path) -> Notebook:
    return Notebook(tmp_path / "there" / "notebook.json", a_clock(1))
