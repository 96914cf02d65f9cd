"""Terms by statute: each rule on both sides of the day on which the law changed."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.assets.owners import OwnerShare
from chizai.assets.placed import Placed
from chizai.assets.rights import Authorship, Copyright, Design, Patent, Right, Trademark, TradeSecret, UtilityModel
from chizai.assets.terms import check_term, expires_on, term_explained
from chizai.units.rate import PPM
from chizai.units.result import Place, Reason

COMMON: dict[str, Any] = {"id": "R1", "title": "t", "jurisdiction": "JP", "owners": (OwnerShare("A Co", PPM),)}
AT = Place("rights.csv", 2)


def work(authorship: Authorship, published_on: date | None = None, died_on: date | None = None) -> Copyright:
    return Copyright(**COMMON, authorship=authorship, published_on=published_on, author_died_on=died_on)


def test_a_patent_ends_twenty_years_after_filing_and_its_registered_extension() -> None:
    plain = Patent(**COMMON, number="1", filed_on=date(2010, 6, 1))
    longer = Patent(**COMMON, number="1", filed_on=date(2010, 6, 1), extension_days=365)
    assert (expires_on(plain), expires_on(longer)) == (date(2030, 6, 1), date(2031, 6, 1))


def test_a_patent_filed_on_a_leap_day_ends_on_the_last_of_february() -> None:
    assert expires_on(Patent(**COMMON, number="1", filed_on=date(2080, 2, 29))) == date(2100, 2, 28)


@pytest.mark.parametrize(
    ("registered_on", "ends_on"),
    [
        (date(2018, 2, 28), date(2028, 2, 29)),  # the ten years begin on 1 March, so they end on the eve of one
        (date(2016, 2, 28), date(2026, 2, 28)),
        (date(2016, 2, 29), date(2026, 2, 28)),
        (date(2018, 3, 31), date(2028, 3, 31)),
        (date(2018, 12, 31), date(2028, 12, 31)),
    ],
)
def test_a_term_ends_on_the_eve_of_the_day_that_corresponds_to_its_first(registered_on: date, ends_on: date) -> None:
    mark = Trademark(**COMMON, number="1", filed_on=date(2015, 1, 5), registered_on=registered_on)
    assert expires_on(mark) == ends_on


@pytest.mark.parametrize(
    ("filed_on", "ends_on"), [(date(2005, 4, 1), date(2015, 4, 1)), (date(2005, 3, 31), date(2011, 3, 31))]
)
def test_a_utility_model_lives_ten_years_and_six_if_filed_before_april_2005(filed_on: date, ends_on: date) -> None:
    assert expires_on(UtilityModel(**COMMON, number="1", filed_on=filed_on)) == ends_on


@pytest.mark.parametrize(
    ("filed_on", "ends_on"),
    [
        (date(2020, 4, 1), date(2045, 4, 1)),
        (date(2020, 3, 31), date(2041, 1, 15)),
        (date(2007, 4, 1), date(2041, 1, 15)),
        (date(2007, 3, 31), date(2036, 1, 15)),
    ],
)
def test_a_design_lives_by_the_act_under_which_it_was_filed(filed_on: date, ends_on: date) -> None:
    design = Design(**COMMON, number="1", filed_on=filed_on, registered_on=date(2021, 1, 15))
    assert expires_on(design) == ends_on


def test_a_trademark_lives_ten_years_from_registration_for_each_renewal_and_itself() -> None:
    mark = Trademark(**COMMON, number="1", filed_on=date(2010, 1, 4), registered_on=date(2010, 5, 21), renewals=2)
    assert expires_on(mark) == date(2040, 5, 21)


def test_a_pending_trademark_is_counted_from_filing_and_the_explanation_says_so() -> None:
    mark = Trademark(**COMMON, number="1", filed_on=date(2024, 1, 4))
    assert expires_on(mark) == date(2034, 1, 4)
    assert "pending" in term_explained(mark).because


@pytest.mark.parametrize(
    ("authorship", "began_on", "ends_on"),
    [
        (Authorship.PERSON, date(1967, 12, 31), date(2017, 12, 31)),
        (Authorship.PERSON, date(1968, 1, 1), date(2038, 12, 31)),
        (Authorship.CORPORATE, date(1967, 6, 1), date(2017, 12, 31)),
        (Authorship.CORPORATE, date(1968, 6, 1), date(2038, 12, 31)),
        (Authorship.FILM, date(1953, 4, 23), date(2003, 12, 31)),
        (Authorship.FILM, date(1954, 4, 26), date(2024, 12, 31)),
    ],
)
def test_a_longer_copyright_term_revives_nothing_that_had_expired(
    authorship: Authorship, began_on: date, ends_on: date
) -> None:
    of_person = authorship is Authorship.PERSON
    subject = work(authorship, None if of_person else began_on, began_on if of_person else None)
    assert expires_on(subject) == ends_on


@pytest.mark.parametrize(
    "subject",
    [
        work(Authorship.PERSON, published_on=date(2000, 1, 1)),
        work(Authorship.FILM),
        TradeSecret(**COMMON, kept_secret_since=date(1990, 1, 1)),
    ],
)
def test_a_living_author_an_unpublished_film_and_a_secret_have_no_fixed_end(subject: Right) -> None:
    assert expires_on(subject) is None
    assert term_explained(subject).value == "no fixed end"


def test_the_explanation_names_the_article_and_warns_of_another_country() -> None:
    explained = term_explained(Patent(**(COMMON | {"jurisdiction": "US"}), number="1", filed_on=date(2010, 6, 1)))
    assert explained.value == "2030-06-01"
    assert "art. 67(1)" in explained.because
    assert "right of US" in explained.because


def test_an_extension_past_five_years_is_a_failure_at_its_column() -> None:
    allowed = Patent(**COMMON, number="1", filed_on=date(2010, 6, 1), extension_days=1826)
    (failure,) = check_term(Placed(Patent(**COMMON, number="1", filed_on=date(2010, 6, 1), extension_days=1827), AT))
    assert check_term(Placed(allowed, AT)) == ()
    assert failure.reason is Reason.OUT_OF_RANGE
    assert str(failure.place) == "rights.csv:2: extension_days"


def test_a_registration_before_filing_is_a_failure() -> None:
    mark = Trademark(**COMMON, number="1", filed_on=date(2024, 1, 4), registered_on=date(2023, 1, 4))
    assert [failure.reason for failure in check_term(Placed(mark, AT))] == [Reason.INCONSISTENT]


def test_a_film_without_publication_is_a_failure_and_a_living_author_is_none() -> None:
    assert [failure.reason for failure in check_term(Placed(work(Authorship.FILM), AT))] == [Reason.MISSING]
    assert check_term(Placed(work(Authorship.PERSON), AT)) == ()
    assert check_term(Placed(TradeSecret(**COMMON, kept_secret_since=date(1990, 1, 1)), AT)) == ()


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(Authorship))
def test_a_copyright_always_ends_with_a_year_fifty_or_seventy_after_its_event(
    day: date, authorship: Authorship
) -> None:
    end_on = expires_on(work(authorship, day, day))
    assert end_on is not None
    assert (end_on.month, end_on.day) == (12, 31)
    assert end_on.year - day.year in {50, 70}
