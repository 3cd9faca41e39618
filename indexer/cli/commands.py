"""The `indexer` command: its subcommands, and how errors become exit codes.

0 done; 1 some records rejected, nothing pruned for a reason, or faults found; 2 usage or engine
error; 130 interrupted; 143 terminated by SIGTERM.
"""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module

import click

from indexer.cli import output
from search import DEFAULT, open_archive
from search.errors import InvalidValue, SearchError, is_disk_full
from search.facets import OWN, check_setting
from search.log_lines import log_to_stderr
from search.own_facets import parse_names
from search.version import VERSION

_MODULES = {
    "add": "add", "fetch": "fetch", "watch-folder": "watch_folder", "inspect": "inspect",
    "watch": "watch", "search": "search", "concordance": "concordance", "copies": "copies",
    "coverage": "coverage", "trends": "search", "significant": "significant", "terms": "search",
    "mcp": "mcp", "queries": "queries", "key": "keys", "copy": "copy", "remove": "maintenance",
    "rebuild": "maintenance", "backup": "maintenance", "restore": "maintenance",
    "status": "maintenance", "verify": "maintenance", "export": "maintenance",
}
"""The module of this package that has each command."""

_TEXT_COMMANDS = ("search", "concordance", "trends", "significant", "terms")
"""The commands whose arguments are text, which may begin with a minus."""


class _Commands(output.CommandGroup):
    """The commands, each imported when it is asked for: a start takes a tenth less time so."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, from A to Z."""
        return sorted(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of this name; None if there is none."""
        if cmd_name not in _MODULES:
            return None
        module = import_module(f"indexer.cli.{_MODULES[cmd_name]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command


@click.group(
    cls=_Commands, invoke_without_command=True, subcommand_metavar="COMMAND [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--engine", envvar="SEARCH_ENGINE", default=DEFAULT, show_default=True, metavar="URL",
    help="The archive, as whoosh:FOLDER, or opensearch:http://NODE:9200/NAME on a cluster. Also "
    "read from SEARCH_ENGINE.",
)
@click.option(
    "--equivalents", envvar="SEARCH_EQUIVALENTS", metavar="FILE",
    help="More acronyms and spellings, see docs/operating.md. Also read from SEARCH_EQUIVALENTS.",
)
@click.option(
    "--facet", "facets", multiple=True, metavar="FIELD",
    help="Make a facet of this field of articles, too: rubrik_khusus. Repeat for several. Write it "
    "before the command. Also read from SEARCH_FACETS; see docs/operating.md.",
)
@click.version_option(VERSION, package_name="warta", message="%(package)s %(version)s")
@click.pass_context
def cli(
    context: click.Context, engine: str, equivalents: str | None, facets: tuple[str, ...]
) -> None:
    """Fill and search an archive of Indonesian news."""
    check_setting()
    if not set(parse_names(",".join(facets))) <= set(OWN):  # main of indexer/__main__.py adds them
        raise click.UsageError("--facet comes too late: set SEARCH_FACETS instead.")
    log_to_stderr("%(message)s")
    context.obj = partial(open_archive, engine, equivalents=equivalents)
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


class Terminated(KeyboardInterrupt):
    """Raised when SIGTERM arrives."""


@contextmanager
def _terminable() -> Iterator[None]:
    """Let SIGTERM end the block as Ctrl-C would; ignore any further SIGTERM."""
    def end(*_: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise Terminated

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGTERM) is end:
            signal.signal(signal.SIGTERM, before)


def main() -> None:
    """Run the command line; an expected error is one line and exit code 2."""
    try:
        with _terminable():
            code = cli(standalone_mode=False)
            sys.stdout.flush()
        sys.exit(code)
    except InvalidValue as error:
        _fail(f"{error.parameter}: {error}" if error.parameter else str(error))
    except SearchError as error:
        _fail(str(error), is_disk_full(error))
    except click.UsageError as error:
        _fail(_explain(error))
    except click.ClickException as error:
        _fail(error.format_message(), is_disk_full(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        _fail(f"cannot read or write: {error}", is_disk_full(error))
    except (KeyboardInterrupt, click.Abort) as error:
        output.print_error("interrupted: everything reported so far is stored; "
                           "run the command again to continue")
        sys.exit(143 if isinstance(error.__cause__ or error, Terminated) else 130)


def _explain(error: click.UsageError) -> str:
    """Return what is wrong with the arguments, and where to read more."""
    command = error.ctx.command_path if error.ctx else "indexer"
    what = error.format_message()
    end = "" if what.endswith((".", "?")) else "."
    return f"{what}{end}{_advise(error, command)} See `{command} --help`."


def _advise(error: click.UsageError, command: str) -> str:
    """Return how to write a text that the shell or click has taken apart; "" for other errors."""
    if not error.ctx or error.ctx.command.name not in _TEXT_COMMANDS:
        return ""
    if isinstance(error, click.NoSuchOption) and not error.option_name.startswith("--"):
        return f" To search for text that begins with a minus, write `{command} -- -…`."
    if error.message.startswith("Got unexpected extra argument"):
        return f" Put several words in quotes: `{command} '…'`."
    return ""


def _fail(message: str, full: bool = False) -> None:
    advice = "; free some space and run it again: everything stored so far is kept" if full else ""
    output.print_error(f"error: {message}{advice}")
    sys.exit(2)
