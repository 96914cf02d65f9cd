"""A paper as one HTML file that needs nothing beside it and no script."""

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment


def html_bytes(plain: Mapping[str, Any]) -> bytes:
    """Write a paper; all its text is escaped.

    Args:
        plain: what `plain_paper` gives.
    """
    return _environment().get_template("paper.html").render(paper=plain).encode()


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("chizai.documents", "templates")
    found = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    found.filters["without_namespaces"] = _without_namespaces
    return found


def _without_namespaces(svg: str) -> str:
    """Give a drawing without its namespaces: within HTML they are known."""
    return re.sub(r' xmlns(:\w+)?="[^"]*"', "", svg)
