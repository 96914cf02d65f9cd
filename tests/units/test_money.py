import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.units.money import CURRENCIES, format_minor, parse_minor, split_first_in_order, split_largest_remainder

YEN, DOLLAR = CURRENCIES["JPY"], CURRENCIES["USD"]
AMOUNTS = st.integers(0, 10**15)
WEIGHTS = st.lists(st.integers(0, 10**12), min_size=1, max_size=8)


def full_width(text: str) -> str:
    """Write digits as Japanese text does, the point left as it is."""
    return text.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("1,234,567", YEN, 1_234_567),
        ("-7000", YEN, -7000),
        (" 1,234.50 ", DOLLAR, 123_450),
        ("12.5", DOLLAR, 1250),
        ("100.00", YEN, 100),
        ("0.050", DOLLAR, 5),
        ("-0", YEN, 0),
        ("-0.05", DOLLAR, -5),
    ],
)
def test_an_amount_is_read_exactly(text: str, currency: object, minor: int) -> None:
    assert parse_minor(text, currency) == minor  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["", "12,34", "1,2345", "1e3", "+5", "1.", ".5", "¥100", "--1", "1 000", "nan", "1,23.0"]
)
def test_what_is_no_plain_decimal_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an amount"):
        parse_minor(text, DOLLAR)


@pytest.mark.parametrize(("text", "currency"), [("0.5", YEN), ("1.005", DOLLAR), (full_width("1.005"), DOLLAR)])
def test_a_part_below_the_minor_unit_is_refused_not_rounded(text: str, currency: object) -> None:
    with pytest.raises(ValueError, match="more decimals than"):
        parse_minor(text, currency)  # type: ignore[arg-type]


def test_full_width_digits_read_like_ascii_ones() -> None:
    assert parse_minor(full_width("123.45"), DOLLAR) == 12345
    assert parse_minor(full_width("100.00"), YEN) == 100


def test_an_amount_is_written_with_thousands_and_the_currency_s_decimals() -> None:
    assert format_minor(1_234_567, YEN) == "1,234,567"
    assert format_minor(-1205, DOLLAR) == "-12.05"
    assert format_minor(5, DOLLAR) == "0.05"


@pytest.mark.parametrize("code", sorted(CURRENCIES))
def test_a_currency_is_filed_under_its_own_code(code: str) -> None:
    assert CURRENCIES[code].code == code


@given(st.integers(-(10**18), 10**18), st.sampled_from(sorted(CURRENCIES)))
def test_what_is_written_is_read_back_in_every_currency(amount_minor: int, code: str) -> None:
    currency = CURRENCIES[code]
    read = parse_minor(format_minor(amount_minor, currency), currency)
    assert read == amount_minor
    assert type(read) is int


@given(AMOUNTS, WEIGHTS.filter(any))
def test_the_largest_remainder_loses_nothing_and_is_off_by_less_than_a_unit(amount: int, weights: list[int]) -> None:
    parts = split_largest_remainder(amount, weights)
    total = sum(weights)
    assert sum(parts) == amount
    assert all(type(part) is int for part in parts)
    assert all(abs(part * total - amount * weight) < total for part, weight in zip(parts, weights, strict=True))


def test_the_left_over_unit_goes_to_the_largest_remainder_and_to_the_earlier_on_a_tie() -> None:
    assert split_largest_remainder(100, [1, 2, 2]) == (20, 40, 40)
    assert split_largest_remainder(10, [1, 1, 4]) == (2, 2, 6) == split_largest_remainder(10, [2, 2, 8])
    assert split_largest_remainder(10, [1, 1, 1]) == (4, 3, 3)
    assert split_largest_remainder(1, [1, 2]) == (0, 1)


@given(AMOUNTS, WEIGHTS)
def test_the_split_in_order_gives_all_it_can_and_no_part_more_than_its_due(amount: int, dues: list[int]) -> None:
    parts = split_first_in_order(amount, dues)
    assert sum(parts) == min(amount, sum(dues))
    assert all(type(part) is int for part in parts)
    assert all(0 <= part <= due for part, due in zip(parts, dues, strict=True))


@given(AMOUNTS, WEIGHTS.filter(any))
def test_the_split_in_order_gives_each_at_least_its_floored_share(amount: int, dues: list[int]) -> None:
    shared = min(amount, sum(dues))
    parts = split_first_in_order(amount, dues)
    assert all(part >= shared * due // sum(dues) for part, due in zip(parts, dues, strict=True))


def test_the_left_over_units_go_to_the_first_that_can_take_them() -> None:
    assert split_first_in_order(10, [7, 7, 7]) == (4, 3, 3)
    assert split_first_in_order(4, [1, 1, 3]) == (1, 1, 2)
    assert split_first_in_order(5, [0, 3, 3]) == (0, 3, 2)


def test_a_split_with_nothing_due_gives_nothing() -> None:
    assert split_first_in_order(5, [0, 0]) == (0, 0)
    assert split_first_in_order(5, []) == ()


@pytest.mark.parametrize("split", [split_largest_remainder, split_first_in_order])
@pytest.mark.parametrize(("amount", "weights"), [(-1, [1]), (1, [2, -1]), (-1, [0])])
def test_a_negative_amount_or_weight_is_refused(split: object, amount: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        split(amount, weights)  # type: ignore[operator]


@pytest.mark.parametrize("weights", [[], [0, 0]])
def test_an_amount_cannot_be_divided_by_weights_of_zero(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="all be zero"):
        split_largest_remainder(1, weights)
