"""The title of one right told event by event, as these tests tell it: a sale from Aoba to the company."""

from datetime import date, timedelta

from chizai.assets.evidence import Evidence
from chizai.assets.owners import OwnerShare
from chizai.assets.placed import Placed
from chizai.assets.rights import Authorship, Copyright, Design, Patent, Right, Trademark, TradeSecret, UtilityModel
from chizai.law.title_effect import follows
from chizai.law.title_events import (
    AssignmentSigned,
    AttachmentOrdered,
    Event,
    LicenceForm,
    LicenceGranted,
    Offered,
    OwnershipConfirmed,
    PledgeGranted,
    TransferRegistered,
)
from chizai.law.title_record import TitleRecord
from chizai.law.title_state import begin, replay
from chizai.units.rate import PPM
from chizai.units.result import Failure, Ok, Place

PAPER = Evidence("register extract", "0" * 64)
TMK = "Hikari TMK"
KINDS: dict[str, type[Right]] = {
    "patent": Patent,
    "utility-model": UtilityModel,
    "design": Design,
    "trademark": Trademark,
}


def day(number: int) -> date:
    return date(2026, 1, 1) + timedelta(days=number)


def right(kind: str = "patent", *owners: str, jurisdiction: str = "JP", registered: bool = True) -> Right:
    names = owners or ("Aoba",)
    shares = tuple(OwnerShare(name, PPM // len(names)) for name in names)
    common = {"id": "R1", "title": "t", "jurisdiction": jurisdiction, "owners": shares}
    if kind == "copyright":
        return Copyright(authorship=Authorship.FILM, published_on=date(2015, 5, 1), **common)  # type: ignore[arg-type]
    if kind == "trade-secret":
        return TradeSecret(kept_secret_since=date(2015, 5, 1), **common)  # type: ignore[arg-type]
    registered_on = date(2020, 5, 1) if registered else None
    filed = {"number": "1", "filed_on": date(2018, 5, 1), "registered_on": registered_on}
    return KINDS[kind](**common, **filed)  # type: ignore[arg-type]


def begun(of: Right) -> TitleRecord:
    result = begin(Placed(of, Place("rights.csv", 2)), ())
    assert isinstance(result, Ok)
    return result.value


def told(of: Right, *events: Event) -> tuple[TitleRecord, tuple[Failure, ...]]:
    placed = [Placed(event, Place("title.csv", row)) for row, event in enumerate(events, 2)]
    loaded = replay(begun(of), placed)
    return loaded.value, loaded.failures


def offered(*sellers: str, on: int = 0) -> Offered:
    return Offered(on=day(on), evidence=PAPER, sellers=sellers or ("Aoba",), buyer=TMK, authors=("Ono",))


def signed(*signatories: str, on: int = 2, art_27: bool = False, art_28: bool = False) -> AssignmentSigned:
    return AssignmentSigned(
        on=day(on),
        evidence=PAPER,
        signatories=signatories or ("Aoba", TMK),
        names_article_27=art_27,
        names_article_28=art_28,
    )


def registered(on: int = 4) -> TransferRegistered:
    return TransferRegistered(on=day(on), evidence=PAPER, receipt_number="123")


def confirmed(on: int = 6) -> OwnershipConfirmed:
    return OwnershipConfirmed(on=day(on), evidence=PAPER)


def licensed(
    on: int, form: LicenceForm = LicenceForm.CONTRACT, licensor: str = "Aoba", *consenting: str
) -> LicenceGranted:
    return LicenceGranted(
        on=day(on),
        evidence=PAPER,
        licence_id="L1",
        licensor=licensor,
        licensee="Kaze",
        form=form,
        consenting=consenting,
    )


def pledged(on: int, pledgor: str = "Aoba", *consenting: str) -> PledgeGranted:
    return PledgeGranted(
        on=day(on), evidence=PAPER, pledge_id="Q1", pledgor=pledgor, pledgee="Bank", consenting=consenting
    )


def attached(on: int, debtor: str = "Aoba") -> AttachmentOrdered:
    return AttachmentOrdered(on=day(on), evidence=PAPER, attachment_id="A1", debtor=debtor, creditor="Lender")


SALE = (offered(), signed(), registered(), confirmed())


def binds(record: TitleRecord) -> dict[str, bool]:
    return {each.id: each.binds.holds for each in follows(record)}
