"""What can be wrong with title, told in English and in Japanese."""

from datetime import date

from chizai.assets.owners import Assignment, OwnerShare
from chizai.assets.placed import Placed
from chizai.assets.rights import Right, kind_of
from chizai.units.rate import format_ppm
from chizai.units.result import Failure, Reason

EFFECT_ARTICLES = {
    "patent": ("Patent Act, art. 98(1)(i)", "特許法第98条第1項第1号"),
    "utility-model": (
        "Utility Model Act, art. 26(2) with Patent Act, art. 98(1)(i)",
        "実用新案法第26条第2項、特許法第98条第1項第1号",
    ),
    "design": ("Design Act, art. 36 with Patent Act, art. 98(1)(i)", "意匠法第36条、特許法第98条第1項第1号"),
    "trademark": ("Trademark Act, art. 35 with Patent Act, art. 98(1)(i)", "商標法第35条、特許法第98条第1項第1号"),
}
"""Where registration makes a transfer effective in Japan, in English and Japanese; copyrights pass without it
(Copyright Act, art. 77: opposability)."""


def no_share(right: Placed[Right], share: OwnerShare) -> Failure:
    """Say that an owner holds nothing, or less."""
    part, name = format_ppm(share.share_ppm), right.value.id
    what, why = f"{share.owner} owns {part} of {name}", "an owner holds more than nothing"
    japanese = (
        f"{name}に対する{share.owner}の持分が{part}である",
        "権利者の持分は零を超える",
        "正の持分を記載するか、権利者から除く",
    )
    fix = "write a positive share, or leave the owner out"
    return Failure(Reason.OUT_OF_RANGE, right.at("owners"), what, why, fix, japanese)


def named_twice(right: Placed[Right], owner: str) -> Failure:
    """Say that an owner stands twice."""
    what, why, fix = f"{owner} owns {right.value.id} twice", "its share would be unclear", "add them up"
    japanese = (f"{right.value.id}の権利者として{owner}が二度記載されている", "持分が定まらない", "持分を合算する")
    return Failure(Reason.DUPLICATE, right.at("owners"), what, why, fix, japanese)


def no_whole(right: Placed[Right], total_ppm: int) -> Failure:
    """Say that the owners' shares do not make the whole."""
    what = f"the shares in {right.value.id} sum to {format_ppm(total_ppm)}"
    why = "the owners of a right hold the whole of it: nobody could sell what no owner holds"
    fix = "correct the shares so that they make 100%"
    japanese = (
        f"{right.value.id}の持分の合計が{format_ppm(total_ppm)}である",
        "権利者の持分は合わせて権利の全部となる。権利者のない部分は誰も譲渡することができない",
        "合計が100%となるように持分を訂正する",
    )
    return Failure(Reason.INCONSISTENT, right.at("owners"), what, why, fix, japanese)


def registered_before(link: Placed[Assignment], registered_on: date) -> Failure:
    """Say that a transfer is registered before it was made."""
    assigned_on = link.value.assigned_on
    what = f"registered on {registered_on}, before it was assigned on {assigned_on}"
    why, fix = "the register takes note of a transfer that was made", "correct one of the two dates"
    japanese = (
        f"登録日{registered_on}が譲渡日{assigned_on}より前である",
        "登録は、なされた譲渡についてされる",
        "いずれかの日付を訂正する",
    )
    return Failure(Reason.INCONSISTENT, link.at("registered_on"), what, why, fix, japanese)


def no_part(right: Right, link: Placed[Assignment]) -> Failure:
    """Say that a link passes nothing, or more than the whole."""
    part = format_ppm(link.value.share_ppm)
    what = f"{part} of {right.id} passes"
    why, fix = "a link passes more than nothing and at most the whole", "write the part of the whole right"
    japanese = (
        f"{right.id}の{part}が移転している",
        "移転する持分は零を超え、権利の全部を超えない",
        "権利の全部に対する割合を記載する",
    )
    return Failure(Reason.OUT_OF_RANGE, link.at("share"), what, why, fix, japanese)


