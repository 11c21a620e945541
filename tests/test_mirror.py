"""Every module has its tests, and every test file its module."""

import re
from pathlib import Path

import engagement_metrics

TESTS = Path(__file__).parent
PACKAGE = Path(engagement_metrics.__file__).parent
UNTESTED = {"test_main.py", "test_typing.py"}  # tested with scorecard, and by checkers
OF_THE_WHOLE = {
    "test_data.py",
    "test_examples.py",
    "test_fuzz.py",
    "test_imports.py",
    "test_metrics_page.py",
    "test_mirror.py",
    "test_packaging.py",
    "test_public_api.py",
    "test_signatures.py",
    "test_vectors.py",
}


def mirrored(module: Path) -> str:
    """Return the test file of a module: its path without underscores."""
    *folders, name = module.relative_to(PACKAGE).parts
    name = folders[-1] if folders and name == "__init__.py" else name.strip("_")
    file = f"test_{name.removesuffix('.py').strip('_')}.py"
    return "/".join([*(part.lstrip("_") for part in folders), file])


def test_every_module_has_tests() -> None:
    """Each module with code has a test file of the same name."""
    modules = [path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py"]
    expected = {mirrored(path) for path in modules} - UNTESTED

    assert [] == sorted(path for path in expected if not (TESTS / path).exists())


def test_every_test_file_has_a_module() -> None:
    """Each test file is about a module, the whole package, its laws or hazards."""
    modules = {mirrored(path) for path in PACKAGE.rglob("*.py")}
    files = {path.relative_to(TESTS).as_posix() for path in TESTS.rglob("test_*.py")}
    whole = {path for path in files if path.startswith(("laws/", "hazards/"))}

    assert [] == sorted(files - modules - OF_THE_WHOLE - whole)


def test_no_test_is_skipped_for_good() -> None:
    """What `importorskip` names of ours exists: only what it imports may be absent."""
    named = {
        name
        for path in TESTS.rglob("*.py")
        for name in re.findall(r'importorskip\("([\w.]+)"', path.read_text("utf-8"))
    }
    places = {name: PACKAGE.parent.joinpath(*name.split(".")) for name in named}
    ours = {n: path for n, path in places.items() if n.startswith(PACKAGE.name)}

    assert [] == sorted(
        name
        for name, path in ours.items()
        if not path.is_dir() and not path.with_suffix(".py").exists()
    )
