"""The worked deal of the fitted forecast: what a folder's reading, book and futures make of it."""

from pathlib import Path

from chizai.app.assumed import assumed_of
from chizai.app.book import make_book
from chizai.app.load import DealFolder, load
from chizai.forecast.joint_terms import Centre, FittedTerms
from chizai.units.result import Ok

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "fitted-forecast"


def folder() -> DealFolder:
    loaded = load(FOLDER)
    assert isinstance(loaded, Ok), loaded
    return loaded.value.value


def test_a_folder_s_joint_futures_are_as_uncertain_as_the_fits_of_its_licences() -> None:
    assumed = assumed_of(folder())

    assert isinstance(assumed, Ok)
    joint = assumed.value.joint
    assert joint is not None
    assert isinstance(joint.terms, FittedTerms)
    assert joint.terms.fitted == ("L1", "L2")
    known, short = (joint.terms.level(licence) for licence in ("L1", "L2"))
    assert 0 < known.volatility_ppm_annual < short.volatility_ppm_annual
    assert known.forecast_is is short.forecast_is is Centre.MEDIAN


def test_a_book_holds_the_fit_against_the_last_year_of_what_has_two() -> None:
    book = make_book(FOLDER)

    assert isinstance(book, Ok)
    (test,) = book.value.back_tests
    assert (test.licence_id, test.year.royalty_minor) == ("L1", 11_730_000)
    assert abs(test.error_ppm) < 30_000  # a level of the three years before would miss it by 24 %
    keys = {node.source.key for node in test.origin.walk() if node.source is not None}
    assert "forecasts[1] (L1).seed" in keys
