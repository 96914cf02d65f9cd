"""The prospectus, in the order of the form for securities on assets that are held in Japan (Form 5-2).

The form is Form No. 5-2 of the Cabinet Office Ordinance on Disclosure of Information on Specified Securities
(特定有価証券の内容等の開示に関する内閣府令 第五号の二様式, domestic asset-backed securities). That it is the form comes
from the codes of EDINET; the order and names of its headings are from memory.
"""

from chizai.documents.language import marked
from chizai.documents.papers import futures_parts as futures
from chizai.documents.papers import law_parts as law
from chizai.documents.papers import offering_parts as offering
from chizai.documents.papers import pool_parts as pool
from chizai.documents.papers import rating_parts as rating
from chizai.documents.papers import sheet_parts as sheet
from chizai.documents.papers import tax_parts as tax
from chizai.documents.papers import terms_parts as terms
from chizai.documents.papers import value_parts as value
from chizai.documents.papers.parts import Kind, Part
from chizai.documents.papers.risk_factors import risk_factors

SECURITIES = marked("Form 5-2, part I: the securities")
ASSETS = marked("Form 5-2, part II: the assets under management")
ISSUER = marked("Form 5-2, part III: the issuer and the parties concerned")
SPECIAL = marked("Form 5-2, part IV: special information")

OFFERING = (
    "route",
    "handled_by",
    "underwriter",
    "applications_from_on",
    "applications_until_on",
    "payment_on",
    "payment_place",
)
"""What an offering must say."""
COMPANY = ("trade_name", "head_office", "representative", "contact", "directors", "auditors")
"""What must be said of the issuer."""
SERVICING = ("route", "manager", "manager_office", "collector")
"""What must be said of how the rights are managed."""

PROSPECTUS = Kind(
    id="prospectus",
    name=marked("Prospectus"),
    notice=sheet.DRAFT_BY_FORM,
    has_workbook=True,
    parts=(
        Part(id="classes", title=marked("Classes that are offered"), make=terms.classes, reference=SECURITIES),
        Part(id="offering", title=marked("The offering"), make=law.facts_of("offering", *OFFERING), level=2),
        Part(id="transfers", title=marked("Transfer restrictions"), make=offering.transfers, level=2),
        Part(id="calendar", title=marked("Calendar"), make=terms.calendar, level=2),
        Part(id="proceeds", title=marked("Use of the proceeds"), make=terms.closing_money, level=2),
        Part(id="ratings", title=marked("Indicative ratings"), make=rating.indicative, level=2),
        Part(id="payment-order", title=marked("Payment order"), make=terms.payment_order, reference=SECURITIES),
        Part(id="payment-picture", title=marked("Payment order as a picture"), make=terms.payment_picture, level=2),
        Part(id="further", title=marked("Further terms"), make=terms.further_terms, level=2, is_mandatory=False),
        Part(id="measures", title=marked("What the deal measures"), make=terms.measures, level=2, is_mandatory=False),
        Part(
            id="right-kinds", title=marked("Kinds of intellectual property"), make=pool.kinds_of_right, reference=ASSETS
        ),
        Part(id="rights", title=marked("Rights"), make=pool.rights, level=2),
        Part(id="licences", title=marked("Licences"), make=pool.licences, level=2),
        Part(
            id="market", title=marked("Market performance"), make=pool.market_performance, level=2, is_mandatory=False
        ),
        Part(
            id="management",
            title=marked("Management of the rights"),
            make=law.facts_of("servicing", *SERVICING),
            level=2,
        ),
        Part(id="valuation", title=marked("Valuation"), make=value.worth, level=2),
        Part(id="flows", title=marked("Expected cash flows"), make=futures.expected_flows, reference=ASSETS),
        Part(id="class-risks", title=marked("The classes over the futures"), make=futures.class_risks, level=2),
        Part(id="scenarios", title=marked("Scenarios"), make=futures.scenarios, level=2),
        Part(id="paydown", title=marked("Paydown"), make=terms.paydown, level=2),
        Part(id="risks", title=marked("Risk factors"), make=risk_factors, reference=ASSETS),
        Part(id="tax", title=marked("Taxation"), make=tax.tax, reference=ASSETS),
        Part(id="issuer", title=marked("The issuer"), make=law.facts_of("company", *COMPANY), reference=ISSUER),
        Part(id="parties", title=marked("Parties"), make=terms.parties, reference=ISSUER),
        Part(id="forms", title=marked("Filings"), make=offering.forms, reference=SPECIAL),
        Part(id="law", title=marked("What the law finds"), make=law.findings, reference=SPECIAL),
        Part(id="inputs", title=marked("Where the numbers come from"), make=pool.inputs, reference=SPECIAL),
    ),
)
