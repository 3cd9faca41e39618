"""Bytes that flip in any file of an archive: an answer is right, or something is said."""

import random
import shutil

import pytest

from search import open_archive
from search.keys import KeyFile

from support import flips, store_flips


@pytest.fixture(scope="module")
def flipper(tmp_path_factory, analyzer):
    folder = tmp_path_factory.mktemp("flips") / "archive"
    flips.build(folder)
    return flips.Flipper(shutil.copytree(folder, folder.with_name("copy")), analyzer)


def test_every_kind_of_file_is_damaged(flipper):
    names = {path.name.split("-")[0].split("_")[0] for path in flipper.files}
    assert names >= {"articles.sqlite", "articles.counter", "vocabulary.arrays", "commit", "MAIN",
                     "acronyms.tsv", "keys.json", ""}


@pytest.mark.long  # each flip is asked about in a process of its own
@pytest.mark.parametrize("seed", range(4))
def test_no_byte_that_flips_ends_the_process_or_makes_a_wrong_answer(flipper, seed):
    outcomes, faults, unfound = flips.run(flipper, 50, random.Random(seed))
    assert faults == []
    assert {name.partition("-")[0] for name in unfound} <= {"articles.sqlite", "keys.json"}
    assert outcomes[flips.SOUND] and outcomes[flips.SAID]


def test_a_wrong_answer_is_noticed(flipper):
    path = next(path for path in flipper.files if path.name == "articles.sqlite")
    archive = open_archive(f"whoosh:{path.parent}", analyzer=flipper._analyzer)
    answers = flips.ask(archive, KeyFile(path.parent / flips.KEYS))
    assert flipper._judge(answers, []) == (flips.SOUND, "")
    assert flipper._judge(answers | {"export": []}, [])[0] == flips.WRONG
    assert flipper._judge(answers | {"export": []}, ["a warning"])[0] == flips.SAID


def test_what_changes_in_the_store_is_said(flipper, tmp_path):
    source = next(path for path in flipper.files if path.name == "articles.sqlite").parent
    store = store_flips.StoreFlipper(shutil.copytree(source, tmp_path / "archive"))
    outcomes, unsaid = store_flips.run(store, 40, random.Random(2))
    assert unsaid == [] and outcomes[store_flips.SAID]
