"""The wheel carries the dictionary, and the program finds it wherever it was put."""

import subprocess
import sys
import zipfile
from pathlib import Path

from store import catalog

ROOT = Path(__file__).resolve().parents[2]
PROBE = "import sys; sys.path.insert(0, sys.argv[1]); from store import catalog; print(catalog.shipped_path())"


def shipped_path(packages: Path, folder: Path) -> Path:
    run = subprocess.run(
        [sys.executable, "-I", "-c", PROBE, str(packages)], capture_output=True, text=True, check=True, cwd=folder
    )
    return Path(run.stdout.strip())


def test_a_checkout_uses_its_assets(tmp_path: Path) -> None:
    assert shipped_path(ROOT, tmp_path) == ROOT / "assets" / "catalog.json"


def test_the_wheel_holds_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        check=True,
        capture_output=True,
        cwd=ROOT,
    )
    [wheel] = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    path = shipped_path(installed, tmp_path)
    assert path == installed / "store" / "assets" / "catalog.json"
    assert path.read_bytes() == (ROOT / "assets" / "catalog.json").read_bytes()
    assert (installed / "tui" / "sisdex.tcss").is_file()
    assert catalog.check(path) == []
