"""Rules on utility models (実用新案法)."""

from chizai.law.checks import every, where
from chizai.law.gate import Gate
from chizai.law.laws import PATENT, UTILITY_MODEL
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said
from chizai.law.title_checks import (
    APPLICATION_PASSES,
    CO_OWNERS_AGREE,
    LICENCES_SCHEDULED,
    LIVES,
    REGISTERED_RIGHT_PASSES,
    dealings_registered,
    of_kind,
)

RULES = (
    Rule(
        id="UM-001",
        states=Said(
            "A utility model lives ten years from filing. As with patents: co-owners consent, transfers and pledges"
            " have no effect until registered, licences bind whoever acquires it.",
            "実用新案権の存続期間は、出願の日から十年をもって終了する。共有者の同意、登録による効力の発生及び通常実施"
            "権の対抗力は、特許権と同じ。",
        ),
        cites=(
            UTILITY_MODEL.article("15", words="出願の日から十年をもつて終了する"),
            UTILITY_MODEL.article("18", 3, words="特許法第七十七条第三項から第五項まで"),
            UTILITY_MODEL.article("19", 3, words="第九十九条"),
            UTILITY_MODEL.article("25", 3, words="特許法第九十八条第一項第三号"),
            UTILITY_MODEL.article("26", words="第七十三条"),
            PATENT.article("98", 1, "1", words="特許権の移転"),
        ),
        about="rights",
        check=where(
            of_kind("utility-model"),
            every(
                LIVES,
                CO_OWNERS_AGREE,
                APPLICATION_PASSES,
                REGISTERED_RIGHT_PASSES,
                dealings_registered("trust", "exclusive-licence", "pledge", "waiver", "restriction"),
                LICENCES_SCHEDULED,
            ),
        ),
        consequence=Said(
            "as with patents: no royalty after expiry; what is not consented to or not registered has no effect",
            "特許権と同じ(満了後の実施料に根拠がなく、同意又は登録を欠く行為は効力を生じない)",
        ),
        confidence=Confidence.STATUTE,
        gates=(Gate.ACQUIRE,),
    ),
)
