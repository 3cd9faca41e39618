"""Templates as they are compiled: with their phrases in them, and the templates they include."""

import pytest
from flask import Flask
from jinja2 import DictLoader, nodes

import web
from web.phrases import LANGUAGES
from web.settings import Settings
from web.views.templates import build_environment


@pytest.fixture(params=LANGUAGES)
def environment(request):
    return build_environment(Flask("web", root_path=web.__path__[0]), request.param)


def test_no_template_includes_another_for_each_page(environment):
    for name in environment.list_templates(["html"]):
        source, *_ = environment.loader.get_source(environment, name)
        tree = environment.parse(source, name)
        assert not list(tree.find_all(nodes.Include)), name


def test_filters_for_constants_have_constants_only(environment):
    for name in environment.list_templates(["html"]):
        source, *_ = environment.loader.get_source(environment, name)
        for each in environment.parse(source, name).find_all(nodes.Filter):
            if each.name in ("say", "path", "asset"):
                assert isinstance(each.node, nodes.Const), (name, each.lineno)


@pytest.mark.parametrize("language, said", [("id", "Cari"), ("en", "Search")])
def test_a_phrase_is_a_part_of_the_template_of_its_language(language, said):
    environment = build_environment(Flask(__name__), language)
    written = environment.compile('<b>{{ "search"|say }}</b>', raw=True)
    assert f"<b>{said}</b>" in written


def test_a_phrase_is_escaped_and_a_path_has_the_language():
    environment = build_environment(Flask(__name__), "en", Settings(languages=("id", "en")))
    environment.filters["say"] = lambda phrase: f"{phrase} & <more>"
    environment.autoescape = True
    shown = environment.from_string('{{ "a"|say }} {{ "/help"|path }}').render()
    assert shown == "a &amp; &lt;more&gt; /help?lang=en"


def test_what_is_included_knows_what_is_set_above_it():
    environment = build_environment(Flask(__name__), "id")
    environment.loader = DictLoader({
        "a.html": '{% set x = 1 %}({% include "b.html" %}){{ y }}',
        "b.html": '[{% include "c.html" %}]\n', "c.html": "{{ x }}{% set y = 2 %}\n"})
    assert environment.get_template("a.html").render() == "([1])2"
