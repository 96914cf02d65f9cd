"""The page on confidentiality names every party that the contracts know."""

import re
from pathlib import Path


def test_the_page_has_a_row_for_each_role_the_bank_and_the_outsider(project_root: Path) -> None:
    source = (project_root / "contracts" / "src" / "interfaces" / "IRoles.sol").read_text(encoding="utf-8")
    (listed,) = re.findall(r"enum Role \{(.*?)\}", source, re.DOTALL)
    roles = [name.strip() for name in listed.split(",") if name.strip() != "None"]
    page = (project_root / "docs" / "confidentiality.md").read_text(encoding="utf-8")
    table = page.split("## Who sees what")[1].split("## ")[0]
    assert len(roles) == 11
    assert re.findall(r"^\| ([^|]+?) \|", table, re.MULTILINE)[1:] == [*roles, "bank", "outsider with a node"]


def test_the_page_names_only_modules_that_there_are(project_root: Path) -> None:
    page = (project_root / "docs" / "confidentiality.md").read_text(encoding="utf-8")
    modules = set(re.findall(r"`chizai\.([a-z_.]+)`", page))
    assert len(modules) >= 4
    for module in modules:
        assert (project_root / "src" / "chizai" / f"{module.replace('.', '/')}.py").is_file(), module
