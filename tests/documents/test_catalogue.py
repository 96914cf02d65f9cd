import gettext
import io
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


@pytest.fixture(scope="module")
def documents(project_root: Path) -> Path:
    return project_root / "src" / "chizai" / "documents"


@pytest.fixture(scope="module")
def folder(documents: Path) -> Path:
    return documents / "locale" / "ja" / "LC_MESSAGES"


@pytest.fixture(scope="module")
def catalogue(folder: Path) -> Catalog:
    with (folder / "chizai.po").open("rb") as file:
        return read_po(file, locale="ja")


def test_every_message_of_the_code_is_in_the_catalogue_and_no_other(catalogue: Catalog, documents: Path) -> None:
    found = extract_from_dir(documents, [("**.py", "python")], keywords={"say": None, "marked": None})
    written = {message for _, _, message, *_ in found}
    assert {message.id for message in catalogue if message.id} == written


def test_no_message_is_untranslated_or_fuzzy(catalogue: Catalog) -> None:
    assert [message.id for message in catalogue if message.id and (not message.string or message.fuzzy)] == []
    assert not catalogue.fuzzy


def test_a_translation_names_the_same_facts_as_its_message(catalogue: Catalog) -> None:
    def facts(text: object) -> set[str | None]:
        return {name for _, name, *_ in Formatter().parse(str(text)) if name is not None}

    assert [message.id for message in catalogue if message.id and facts(message.id) != facts(message.string)] == []


def test_the_compiled_catalogue_says_what_the_written_one_says(catalogue: Catalog, folder: Path) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    assert (folder / "chizai.mo").read_bytes() == compiled.getvalue()
    with (folder / "chizai.mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Class") == "トランシェ"


def test_words_are_those_of_the_glossary(catalogue: Catalog, project_root: Path) -> None:
    lines = (project_root / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")][2:]
    glossary = {row[0].split(" (")[0].capitalize(): row[1] for row in rows}
    ours = {str(message.id): str(message.string) for message in catalogue}
    shared = {"Advance rate", "Convexity", "Copyright", "Originator", "Preferred equity", "Screening", "Specified bond"}
    assert shared <= glossary.keys() & ours.keys()
    assert {term: ours[term] for term in shared} == {term: glossary[term].split("(")[0] for term in shared}
