"""Names of files for offices: in plain letters and in Thai, and such that every machine takes them."""

from __future__ import annotations

import pytest

from panel.domain.file_names import MOST_BYTES, file_name


@pytest.mark.parametrize(
    ("name_en", "name", "file"),
    [
        ("Mueang Buri Ram", "เมืองบุรีรัมย์", "3101_Mueang-Buri-Ram_เมืองบุรีรัมย์.pdf"),
        ("", "ลำปลายมาศ", "3101_ลำปลายมาศ.pdf"),
        ("Nā Pho", 'น<า>:"โ/พ\\ธิ์|?*', "3101_Na-Pho_นาโพธิ์.pdf"),
        (" A\t B\n", "ก\u200bข\x00 . ", "3101_A-B_กข.pdf"),
        ("..", "...", "3101.pdf"),
    ],
)
def test_a_file_is_named_by_code_in_plain_letters_and_in_thai(name_en, name, file):
    assert file_name("3101", name_en, name, ".pdf") == file


def test_a_long_name_is_cut_between_letters_and_keeps_its_suffix():
    name = file_name("3101", "Long Name", "ก" * 200, ".pdf")
    assert (name[:17], name[-5:], len(name.encode()) <= MOST_BYTES) == ("3101_Long-Name_กก", "ก.pdf", True)
