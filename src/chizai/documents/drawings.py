"""The drawings of a deal in one language, each drawn once for all documents that show it."""

from dataclasses import dataclass

from chizai.documents.charts import collections_spec, cover_spec, paydown_spec, svg_of
from chizai.documents.deal_tables import DealTables
from chizai.documents.waterfall_picture import waterfall_svg
from chizai.documents.words import Words


@dataclass(frozen=True, slots=True)
class Drawings:
    """Drawings as SVG text."""

    waterfall: str
    paydown: str
    collections: str
    cover: str | None
    """None where no debt service ever falls due."""


def drawings_of(tables: DealTables, words: Words) -> Drawings:
    """Draw everything."""
    cover = cover_spec(tables, words)
    return Drawings(
        waterfall=waterfall_svg(tables.book.deal, words.language),
        paydown=svg_of(paydown_spec(tables, words)),
        collections=svg_of(collections_spec(tables, words)),
        cover=svg_of(cover) if cover else None,
    )
