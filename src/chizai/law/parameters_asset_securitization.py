"""Numbers of the Asset Securitization Act, its Order and its Regulation.

What is `from memory` goes back to the law as first made (in force 1998-09-01) and as rewritten (2000, 2006).
"""

from datetime import date

from chizai.law.parameters import Parameter, Since

IN_FORCE_ON = date(2000, 11, 30)
"""The Act under its present name."""
COMPANIES_ACT_ON = date(2006, 5, 1)
TEXT = "text of 2026-02-08; first day from memory"


def _number(name: str, unit: str, value: int, since_on: date = IN_FORCE_ON) -> Parameter:
    return Parameter(f"asset-securitization.{name}", unit, (Since(since_on, value, TEXT),))


PERIOD_YEARS_MOVABLES = _number("period-movables", "years", 20)
"""Order, art. 3(1)."""
PERIOD_YEARS_INDUSTRIAL = _number("period-industrial-property", "years", 25)
"""Order, art. 3(2): patents, utility models, designs, trademarks, circuit layouts, breeders' rights."""
PERIOD_YEARS_OTHER = _number("period-other", "years", 50)
"""Order, art. 3(3): all else, copyright and claims among them."""
CERTIFICATE_AGE_MONTHS = _number("certificate-age", "months", 3)
"""Regulation, art. 9(1)."""
CHANGE_NOTICE_DAYS = _number("change-notice", "days", 14)
"""Regulation, art. 26(1)(1)."""
PROGRAMME_CHANGE_NOTICE_MONTHS = _number("change-notice-of-programme", "months", 1)
"""Regulation, art. 26(2)."""
COMPLETION_NOTICE_DAYS = _number("completion-notice", "days", 30)
"""Act, art. 10(1)."""
DISSOLUTION_NOTICE_DAYS = _number("dissolution-notice", "days", 30)
"""Act, art. 12(1)."""
SPECIFIED_CAPITAL_MINIMUM_MINOR = Parameter(
    "asset-securitization.specified-capital",
    "JPY",
    (
        Since(date(1998, 9, 1), 3_000_000, "from memory"),
        Since(IN_FORCE_ON, 100_000, "from memory"),
        Since(COMPANIES_ACT_ON, 1, "text of 2026-02-08 has no minimum; day from memory"),
    ),
)
"""Act, art. 16(2)(4) as it was; today the capital must be there, of whatever amount."""
FORMATION_REGISTRATION_DAYS = _number("formation-registration", "days", 14, COMPANIES_ACT_ON)
"""Act, art. 22(1)."""
ACCOUNTING_AUDITOR_MINOR = _number("accounting-auditor", "JPY", 20_000_000_000)
"""Order, art. 24: bonds and specified borrowings below which bonds alone need no accounting auditor."""
PREFERRED_REGISTRATION_DAYS = _number("preferred-registration", "days", 14)
"""Act, art. 42(1)."""
BOND_UNIT_MINOR = _number("bond-unit", "JPY", 100_000_000)
"""Act, art. 126: bonds of this amount need no administrator."""
BOND_COUNT = Parameter(
    "asset-securitization.bond-count",
    "units",
    (Since(COMPANIES_ACT_ON, 50, "from memory: as Companies Act, art. 702"),),
)
"""Fewer bonds of a kind need no administrator."""
SHORT_TERM_UNIT_MINOR = _number("short-term-unit", "JPY", 100_000_000)
"""Act, art. 2(8)(1)."""
SHORT_TERM_MONTHS = _number("short-term", "months", 12)
"""Act, art. 2(8)(2): redeemed before as many months after payment."""
VOTES_STOCK_DIVISOR = _number("votes-stock-company", "one in", 3)
"""Regulation, art. 97(1): a third of the votes of a stock company."""
VOTES_OTHER_DIVISOR = _number("votes-other", "one in", 4)
"""Regulation, art. 97(2): a quarter of those of another entity."""
REPAYMENT_LOAN_MONTHS = _number("repayment-loan", "months", 12)
"""Act, art. 211(1)."""
BOOKS_KEPT_YEARS = _number("books-kept", "years", 5)
"""Regulation, art. 99(2)."""
BUSINESS_REPORT_MONTHS = _number("business-report", "months", 3)
"""Act, art. 216."""
MEETING_NOTICE_MONTHS = _number("meeting-notice", "months", 1)
"""Act, art. 154(2)."""
INTERIM_COUNT = _number("interim-distributions", "times", 1)
"""Act, art. 115(1)."""
INTERIM_DECISION_MONTHS = _number("interim-decision", "months", 3)
"""Act, art. 115(2)."""
ACCOUNTS_KEPT_YEARS = _number("accounts-kept", "years", 10)
"""Act, art. 102(4)."""
