"""Keys: how they are made, kept and taken back, and `indexer key`."""

import json
import re
from datetime import date

import pytest

from search.errors import EngineError, InvalidValue, UnreadableKeys
from search.keys import FORM, KeyFile, KeyKind

TODAY = date(2026, 11, 29)


@pytest.fixture
def keys(tmp_path):
    return KeyFile(tmp_path / "arsip" / "keys.json")


def test_a_key_is_found_by_itself_and_kept_by_its_hash(keys):
    token = keys.create("situs", KeyKind.SEARCH, TODAY, outlets=["Kabar Nusa", None])
    assert FORM.fullmatch(token) and token not in keys.path.read_text("utf-8")
    found = keys.find(token)
    assert (found.name, found.kind, found.outlets) == ("situs", "search", ("Kabar Nusa", None))
    assert keys.find(token[:-1]) is keys.find("") is keys.find("\ud800") is None
    assert not keys.has_admin(TODAY)


def test_keys_are_never_the_same(keys):
    tokens = {keys.create(f"k{number}", KeyKind.ADMIN, TODAY) for number in range(5)}
    assert len(tokens) == 5 and keys.has_admin(TODAY)
    assert [key.name for key in keys.list_keys()] == [f"k{number}" for number in range(5)]


def test_a_key_is_good_on_its_last_day(keys):
    key = keys.find(keys.create("k", KeyKind.ADMIN, TODAY, expires="2026-12-01"))
    assert [key.is_expired(date(2026, 12, day)) for day in (1, 2)] == [False, True]
    assert [keys.has_admin(date(2026, 12, day)) for day in (1, 2)] == [True, False]


@pytest.mark.parametrize("name, options, said", [
    ("Situs", {}, "no name of a key"), ("", {}, "no name of a key"), ("a" * 41, {}, "at most 40"),
    ("a b", {}, "no name of a key"), ("k", {"origins": ["https://a.example/x"]}, "scheme and host"),
    ("k", {"origins": ["*"]}, "scheme and host"), ("k", {"expires": "besok"}, "YYYY-MM-DD"),
    ("k", {"expires": "2026-11-28"}, "is over"), ("ada", {}, "already: choose another"),
])
def test_what_no_key_can_be_is_refused_and_changes_nothing(keys, name, options, said):
    keys.create("ada", KeyKind.SEARCH, TODAY)
    before = keys.path.read_bytes()
    with pytest.raises(InvalidValue, match=re.escape(said)):
        keys.create(name, KeyKind.SEARCH, TODAY, **options)
    assert keys.path.read_bytes() == before
    assert [path.name for path in keys.path.parent.iterdir()] == ["keys.json"]


def test_an_admin_key_is_not_for_pages(keys):
    with pytest.raises(InvalidValue, match="keep it out of pages"):
        keys.create("k", KeyKind.ADMIN, TODAY, origins=["https://a.example"])


@pytest.mark.parametrize("written, said", [
    ("", "no file of keys"), ("[]", "no file of keys"), ('{"version": 2, "keys": []}', "newer"),
    ('{"version": 1, "keys": [{}]}', "no file of keys"), ("[" * 99_999, "no file of keys"),
    ('{"version": 1, "keys": [{"name": 1, "kind": "search", "hash": "", "created": "",'
     ' "origins": [], "outlets": []}]}', "no file of keys"),
])
def test_a_file_that_is_damaged_has_no_keys(keys, written, said):
    keys.path.parent.mkdir()
    keys.path.write_text(written)
    for ask in (keys.list_keys, lambda: keys.find("x"), lambda: keys.rotate("x")):
        with pytest.raises(UnreadableKeys, match=said):
            ask()


def test_verify_names_keys_that_are_damaged(indexer, folder):
    ran = indexer("verify")
    assert "keys.json" not in ran.err
    folder.mkdir(exist_ok=True)
    KeyFile(folder / "keys.json").create("k", KeyKind.SEARCH, TODAY)
    written = (folder / "keys.json").read_text()
    (folder / "keys.json").write_text(written.replace('"k"', '"l"'))
    ran = indexer("verify")
    assert ran.code == 1 and "keys.json is damaged" in ran.err


def test_two_changes_at_once_do_not_lose_one(keys):
    keys.create("a", KeyKind.SEARCH, TODAY)
    keys.path.with_name("keys.json.new").touch()
    with pytest.raises(EngineError, match="another `indexer key` is at work"):
        keys.create("b", KeyKind.SEARCH, TODAY)


def test_the_command_shows_a_key_once(indexer, folder):
    made = indexer("key", "create", "situs", "--origin", "https://a.example", "--outlet", "none",
                   "--expires", "9999-12-31")
    token = made.out.strip()
    assert made.code == 0 and FORM.fullmatch(token) and token not in made.err
    admin = indexer("key", "create", "cms", "--kind", "admin").out.strip()
    listed, as_json = indexer("key", "list"), indexer("key", "list", "--json")
    assert "situs" in listed.out and "outlet none" in listed.out
    assert [json.loads(line)["kind"] for line in as_json.out.splitlines()] == ["search", "admin"]
    changed = indexer("key", "rotate", "cms").out.strip()
    assert indexer("key", "revoke", "situs").out == "revoked situs\n"
    everything = listed.out + as_json.out + indexer("key", "list", "--json").out
    for each in (token, admin, changed, KeyFile(folder / "keys.json").list_keys()[0].hash):
        assert each not in everything
    assert indexer("key", "revoke", "situs").code == 2
    assert indexer("key").out.startswith("Usage:") and indexer("status").code == 0
