"""What all statement formats share: from texts to a row whose licence, dates and currency are known."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from chizai.assets.licences import Licence
from chizai.assets.pool_check import check_row
from chizai.assets.statements import Break, LeftOutRow, ReportedSales, StatementRow
from chizai.feeds.cells import parse_day
from chizai.feeds.statements.fine import format_fine, split_fine
from chizai.feeds.statements.source import StatementSource
from chizai.units.money import CURRENCIES, Currency, format_minor
from chizai.units.rate import INT64_MAX
from chizai.units.result import Failure, Place, Reason


@dataclass(frozen=True, slots=True)
class Known:
    """What rows may refer to."""

    licences: Mapping[str, Licence]
    """Of the pool, by id."""
    right_ids: frozenset[str]


NAMES_JA = {"royalty": "実施料", "net sales": "純売上高"}
"""What amounts are, in Japanese."""


@dataclass(slots=True)
class Remainders:
    """What rounding down has left of each licence's amounts; carried into the licence's next row, so none is lost."""

    of: str = "royalty"
    """What the amounts are."""
    fine: dict[tuple[str, str], int] = field(default_factory=dict)
    """By licence and currency, in units of 10^-12 of the major unit."""

    def floored(self, licence_id: str, amount_fine: int, currency: Currency) -> int:
        """Give whole minor units of an amount and of what was left before; keep what is left now."""
        key = licence_id, currency.code
        whole_minor, self.fine[key] = split_fine(self.fine.get(key, 0) + amount_fine, currency)
        return whole_minor

    def breaks(self, file: str) -> list[Break]:
        """Report what is left at the end of a file, for each licence."""
        return [
            Break(
                Place(file),
                f"{self.of} of licence {licence_id} below the minor unit, rounded down over the file",
                format_fine(left_fine, CURRENCIES[code]),
                f"{format_minor(0, CURRENCIES[code])} {code}",
                f"ライセンス{licence_id}の{NAMES_JA[self.of]}の最小通貨単位未満の端数(ファイル全体で切捨て)",
            )
            for (licence_id, code), left_fine in self.fine.items()
            if left_fine
        ]


class RowBuilder:
    """Makes one row out of the texts of its fields, keeping all that is wrong with them."""

    def __init__(self, place: Place, texts: Mapping[str, str], keys: Mapping[str, str]) -> None:
        """Take the texts by field, and for each field the column or key that a failure should name."""
        self.place, self.texts, self.keys = place, texts, keys
        self.failures: list[Failure] = []

    def row(self, known: Known) -> StatementRow | None:
        """Give the row, its royalty still 0, or none and the failures.

        The day of receipt is the stated one, else the period's end and the licence's lag.
        """
        licence = known.licences.get(self.required("licence"))
        currency = self.required("currency")
        start_on, end_on = self.day("period_start"), self.day("period_end")
        received_on = self.day("received") if self.texts.get("received") else None
        if end_on is None or start_on is None or self.failures:
            return None
        if start_on > end_on:
            what = f"the period ends on {end_on}, before it starts on {start_on}"
            self.fail(Reason.INCONSISTENT, "period_end", what, "no use falls in it", "correct one of the two dates")
        lag_days = licence.terms.lag_days if licence else 0
        row = StatementRow(
            place=self.place,
            licence_id=self.texts["licence"],
            right_id=self.texts.get("right", ""),
            period_start_on=start_on,
            period_end_on=end_on,
            received_on=received_on or end_on + timedelta(days=lag_days),
            royalty_minor=0,
            currency=currency,
        )
        self.failures += [self._renamed(failure) for failure in check_row(row, known.licences, known.right_ids)]
        return None if self.failures else row

    def left_out(self) -> LeftOutRow:
        """Give what can be read of a row that cannot be used."""
        try:
            start_on, end_on = (parse_day(self.texts.get(name, "")) for name in ("period_start", "period_end"))
        except ValueError:
            period = None
        else:
            period = (start_on, end_on) if start_on <= end_on else None
        return LeftOutRow(self.place, self.texts.get("licence", ""), period)

    def counted(self, row: StatementRow, royalty_minor: int, sales: ReportedSales | None = None) -> StatementRow | None:
        """Give the row with its royalty and its sales; none and a failure where no executor could hold an amount."""
        amounts = {"royalty": royalty_minor, "sales": sales.amount_minor if sales else 0}
        for name, amount_minor in amounts.items():
            if abs(amount_minor) > INT64_MAX:
                what, why = f"{name} of {amount_minor} minor units", "amounts are kept in 63 bits"
                self.fail(Reason.OVERFLOW, name, what, why, "correct the amount")
                return None
        return replace(row, royalty_minor=royalty_minor, sales=sales)

    def required(self, name: str) -> str:
        """Give a field's text; an empty one is a failure."""
        text = self.texts.get(name, "")
        if not text:
            self.fail(Reason.MISSING, name, f"no {name} is given", "a royalty needs it to be counted", "write it")
        return text

    def day(self, name: str) -> date | None:
        """Give a field's date; none and a failure where it is not one."""
        text = self.required(name)
        if not text:
            return None
        try:
            return parse_day(text)
        except ValueError as error:
            why = "the day decides in which period the royalty counts"
            self.fail(Reason.WRONG_TYPE, name, str(error), why, "write it as 2027-03-31")
            return None

    def currency(self) -> Currency | None:
        """Give the currency; none and a failure where it is not known."""
        code = self.texts.get("currency", "")
        if code and code not in CURRENCIES:
            what, why = f"{code!r} is not a currency", "its decimals are unknown, so no amount can be read"
            close = difflib.get_close_matches(code, CURRENCIES, n=1)
            self.fail(Reason.UNKNOWN, "currency", what, why, f"write {close[0] if close else ', '.join(CURRENCIES)}")
        return CURRENCIES.get(self.required("currency"))

    def fail(self, reason: Reason, name: str, what: str, why: str, fix: str) -> None:
        """Keep a failure of a field."""
        self.failures.append(Failure(reason, self.cell(name), what, why, fix))

    def cell(self, name: str) -> Place:
        """Give the place of a field."""
        return Place(self.place.file, self.place.row, self.keys.get(name, name))

    def _renamed(self, failure: Failure) -> Failure:
        return replace(failure, place=self.cell(failure.place.key or ""))


def keys_of(source: StatementSource) -> dict[str, str]:
    """Give for each field the column that says it, or the key of the inputs that does."""
    constants = {name: f"constants.{name}" for name in source.constants.given()}
    return {**constants, **source.columns.given()}
