"""What is installed is what was promised."""

from importlib import metadata, resources

import engagement_metrics

CORE = {"attrs", "numpy", "typing-extensions"}


def test_version_is_that_of_the_metadata() -> None:
    """The version is written once, in pyproject.toml."""
    assert metadata.version("engagement-metrics") == engagement_metrics.__version__


def test_types_are_shipped() -> None:
    """Type checkers find the marker that says so."""
    assert resources.files("engagement_metrics").joinpath("py.typed").is_file()


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

    assert "engagement_metrics.adapters.report:main" == command.value
