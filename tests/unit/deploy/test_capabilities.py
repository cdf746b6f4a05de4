"""The page that says what is proven: read from the tests' names, and from nothing else."""

from pathlib import Path

import pytest

from deploy.capabilities.page import LETTERS, Proof, Row, UnknownRow, page, proofs, rows

FIRST = Row(id="A01", capability="one", services=("N",), shown_by="seen")
OUT = Row(id="A02", capability="two", services=(), shown_by="declared out", out=True)
THIRD = Row(id="B01", capability="three", services=("N", "G"), shown_by="x < 1 | y")


def test_the_rows_are_all_those_of_both_documents_with_known_services() -> None:
    known = rows()
    assert [row.id for row in known] == [f"A{n:02}" for n in range(1, 67)] + [f"B{n:02}" for n in range(1, 22)]
    assert {letter for row in known for letter in row.services} == set(LETTERS)
    assert [row.id for row in known if row.out] == ["A37"] == [row.id for row in known if not row.services]


def test_a_test_is_found_by_its_name_wherever_it_stands(tmp_path: Path) -> None:
    folder = tmp_path / "tests" / "unit"
    folder.mkdir(parents=True)
    words = ("def test_a01_it_works(): ...", "def test_a011_no(): ...", "class C:\n    def test_b01_in(self): ...")
    (folder / "test_x.py").write_text("\n\n".join(words))
    path = "tests/unit/test_x.py"
    assert proofs(tmp_path) == {"A01": [Proof(path, "test_a01_it_works")], "B01": [Proof(path, "test_b01_in")]}


def test_a_row_says_which_tests_prove_it_or_that_none_does() -> None:
    written = page((FIRST, OUT, THIRD), {"A01": [Proof("tests/test_x.py", "test_a01_it_works")]})
    assert "| A01 | one | notes | seen | [it works](../tests/test_x.py) |" in written
    assert "| A02 | two |  | declared out | declared out |" in written
    assert "| B01 | three | notes, goals | x &lt; 1 \\| y | not shown yet |" in written
    assert "**1 of 2 rows are proven.**" in written
    assert "| notes | 1 | 2 |" in written


def test_a_test_named_after_a_row_that_does_not_exist_fails_the_page() -> None:
    with pytest.raises(UnknownRow, match="A99"):
        page((FIRST,), {"A99": [Proof("tests/test_x.py", "test_a99_x")]})
