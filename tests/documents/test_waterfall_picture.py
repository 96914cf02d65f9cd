from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from chizai.deal.text import read_deal
from chizai.documents.book import DealBook
from chizai.documents.language import Language
from chizai.documents.picture_parts import CHIP_FILLS, wrapped
from chizai.documents.picture_parts import width as width_of
from chizai.documents.waterfall_picture import PAY_COLOURS, waterfall_svg
from chizai.units.result import Ok

SVG = "{http://www.w3.org/2000/svg}"


def clauses(svg: str) -> list[ET.Element]:
    return [group for group in ET.fromstring(svg).iter(f"{SVG}g") if group.get("class") == "clause"]  # noqa: S314 - ours


def relative_luminance(colour: str) -> float:
    """WCAG 2.1, definition of relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("language", list(Language))
def test_clauses_stand_in_payment_order_from_top_to_bottom(book: DealBook, language: Language) -> None:
    groups = clauses(waterfall_svg(book.deal, language))
    assert [group.get("data-clause") for group in groups] == list(book.run.program.clause_ids)
    heights = [float(circle.get("cy", "")) for group in groups for circle in group.iter(f"{SVG}circle")]
    assert heights == sorted(set(heights))
    assert len(heights) == len(book.deal.clauses)


def test_recipients_stand_in_the_deals_order_and_inside_the_picture(book: DealBook) -> None:
    svg = waterfall_svg(book.deal, Language.ENGLISH)
    sweep = clauses(svg)[7]
    texts = [text.text for text in sweep.iter(f"{SVG}text")]
    assert [text for text in texts if text and text.startswith("Class")] == ["Class A", "Class B", "Class C"]
    width = float(ET.fromstring(svg).get("width", ""))  # noqa: S314 - ours
    for rect in ET.fromstring(svg).iter(f"{SVG}rect"):  # noqa: S314 - ours
        assert float(rect.get("x", 0)) + float(rect.get("width", "")) <= width


def test_a_row_with_many_recipients_pushes_the_next_row_down(book: DealBook) -> None:
    boxes = [
        [(float(rect.get("y", "")), float(rect.get("height", ""))) for rect in group.iter(f"{SVG}rect")]
        for group in clauses(waterfall_svg(book.deal, Language.JAPANESE))
    ]
    for above, below in pairwise(boxes):
        assert max(y + height for y, height in above) <= min(y for y, _ in below)


def test_the_picture_tells_itself_to_who_cannot_see_it(book: DealBook) -> None:
    root = ET.fromstring(waterfall_svg(book.deal, Language.ENGLISH))  # noqa: S314 - ours
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert "alert('deal')" in (title.text or "")
    assert "9. From collections (account collection), pay all that is left to class C." in (description.text or "")
    assert root.get("role") == "img"


def test_control_characters_which_xml_cannot_hold_are_left_out(new_book: Callable[..., DealBook]) -> None:
    svg = waterfall_svg(new_book(title="A\u0001B\u3000C").deal, Language.ENGLISH)
    assert ET.fromstring(svg).findtext(f"{SVG}title") == "Payment order of AB\u3000C"  # noqa: S314 - ours


def test_text_of_the_deal_never_becomes_markup(book: DealBook) -> None:
    svg = waterfall_svg(book.deal, Language.ENGLISH)
    assert "<script" not in svg
    assert "<i>" not in svg


@pytest.mark.parametrize("colour", sorted(set(PAY_COLOURS.values())))
def test_every_colour_is_read_on_white(colour: str) -> None:
    assert 1.05 / (relative_luminance(colour) + 0.05) >= 4.5


@pytest.mark.parametrize(("fill", "border"), list(CHIP_FILLS.values()))
def test_text_and_borders_are_read_on_their_boxes(fill: str, border: str) -> None:
    ground = relative_luminance(fill) + 0.05
    assert ground / (relative_luminance("#4a5462") + 0.05) >= 4.5
    assert ground / (relative_luminance(border) + 0.05) >= 3


def test_a_name_too_long_for_its_box_is_shortened_there_and_whole_in_the_description(
    new_book: Callable[..., DealBook], deal_text: str
) -> None:
    name = "株式会社" + "とても長い名前の回収会社" * 5
    rest = 'pay = "residual"\nto = ["C"]'
    text = deal_text.replace('name = "Agent & <i>Co</i>"', f'name = "{name}"').replace(rest, rest.replace("C", "agent"))
    root = ET.fromstring(waterfall_svg(new_book(text).deal, Language.ENGLISH))  # noqa: S314 - ours
    shown = [element.text or "" for element in root.iter(f"{SVG}text")]
    assert name not in shown
    assert sum(text.startswith("株式会社とても長い") and text.endswith("…") for text in shown) == 3
    assert f"pay all that is left to {name}." in (root.findtext(f"{SVG}desc") or "")


def test_an_account_without_a_target_is_an_account(new_book: Callable[..., DealBook], deal_text: str) -> None:
    plain = '[[accounts]]\nid = "spare"\nopening_minor = 1\n[[classes]]\nid = "A"'
    release = 'id = "release"\npay = "transfer"\nto = ["collection"]\nsource = "reserve"'
    spare = release.replace("release", "release-spare").replace('"reserve"', '"spare"') + "\n[[clauses]]\n"
    text = deal_text.replace('[[classes]]\nid = "A"', plain).replace(release, spare + release)
    svg = waterfall_svg(new_book(text).deal, Language.ENGLISH)
    texts = [element.text for element in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 - ours
    assert texts[texts.index("spare") + 1] == "account"


def test_the_picture_of_the_readme_is_that_of_the_demonstration(project_root: Path, deals_folder: Path) -> None:
    deal = read_deal((deals_folder / "electronics-patents" / "deal.toml").read_text(encoding="utf-8"))
    assert isinstance(deal, Ok)
    picture = (project_root / "docs" / "waterfall.svg").read_text(encoding="utf-8")
    assert picture == waterfall_svg(deal.value, Language.ENGLISH)


def test_the_picture_beside_the_readme_is_the_demonstrations(project_root: Path, deals_folder: Path) -> None:
    read = read_deal((deals_folder / "electronics-patents" / "deal.toml").read_text(encoding="utf-8"))
    assert isinstance(read, Ok)
    drawn = (project_root / "docs" / "waterfall.svg").read_text(encoding="utf-8")
    assert drawn == waterfall_svg(read.value, Language.ENGLISH)


@pytest.mark.parametrize("language", list(Language))
def test_every_kind_of_clause_has_its_place_in_the_picture(full: DealBook, language: Language) -> None:
    groups = clauses(waterfall_svg(full.deal, language))
    assert [group.get("data-clause") for group in groups] == list(full.run.program.clause_ids)
    boxes = [
        [(float(rect.get("y", "")), float(rect.get("height", ""))) for rect in group.iter(f"{SVG}rect")]
        + [(float(text.get("y", "")), 0.0) for text in group.iter(f"{SVG}text")]
        for group in groups
    ]
    for above, below in pairwise(boxes):
        assert max(y + height for y, height in above) <= min(y for y, _ in below)


def test_a_clause_shows_its_condition_its_limit_and_its_months(full: DealBook) -> None:
    texts = {
        group.get("data-clause"): [text.text for text in group.iter(f"{SVG}text")]
        for group in clauses(waterfall_svg(full.deal, Language.ENGLISH))
    }
    draw = ["Class A", "¥30m · tibor + 1%", "1", "Delayed draw", "if milestone is reported"]
    assert texts["draw"] == [*draw, "cash", "collection account"]
    assert texts["fee"][4] == "at most ¥1m a year"
    assert texts["wd"][:4] == ["no cash moves", "14", "Write-down", "up to the excess of the balance of"]
    assert texts["last"][4:6] == ["in March and September only, up to", "90% of the cash in account cash"]
    assert texts["make-good"][4:6] == ["at most ¥100,000 in all", "until 2027-12-31, against ledger"]
    assert texts["interest-line"][1] == "liquidity line, limit ¥2m"
    assert "Group senior" in texts["interest"]
    assert str(texts["top"][-1]).startswith("account, target the greater of (i) ¥500,000")


def test_a_long_text_breaks_between_words_and_its_last_line_is_shortened() -> None:
    lines = wrapped("from the first day on which anybody could ask for any of it to be paid", 11, 120, 3)
    assert lines[:2] == ["from the first day", "on which anybody"]
    assert lines[2].endswith("…")
    assert all(width_of(line, 11) <= 120 for line in lines)
    assert wrapped("", 11, 120, 3) == []


def test_a_text_without_spaces_breaks_where_it_is_full() -> None:
    text = "支払期日において残高が上限を超える場合に限り支払う"
    lines = wrapped(text, 10, 100, 5)
    assert "".join(lines) == text
    assert all(width_of(line, 10) <= 100 for line in lines)
