"""The kinds of paper, each as the list of its parts in their order."""

from chizai.documents.language import marked
from chizai.documents.papers import cost_parts as cost
from chizai.documents.papers import event_parts as event
from chizai.documents.papers import futures_parts as futures
from chizai.documents.papers import law_parts as law
from chizai.documents.papers import measured_parts as measured
from chizai.documents.papers import offering_parts as offering
from chizai.documents.papers import period_parts as period
from chizai.documents.papers import pool_parts as pool
from chizai.documents.papers import rating_parts as rating
from chizai.documents.papers import sheet_parts as sheet
from chizai.documents.papers import terms_parts as terms
from chizai.documents.papers import value_parts as value
from chizai.documents.papers.parts import Kind, Part
from chizai.documents.papers.plan import LIQUIDATION_PLAN
from chizai.documents.papers.prospectus import PROSPECTUS
from chizai.documents.papers.risk_factors import risk_factors

INPUTS = Part(id="inputs", title=marked("Where the numbers come from"), make=pool.inputs)

TERM_SHEET = Kind(
    id="term-sheet",
    name=marked("Term sheet"),
    notice=sheet.NO_OFFER,
    has_contents=False,
    parts=(
        Part(id="classes", title=marked("Classes"), make=terms.classes),
        Part(id="calendar", title=marked("Calendar"), make=terms.calendar),
        Part(id="parties", title=marked("Parties"), make=terms.parties),
        Part(id="payment-order", title=marked("Payment order"), make=terms.payment_order),
        Part(id="further", title=marked("Further terms"), make=terms.further_terms, is_mandatory=False),
        Part(id="measures", title=marked("What the deal measures"), make=terms.measures, is_mandatory=False),
        Part(id="closing", title=marked("Sources and uses at closing"), make=terms.closing_money),
        Part(id="risks", title=marked("The classes over the futures"), make=futures.class_risks, is_mandatory=False),
        Part(id="ratings", title=marked("Indicative ratings"), make=rating.indicative, is_mandatory=False),
        INPUTS,
    ),
)

INVESTOR_REPORT = Kind(
    id="investor-report",
    name=marked("Periodic investor report"),
    notice=sheet.NO_OFFER,
    has_workbook=True,
    parts=(
        Part(id="headline", title=marked("At a glance"), make=period.headline),
        Part(id="classes", title=marked("Class balances and payments"), make=period.class_interest),
        Part(id="waterfall", title=marked("Waterfall, clause by clause"), make=period.waterfall),
        Part(id="collections", title=marked("Collections"), make=period.collections),
        Part(id="market", title=marked("Market performance"), make=pool.market_performance, is_mandatory=False),
        Part(id="accounts", title=marked("Accounts and reserves"), make=period.accounts),
        Part(id="guarantees", title=marked("Guarantees"), make=period.guarantees, is_mandatory=False),
        Part(id="triggers", title=marked("Triggers"), make=period.triggers, is_mandatory=False),
        Part(id="fees", title=marked("Fees"), make=terms.fees, is_mandatory=False),
        Part(id="coverage", title=marked("Debt service coverage"), make=value.cover),
        Part(id="valuation", title=marked("Valuation"), make=value.income, is_mandatory=False),
        Part(id="paydown", title=marked("Paydown"), make=terms.paydown),
        Part(id="events", title=marked("Events"), make=event.events),
        Part(id="outlook", title=marked("Remarks"), make=event.outlook),
        Part(id="look-through", title=marked("Look-through"), make=pool.look_through),
        INPUTS,
    ),
)

EXTRAORDINARY = Kind(
    id="extraordinary-report",
    name=marked("Extraordinary report"),
    notice=sheet.DRAFT,
    has_contents=False,
    parts=(
        Part(
            id="events",
            title=marked("Events of the period"),
            make=event.events,
            reference=marked("Financial Instruments and Exchange Act, art. 24-5(4); Disclosure Ordinance, art. 29"),
        ),
        Part(id="outlook", title=marked("Remarks"), make=event.outlook),
        Part(
            id="law",
            title=marked("What the law finds"),
            make=law.findings_about("report-findings", "FIEA-012"),
            is_mandatory=False,
        ),
        Part(id="classes", title=marked("Class balances and payments"), make=period.class_interest),
        Part(id="triggers", title=marked("Triggers"), make=period.triggers, is_mandatory=False),
        INPUTS,
    ),
)

RISK_SHEET = Kind(
    id="risk-warning",
    name=marked("Risk-warning sheet"),
    notice=sheet.DRAFT,
    has_contents=False,
    parts=(
        Part(id="what", title=marked("What is sold"), make=sheet.what_it_is),
        Part(id="risks", title=marked("Risk factors"), make=risk_factors),
        Part(id="class-risks", title=marked("The classes over the futures"), make=futures.class_risks),
        Part(id="acknowledgement", title=marked("What the investor confirms"), make=sheet.acknowledgement),
        Part(id="signatures", title=marked("Signature"), make=sheet.signatures),
    ),
)

