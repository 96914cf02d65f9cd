"""Terms of classes, accounts, fees and guarantees beyond the plain ones, each as a row of a table."""

from collections.abc import Iterator

from chizai.deal.model import Account, Deal, Fee, Guarantee, Role, SecurityClass
from chizai.deal.quantities import Kind
from chizai.documents.clause_words import members_words
from chizai.documents.coupon_words import coupon_words, over_index
from chizai.documents.formula_words import formula_words
from chizai.documents.language import marked
from chizai.documents.page import Section, Table, named_columns
from chizai.documents.words import Words

Row = tuple[str, str, str]
"""Of what, which term, and what it says."""


def further_sections(deal: Deal, words: Words) -> tuple[Section, ...]:
    """Set all further terms as a table; nothing where the deal has none."""
    rows = (
        *(row for security in deal.classes for row in _of_class(deal, security, words)),
        *(_of_group(deal, number, words) for number in range(len(deal.groups))),
        *(row for account in deal.accounts for row in _of_account(deal, account, words)),
        *(row for fee in deal.fees for row in _of_fee(deal, fee, words)),
        *(row for guarantee in deal.guarantees for row in _of_guarantee(guarantee, words)),
    )
    if not rows:
        return ()
    heads = named_columns(words, (marked("Of"), marked("Term"), marked("What it says")), ())
    return (
        Section("further-terms", words.say("Further terms"), (Table(id="further-table", columns=heads, rows=rows),)),
    )


def _of_class(deal: Deal, security: SecurityClass, words: Words) -> Iterator[Row]:
    name = words.say("Class {id}", id=security.id)
    if security.floating is not None:
        yield name, words.say("Floating rate"), _floating(security, words)
    for step in security.coupon_steps:
        said = words.say(
            "{rate} from {day} on",
            rate=over_index(security, step.coupon_ppm_annual, words),
            day=words.day(step.from_on),
        )
        yield name, words.say("Coupon step"), said
    for row in security.planned_balances:
        said = words.say("{amount} from {day} on", amount=words.money(row.balance_minor), day=words.day(row.from_on))
        yield name, words.say("Planned balance"), said
    if security.commitment_minor:
        yield name, words.say("Commitment, drawn after closing"), words.money(security.commitment_minor)
    for price in security.call_prices:
        said = words.say(
            "{share} of the outstanding principal from {day} on",
            share=words.percent(price.premium_ppm),
            day=words.day(price.from_on),
        )
        yield name, words.say("Premium on a call"), said
    if security.make_whole is not None:
        said = words.say(
            "coupons lost up to {day}, discounted at {rate}",
            day=words.day(security.make_whole.until_on),
            rate=words.percent(security.make_whole.discount_ppm_annual),
        )
        yield name, words.say("Make-whole on a call"), said
    if security.retained_ppm:
        keepers = [each.name for each in deal.parties if each.role is Role.ORIGINATOR]
        said = words.say("{share} of the class", share=words.percent(security.retained_ppm))
        yield name, words.say("Kept by the originator"), words.listing([said, *keepers])


def _floating(security: SecurityClass, words: Words) -> str:
    said = [coupon_words(security, words)]
    if security.floating is not None and security.floating.floor_ppm_annual:
        said.append(words.say("at least {rate}", rate=words.percent(security.floating.floor_ppm_annual)))
    if security.floating is not None and security.floating.cap_ppm_annual is not None:
        said.append(words.say("at most {rate}", rate=words.percent(security.floating.cap_ppm_annual)))
    return words.listing(said)


def _of_group(deal: Deal, number: int, words: Words) -> Row:
    group = deal.groups[number]
    return words.say("Group {id}", id=group.id), words.say("Members"), members_words(deal, group, words)


def _of_account(deal: Deal, account: Account, words: Words) -> Iterator[Row]:
    name = words.say("Account {id}", id=account.id)
    if account.target is not None:
        yield name, words.say("Target"), formula_words(deal, account.target, Kind.AMOUNT, words)
    if account.part_of is not None:
        yield name, words.say("Sub-account"), words.say("of account {id}", id=account.part_of)
    if account.interest_ppm_annual:
        said = words.say("{rate} ({basis})", rate=words.percent(account.interest_ppm_annual), basis=account.day_count)
        yield name, words.say("Bank interest"), said


def _of_fee(deal: Deal, fee: Fee, words: Words) -> Iterator[Row]:
    name = words.say("Fee {id}", id=fee.id)
    for row in fee.amounts:
        said = words.say(
            "{amount}, on the first payment date from {day} on",
            amount=words.money(row.amount_minor),
            day=words.day(row.on),
        )
        yield name, words.say("Due once"), said
    if fee.formula is not None:
        yield name, words.say("Due each period"), formula_words(deal, fee.formula, Kind.AMOUNT, words)
    if fee.base is not None:
        base = formula_words(deal, fee.base, Kind.AMOUNT, words)
        rate = words.percent(fee.base_ppm_annual)
        said = words.say("{rate} a year ({basis}) on {base}", rate=rate, basis=fee.day_count, base=base)
        yield name, words.say("Due each period"), said


def _of_guarantee(guarantee: Guarantee, words: Words) -> Iterator[Row]:
    name = words.say("Guarantee {id}", id=guarantee.id)
    if guarantee.revolving:
        said = words.say("repayment restores the limit of {amount}", amount=words.money(guarantee.limit_minor))
        yield name, words.say("Liquidity line"), said
    if guarantee.rate_ppm_annual:
        rate = words.say("{rate} ({basis})", rate=words.percent(guarantee.rate_ppm_annual), basis=guarantee.day_count)
        yield name, words.say("Interest on what it paid"), rate
