"""Files of arrays: what is written is read, and any damage is found."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from search.arrays import CHECKSUM_BLOCK, FORMAT, ArrayFile, Damaged, write
from search.errors import EngineError, StaleIndex

from support.index_files import set_format

ARRAYS = {
    "small": np.arange(5, dtype="<u2"), "none": np.zeros(0, "<f4"),
    "large": np.arange(3 * CHECKSUM_BLOCK, dtype="<u4"), "last": np.array([7], "<i8"),
}


@pytest.fixture
def path(tmp_path):
    write(tmp_path / "a.arrays", ARRAYS.items())
    return tmp_path / "a.arrays"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.text(max_size=8), npst.arrays(
    st.sampled_from(["<u1", "<u2", "<u4", "<i8", "<f4"]), st.integers(0, 300)), max_size=5))
def test_what_is_written_is_read(tmp_path, arrays):
    path = tmp_path / f"{np.random.default_rng().integers(1 << 60)}"
    write(path, arrays.items())
    file = ArrayFile(path)
    assert file.names() == list(arrays)
    for name, array in arrays.items():
        assert file[name].dtype == array.dtype
        assert file[name].tobytes() == array.tobytes()


@given(st.lists(st.integers(0, 3 * CHECKSUM_BLOCK), max_size=5))
def test_an_array_may_be_written_in_pieces(tmp_path_factory, cuts):
    folder, large = tmp_path_factory.mktemp("pieces"), ARRAYS["large"]
    pieces = [("large", piece) for piece in np.split(large, sorted(cuts))]
    write(folder / "whole", ARRAYS.items())
    write(folder / "pieces", [
        *((name, ARRAYS[name]) for name in ("small", "none")), *pieces, ("last", ARRAYS["last"])])
    assert (folder / "pieces").read_bytes() == (folder / "whole").read_bytes()


def test_an_error_while_writing_leaves_no_file(tmp_path):
    def broken():
        yield "large", ARRAYS["large"]
        1 / 0

    with pytest.raises(ZeroDivisionError):
        write(tmp_path / "a.arrays", broken())
    assert not list(tmp_path.iterdir())


def test_released_memory_is_read_again(path):
    file = ArrayFile(path)
    for name in ARRAYS:
        file.touch(name)
        file.release(name)
        file.release(name, 0, 1)
        assert file[name].tolist() == ARRAYS[name].tolist()


def test_arrays_are_aligned_and_cannot_be_written_to(path):
    for name in ARRAYS:
        array = ArrayFile(path)[name]
        assert array.ctypes.data % 64 == 0 or not array.size
        assert not array.flags.writeable


def read_everything(path):
    file = ArrayFile(path)
    for name in ARRAYS:
        file.touch(name)
    return {name: file[name].tobytes() for name in ARRAYS}


def test_a_flipped_byte_anywhere_is_found(path):
    sound = path.read_bytes()
    expected = read_everything(path)
    step = max(1, len(sound) // 400)
    places = [*range(0, 400), *range(400, len(sound), step), *range(len(sound) - 80, len(sound))]
    for place in places:
        damaged = bytearray(sound)
        damaged[place] ^= 0x20
        path.write_bytes(damaged)
        try:
            assert read_everything(path) == expected, place
        except EngineError:
            continue
        pytest.fail(f"byte {place} was flipped and nobody noticed")


@pytest.mark.parametrize("size", [0, 1, 15, 40, 100, CHECKSUM_BLOCK, -1, -16, -17])
def test_a_truncated_file_is_found(path, size):
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(Damaged, match="indexer rebuild"):
        read_everything(path)


def test_a_damaged_block_is_found_when_it_is_first_touched(path):
    data = bytearray(path.read_bytes())
    data[3 * CHECKSUM_BLOCK] ^= 1
    path.write_bytes(data)
    file = ArrayFile(path)
    file.touch("small")
    file.touch("large", 0, 10)
    with pytest.raises(Damaged, match="large"):
        file.touch("large", 0, 3 * CHECKSUM_BLOCK)


def test_an_older_file_is_stale_not_damaged(path):
    set_format(path, FORMAT - 1)
    with pytest.raises(StaleIndex, match="another version.*indexer rebuild"):
        ArrayFile(path)


def test_a_newer_file_is_refused_by_name(path):
    set_format(path, FORMAT + 1)
    with pytest.raises(EngineError, match="newer format"):
        ArrayFile(path)


def test_a_flipped_format_number_is_damage(path):
    data = bytearray(path.read_bytes())
    data[8] ^= 1 << 3
    path.write_bytes(data)
    with pytest.raises(Damaged, match="header"):
        ArrayFile(path)


def test_a_missing_array_is_damage(path):
    with pytest.raises(Damaged, match="no array other"):
        ArrayFile(path).touch("other")


def test_a_foreign_file_is_refused(path):
    path.write_bytes(b"%PDF-1.7 and so on, long enough to be looked at")
    with pytest.raises(Damaged, match="not a file of Warta"):
        ArrayFile(path)


def test_what_is_written_to_a_private_file_stays_in_this_process(tmp_path):
    path = tmp_path / "a.arrays"
    write(path, [("a", np.arange(5, dtype="<u4"))])
    content = path.read_bytes()
    one, other = ArrayFile(path, private=True), ArrayFile(path, private=True)
    one["a"][2] = 77
    assert one["a"].tolist() == [0, 1, 77, 3, 4]
    assert other["a"].tolist() == ArrayFile(path)["a"].tolist() == [0, 1, 2, 3, 4]
    assert path.read_bytes() == content
    with pytest.raises(ValueError):
        ArrayFile(path)["a"][2] = 77