RATING_PACK = Kind(
    id="rating-pack",
    name=marked("Rating pack"),
    notice=sheet.NO_OFFER,
    has_workbook=True,
    parts=(
        Part(id="ratings", title=marked("Indicative ratings"), make=rating.indicative),
        Part(id="class-risks", title=marked("The classes over the futures"), make=futures.class_risks),
        Part(id="drawn", title=marked("How the futures are drawn"), make=futures.drawing_terms),
        Part(id="scenarios", title=marked("Scenarios"), make=futures.scenarios),
        Part(id="moves", title=marked("What moves the price"), make=futures.moves, is_mandatory=False),
        Part(
            id="drawn-scenarios",
            title=marked("Scenarios with moved drivers"),
            make=measured.drawn_scenarios,
            is_mandatory=False,
        ),
        Part(id="asked", title=marked("What the futures were asked"), make=measured.asked, is_mandatory=False),
        Part(id="left-out", title=marked("What losses hang on"), make=rating.contributions, is_mandatory=False),
        Part(id="prices", title=marked("Prices in views kept apart"), make=rating.price_views, is_mandatory=False),
        Part(id="flows", title=marked("Expected cash flows"), make=futures.expected_flows),
        Part(id="classes", title=marked("Classes"), make=terms.classes),
        Part(id="payment-order", title=marked("Payment order"), make=terms.payment_order),
        Part(id="further", title=marked("Further terms"), make=terms.further_terms, is_mandatory=False),
        Part(id="measures", title=marked("What the deal measures"), make=terms.measures, is_mandatory=False),
        Part(id="licences", title=marked("Licences"), make=pool.licences),
        Part(id="market", title=marked("Market performance"), make=pool.market_performance, is_mandatory=False),
        Part(id="back-tests", title=marked("Back-tests"), make=value.back_tests, is_mandatory=False),
        Part(id="explained", title=marked("How each symbol was reached"), make=rating.explanations),
        INPUTS,
    ),
)

VALUATION_REPORT = Kind(
    id="valuation-report",
    name=marked("Valuation report"),
    notice=sheet.NO_OFFER,
    has_workbook=True,
    parts=(
        Part(id="value", title=marked("Valuation"), make=value.worth),
        Part(id="back-tests", title=marked("Back-tests"), make=value.back_tests, is_mandatory=False),
        Part(id="screening", title=marked("Screening"), make=value.screening, is_mandatory=False),
        Part(id="rights", title=marked("Rights"), make=pool.rights),
        Part(id="licences", title=marked("Licences"), make=pool.licences),
        Part(id="market", title=marked("Market performance"), make=pool.market_performance, is_mandatory=False),
        INPUTS,
    ),
)

FUNDING_COST = Kind(
    id="funding-cost",
    name=marked("All-in cost of funding"),
    notice=sheet.NO_OFFER,
    has_contents=False,
    has_workbook=True,
    parts=(
        Part(id="outlook", title=marked("Remarks"), make=event.outlook),
        Part(id="steps", title=marked("From the holders' rate to the all-in cost"), make=cost.cost_steps),
        Part(id="classes", title=marked("What the classes are paid"), make=cost.cost_of_classes),
        Part(id="closing", title=marked("Sources and uses at closing"), make=terms.closing_money),
        INPUTS,
    ),
)

BALANCE_SHEET = Kind(
    id="balance-sheet",
    name=marked("Effect on the originator's balance sheet"),
    notice=sheet.NO_OFFER,
    has_contents=False,
    parts=(
        Part(id="sheet", title=marked("What goes out and what comes in"), make=cost.balance_sheet),
        Part(id="closing", title=marked("Sources and uses at closing"), make=terms.closing_money),
        Part(id="tests", title=marked("What is asked before the rights may leave the sheet"), make=cost.derecognition),
        Part(id="true-sale", title=marked("Signs of a true sale"), make=offering.true_sale),
        Part(
            id="sale",
            title=marked("What the law finds of the sale"),
            make=law.findings_about("sale-findings", "sale"),
            is_mandatory=False,
        ),
        INPUTS,
    ),
)

KINDS = (
    TERM_SHEET,
    LIQUIDATION_PLAN,
    PROSPECTUS,
    RISK_SHEET,
    INVESTOR_REPORT,
    EXTRAORDINARY,
    RATING_PACK,
    VALUATION_REPORT,
    BALANCE_SHEET,
    FUNDING_COST,
)
"""Every kind of paper, in the order in which they are made."""
