"""Whatever lies in the folder, stands in an article or is asked: a sound answer or a clear error.

The table in README.md says which.
"""

import pytest

from search import Archive, Article
from search.engines.whoosh import WhooshEngine
from search.errors import InvalidValue


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "archive"


@pytest.fixture
def opened(folder, analyzer):
    return lambda: Archive(WhooshEngine(folder, analyzer.fingerprint), analyzer)


# Articles


@pytest.mark.parametrize("name", ["id", "title", "body", "outlet", "url"])
def test_half_a_surrogate_pair_is_refused_by_name(name):
    with pytest.raises(InvalidValue, match=f"{name} holds half a surrogate pair at 1"):
        Article(**{"id": "a", name: "é\ud800"})
