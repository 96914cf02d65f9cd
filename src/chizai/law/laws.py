"""The laws of Japan that the rules cite, by the numbers of the official law database."""

from chizai.law.citation import Law
from chizai.law.said import Said

ASA = Law("410AC0000000105", Said("Asset Securitization Act", "資産の流動化に関する法律"))
ASA_ORDER = Law(
    "412CO0000000479", Said("Order for Enforcement of the Asset Securitization Act", "資産の流動化に関する法律施行令")
)
ASA_REGULATION = Law(
    "412M50000002128",
    Said("Ordinance for Enforcement of the Asset Securitization Act", "資産の流動化に関する法律施行規則"),
)
PATENT = Law("334AC0000000121", Said("Patent Act", "特許法"))
UTILITY_MODEL = Law("334AC0000000123", Said("Utility Model Act", "実用新案法"))
DESIGN = Law("334AC0000000125", Said("Design Act", "意匠法"))
TRADEMARK = Law("334AC0000000127", Said("Trademark Act", "商標法"))
COPYRIGHT = Law("345AC0000000048", Said("Copyright Act", "著作権法"))
CIVIL_CODE = Law("129AC0000000089", Said("Civil Code", "民法"))
CLAIMS_REGISTRATION = Law(
    "410AC0000000104",
    Said(
        "Act on Special Provisions of the Civil Code on the Perfection of Assignments of Movables and Claims",
        "動産及び債権の譲渡の対抗要件に関する民法の特例等に関する法律",
    ),
)
COMPETITIVENESS = Law("425AC0000000098", Said("Industrial Competitiveness Enhancement Act", "産業競争力強化法"))
BANKRUPTCY = Law("416AC0000000075", Said("Bankruptcy Act", "破産法"))
REORGANIZATION = Law("414AC0000000154", Said("Corporate Reorganization Act", "会社更生法"))
TRUST = Law("418AC0000000108", Said("Trust Act", "信託法"))
COMPANIES = Law("417AC0000000086", Said("Companies Act", "会社法"))
FIEA = Law("323AC0000000025", Said("Financial Instruments and Exchange Act", "金融商品取引法"))
FIEA_ORDER = Law(
    "340CO0000000321",
    Said("Order for Enforcement of the Financial Instruments and Exchange Act", "金融商品取引法施行令"),
)
FIEA_DEFINITIONS = Law(
    "405M50000040014",
    Said(
        "Cabinet Office Ordinance on Definitions under Article 2 of the Financial Instruments and Exchange Act",
        "金融商品取引法第二条に規定する定義に関する内閣府令",
    ),
)
DISCLOSURE = Law(
    "405M50000040022",
    Said(
        "Cabinet Office Ordinance on Disclosure of Information on Regulated Securities",
        "特定有価証券の内容等の開示に関する内閣府令",
    ),
)
PRACTICE = Law("", Said("practice", "実務"))
