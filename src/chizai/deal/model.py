"""A deal: who promises what to whom, out of which money, in which order. Data only."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chizai.units.bankdays import Calendar, Roll
from chizai.units.daycount import DayCount
from chizai.units.schedule import Stub
from chizai.units.toml import STRICT


class Nature(StrEnum):
    """What stands behind a deal file, so that no reader mistakes one for another."""

    DEMONSTRATION = "demonstration"
    """Made up to show the system: names and figures are nobody's."""
    PUBLISHED = "published"
    """Terms of a real deal from published sources; the README says what is assumed."""
    OWN = "own"
    """The user's own deal."""


class Role(StrEnum):
    """What a party does in the deal."""

    ORIGINATOR = "originator"
    SPC = "spc"
    TRUSTEE = "trustee"
    SERVICER = "servicer"
    APPRAISER = "appraiser"
    COUNSEL = "counsel"
    RATING_AGENCY = "rating-agency"
    GUARANTOR = "guarantor"
    UNDERWRITER = "underwriter"
    INVESTOR = "investor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Someone with a role in the deal."""

    __pydantic_config__ = STRICT
    id: str
    role: Role
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSchedule:
    """When the deal pays; its periods start at closing."""

    __pydantic_config__ = STRICT
    final_payment_on: date
    """The last scheduled payment date, before any roll: final maturity."""
    months: int
    """Length of a regular period: 1, 2, 3, 4, 6 or 12 months."""
    stub: Stub = Stub.SHORT_FIRST
    end_of_month: bool = False
    business_days: Calendar = Calendar.JAPAN_BANK
    roll: Roll = Roll.MODIFIED_FOLLOWING
    accrue_to_payment: bool = False
    """Whether interest runs to the rolled payment date, or to the unrolled one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Money that the special purpose company holds."""

    __pydantic_config__ = STRICT
    id: str
    opening_minor: int = 0
    """Funded at closing out of the issue proceeds."""
    target_minor: int | None = None
    """What a reserve should hold; a `top-up` clause fills it to here."""


class ClassKind(StrEnum):
    """The legal form of a class."""

    SPECIFIED_BOND = "specified-bond"
    """Bond of a special purpose company under the Asset Securitization Act of Japan (特定社債)."""
    PREFERRED_EQUITY = "preferred-equity"
    """Preferred equity of such a company (優先出資)."""
    NOTE = "note"
    """A note under another law."""
    FUND_UNIT = "fund-unit"
    """A unit of an investment fund."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityClass:
    """One class of securities: all that its holders are promised, apart from the order in which they are paid."""

    __pydantic_config__ = STRICT
    id: str
    kind: ClassKind
    balance_minor: int
    """Principal at closing."""
    unit_minor: int
    """Face amount of one unit; the balance is a whole number of units."""
    coupon_ppm_annual: int = 0
    day_count: DayCount = DayCount.ACT_365F
    interest_on_unpaid: bool = True
    """Whether interest that was not paid earns the coupon too. That interest does not compound on itself."""
    scheduled_principal_ppm: int = 0
    """Part of the original balance that is scheduled for repayment each period, as long as that much is outstanding.

    What a `principal` clause pays comes on top and takes the place of the last instalments.
    """
    issue_price_ppm: int = 1_000_000
    """What the investor pays at closing, per million of face."""
    sales_fee_ppm: int = 0
    """What the investor pays the seller on top, per million of face; never part of the deal's cash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """What a service provider is owed each period: the sum of the bases that are given."""

    __pydantic_config__ = STRICT
    id: str
    payee: str
    """Id of the party that is paid."""
    amount_minor: int = 0
    """Fixed amount each period."""
    collections_ppm: int = 0
    """Part of the period's collections, rounded down."""
    balance_ppm_annual: int = 0
    """Annual rate on the opening balance of `classes`."""
    classes: tuple[str, ...] = ()
    """The classes on whose balances `balance_ppm_annual` runs."""
    day_count: DayCount = DayCount.ACT_365F
    consumption_tax_ppm: int = 0
    """Consumption tax on the fee, rounded down."""
    first_period: int = 1
    """The first period in which the fee is owed, counted from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """A promise of a bank or insurer to pay in the company's stead, up to a limit, and to be repaid later."""

    __pydantic_config__ = STRICT
    id: str
    provider: str
    """Id of the party that guarantees."""
    limit_minor: int
    """The most that it pays over the deal's life; repayment does not restore it."""


class Pay(StrEnum):
    """What a clause pays."""

    FEE = "fee"
    """What is owed on fees, arrears included."""
    INTEREST = "interest"
    """Interest owed on classes: interest on unpaid interest first, then interest."""
    SCHEDULED_PRINCIPAL = "scheduled-principal"
    """The classes' scheduled principal, arrears included."""
    PRINCIPAL = "principal"
    """The classes' principal, as far as the cash reaches."""
    TOP_UP = "top-up"
    """What accounts lack to their targets."""
    TRANSFER = "transfer"
    """All that the source holds, into another account."""
    REIMBURSEMENT = "reimbursement"
    """What guarantors paid and have not got back (subrogation)."""
    RESIDUAL = "residual"
    """All that the source still holds, to a class or a party."""


class Order(StrEnum):
    """How a clause serves several recipients."""

    SEQUENTIAL = "sequential"
    """One after the other, in the order of the list."""
    PRO_RATA = "pro-rata"
    """In proportion to what is due; each share floored, left-over units to the first of the list that can take them."""


class When(StrEnum):
    """In which periods a clause stands."""

    EVERY_PERIOD = "every-period"
    FINAL_PERIOD = "final-period"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One line of the payment order: the list of clauses, read from the top, is the waterfall."""

    __pydantic_config__ = STRICT
    id: str
    pay: Pay
    to: tuple[str, ...]
    """Ids of fees, classes, accounts, guarantees or a party, as `pay` demands."""
    source: str
    """Id of the account, or of the guarantee, that pays.

    A guarantee pays interest, scheduled principal, and, in the final period only, principal.
    """
    order: Order = Order.SEQUENTIAL
    limit_minor: int | None = None
    """The most that the clause pays in one period."""
    when: When = When.EVERY_PERIOD


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """The whole promise."""

    __pydantic_config__ = STRICT
    id: str
    """The deal's name in paths and on the ledger: lower-case letters, digits and hyphens."""
    title: str
    title_ja: str
    nature: Nature
    currency: str
    """ISO 4217 code of everything that is paid."""
    closing_on: date
    """The rights pass, the classes are issued, and interest starts."""
    collection_account: str
    """Id of the account into which royalties are paid."""
    closing_costs_minor: int = 0
    """Costs of the issue, paid at closing out of the proceeds."""
    schedule: PaymentSchedule
    parties: tuple[Party, ...] = ()
    accounts: tuple[Account, ...]
    classes: tuple[SecurityClass, ...]
    fees: tuple[Fee, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()
    clauses: tuple[Clause, ...]
