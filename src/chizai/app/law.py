"""The law's view of a deal: what its files and `law.toml` say, and what each rule finds."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from chizai.app.load import DEAL_FILE
from chizai.assets.pool import Pool
from chizai.deal.model import Deal
from chizai.deal.periods import deal_periods
from chizai.deal.text import read_deal
from chizai.feeds.files import read_text
from chizai.feeds.inputs import Inputs, read_inputs
from chizai.feeds.law_facts import joined, read_law_facts
from chizai.feeds.pool import read_pool
from chizai.law.catalogue import RULES, TABLES
from chizai.law.checks import Outcome
from chizai.law.conduit import ConduitTerms, ConduitYear, conduit_years, months_between
from chizai.law.duties import Calendar, calendar_of
from chizai.law.facts import LAW_FILE, Known
from chizai.law.from_deal import DealFiles, known_from_deal
from chizai.law.ip_fees import duties, fee_calendar
from chizai.law.offering_days import impossible_days, unusual_days
from chizai.law.registration_tax import tax_explained, tax_lines, transfers
from chizai.law.rule import Finding, findings_of
from chizai.law.spc_plan import with_draft
from chizai.units.explain import Explained
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result
from chizai.units.schedule import MONTHS_A_YEAR
from chizai.valuation.tax_lives import statutory_life_years

CONDUIT_FACTS = (("company", "first_year_ends_on"), ("sale", "ip_price_minor"))
"""What the projection of the conduit tests needs beside the deal's run."""


@dataclass(frozen=True, slots=True)
class LawFolder:
    """A deal's folder as the law looks at it. A deal whose title is faulty can be looked at too."""

    deal: Deal
    inputs: Inputs
    pool: Pool
    known: Known
    title: tuple[Failure, ...]
    """What is wrong with owners and with the chain of title."""
    remarks: tuple[Failure, ...]
    """What is unusual, and refused by no law."""
    digests: tuple[tuple[str, str], ...]
    """Name and SHA-256 digest of every file that was read."""


@dataclass(frozen=True, slots=True)
class LegalReview:
    """All findings for a deal."""

    folder: LawFolder
    findings: tuple[Finding, ...]
    calendar: Calendar
    """What has to be done when."""

    def of(self, outcome: Outcome) -> tuple[Finding, ...]:
        """Give the findings of an outcome, in the order of the rules."""
        return tuple(finding for finding in self.findings if finding.outcome is outcome)


def read_law_folder(folder: Path, on: date | None = None) -> Result[LawFolder]:
    """Read what the law asks of a deal's folder; faults of title come back beside it, for they are findings.

    Args:
        folder: of the deal.
        on: the day whose law is asked; none: the day that `law.toml` names, or the deal's closing.
    """
    text, inputs, given = read_text(folder, DEAL_FILE), read_inputs(folder), read_law_facts(folder)
    deal = text if isinstance(text, Failed) else read_deal(text.value.text, DEAL_FILE)
    if isinstance(text, Failed) or isinstance(deal, Failed) or isinstance(inputs, Failed) or isinstance(given, Failed):
        failed = (result for result in (deal, inputs, given) if isinstance(result, Failed))
        return Failed(tuple(failure for result in failed for failure in result.failures))
    read = read_pool(folder, inputs.value)
    of_title = tuple(each for each in read.failures if _is_of_title(each, inputs.value))
    others = tuple(each for each in read.failures if each not in of_title and each.place.row is None)
    if others:
        return Failed(others)
    names = DealFiles(DEAL_FILE, inputs.value.rights, inputs.value.licences, inputs.value.assignments)
    known = joined(known_from_deal(deal.value, read.value.pool, names), given.value)
    if isinstance(known, Failed):
        return known
    impossible = impossible_days(known.value)
    if impossible:
        return Failed(impossible)
    digests = ((text.value.name, text.value.sha256), *given.value.digests, *read.value.digests)
    whole = with_draft(deal.value, read.value.pool, replace(known.value, as_of_on=on or known.value.as_of_on))
    remarks = unusual_days(known.value)
    return Ok(LawFolder(deal.value, inputs.value, read.value.pool, whole, of_title, remarks, digests))


