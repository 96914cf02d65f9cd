"""The two languages of documents, and the catalogue that leads from one to the other."""

import gettext
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Language(StrEnum):
    """A language that every document is written in."""

    ENGLISH = "en"
    JAPANESE = "ja"


def marked(message: str) -> str:
    """Mark a message for the catalogue where it is written down; it is translated where it is said."""
    return message


@cache
def catalogue(language: Language) -> gettext.NullTranslations:
    """Give a language's translations. The messages in the code are English, so English needs none."""
    if language is Language.ENGLISH:
        return gettext.NullTranslations()
    compiled = files("chizai.documents") / "locale" / language.value / "LC_MESSAGES" / "chizai.mo"
    with compiled.open("rb") as file:
        return gettext.GNUTranslations(file)
