"""Write the table of definitions into the catalogue's page, from the data."""

from pathlib import Path

from engagement_metrics.definitions import Definition, catalogue
from engagement_metrics.definitions._definition import AVERAGING
from engagement_metrics.words import Source

PAGE = Path(__file__).parent / "reference" / "catalogue.md"
BEGIN, END = "<!-- made by docs/catalogue_page.py -->", "<!-- end -->"
HEAD = [
    "definition",
    "formula",
    "over several rows",
    "where",
    "source",
    "consulted",
    "note",
]


def cited(source: Source) -> str:
    """Return a source as a link."""
    year = "" if source.year is None else f" ({source.year})"
    title = f"{source.who}{year}. {source.title}"
    url = source.address.startswith("http")
    return f"[{title}]({source.address})" if url else f"{title}. {source.address}"


def row(constant: str, definition: Definition) -> list[str]:
    """Return what the page says of a definition."""
    where = [definition.scope, definition.validity]
    return [
        f"{definition.name}<br>`{constant}`",
        definition.formula,
        f"{AVERAGING[definition.averaging]} over {definition.unit}s",
        ", ".join(filter(None, where)),
        cited(definition.source),
        "yes" if definition.source.consulted else "**no**",
        definition.note,
    ]


def catalogue_page(text: str) -> str:
    """Return the page with its table made anew."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    rows = [
        row(name, thing)
        for name, thing in vars(catalogue).items()
        if isinstance(thing, Definition)
    ]
    lines = [HEAD, ["---"] * len(HEAD), *rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(catalogue_page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
