"""The names that closed lists of the model have in documents; each is a message of the catalogue."""

from chizai.deal.measures import TestPoint, Unit
from chizai.deal.model import ClassKind, Nature, Order, Pay, Role
from chizai.documents.language import marked
from chizai.metrics.rating_caps import CapKind
from chizai.valuation.assessment import Criterion
from chizai.valuation.findings import Verdict
from chizai.valuation.methods import Method
from chizai.valuation.suitability import Suitability

PAYS = {
    Pay.FEE: marked("Fees"),
    Pay.INTEREST: marked("Interest"),
    Pay.SCHEDULED_PRINCIPAL: marked("Scheduled principal"),
    Pay.PRINCIPAL: marked("Principal"),
    Pay.TOP_UP: marked("Reserve top-up"),
    Pay.TRANSFER: marked("Transfer"),
    Pay.REIMBURSEMENT: marked("Reimbursement of guarantor"),
    Pay.RESIDUAL: marked("Residual"),
    Pay.RELEASE: marked("Release"),
    Pay.CAPITALISE: marked("Capitalised interest"),
    Pay.WRITE_DOWN: marked("Write-down"),
    Pay.WRITE_UP: marked("Write-up"),
    Pay.DRAW: marked("Delayed draw"),
}
ORDERS = {Order.SEQUENTIAL: marked("one after the other"), Order.PRO_RATA: marked("pro rata to what is due")}
ROLES = {
    Role.ORIGINATOR: marked("Originator"),
    Role.SPC: marked("Special purpose company"),
    Role.TRUSTEE: marked("Trustee"),
    Role.SERVICER: marked("Servicer"),
    Role.APPRAISER: marked("Appraiser"),
    Role.COUNSEL: marked("Counsel"),
    Role.RATING_AGENCY: marked("Rating agency"),
    Role.GUARANTOR: marked("Guarantor"),
    Role.UNDERWRITER: marked("Underwriter"),
    Role.INVESTOR: marked("Investor"),
}
CLASS_KINDS = {
    ClassKind.SPECIFIED_BOND: marked("Specified bond"),
    ClassKind.PREFERRED_EQUITY: marked("Preferred equity"),
    ClassKind.NOTE: marked("Note"),
    ClassKind.FUND_UNIT: marked("Fund unit"),
}
UNITS = {Unit.MONEY: marked("an amount"), Unit.RATE: marked("a rate"), Unit.FLAG: marked("an event")}
"""What an observation counts."""
TEST_POINTS = {
    TestPoint.PERIOD_START: marked("at the start of the period"),
    TestPoint.BEFORE_PAYMENTS: marked("before the first clause"),
    TestPoint.AFTER_PAYMENTS: marked("after the last clause"),
}
NATURES = {
    Nature.DEMONSTRATION: marked("Demonstration: names and figures are made up and are nobody's."),
    Nature.PUBLISHED: marked("Published deal: from public sources; what they do not tell is inferred or assumed."),
    Nature.OWN: marked("Own deal: terms and inputs as given by its user."),
}
RIGHT_KINDS = {
    "patent": marked("Patent"),
    "utility-model": marked("Utility model"),
    "design": marked("Design right"),
    "trademark": marked("Trademark"),
    "copyright": marked("Copyright"),
    "trade-secret": marked("Trade secret"),
}
CRITERIA = {
    Criterion.CASH_FLOW: marked("Stable cash flow"),
    Criterion.PROTECTION: marked("Legal protection"),
    Criterion.MATURITY: marked("Maturity"),
    Criterion.MARKET: marked("Market prospects"),
    Criterion.COMPETITION: marked("Competition"),
}
VERDICTS = {
    Verdict.PASSED: marked("passed"),
    Verdict.WEAK: marked("weak"),
    Verdict.FAILED: marked("failed"),
}
METHODS = {
    Method.RELIEF_FROM_ROYALTY: marked("relief from royalty"),
    Method.EXCESS_EARNINGS: marked("multi-period excess earnings"),
    Method.WITH_AND_WITHOUT: marked("with and without"),
    Method.LICENCE_CASH: marked("licence cash"),
    Method.MULTIPLE: marked("market multiple"),
    Method.DEAL_MULTIPLE: marked("multiple of comparable deals"),
    Method.REPRODUCTION_COST: marked("reproduction cost"),
    Method.REPLACEMENT_COST: marked("replacement cost"),
    Method.DELAY_OPTION: marked("option to launch"),
    Method.ABANDONMENT_OPTION: marked("option to abandon"),
    Method.DEVELOPMENT_OPTION: marked("development option"),
}
SUITABILITIES = {
    Suitability.SUITABLE: marked("suitable"),
    Suitability.POSSIBLE: marked("possible"),
    Suitability.UNSUITED: marked("unsuited"),
}
CAPS = {
    CapKind.SINGLE_LICENSEE: marked("single licensee"),
    CapKind.SINGLE_RIGHT: marked("single right"),
    CapKind.SHORT_HISTORY: marked("short history"),
}
