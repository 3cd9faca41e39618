"""What an article is counted under."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search import Article
from search.facets import ALL_FILTERS, FACETS, MAX_VALUE_CHARACTERS, MAX_VALUES


@pytest.mark.parametrize("facet, field, stated, expected", [
    ("tag", "tags", ["#beras", " cabai  rawit ", "beras", 7, True, None, 2.5, ["x"]],
     ("beras", "cabai rawit", "7")),
    ("tag", "tags", "beras; cabai#rawit,, ", ("beras", "cabai", "rawit")),
    ("tag", "tags", [], (None,)), ("tag", "tags", {"a": "beras"}, (None,)),
    ("tag", "tags", 10 ** 16, (None,)), ("tag", "tags", "\ud83d", (None,)),
    ("tag", "tags", "x" * (MAX_VALUE_CHARACTERS + 1), (None,)),
    ("tag", "tags", "x" * MAX_VALUE_CHARACTERS, ("x" * MAX_VALUE_CHARACTERS,)),
    ("byline", "byline", "Rina Asih, S.E. / Wira|Ani; Wira", ("Rina Asih, S.E.", "Wira", "Ani")),
    ("rubric", "rubric", "Politik, Hukum & HAM", ("Politik, Hukum & HAM",)),
    ("rubric", "rubric", ["nasional", "NASIONAL", "Nasional", "TV"], ("Nasional", "TV")),
    ("rubric", "rubric", "ekonomi DAN e-commerce", ("Ekonomi dan E-Commerce",)),
    ("agency", "agency", "ANTARA/AFP", ("ANTARA", "AFP")),
    ("place", "place", None, (None,)),
])
def test_a_field_states_values(facet, field, stated, expected):
    assert FACETS[facet].values(Article("a", extra={field: stated})) == expected


def test_the_first_values_count():
    many = [f"tag {n}" for n in range(MAX_VALUES + 5)]
    for stated in (many, ",".join(many)):
        values = FACETS["tag"].values(Article("a", extra={"tags": stated}))
        assert values == tuple(many[:MAX_VALUES])


@pytest.mark.parametrize("facet", [each for each in FACETS.values() if each.several])
def test_every_value_of_several_can_be_selected_as_it_is_written(facet):
    assert facet.parse(facet.write("Banda  Aceh ")) == facet.parse("Banda Aceh") == "Banda Aceh"
    assert f"Leave out this {facet.name}" in ALL_FILTERS[f"exclude_{facet.name}"].describe()


@given(st.text(st.sampled_from("aAbB0-' \tßİıǆ中") | st.characters(codec="utf-8"), max_size=30))
@example("0000A a").via("a long word without letters")
@example("ABCDE f").via("a word in capitals beside one in small letters")
def test_a_rubric_that_is_listed_selects_its_articles(text):
    for value in FACETS["rubric"].values(Article("a", extra={"rubric": text})):
        assert FACETS["rubric"].parse(FACETS["rubric"].write(value)) == value
