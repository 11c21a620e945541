"""What is installed is what was promised."""

import re
from importlib import metadata, resources
from pathlib import Path

import pytest

import engagement_metrics

CITATION = Path(__file__).parents[1] / "CITATION.cff"
CORE = {"attrs", "numpy", "typing-extensions"}


def test_version_is_that_of_the_metadata() -> None:
    """The version is written once, in pyproject.toml."""
    assert metadata.version("engagement-metrics") == engagement_metrics.__version__


@pytest.mark.parametrize("name", ["py.typed", "__init__.pyi"])
def test_types_are_shipped(name: str) -> None:
    """Type checkers find the marker that says so, and the names of the root."""
    assert resources.files("engagement_metrics").joinpath(name).is_file()


def test_citation_names_the_version_and_the_licence() -> None:
    """Whoever cites the library cites the version and the licence it has."""
    about = metadata.metadata("engagement-metrics")
    cited = dict(re.findall(r"(?m)^(\S+): (.+)$", CITATION.read_text("utf-8")))

    assert about["Version"] == cited["version"]
    assert about["License-Expression"] == cited["license"]


def test_core_needs_three_packages() -> None:
    """Whatever else is required belongs to an extra."""
    required = metadata.requires("engagement-metrics") or []
    names = {line.partition(">")[0] for line in required if "extra ==" not in line}

    assert names == CORE


def test_licence_is_shipped() -> None:
    """The metadata names the licence and carries its text."""
    about = metadata.metadata("engagement-metrics")

    assert "Apache-2.0" == about["License-Expression"]
    assert ["LICENSE"] == about.get_all("License-File")


def test_command_is_an_entry_point() -> None:
    """The command is the report's main function."""
    (command,) = metadata.entry_points(
        group="console_scripts", name="engagement-metrics"
    )

    assert "engagement_metrics.__main__:main" == command.value
