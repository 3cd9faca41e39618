"""The templates, compiled once for each language.

A compiled template has in it what its pages always say, and the templates that it includes. To look
either up for each page takes longer than to write it.
"""

import re
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from jinja2 import Environment
from jinja2.ext import Extension
from jinja2.runtime import Context

from web.assets import build_asset_address
from web.phrases import LANGUAGES
from web.settings import Settings
from web.views.links import Links
from web.views.translator import Translator

_KEY = "warta-templates"

_INCLUDE = re.compile(r'\{% include "([a-z_/]+\.html)" %\}')


class PlainContext(Context):
    """Calls functions as they are, which is much faster: none of ours asks for the context."""

    @staticmethod
    def call(
        function: Callable[..., Any], /, *given: Any, _block_vars: Any = None,
        _loop_vars: Any = None, **named: Any
    ) -> Any:
        """Return what a function returns. The variables of blocks are for those that ask."""
        return function(*given, **named)


class IncludedTemplates(Extension):
    """Puts what a template includes in its place before it is compiled.

    Jinja makes a context of its own for each of them and each page instead, which takes 15 µs. Here
    what an included template sets is known below it, too.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source of a template with those that it includes."""
        return _INCLUDE.sub(lambda found: self._read(found[1]), source)

    def _read(self, name: str) -> str:
        assert self.environment.loader
        source, *_ = self.environment.loader.get_source(self.environment, name)
        return self.preprocess(source.removesuffix("\n"), name)


def keep_templates(app: Flask, settings: Settings) -> dict[str, dict[str, Environment]]:
    """Return what an application keeps of its templates in its `extensions`."""
    app.jinja_options = {  # all templates: a limit takes longer to look up
        "cache_size": -1, "lstrip_blocks": True}
    return {_KEY: {each: build_environment(app, each, settings) for each in LANGUAGES}}


def build_environment(
    app: Flask, language: str, settings: Settings = Settings()
) -> Environment:
    """Return what compiles the templates for one language.

    Its filters are for constants, and evaluated then: `{{ "search"|say }}` is a part of the text.
    """
    environment = app.create_jinja_environment()
    environment.context_class = PlainContext
    environment.add_extension(IncludedTemplates)
    environment.filters |= {
        "say": Translator(language), "path": Links(language, settings).to_path,
        "asset": build_asset_address}
    return environment


def fill_template(name: str, language: str, context: dict[str, Any]) -> str:
    """Return what a template of the application that answers this request says."""
    environments: dict[str, Environment] = current_app.extensions[_KEY]
    return environments[language].get_template(name).render(context)
