"""The built distributions are complete, include the dictionary and run from any folder; nothing is downloaded."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from importlib.metadata import version
from pathlib import Path

import pytest

from store.catalog import opening
from tests.system.terminal import Terminal

ROOT = Path(__file__).resolve().parents[2]
PROBE = "import sys; sys.path.insert(0, sys.argv[1]); from store.catalog import opening; print(opening.shipped_path())"


def run(*command: str | Path, folder: Path) -> str:
    """Run a command in a folder, without the tester's Python variables; return its output."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run([*command], capture_output=True, text=True, cwd=folder, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def shipped_path(packages: Path, folder: Path) -> Path:
    return Path(run(sys.executable, "-I", "-c", PROBE, str(packages), folder=folder))


def build(source: Path, to: Path, *targets: str) -> None:
    options = [word for target in targets for word in ("-t", target)]
    run(sys.executable, "-m", "hatchling", "build", *options, "-d", to, folder=source)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build both distributions; return their folder."""
    folder = tmp_path_factory.mktemp("built")
    build(ROOT, folder, "sdist", "wheel")
    return folder


@pytest.fixture(scope="module")
def environment(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel outside this checkout, with the dependencies that are installed already."""
    pytest.importorskip("pip")
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(folder, symlinks=os.name != "nt", with_pip=False)
    packages = installed_packages(folder)
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    python = scripts(folder) / Path(sys.executable).name
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    [wheel] = built.glob("*.whl")
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", "--no-compile", wheel, folder=folder)
    return folder


def installed_packages(environment: Path) -> Path:
    base = {"base": str(environment), "platbase": str(environment)}
    return Path(sysconfig.get_path("purelib", "venv", vars=base))


def scripts(environment: Path) -> Path:
    return Path(sysconfig.get_path("scripts", "venv", vars={"base": str(environment)}))


def program(environment: Path) -> Path:
    return scripts(environment) / "sisdex"


def test_a_checkout_uses_its_assets(tmp_path: Path) -> None:
    assert shipped_path(ROOT, tmp_path) == ROOT / "assets" / "catalog.json"


def test_the_wheel_has_the_same_catalog(built: Path, tmp_path: Path) -> None:
    [wheel] = built.glob("*.whl")
    installed = tmp_path / "installed"
    shutil.unpack_archive(wheel, installed, "zip")
    path = shipped_path(installed, tmp_path)
    assert path == installed / "store" / "assets" / "catalog.json"
    assert path.read_bytes() == (ROOT / "assets" / "catalog.json").read_bytes()
    assert (installed / "tui" / "app" / "sisdex.tcss").is_file()
    assert opening.check(path) == []
    for name in ("english.zlib", "english.license"):
        assert path.with_name(name).read_bytes() == (ROOT / "assets" / name).read_bytes()


def test_the_source_distribution_makes_the_same_wheel(built: Path, tmp_path: Path) -> None:
    [sdist] = built.glob("*.tar.gz")
    run(sys.executable, "-m", "tarfile", "--extract", str(sdist), str(tmp_path), folder=tmp_path)
    [source] = (path for path in tmp_path.iterdir() if path.is_dir())
    build(source, tmp_path / "again", "wheel")
    [again], [wheel] = (tmp_path / "again").glob("*.whl"), built.glob("*.whl")
    assert again.read_bytes() == wheel.read_bytes()
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "Makefile", ".ci/run", "tests/conftest.py"):
        assert (source / name).is_file(), name


def test_the_installed_program_answers_from_any_folder(environment: Path, tmp_path: Path) -> None:
    sisdex = program(environment)
    assert version("sisdex") in run(sisdex, "--version", folder=tmp_path)
    assert run(sisdex, "search", "sky", "locked", folder=tmp_path).splitlines()[0].startswith("Skyward  Assignment in")
    shipped = installed_packages(environment) / "store" / "assets" / "catalog.json"
    assert run(sisdex, "catalog", "check", folder=tmp_path) == ""
    probe = "from store.catalog import opening; print(opening.shipped_path())"
    assert run(scripts(environment) / "python", "-c", probe, folder=tmp_path) == str(shipped.resolve())
    probe = "from store.matching.english_list import is_english; print(is_english('sections'))"
    assert run(scripts(environment) / "python", "-c", probe, folder=tmp_path) == "True"


def test_the_installed_app_opens_from_any_folder(environment: Path, tmp_path: Path) -> None:
    with Terminal(home=tmp_path, installed=program(environment)) as terminal:
        terminal.wait_for("Invalid Assignment ID")
        terminal.send("\x11")  # Ctrl+Q
        assert terminal.wait_for_exit() == 0
