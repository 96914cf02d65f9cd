from datetime import date

import pytest
import QuantLib as ql  # noqa: N813  # as its own documents call it

from chizai.feeds.curves import CurveSource, parse_era_day, parse_tenor, read_curve
from chizai.feeds.files import TextFile
from chizai.metrics.curves import CurvePoint, Quote, discount_on_curve, zero_curve
from chizai.metrics.pricing import Compounding
from chizai.units.result import Failed, Failure, Ok, Reason
from chizai.units.schedule import add_months

AS_OF = date(2025, 3, 31)
TONA = CurveSource(id="tona", file="tona.csv", as_of_on=AS_OF, quote=Quote.PAR)
JGB = CurveSource(
    id="jgb", file="jgb.csv", as_of_on=AS_OF, quote=Quote.PAR, compounding=Compounding.SEMI_ANNUAL, encoding="cp932"
)
MINISTRY = (
    "国債金利情報,,,,(単位 : %)",
    "基準日,1年,2年,3年,40年",
    "H31.4.26,-0.15,-0.151,-0.16,-",
    "R7.3.28,0.6,0.8,0.9,2.6",
    "R7.3.31,0.634,0.842,0.9,-",
)


def file(*rows: str) -> TextFile:
    return TextFile("curve.csv", "\n".join(rows) + "\n", "0" * 64)


def failures_of(source: CurveSource, *rows: str) -> tuple[Failure, ...]:
    read = read_curve(file(*rows), source)
    assert isinstance(read, Failed)
    return read.failures


def test_a_table_of_tenors_becomes_a_curve() -> None:
    zeros = CurveSource(id="tona", file="tona.csv", as_of_on=AS_OF)
    read = read_curve(file("# TONA OIS", "tenor,rate", "1Y,0.5%", "18M,-0.125%", "2030-03-31,1.25%"), zeros)
    assert isinstance(read, Ok)
    assert read.value.points == (
        CurvePoint(on=date(2026, 3, 31), rate_ppm_annual=5_000),
        CurvePoint(on=date(2026, 9, 30), rate_ppm_annual=-1_250),
        CurvePoint(on=date(2030, 3, 31), rate_ppm_annual=12_500),
    )
    assert (read.value.id, read.value.as_of_on, read.value.quote) == ("tona", AS_OF, Quote.ZERO)


def test_par_rates_need_a_whole_number_of_coupons() -> None:
    (failure,) = failures_of(TONA, "tenor,rate", "1Y,0.5%", "18M,0.6%")
    assert (failure.reason, failure.place.row) == (Reason.INCONSISTENT, 3)


def test_the_ministrys_file_gives_the_yields_of_the_day_that_is_asked() -> None:
    read = read_curve(file(*MINISTRY), JGB)
    assert isinstance(read, Ok)
    years = {point.on.year - AS_OF.year: point.rate_ppm_annual for point in read.value.points}
    assert years == {1: 6_340, 2: 8_420, 3: 9_000}


def test_the_ministrys_english_file_is_read_alike() -> None:
    english = file("Interest Rate,,,,(Unit : %)", "Date,1Y,2Y,3Y,40Y", "2025/3/31,0.634,0.842,0.9,-")
    assert read_curve(english, JGB) == read_curve(file(*MINISTRY), JGB)


def test_a_curve_of_government_bonds_discounts_as_quantlib_strips_it() -> None:
    read = read_curve(file(*MINISTRY), JGB)
    assert isinstance(read, Ok)
    as_of = ql.Date(31, 3, 2025)
    ql.Settings.instance().evaluationDate = as_of
    helpers = []
    for years, rate in ((1, 0.00634), (2, 0.00842), (3, 0.009)):
        schedule = ql.Schedule(
            as_of,
            as_of + ql.Period(years, ql.Years),
            ql.Period(ql.Semiannual),
            ql.NullCalendar(),
            ql.Unadjusted,
            ql.Unadjusted,
            ql.DateGeneration.Forward,
            False,  # noqa: FBT003  # QuantLib takes its arguments by place
        )
        day_count = ql.ActualActual(ql.ActualActual.ISMA, schedule)
        quote = ql.QuoteHandle(ql.SimpleQuote(100.0))
        helpers.append(ql.FixedRateBondHelper(quote, 0, 100.0, schedule, [rate], day_count))
    peer = ql.PiecewiseLinearZero(0, ql.NullCalendar(), helpers, ql.Actual365Fixed())
    curve = zero_curve(read.value)
    for months in (12, 18, 24, 30, 36):
        day = add_months(AS_OF, months)
        expected = peer.discount(ql.Date(day.day, day.month, day.year))
        assert discount_on_curve(curve, AS_OF, day) == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("10D", date(2025, 4, 10)),
        ("2W", date(2025, 4, 14)),
        ("6M", date(2025, 9, 30)),
        ("10Y", date(2035, 3, 31)),
        ("10 年", date(2035, 3, 31)),
        ("2031/1/5", date(2031, 1, 5)),
    ],
)
def test_a_tenor_leads_to_a_day(text: str, day: date) -> None:
    assert parse_tenor(text, AS_OF) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [("S49.9.24", date(1974, 9, 24)), ("H1.1.9", date(1989, 1, 9)), ("R7.3.31", AS_OF), ("2025/3/31", AS_OF)],
)
def test_a_day_of_an_era_is_a_day(text: str, day: date) -> None:
    assert parse_era_day(text) == day


