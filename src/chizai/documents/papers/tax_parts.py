"""The part on tax: what is withheld from holders, and whether the company passes the tests of a conduit."""

from chizai.documents.language import marked
from chizai.documents.page import named_columns
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.era import formal_day
from chizai.documents.papers.keys import figure
from chizai.documents.papers.law_parts import finding_table
from chizai.documents.papers.tree import Block, Cell, Paragraph, Table
from chizai.documents.words import Words
from chizai.law.tax_rates import DIVIDEND_PPM, INTEREST_PPM, LOCAL_PPM, SURTAX_PPM
from chizai.units.rate import PPM


def tax(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Say what residents have withheld, by the rates of the as-of date, and what the rules on tax find."""
    on = dossier.book.provenance.as_of_on
    surtax = PPM + (SURTAX_PPM.on(on) or 0)
    local = LOCAL_PPM.on(on) or 0
    rows: list[tuple[Cell, ...]] = []
    for name, item, rate, with_local in (
        (words.say("Interest on specified bonds"), "interest", INTEREST_PPM, local),
        (words.say("Dividends of preferred equity"), "dividend", DIVIDEND_PPM, 0),
    ):
        national = (rate.on(on) or 0) * surtax // PPM
        cells = ((national, "national_ppm"), (with_local, "local_ppm"), (national + with_local, "in_all_ppm"))
        rows.append((name, *(figure(words.percent(ppm), "law", f"withholding.{item}", key) for ppm, key in cells)))
    titles = (marked("Income tax with surtax"), marked("Local tax of individuals"), marked("In all"))
    table = Table(id="withholding", columns=named_columns(words, (marked("Paid"),), titles), rows=tuple(rows))
    lead = words.say(
        "Withheld from residents at the rates of {day}; holders abroad, treaties and exempt institutions are not "
        "covered. The company itself deducts what it distributes as long as it passes the tests of a conduit.",
        day=formal_day(on, words),
    )
    found = tuple(each for each in dossier.findings if each.rule.id.startswith("TAX-"))
    return (Paragraph(lead), table, *((finding_table("tax-findings", found, words),) if found else ()))
