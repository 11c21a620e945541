"""Every module has its tests, and every test file its module."""

from pathlib import Path

import engagement_metrics

TESTS = Path(__file__).parent
PACKAGE = Path(engagement_metrics.__file__).parent
UNTESTED = {"test_typing.py"}  # types are tested in typing_tests
OF_THE_WHOLE = {
    "test_data.py",
    "test_examples.py",
    "test_fuzz.py",
    "test_imports.py",
    "test_mirror.py",
    "test_packaging.py",
    "test_public_api.py",
    "test_vectors.py",
}


def mirrored(module: Path) -> str:
    """Return the test file of a module: the same path without underscores."""
    *folders, name = module.relative_to(PACKAGE).parts
    return "/".join(
        [*(part.lstrip("_") for part in folders), f"test_{name.strip('_')}"]
    )


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
