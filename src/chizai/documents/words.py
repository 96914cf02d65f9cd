"""How documents say things: messages, amounts, rates and dates in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chizai.documents.language import Language, catalogue
from chizai.units.money import CURRENCIES, Currency, format_minor
from chizai.units.rate import PPM, format_ppm

SYMBOLS = {"EUR": "€", "GBP": "£", "JPY": "¥", "USD": "$"}
"""What stands before an amount in English; other currencies show their code."""

NAMES_JA = {"EUR": "ユーロ", "GBP": "英ポンド", "JPY": "円", "USD": "米ドル"}
"""What stands after an amount in Japanese; other currencies show their code."""

SCALES = {
    Language.ENGLISH: ((10**9, "bn"), (10**6, "m")),
    Language.JAPANESE: ((10**8, "億"), (10**6, "百万")),
}
"""The large units that amounts are shortened to, the largest first, in major units."""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

NOTHING = "—"
"""What stands where there is no figure."""


@dataclass(frozen=True, slots=True)
class ChartUnit:
    """The unit of a chart's axis."""

    label: str
    divisor_minor: int
    """How many minor units make one of it."""


@dataclass(frozen=True, slots=True)
class Words:
    """A language and the currency that a deal pays in."""

    language: Language
    currency: Currency

    @property
    def is_japanese(self) -> bool:
        """Whether the reader reads Japanese."""
        return self.language is Language.JAPANESE

    def say(self, message: str, **facts: object) -> str:
        """Say a message of the catalogue, its `{names}` filled in."""
        return catalogue(self.language).gettext(message).format(**facts)

    def pick(self, english: str, japanese: str) -> str:
        """Choose between two texts that a deal or a finding brings along; an empty one gives way to the other."""
        return (japanese or english) if self.is_japanese else (english or japanese)

    def figure(self, amount_minor: int | None) -> str:
        """Write an amount in major units, without its currency: `12,345,678`."""
        return NOTHING if amount_minor is None else format_minor(amount_minor, self.currency)

    def money(self, amount_minor: int) -> str:
        """Write an amount to the last minor unit with its currency: `¥12,345,678`, or `12,345,678円`."""
        return self._with_currency(amount_minor, format_minor(abs(amount_minor), self.currency))

    def money_short(self, amount_minor: int) -> str:
        """Write an amount in its large unit, cut to two decimals towards zero: `¥1.23bn`, or `12.34億円`."""
        for scale, name in SCALES[self.language]:
            unit_minor = scale * 10**self.currency.digits
            if abs(amount_minor) >= unit_minor:
                whole, part = divmod(abs(amount_minor) * 100 // unit_minor, 100)
                decimals = f".{part:02d}".rstrip("0") if part else ""
                return self._with_currency(amount_minor, f"{whole:,}{decimals}{name}")
        return self.money(amount_minor)

    def currency_name(self) -> str:
        """Name the currency for the head of a table: `JPY`, or `円`."""
        code = self.currency.code
        return NAMES_JA.get(code, code) if self.is_japanese else code

    def chart_unit(self, largest_minor: int) -> ChartUnit:
        """Choose the unit in which a chart's largest amount reads best."""
        minor = 10**self.currency.digits
        for scale, name in SCALES[self.language]:
            if largest_minor >= scale * minor:
                label = f"{name}{self.currency_name()}" if self.is_japanese else f"{self.currency_name()} {name}"
                return ChartUnit(label, scale * minor)
        return ChartUnit(self.currency_name(), minor)

    def percent(self, rate_ppm: int | None) -> str:
        """Write a rate exactly: `5.216%`."""
        return NOTHING if rate_ppm is None else format_ppm(rate_ppm)

    def percent_of(self, fraction: float | None) -> str:
        """Write a fraction in percent with three decimals: 0.05216 is `5.216%`; what rounds to nothing has no sign."""
        return NOTHING if fraction is None else f"{fraction * 100:z.3f}%"

    def years(self, years: float | None) -> str:
        """Write a time in years with two decimals."""
        return NOTHING if years is None else f"{years:z.2f}"

    def times(self, ratio_ppm: int | None) -> str:
        """Write a ratio with two decimals, rounded down so that cover is never overstated: `1.25x`, or `1.25倍`."""
        if ratio_ppm is None:
            return NOTHING
        hundredths = ratio_ppm * 100 // PPM
        whole, part = divmod(abs(hundredths), 100)
        return f"{'-' if hundredths < 0 else ''}{whole:,}.{part:02d}" + ("倍" if self.is_japanese else "x")

    def decimal(self, ratio_ppm: int) -> str:
        """Write a ratio exactly, with at least two decimals: 1,400,000 is `1.40`."""
        whole, part = divmod(ratio_ppm, PPM)
        return f"{whole:,}.{f'{part:06d}'.rstrip('0').ljust(2, '0')}"

    def factor(self, balance_minor: int, original_minor: int) -> str:
        """Write the part of a balance that is left with six decimals, rounded down."""
        if not original_minor:
            return NOTHING
        whole, part = divmod(balance_minor * PPM // original_minor, PPM)
        return f"{whole}.{part:06d}"

    def day(self, day: date | None) -> str:
        """Write a day: `2026-09-30`, or `2026年9月30日`."""
        if day is None:
            return NOTHING
        return f"{day.year}年{day.month}月{day.day}日" if self.is_japanese else day.isoformat()

    def listing(self, items: Sequence[str]) -> str:
        """Join names: `a, b`, or `a、b`."""
        return ("、" if self.is_japanese else ", ").join(items)

    def all_of(self, items: Sequence[str]) -> str:
        """Join names that belong together: `a, b and c`, or `a、b及びc`."""
        if len(items) <= 1:
            return "".join(items)
        return self.say("{items} and {last}", items=self.listing(items[:-1]), last=items[-1])

    def month(self, number: int) -> str:
        """Name a month of the year, counted from 1: `March`, or `3月`."""
        return f"{number}月" if self.is_japanese else MONTHS[number - 1]

    def _with_currency(self, amount_minor: int, figure: str) -> str:
        sign, code = "-" if amount_minor < 0 else "", self.currency.code
        if self.is_japanese:
            return f"{sign}{figure}{NAMES_JA.get(code, f' {code}')}"
        symbol = SYMBOLS.get(code)
        return f"{sign}{symbol}{figure}" if symbol else f"{code} {sign}{figure}"


def words_of(language: Language, currency_code: str) -> Words:
    """Give the words of a language for a deal in a currency."""
    return Words(language, CURRENCIES[currency_code])
