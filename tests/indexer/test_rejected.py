"""Rejected records: kept whole in a file, mended there, and added again."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_cli import parsed, report
from test_load import JSON

from indexer import rejected
from indexer.record import Location, Record, Rejection
from indexer.rejected import RejectedFile

from support.built_articles import build_article

GOOD = {"id": "a", "title": "Judul"}
BAD = {"id": "x", "byline": "Wira", "url": ["é"]}
WORSE = {"id": "y", "title": ["Judul", 2], "rejected": "oleh redaksi"}


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.fixture
def kept(tmp_path):
    """Where rejected records go by default."""
    return tmp_path / "rejected.jsonl"


def test_a_rejected_record_is_kept_with_its_fields_and_its_reason(indexer, write, kept):
    path = write("a.jsonl", [GOOD, BAD, WORSE])
    ran = indexer("add", path)
    assert (ran.code, ran.out) == (1, report(added=1, rejected=2))
    assert lines(kept) == [
        BAD | {"rejected": {"file": str(path), "line": 2, "reason": "neither a title nor a body"}},
        {"id": "y", "title": ["Judul", 2], "rejected": {
            "file": str(path), "line": 3, "reason": "title must be text",
            "rejected": "oleh redaksi"}},
    ]


def test_mended_records_are_added_as_if_nothing_had_happened(indexer, write, kept):
    indexer("add", write("a.jsonl", [BAD, WORSE]))
    first, second = lines(kept)
    write("rejected.jsonl", [first | {"title": "Satu", "url": None}, second | {"title": "Dua"}])
    assert indexer("add", kept) == (0, report(added=2), "")
    one, other = map(json.loads, indexer("export").out.splitlines())
    assert one["title"] == "Satu" and one["extra"]["byline"] == "Wira"
    assert other["title"] == "Dua" and other["extra"]["rejected"] == "oleh redaksi"
    indexer("add", write("b.jsonl", [
        BAD | {"title": "Satu", "url": None}, WORSE | {"title": "Dua"}]))
    assert [json.loads(line)["revision"] for line in indexer("export").out.splitlines()] == [1, 1]


def test_a_run_repeated_every_night_leaves_one_line_a_record(indexer, write, kept):
    path = write("a.jsonl", [BAD, BAD])
    indexer("add", path)
    before = kept.read_bytes()
    assert len(lines(kept)) == 2, "each has its own place"
    for _ in range(2):
        assert indexer("add", path).out == report(rejected=2)
    assert kept.read_bytes() == before
    write("a.jsonl", [WORSE])
    indexer("add", path)
    assert kept.read_bytes().startswith(before) and len(lines(kept)) == 3


def test_nothing_of_an_existing_file_is_lost(indexer, write, kept):
    kept.write_text('{"title": "Milik orang lain"}')  # without an end of its line
    indexer("add", write("a.jsonl", [BAD]))
    assert [line.get("title") for line in lines(kept)] == ["Milik orang lain", None]


def test_while_the_file_itself_is_read_rejections_go_to_one_beside_it(
    indexer, write, kept, tmp_path
):
    indexer("add", write("a.jsonl", [BAD, WORSE]))
    before = kept.read_bytes()
    (tmp_path / "tautan.jsonl").symlink_to(kept)
    for number, name in enumerate(["rejected.jsonl", "../{}/rejected.jsonl", "tautan.jsonl"], 1):
        path = tmp_path / name.format(tmp_path.name)
        figures = parsed(indexer("add", "--json", path))
        beside = tmp_path / f"rejected-{number}.jsonl"
        assert figures["read"] == figures["rejected"] == 2
        assert figures["rejected_file"] == str(beside) and kept.read_bytes() == before
        places = [line.pop("rejected") for line in lines(beside)]
        assert [(place["file"], place["line"]) for place in places] == [
            (str(path), 1), (str(path), 2)]
        assert places[1]["rejected"] == "oleh redaksi"


def test_in_a_folder_it_is_skipped_even_while_it_is_written(indexer, write, kept, tmp_path):
    path = write("a.jsonl", [GOOD, BAD])
    for _ in range(2):
        ran = indexer("add", path, tmp_path)
        assert ran.err.count("rejected") == 2 and len(lines(kept)) == 1
    write("a.jsonl", [GOOD])
    ran = indexer("add", "--prune", tmp_path)
    assert (ran.code, ran.out) == (0, report(unchanged=1))
    assert indexer("add", tmp_path, "--rejected", "lain.jsonl").out == report(
        unchanged=1, rejected=1), "under another name it is a file like others"


def test_what_is_no_number_is_rejected_again(indexer, write, kept):
    path = write("a.jsonl", '{"title": NaN, "body": NaN, "url": "https://kabar.example/1"}\n')
    assert indexer("add", path).out == report(rejected=1)
    assert lines(kept)[0]["title"] is None and lines(kept)[0]["body"] is None
    assert indexer("add", kept).out == report(rejected=1)


def test_the_file_may_be_named(indexer, write, tmp_path):
    indexer("add", write("a.jsonl", [BAD]), "--rejected", "ditolak.json")
    assert lines(tmp_path / "ditolak.json")[0]["id"] == "x"
    assert not (tmp_path / "rejected.jsonl").exists()


def test_a_file_that_cannot_be_written_is_named_and_stops_nothing(indexer, write):
    path = write("a.jsonl", [BAD, GOOD, BAD])
    ran = indexer("add", "--json", path, "--rejected", "tidak/ada.jsonl")
    figures = parsed(ran)
    assert (ran.code, figures["rejected_file"]) == (1, None)
    assert (figures["added"], figures["rejected"]) == (1, 2)
    assert ran.err.count("cannot keep rejected records") == 1 and "--rejected" in ran.err
    assert f"{path}:3: neither" in ran.err


def test_a_full_disk_is_named_too(indexer, write):
    ran = indexer("add", write("a.jsonl", [BAD, GOOD]), "--rejected", "/dev/full")
    assert ran.code == 1 and "cannot keep rejected records" in ran.err


def test_they_may_be_thrown_away(indexer, write):
    ran = indexer("add", write("a.jsonl", [BAD, GOOD]), "--rejected", "/dev/null")
    assert (ran.code, ran.err.count("\n")) == (1, 1)


# What is no record, or a whole file


def again(**about):
    fields = {"rejected": {"file": "a.jsonl", "line": 2, "reason": "not JSON"} | about}
    return build_article(Record(location=Location("r.jsonl", 5), fields=fields))


def test_what_is_no_record_says_what_to_do_with_it():
    found = again(raw="{title: Judul}")
    assert str(found.location) == "r.jsonl:5" and found.raw == "{title: Judul}"
    assert found.reason.startswith("still invalid: write the text in `raw` as fields")
    assert json.loads(rejected.encode_rejection(found))["rejected"]["raw"] == found.raw


def test_a_whole_file_is_to_be_mended_itself():
    assert again().reason == "still invalid: fix a.jsonl and add it again"
    assert again(raw=7).raw is None


def test_whatever_the_format_it_comes_back_with_advice_until_it_is_mended(indexer, write, kept):
    contents = {"a.jsonl": '{"title": "a"\n', "b.csv": "title\na,b\n", "c.html": ""}
    paths = [write(name, content) for name, content in contents.items()]
    assert indexer("add", *paths).out == report(rejected=3)
    raw, row, page = lines(kept)
    assert raw["rejected"]["raw"] == '{"title": "a"'
    assert (row["title"], row["column 2"]) == ("a", "b")
    ran = indexer("add", kept)
    assert ran.out == report(added=1, rejected=2), "the row has a title, after all"
    assert [line.split("still invalid: ")[1] for line in ran.err.splitlines()] == [
        "write the text in `raw` as fields (title, body, …) next to `rejected`",
        f"fix {paths[2]} and add it again"]
    assert [line["rejected"].get("raw") for line in lines(kept.with_name("rejected-1.jsonl"))] == [
        '{"title": "a"', None]


def test_with_fields_of_its_own_it_is_a_record_like_others():
    about = {"file": "a.jsonl", "line": 2, "reason": "not JSON", "raw": "{"}
    made = build_article(Record(
        location=Location("r.jsonl"), fields={"title": "Judul", "rejected": about}))
    assert made.title == "Judul" and "rejected" not in made.extra
    found = build_article(Record(
        location=Location("r.jsonl"), fields={"byline": "Wira", "rejected": about}))
    assert (found.reason, found.fields, found.raw) == (
        "neither a title nor a body", {"byline": "Wira"}, "{")


@pytest.mark.parametrize("own", [
    "ya", 7, None, [], {}, {"file": "a"}, {"reason": "x", "line": 1}, True])
def test_a_field_of_that_name_that_is_not_ours_is_kept(own):
    assert build_article(Record(
        location=Location("a"), fields={"title": "Judul", "rejected": own})).extra == {
        "undated": "no date in the text",
        "rejected": own}


def test_what_is_nested_too_deep_is_rejected(indexer, write, kept):
    def deep(levels):
        return '{"title": "Judul", "x": ' + "[" * levels + "]" * levels + "}\n"

    path = write("a.jsonl", "".join(map(deep, [200, 201, 900, 950, 5_000])))
    ran = indexer("add", path)
    assert ran.out == report(added=1, rejected=4) and len(lines(kept)) == 4
    exported = write("b.jsonl", indexer("export").out)
    assert indexer("add", exported).out == report(unchanged=1)


# Any record


@given(st.dictionaries(st.text(max_size=5) | st.just("rejected"), JSON, max_size=4),
       st.none() | st.text(st.characters(), max_size=5))
def test_the_fields_of_a_rejected_record_come_back_as_they_were(fields, raw):
    line = rejected.encode_rejection(Rejection(
        location=Location("a", 3), reason="salah", fields=fields, raw=raw))
    assert b"\n" not in line
    own, about = rejected.split_rejected(json.loads(line))
    assert json.dumps(own, sort_keys=True) == json.dumps(fields, sort_keys=True)
    assert (about["file"], about["line"], about["reason"]) == ("a", 3, "salah")
    assert about.get("raw") == raw


@given(st.lists(st.integers(0, 5)))
def test_every_rejection_is_in_the_file_once(tmp_path_factory, numbers):
    path = tmp_path_factory.mktemp("ditolak") / "r.jsonl"
    for half in (numbers[:len(numbers) // 2], numbers):
        file = RejectedFile(path)
        for number in half:
            file.write(Rejection(
                location=Location("a", number), reason="salah", fields={"title": "\ud800\u2028é"}))
        file.close()
    assert path.exists() == bool(numbers)
    found = lines_of(path) if numbers else []
    assert sorted(found) == sorted(set(numbers))


def lines_of(path):
    """The numbers of the lines; only line feeds part them."""
    return [json.loads(line)["rejected"]["line"] for line in path.read_bytes().split(b"\n")[:-1]]
