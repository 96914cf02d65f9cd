"""Formulas of which a test does not say the kind."""

from chizai.deal.formula import Formula, FormulaError, read_formula
from chizai.deal.model import Deal
from chizai.deal.quantities import Kind


def read_any(text: str, deal: Deal) -> Formula:
    """Read a formula of whatever kind it is."""
    for kind in Kind:
        try:
            return read_formula(text, deal, kind)
        except FormulaError as error:
            if not error.what.startswith("the whole formula"):
                raise
    raise AssertionError(text)
