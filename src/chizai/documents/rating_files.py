"""Indicative ratings as files: symbols and prices, what losses hang on, and the whole explanation of each symbol."""

from collections.abc import Iterator

from chizai.documents.csv_file import csv_bytes
from chizai.documents.language import Language
from chizai.documents.rating_words import explained_rating
from chizai.documents.simulation import Simulation
from chizai.documents.words import words_of
from chizai.metrics.paths import Estimate

RATINGS_HEAD = (
    "class",
    "indicative",
    "best_within_errors",
    "worst_within_errors",
    "by_expected_loss",
    "by_default",
    "by_stress",
    "uncapped",
    "caps",
    "expected_minor",
    "expected_standard_error",
    "risk_adjusted_minor",
    "risk_adjusted_standard_error",
    "risk_neutral_minor",
    "risk_neutral_standard_error",
)
CONTRIBUTIONS_HEAD = ("left_out", "class", "added_loss_minor", "standard_error")


def rating_files(simulation: Simulation) -> dict[str, bytes]:
    """Make the files of ratings; none where the inputs ask for no ratings."""
    if not simulation.ratings:
        return {}
    words = words_of(Language.ENGLISH, simulation.deal.currency)
    explained = "\n\n".join("\n".join(explained_rating(one.rating, words).lines()) for one in simulation.ratings)
    return {
        "ratings.csv": csv_bytes(RATINGS_HEAD, _rating_rows(simulation)),
        "ratings.txt": f"{explained}\n".encode(),
        "contributions.csv": csv_bytes(CONTRIBUTIONS_HEAD, _contribution_rows(simulation)),
    }


def _rating_rows(simulation: Simulation) -> Iterator[tuple[object, ...]]:
    for one in simulation.ratings:
        rating, views = one.rating, one.views
        yield (
            rating.class_id,
            rating.symbol,
            rating.overall.best,
            rating.overall.worst,
            rating.by_expected_loss.symbol,
            rating.by_default.symbol,
            rating.by_stress.symbol,
            rating.uncapped,
            "; ".join(f"{cap.kind} {cap.symbol}" for cap in rating.caps if cap.symbol is not None),
            *_estimated(None if views is None else views.expected_minor),
            *_estimated(None if views is None else views.risk_adjusted_minor),
            *_estimated(one.risk_neutral_minor),
        )


def _estimated(found: Estimate | None) -> tuple[float | None, float | None]:
    return (None, None) if found is None else (found.mean, found.standard_error)


def _contribution_rows(simulation: Simulation) -> Iterator[tuple[object, ...]]:
    for each in simulation.contributions:
        for one, added in zip(simulation.statistics, each.added_loss_minor, strict=True):
            yield each.name, one.class_id, added.mean, added.standard_error
