"""Translation files change only when a term changes."""

import pytest

from dev import catalogue

HEADER = 'msgid ""\nmsgstr ""\n"POT-Creation-Date: {date}\\n"\n\n'
TERMS = '#: model:a\nmsgid "Visit"\nmsgstr ""\n\n#: model:b\nmsgid "Display Name"\nmsgstr ""\n'


@pytest.fixture
def files(tmp_path):
    exported = tmp_path / "exported.po"
    exported.write_text(HEADER.format(date="2026-01-01") + TERMS)
    core = tmp_path / "core.po"
    core.write_text('msgid "Display Name"\nmsgstr "Anzeigename"\n')
    folder = tmp_path / "i18n"
    folder.mkdir()
    return folder, exported, core


def test_new_terms_are_named_and_shared_ones_known(files):
    folder, exported, core = files
    assert catalogue.main(folder, exported, core, check=False) == ["de.po: untranslated: 'Visit'"]
    assert "Anzeigename" in (folder / "de.po").read_text()


def test_a_later_export_changes_nothing(files):
    folder, exported, core = files
    catalogue.main(folder, exported, core, check=False)
    before = {path: path.read_text() for path in folder.iterdir()}
    exported.write_text(HEADER.format(date="2027-02-02") + TERMS)
    catalogue.main(folder, exported, core, check=False)
    assert len(before) == 2 and {path: path.read_text() for path in folder.iterdir()} == before


def test_check_is_silent_when_all_is_done_and_writes_nothing(files):
    folder, exported, core = files
    catalogue.main(folder, exported, core, check=False)
    german = folder / "de.po"
    german.write_text(german.read_text().replace('"Visit"\nmsgstr ""', '"Visit"\nmsgstr "Termin"'))
    assert catalogue.main(folder, exported, core, check=True) == []
    german.write_text(german.read_text() + '\n#~ msgid "Gone"\n#~ msgstr "Weg"\n')
    before = german.read_text()
    assert catalogue.main(folder, exported, core, check=True) == [
        "de.po is not up to date: make i18n"
    ]
    assert german.read_text() == before