@pytest.mark.parametrize(
    ("rows", "reason", "row", "says"),
    [
        (("1Y,",), Reason.MISSING, 2, "the cell is empty"),
        ((",0.5%",), Reason.MISSING, 2, "the cell is empty"),
        (("1Y,0.5",), Reason.WRONG_TYPE, 2, "not a percentage"),
        (("1Q,0.5%",), Reason.WRONG_TYPE, 2, "not a date"),
        (("9999Y,0.5%",), Reason.WRONG_TYPE, 2, "out of range"),
        (("1Y,0.5%", "1Y,0.6%"), Reason.DUPLICATE, 3, "stands twice"),
        (("2Y,0.5%", "12M,0.6%"), Reason.INCONSISTENT, 3, "stands after"),
        (("1Y,0.5%", "6M,0.4%,x"), Reason.INCONSISTENT, 3, "3 cells"),
        (("1Y,-100%",), Reason.OUT_OF_RANGE, 2, "a rate of -100%"),
        ((), Reason.MISSING, None, "no points"),
    ],
)
def test_a_rate_that_cannot_be_used_is_reported_at_its_row(
    rows: tuple[str, ...], reason: Reason, row: int | None, says: str
) -> None:
    (failure,) = failures_of(TONA, "tenor,rate", *rows)
    assert (failure.reason, failure.place.file, failure.place.row) == (reason, "curve.csv", row)
    assert says in failure.what


def test_a_table_without_the_columns_is_refused() -> None:
    (failure,) = failures_of(TONA, "term,yield", "1Y,0.5%")
    assert (failure.reason, failure.what[:9]) == (Reason.MISSING, "no line n")


def test_a_day_without_a_line_is_answered_with_the_day_before() -> None:
    (failure,) = failures_of(JGB, *MINISTRY[:-1])
    assert (failure.reason, failure.what) == (Reason.MISSING, "there is no line of 2025-03-31")
    assert "2025-03-28" in failure.fix
    (failure,) = failures_of(JGB, *MINISTRY[:2], "R8.4.1,1,1,1,1")
    assert failure.fix == "take the file that has the day"


@pytest.mark.parametrize(
    ("rows", "reason", "place", "says"),
    [
        (("R7.3.31,n.a.,1,1,1",), Reason.WRONG_TYPE, (3, "1年"), "not an amount"),
        (("R7.2.30,1,1,1,1",), Reason.WRONG_TYPE, (3, "基準日"), "does not exist"),
        ((",1,1,1,1",), Reason.MISSING, (3, "基準日"), "the cell is empty"),
        (("R7.3.31,1,1,1,1", "2025/3/31,1,1,1,1"), Reason.DUPLICATE, (4, "基準日"), "stands twice"),
        (("R7.3.31,1,1,1,-101",), Reason.OUT_OF_RANGE, (3, "40年"), "a rate of -101%"),
    ],
)
def test_a_line_of_the_ministrys_file_that_cannot_be_used_is_reported(
    rows: tuple[str, ...], reason: Reason, place: tuple[int, str], says: str
) -> None:
    (failure,) = failures_of(JGB, *MINISTRY[:2], *rows)
    assert (failure.reason, (failure.place.row, failure.place.key)) == (reason, place)
    assert says in failure.what


def test_a_column_of_the_ministrys_file_that_is_no_tenor_is_reported() -> None:
    (failure,) = failures_of(JGB, "Date,1Y,note", "2025/3/31,0.6,new")
    assert (failure.place.key, failure.fix) == ("note", "name it 10Y or 10年, or remove it")
