"""The static folder's version, and what a script brings along."""

import pytest

from panel.adapters.statics import modules_of, static_version


@pytest.fixture
def folder(tmp_path):
    for name, text in {
        "one.js": '// import x from "./no.js";\nimport { a } from "./two.js";\nexport default a;\n',
        "two.js": 'import {\n  b,\n} from "./three.js";\nimport "./one.js";\nexport const a = b;\n',
        "three.js": 'export { b } from "./four.js";\n',
        "four.js": "export const b = 1;\n",
        "other.js": "",
    }.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_a_script_brings_along_what_it_imports_in_turn(folder):
    assert modules_of(folder, "one") == ["four", "one", "three", "two"]


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "one.js").write_text("1"),
        lambda folder: (folder / "one.js").rename(folder / "1.js"),
        lambda folder: (folder / "other.js").unlink(),
        lambda folder: (folder / "new.js").touch(),
    ],
    ids=["content", "name", "gone", "new"],
)
def test_any_change_of_a_file_is_another_version(folder, change):
    before = static_version(folder)
    assert (len(before), static_version(folder)) == (12, before)
    change(folder)
    assert static_version(folder) != before
