"""Laws and the places in them that a rule rests on."""

from dataclasses import dataclass

from chizai.law.said import Said


@dataclass(frozen=True, slots=True)
class Law:
    """An act, order or ordinance of Japan."""

    id: str
    """Its number in the official law database, such as `410AC0000000105`; empty for what is no statute."""
    name: Said

    def article(self, article: str, paragraph: int | None = None, item: str = "", *, words: str = "") -> "Citation":
        """Cite an article of this law."""
        return Citation(self, article, paragraph, item, words)


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a law."""

    law: Law
    article: str
    """The article's number as the database writes it, such as `126` or `63-2`; empty for the whole."""
    paragraph: int | None = None
    item: str = ""
    """The item, such as `1`, `1-ha` (第1号ハ) or `2-3` (第2号の3); empty for the whole paragraph."""
    words: str = ""
    """Words of the text, in Japanese, by which the cited line is found and quoted; empty: no text stands by."""

    @property
    def said(self) -> Said:
        """Name the place: `Asset Securitization Act, art. 126(1)(ii)`; `資産の流動化に関する法律 第126条第1項第2号`."""
        if not self.article:
            return self.law.name
        main, _, branch = self.article.partition("-")
        japanese = f"第{main}条" + "".join(f"の{part}" for part in branch.split("-") if part)
        paragraph = "" if self.paragraph is None else f"({self.paragraph})"
        item = f"({self.item})" if self.item else ""
        japanese += "" if self.paragraph is None else f"第{self.paragraph}項"
        japanese += _japanese_item(self.item) if self.item else ""
        return Said(
            f"{self.law.name.en}, art. {self.article}{paragraph}{item}",
            f"{self.law.name.ja} {japanese}",
        )


IROHA = dict(zip(("i", "ro", "ha", "ni", "ho", "he", "to", "chi", "ri", "nu"), "イロハニホヘトチリヌ", strict=True))
"""How the parts of an item are lettered."""


def _japanese_item(item: str) -> str:
    main, _, branch = item.partition("-")
    return f"第{main}号" + (f"の{branch}" if branch.isdecimal() else IROHA.get(branch, branch))


@dataclass(frozen=True, slots=True)
class Quoted:
    """A line of an article's text, with the day of the text that it was taken from."""

    citation: Citation
    text: str
    source: str
    """Whose copy of the law, and of which day."""


def quoted(citation: Citation, article_text: str, source: str) -> Quoted | None:
    """Quote the line of an article that holds the citation's words; none where they are not in it."""
    lines = [line for line in article_text.splitlines() if citation.words in line.replace("**", "")]
    if not citation.words or not lines:
        return None
    return Quoted(citation, lines[0].replace("**", ""), source)
