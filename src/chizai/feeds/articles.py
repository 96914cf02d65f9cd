"""Texts of articles, to quote from: a list of `law_id`, `article`, `text` and `source` in JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from chizai.law.citation import Citation, Quoted, quoted
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

KEYS = ("law_id", "article", "text", "source")


@dataclass(frozen=True, slots=True)
class Articles:
    """Texts by law and article, each with whose copy it is and of which day."""

    texts: Mapping[tuple[str, str], tuple[str, str]]

    def quote(self, citation: Citation) -> Quoted | None:
        """Quote what a citation points to; none where its text is not here."""
        found = self.texts.get((citation.law.id, citation.article))
        return None if found is None else quoted(citation, *found)


def read_articles(path: Path) -> Result[Articles]:
    """Read a file of articles: all of them, or why they cannot be used."""
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return _unusable(path, f"it cannot be read: {error}")
    if not isinstance(listed, list):
        return _unusable(path, "it is no list")
    for number, each in enumerate(listed, 1):
        if not isinstance(each, dict) or not all(isinstance(each.get(key), str) for key in KEYS):
            return _unusable(path, f"entry {number} does not have {', '.join(KEYS)} as texts")
    return Ok(Articles({(each["law_id"], each["article"]): (each["text"], each["source"]) for each in listed}))


def _unusable(path: Path, what: str) -> Failed:
    why, fix = "articles are quoted from it", "name a JSON list of articles, or leave --articles out"
    return Failed((Failure(Reason.UNREADABLE, Place(str(path)), what, why, fix),))
