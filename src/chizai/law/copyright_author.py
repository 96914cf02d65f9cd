"""Rules on authors: moral rights, works made in employment, the term of copyright (著作権法)."""

from chizai.law.checks import Check, Test, either, every, where
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.gate import Gate
from chizai.law.laws import COPYRIGHT
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said
from chizai.law.title_checks import LIVES, of_kind
from chizai.law.title_facts import fact

FACTS: dict[str, tuple[Fact, ...]] = {
    "rights": (
        fact(
            Supplier.ORIGINATOR,
            "authors",
            Kind.NAMES,
            "authors of the work, a body that is the author in law among them",
            "著作者(職務著作の法人を含む。)",
        ),
        fact(
            Supplier.ORIGINATOR,
            "moral_covenants",
            Kind.NAMES,
            "authors who promised not to exercise their moral rights",
            "著作者人格権の不行使を約した者",
        ),
        fact(
            Supplier.ORIGINATOR,
            "employer_work",
            Kind.YES_NO,
            "whether title rests on the work having been made in employment",
            "職務著作を権原とするか",
        ),
        fact(
            Supplier.ORIGINATOR,
            "on_employers_initiative",
            Kind.YES_NO,
            "whether the employer wanted it made",
            "法人等の発意に基づくか",
        ),
        fact(
            Supplier.ORIGINATOR,
            "made_in_duties",
            Kind.YES_NO,
            "whether employees made it in their duties",
            "従事者が職務上作成したか",
        ),
        fact(Supplier.ORIGINATOR, "program", Kind.YES_NO, "whether it is a computer program", "プログラムの著作物か"),
        fact(
            Supplier.ORIGINATOR,
            "in_employers_name",
            Kind.YES_NO,
            "whether it is, or is to be, published in the employer's name",
            "法人等の名義で公表するものか",
        ),
        fact(
            Supplier.ORIGINATOR,
            "otherwise_agreed",
            Kind.YES_NO,
            "whether a contract or rule of the time says that the employee is the author",
            "作成時の別段の定めの有無",
        ),
    ),
}

_EMPLOYER_IS_AUTHOR: Check = every(
    Test(("on_employers_initiative",), bool, Said("on the employer's initiative: {0}", "法人等の発意: {0}")),
    Test(("made_in_duties",), bool, Said("made in duties: {0}", "職務上の作成: {0}")),
    either(
        Test(("program",), bool, Said("program: {0}", "プログラム: {0}")),
        Test(("in_employers_name",), bool, Said("in the employer's name: {0}", "法人等の名義での公表: {0}")),
    ),
    Test(("otherwise_agreed",), lambda agreed: not agreed, Said("otherwise agreed: {0}", "別段の定め: {0}")),
)

RULES = (
    Rule(
        id="CR-001",
        states=Said(
            "Moral rights are the author's own and cannot be assigned: each author promises not to exercise them.",
            "著作者人格権は著作者の一身に専属し、譲渡することができない。各著作者から不行使の約束を得る。",
        ),
        cites=(
            COPYRIGHT.article("17", 1, words="著作者人格権"),
            COPYRIGHT.article("59", words="著作者の一身に専属し、譲渡することができない"),
        ),
        about="rights",
        check=where(
            of_kind("copyright"),
            Test(
                ("authors", "moral_covenants"),
                lambda authors, promised: set(authors) <= set(promised),
                Said("authors: {0}; who promised: {1}", "著作者: {0}。不行使を約した者: {1}"),
            ),
        ),
        consequence=Said(
            "an author can stop publication, a change of the work or a missing name, and name a price for giving way",
            "著作者は、公表、改変又は氏名表示について差止めを求め、対価を要求することができる",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "the promise not to exercise is the practice; no article speaks of it",
            "不行使特約は実務であり、条文の定めはない",
        ),
    ),
    Rule(
        id="CR-006",
        states=Said(
            "Copyright lives until seventy years after the author's death; of works in a body's name, without a name or"
            " of films, after publication (after creation where not published within seventy years). Performances and"
            " phonograms are protected for seventy years, broadcasts for fifty. Years run from the following 1"
            " January.",
            "著作権は、著作者の死後(団体名義、無名・変名及び映画の著作物は公表後、七十年以内に公表されないときは創作"
            "後)七十年を経過するまで存続する。実演及びレコードは七十年、放送及び有線放送は五十年。期間は翌年から起算"
            "する。",
        ),
        cites=(
            COPYRIGHT.article("51", 2, words="七十年を経過するまでの間、存続する"),
            COPYRIGHT.article("52", 1, words="公表後七十年を経過するまでの間"),
            COPYRIGHT.article("53", 1, words="創作後七十年以内に公表されなかつたときは"),
            COPYRIGHT.article("54", 1, words="映画の著作物の著作権は"),
            COPYRIGHT.article("57"),
            COPYRIGHT.article("101", 2, "1", words="翌年から起算して七十年を経過した時"),
        ),
        about="rights",
        check=where(
            of_kind("copyright"),
            either(
                LIVES,
                Test(("term_open",), bool, Said("the term has no end yet: {0}", "存続期間の終期が未確定: {0}")),
            ),
        ),
        consequence=Said("no royalty has a base after expiry", "満了後の使用料に根拠がない"),
        confidence=Confidence.STATUTE,
        reading=Said(
            "that years run from 1 January (art. 57), and the fifty years before 30 December 2018, are from memory",
            "翌年からの起算(第57条)及び2018年12月30日前の五十年は記憶による",
        ),
    ),
    Rule(
        id="CR-007",
        states=Said(
            "The employer is the author of what employees make in their duties on its initiative and is published in"
            " its name (programs: whatever the name), unless otherwise agreed at the time.",
            "法人等の発意に基づき従事者が職務上作成し、法人等の名義で公表する著作物の著作者は、別段の定めがない限り、"
            "法人等とする。プログラムは名義を問わない。",
        ),
        cites=(
            COPYRIGHT.article("15", 1, words="自己の著作の名義の下に公表するものの著作者は"),
            COPYRIGHT.article("15", 2, words="職務上作成するプログラムの著作物の著作者は"),
        ),
        about="rights",
        check=where(
            every(
                of_kind("copyright"),
                Test(("employer_work",), bool, Said("made in employment: {0}", "職務著作: {0}")),
            ),
            either(
                Test(("makers_assigned",), bool, Said("assigned by every author: {0}", "著作者全員の譲渡証書: {0}")),
                _EMPLOYER_IS_AUTHOR,
            ),
        ),
        consequence=Said(
            "the employee is the author and owner: the chain of title has a gap at its beginning",
            "従事者が著作者・著作権者であり、権利の移転経緯の起点が欠ける",
        ),
        confidence=Confidence.STATUTE,
        gates=(Gate.ACQUIRE,),
    ),
)
