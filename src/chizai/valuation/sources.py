"""Leaves of a valuation's explanation: each input with its place, and the evidence that it rests on."""

from dataclasses import dataclass

from chizai.assets.evidence import Evidence
from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import format_ppm
from chizai.units.result import Place
from chizai.units.toml import STRICT

ASSUMPTION = "assumption"
"""The word that an input without evidence begins its reason with."""
PROGRAM_ASSUMPTION = f"{ASSUMPTION} of this program"


@dataclass(frozen=True, slots=True, kw_only=True)
class InputEvidence:
    """What one input of an appraisal rests on."""

    __pydantic_config__ = STRICT

    input: str
    """The input's key below the appraisal, such as `relief_from_royalty[1] (sales).revenue_minor`; a key that has it
    as its beginning is covered, too."""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where the inputs of a noun stand, and what shows them."""

    file: str
    key: str
    """Of the appraisal, such as `appraisals[1] (first)`."""
    path: str = ""
    """Of the noun below the appraisal, such as `costs[1] (rebuild)`; empty for the appraisal itself."""
    currency: str
    evidence: tuple[InputEvidence, ...] = ()

    def below(self, name: str, index: int | None = None, id_: str = "") -> "Sources":
        """Give the sources of an inner noun: of a field, or of the item of a list.

        Args:
            name: of the field.
            index: of the item, counted from 0; none for the field itself.
            id_: of the item; empty where it has none.
        """
        item = "" if index is None else f"[{index + 1}]"
        item += f" ({id_})" if id_ else ""
        path = f"{self.path}.{name}{item}" if self.path else f"{name}{item}"
        return Sources(file=self.file, key=self.key, path=path, currency=self.currency, evidence=self.evidence)

    def place(self, field: str) -> Place:
        """Give the place of a field."""
        return Place(self.file, None, f"{self.key}.{self._path(field)}")

    def evidence_of(self, field: str) -> tuple[Evidence, ...]:
        """Give what a field rests on."""
        path = self._path(field)
        return tuple(given.evidence for given in self.evidence if is_covered(path, given.input))

    def leaf(self, field: str, label: str, value: str) -> Explained:
        """Give an input's leaf: its place, and its evidence or that it is an assumption."""
        shown = [evidence_text(evidence) for evidence in self.evidence_of(field)]
        because = f"evidence: {'; '.join(shown)}" if shown else f"{ASSUMPTION}: no evidence is given"
        return Explained(label, value, because, source=self.place(field))

    def amount(self, field: str, label: str, amount_minor: int) -> Explained:
        """Give the leaf of an amount."""
        return self.leaf(field, label, amount_text(amount_minor, self.currency))

    def rate(self, field: str, label: str, rate_ppm: int) -> Explained:
        """Give the leaf of a rate."""
        return self.leaf(field, label, format_ppm(rate_ppm))

    def _path(self, field: str) -> str:
        return f"{self.path}.{field}" if self.path else field


def is_covered(path: str, given: str) -> bool:
    """Tell whether evidence for a key is evidence for a path: the same, or a table or list that it stands in."""
    return path == given or (path.startswith(given) and path[len(given)] in ".[")


def evidence_text(evidence: Evidence) -> str:
    """Say a piece of evidence by its document, page and the beginning of its digest."""
    page = f", p. {evidence.page}" if evidence.page is not None else ""
    return f"{evidence.document}{page} (sha256 {evidence.sha256[:12]}…)"
