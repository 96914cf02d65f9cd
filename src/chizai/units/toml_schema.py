"""The JSON Schema of a dataclass that is read from TOML, with what the docstrings of its fields say.

Docstrings are no longer there once a module is compiled: they are read from its source, for the schema alone, because
that takes as long as all else of reading a deal.
"""

import ast
import inspect
from functools import cache
from itertools import pairwise
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

if TYPE_CHECKING:
    from pydantic_core import core_schema


def documented_schema(of: type[Any]) -> dict[str, Any]:
    """Give the JSON Schema of a dataclass and of those in it, each field described by the docstring under it."""
    return TypeAdapter(of).json_schema(schema_generator=_Documented)


class _Documented(GenerateJsonSchema):
    """Pydantic's schemas, with descriptions of fields."""

    def dataclass_schema(self, schema: "core_schema.DataclassSchema") -> dict[str, Any]:
        """Describe the fields of one dataclass."""
        made = super().dataclass_schema(schema)
        words = _docstrings(schema["cls"])  # type: ignore[arg-type]  # a class has a hash
        for name in made["properties"].keys() & words.keys():
            made["properties"][name]["description"] = words[name]
        return made


@cache
def _docstrings(of: type[Any]) -> dict[str, str]:
    """Read what stands under each field of a class."""
    try:
        source = inspect.getsource(of)
    except (OSError, TypeError):  # a class that was made from a table of facts has none
        return {}
    [written] = ast.parse(dedent(source)).body
    found = {}
    for pair in pairwise(getattr(written, "body", ())):
        match pair:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                found[name] = inspect.cleandoc(words)
            case _:
                continue
    return found