def review(folder: Path, on: date | None = None) -> Result[LegalReview]:
    """Apply every rule that is in force to a deal: on a day; if none is given, on the one that its files name."""
    read = read_law_folder(folder, on)
    if isinstance(read, Failed):
        return read
    many = {name for name, table in TABLES.items() if table.many}
    calendar = _calendar(read.value)
    strange = _strange_duties(read.value.known, calendar)
    if strange:
        return Failed(strange)
    return Ok(LegalReview(read.value, tuple(findings_of(RULES, read.value.known, many)), calendar))


def _strange_duties(known: Known, calendar: Calendar) -> tuple[Failure, ...]:
    """Find what is said to be done of a duty that the calendar does not have."""
    ids = {duty.id for duty in calendar.duties}
    return tuple(
        Failure(
            Reason.UNKNOWN,
            next((given.place for given in row.values()), Place(LAW_FILE, None, "duties")),
            f"there is no duty {row_id!r}",
            "what was done would count for nothing",
            "write an id as `chizai law duties` lists it",
        )
        for row_id, row in known.many.get("duties", {}).items()
        if row_id not in ids
    )


def conduit(folder: Path) -> Result[tuple[ConduitYear, ...]]:
    """Project the conduit tests of a deal's business years from its run.

    Returns:
        the years; or what is wrong with the deal's files, or the facts that are missing.
    """
    from chizai.app.book import make_book

    read, book = read_law_folder(folder), make_book(folder)
    if isinstance(read, Failed) or isinstance(book, Failed):
        return Failed(tuple(each for result in (read, book) if isinstance(result, Failed) for each in result.failures))
    known, deal = read.value.known, read.value.deal
    said = [known.one.get(table, {}).get(key) for table, key in CONDUIT_FACTS]
    first, price = said
    if first is None or price is None:
        return Failed(tuple(_missing(*fact) for fact, given in zip(CONDUIT_FACTS, said, strict=True) if given is None))
    last_on = book.value.run.program.payment_dates[-1]
    statutory_months = statutory_life_years(read.value.pool.rights) * MONTHS_A_YEAR
    life_months = statutory_months or months_between(deal.closing_on, last_on)
    terms = ConduitTerms(first.value, price.value, life_months)
    return Ok(conduit_years(deal, book.value.run, book.value.collections.totals_minor(), terms))


def official_costs(folder: Path) -> Result[Explained]:
    """Work out what registers and offices cost: tax on the transfers, and fees over the deal's life.

    Returns:
        the sum, down to each entry and fee; or what is wrong with the deal's files.
    """
    read = read_law_folder(folder)
    if isinstance(read, Failed):
        return read
    deal, rights = read.value.deal, read.value.pool.rights
    try:
        tax = tax_explained(transfers(rights), deal.closing_on)
        tax_minor = sum(line.tax_minor for line in tax_lines(transfers(rights), deal.closing_on))
    except ValueError as error:  # a closing older than the amounts that are known
        tax, tax_minor = Explained("registration tax", "not covered", str(error)), 0
    fees = fee_calendar(rights, deal.closing_on, deal.schedule.final_payment_on)
    parts = tuple(
        Explained(f"{fee.right_id}: {fee.what.en}, due {fee.due_on}", f"JPY {fee.amount_minor:,}", fee.because.en)
        for fee in fees.fees
    )
    not_covered = tuple(Explained(right_id, "not covered", why.en) for right_id, why in fees.not_covered)
    whole = Explained("official fees", f"JPY {fees.total_minor:,}", "sum of the fees", (*parts, *not_covered))
    total = f"JPY {tax_minor + fees.total_minor:,}"
    return Ok(Explained("registers and offices", total, "tax and fees", (tax, whole)))


def _missing(table: str, key: str) -> Failure:
    fact = TABLES[table].fact(key)
    what = f"nobody says the {fact.meaning.en if fact else key}"
    why = "business years are laid out from the one, and the other is written off over them"
    return Failure(Reason.MISSING, Place(LAW_FILE, None, f"{table}.{key}"), what, why, f"write it under [{table}]")


def _calendar(folder: LawFolder) -> Calendar:
    due_on = [period.due_on for period in deal_periods(folder.deal)]
    deal = folder.deal
    fees = fee_calendar(folder.pool.rights, deal.closing_on, deal.schedule.final_payment_on)
    return calendar_of(folder.known, due_on, duties(fees))


def _is_of_title(failure: Failure, inputs: Inputs) -> bool:
    place = failure.place
    return place.file == inputs.assignments or (place.file == inputs.rights and "owners" in (place.key or ""))
