"""A paper in Japanese is in Japanese, but for what the deal's own files say."""

from tests.documents.english import data_of, english, texts_of

from chizai.documents.papers.dossier import Dossier


def test_no_paper_in_japanese_holds_english(files: dict[str, bytes], dossier: Dossier) -> None:
    book, known = dossier.book, dossier.known
    facts = [(dict(known.one), {table: dict(rows) for table, rows in known.many.items()})]
    given = [*data_of((book.deal, book.pool.rights, book.pool.licences, facts))]
    papers = {name: content.decode() for name, content in files.items() if name.endswith(".ja.html")}
    assert len(papers) > 9
    found = {name: english(texts_of(page), given) for name, page in papers.items()}
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_the_explanation_of_a_rating_has_the_same_keys_in_both_languages(files: dict[str, bytes]) -> None:
    rows = [line for line in files["keys.csv"].decode().splitlines() if line.startswith("rating-pack,")]
    keys = {
        language: [row.split(",")[3] for row in rows if row.split(",")[1] == language and ",explained," in row]
        for language in ("en", "ja")
    }
    assert keys["en"]
    assert keys["en"] == keys["ja"]
