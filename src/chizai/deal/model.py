"""A deal: who promises what to whom, out of which money, in which order. Data only."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chizai.deal.cash_in import Inflow, Stream
from chizai.deal.coupons import CallPrice, CouponStep, Floating, MakeWhole, PlannedBalance
from chizai.deal.measures import Ledger, Observation, Trigger
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
    months: int | None = None
    """Length of a regular period: 1, 2, 3, 4, 6 or 12 months; or none where `dates` are given."""
    dates: tuple[date, ...] = ()
    """The payment dates before any roll, where they follow no regular rhythm; the last is `final_payment_on`."""
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
    target: str | None = None
    """The same as a formula, worked out where a clause needs it; instead of `target_minor`."""
    part_of: str | None = None
    """Id of the account of which this is a sub-account, kept apart in the books alone."""
    interest_ppm_annual: int = 0
    """What the bank pays on the balance at the start of a period."""
    day_count: DayCount = DayCount.ACT_365F
    """Day count of that interest."""


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
    coupon_steps: tuple[CouponStep, ...] = ()
    """Later coupons, in the order of their days; `coupon_ppm_annual` holds before the first."""
    floating: Floating | None = None
    """The index that the coupon follows; `coupon_ppm_annual` is then the margin over it."""
    planned_balances: tuple[PlannedBalance, ...] = ()
    """A planned amortisation: what is outstanding above the plan is scheduled principal; instead of a fixed part."""
    commitment_minor: int = 0
    """What holders have promised to pay in after closing, beside `balance_minor`; a `draw` clause calls on it."""
    call_prices: tuple[CallPrice, ...] = ()
    """Premiums on a call, in the order of their days."""
    make_whole: MakeWhole | None = None
    """A premium on a call that is worked out from the coupon; instead of `call_prices`."""
    retained_ppm: int = 0
    """Part of the class that the originator keeps: a vertical share, or all of the most junior class."""


class Order(StrEnum):
    """How a clause serves several recipients."""

    SEQUENTIAL = "sequential"
    """One after the other, in the order of the list."""
    PRO_RATA = "pro-rata"
    """In proportion to what is due; each share floored, left-over units to the first of the list that can take them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Recipients that a clause pays as one, and that divide what they get among themselves."""

    __pydantic_config__ = STRICT
    id: str
    members: tuple[str, ...]
    """Ids of classes, or of other groups."""
    order: Order


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeAmount:
    """A fee that falls due once, on the first payment date on or after a day."""

    __pydantic_config__ = STRICT
    on: date
    amount_minor: int


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
    last_period: int | None = None
    """The last period in which it is owed; the same as the first for a fee that is paid once."""
    amounts: tuple[FeeAmount, ...] = ()
    """Amounts by day, for a fee with a schedule of its own."""
    formula: str | None = None
    """A further amount each period, as a formula."""
    base: str | None = None
    """A formula for an amount on which `base_ppm_annual` runs, such as what is undrawn of a liquidity line."""
    base_ppm_annual: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """A promise of a bank or insurer to pay in the company's stead, up to a limit, and to be repaid later."""

    __pydantic_config__ = STRICT
    id: str
    provider: str
    """Id of the party that guarantees."""
    limit_minor: int
    """The most that it pays over the deal's life; repayment does not restore it unless it is a liquidity line."""
    revolving: bool = False
    """Whether repayment restores the limit: a liquidity line."""
    rate_ppm_annual: int = 0
    """What the provider earns on what it paid and has not got back; owed with it."""
    day_count: DayCount = DayCount.ACT_365F


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
    RELEASE = "release"
    """What the source holds above its target, into another account."""
    CAPITALISE = "capitalise"
    """Unpaid interest becomes principal of the class; no cash moves."""
    WRITE_DOWN = "write-down"
    """Principal is written off, without being paid; no cash moves."""
    WRITE_UP = "write-up"
    """Principal that was written off is owed again; no cash moves."""
    DRAW = "draw"
    """Holders of a class, the source, pay in what they promised, into an account; its principal grows."""


class When(StrEnum):
    """In which periods a clause stands."""

    EVERY_PERIOD = "every-period"
    FINAL_PERIOD = "final-period"


class Span(StrEnum):
    """For how long a limit holds before it starts again."""

    PERIOD = "period"
    YEAR = "year"
    """A year of twelve months from closing."""
    DEAL = "deal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One line of the payment order: the list of clauses, read from the top, is the waterfall."""

    __pydantic_config__ = STRICT
    id: str
    pay: Pay
    to: tuple[str, ...]
    """Ids of fees, classes, groups, accounts, guarantees or a party, as `pay` demands."""
    source: str = ""
    """Id of the account, or of the guarantee, that pays; of the class that is drawn on; none where no cash moves.

    A guarantee pays interest, scheduled principal, and, in the final period only, principal; a liquidity line fees too.
    """
    order: Order = Order.SEQUENTIAL
    limit_minor: int | None = None
    """The most that the clause pays in one period, or in a `span`."""
    when: When = When.EVERY_PERIOD
    limit: str | None = None
    """A formula for the most that it pays in one period, worked out when its turn comes; beside `limit_minor`."""
    span: Span = Span.PERIOD
    """For how long `limit_minor` lasts."""
    condition: str | None = None
    """Formula that must hold when its turn comes; otherwise it pays nothing."""
    from_on: date | None = None
    """It stands on payment dates from this day on, before any roll: after a lock-out."""
    until_on: date | None = None
    """It stands on payment dates up to this day, itself included, before any roll."""
    months: tuple[int, ...] = ()
    """It stands on payment dates in these months of the year only, before any roll; none: in all."""
    against: str | None = None
    """Id of the ledger that a transfer, write-down or write-up takes off what it moves, and no more than it holds."""


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
    groups: tuple[Group, ...] = ()
    observations: tuple[Observation, ...] = ()
    streams: tuple[Stream, ...] = ()
    ledgers: tuple[Ledger, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    inflows: tuple[Inflow, ...] = ()
    clauses: tuple[Clause, ...]