def without_effect(right: Right, link: Placed[Assignment]) -> Failure:
    """Say that a transfer that needs registration has none."""
    giver, taker = link.value.assignor, link.value.assignee
    article, article_ja = EFFECT_ARTICLES[kind_of(right)]
    what = f"the transfer of {right.id} from {giver} to {taker} is not registered"
    why = f"it has no effect before ({article}), so {taker} owns nothing by it"
    fix = "register the transfer and write its day and receipt number"
    japanese = (
        f"{right.id}の{giver}から{taker}への移転が登録されていない",
        f"移転は登録しなければ効力を生じない({article_ja})。{taker}はこれによって権利を取得していない",
        "移転を登録し、登録日と受付番号を記載する",
    )
    return Failure(Reason.MISSING, link.at("registered_on"), what, why, fix, japanese)


def not_held(right: Right, link: Placed[Assignment], had_ppm: int, on: date) -> Failure:
    """Say that an assignor gave more than it held.

    Args:
        right: what passed.
        link: by which it passed.
        had_ppm: what the assignor held.
        on: the day on which it passed.
    """
    giver, gave = link.value.assignor, format_ppm(link.value.share_ppm)
    had, had_ja = (
        (format_ppm(had_ppm), f"保有は{format_ppm(had_ppm)}") if had_ppm else ("nothing", "何も保有していない")
    )
    what = f"{giver} gave {gave} of {right.id} on {on}, holding {had}"
    why = "nobody gives what he does not have: the chain of title has a gap before this link"
    fix = f"add the effective assignment by which {giver} came to it"
    japanese = (
        f"{giver}が{on}に{right.id}の{gave}を譲渡している({had_ja})",
        "何人も有しない権利を譲渡することはできない。これより前の移転経緯に欠落がある",
        f"{giver}が権利を取得した、効力のある譲渡を加える",
    )
    return Failure(Reason.INCONSISTENT, link.at("assignor"), what, why, fix, japanese)


def no_origin(right: Right, first: Placed[Assignment]) -> Failure:
    """Say that the first link of a chain is no first acquisition."""
    giver = first.value.assignor
    what = f"the chain of {right.id} begins with {giver} giving, not with the original owner"
    why = f"nothing shows how {giver} came to the right"
    fix = f"add a first link with an empty assignor and {giver} as assignee, or the links before"
    japanese = (
        f"{right.id}の移転経緯が原始取得者ではなく{giver}の譲渡から始まっている",
        f"{giver}がどのように権利を取得したかが示されていない",
        f"譲渡人を空欄、譲受人を{giver}とする最初の行か、それより前の移転を加える",
    )
    return Failure(Reason.MISSING, first.at("assignor"), what, why, fix, japanese)


def other_owners(right: Placed[Right], held: dict[str, int], stated: dict[str, int]) -> Failure:
    """Say that the chain ends with others than those whom the register states, both with their shares in ppm."""
    (last, last_ja), (register, register_ja) = _owners_text(held), _owners_text(stated)
    what = f"the chain of {right.value.id} ends with {last}; the register states {register}"
    why = "the seller must be the one to whom the chain of title leads"
    fix = "add the missing assignment, or correct the owners"
    japanese = (
        f"{right.value.id}の移転経緯の終わりは{last_ja}、登録上の権利者は{register_ja}である",
        "譲渡人は、移転経緯の終わりにある権利者でなければならない",
        "欠けている譲渡を加えるか、権利者を訂正する",
    )
    return Failure(Reason.INCONSISTENT, right.at("owners"), what, why, fix, japanese)


def _owners_text(shares: dict[str, int]) -> tuple[str, str]:
    """Name owners with their shares, in English and in Japanese."""
    named = [f"{owner} {format_ppm(share_ppm)}" for owner, share_ppm in sorted(shares.items())]
    return ", ".join(named) or "nobody", "、".join(named) or "なし"
