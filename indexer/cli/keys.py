"""`indexer key`: creates, lists, rotates and revokes the keys of programs that use the service."""

from dataclasses import asdict
from pathlib import Path

import click

import search
from indexer.cli import options, output
from search.errors import EngineError
from search.facets import FACETS
from search.keys import Key, KeyFile, KeyKind
from search.period import find_today


@click.group(
    cls=output.CommandGroup, invoke_without_command=True, subcommand_metavar="COMMAND [ARGS]...")
@click.option(
    "--keys", "path", envvar="SEARCH_KEYS", metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file that has the keys (default: keys.json in the folder of the archive). Also read "
    "from SEARCH_KEYS, as by the service.")
@click.pass_context
def key(context: click.Context, path: Path | None) -> None:
    """Create, list, rotate and revoke the keys of programs. Services notice at once."""
    parameters = context.find_root().params
    context.meta["warta.keys"] = KeyFile(path or search.find_keys(parameters["engine"]))
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def _get_keys() -> KeyFile:
    keys: KeyFile = click.get_current_context().meta["warta.keys"]
    return keys


@key.command()
@click.argument("name")
@click.option(
    "--kind", type=click.Choice([str(kind) for kind in KeyKind]), default=str(KeyKind.SEARCH),
    show_default=True, help="search: to ask. admin: to write articles as well.")
@click.option(
    "--origin", "origins", multiple=True, metavar="ORIGIN",
    help="Only pages of this site may use it: https://blog.example. Repeat for several.")
@click.option(
    "--outlet", "outlets", multiple=True, metavar="OUTLET", callback=options.to_text,
    help="It sees the articles of this outlet alone, or with none those without one. Repeat for "
    "several.")
@click.option("--expires", metavar="DATE", help="Its last day, YYYY-MM-DD (default: none).")
@click.pass_obj
def create(
    open_archive: options.OpenArchive, name: str, kind: str, origins: tuple[str, ...],
    outlets: tuple[str, ...], expires: str | None,
) -> None:
    """Create a key of this NAME, and print it. It is shown this once.

    A name has small letters, digits and . _ -, at most 40.
    """
    facet = FACETS["outlet"]
    values = [None if (value := facet.parse(each)) is None else str(value) for each in outlets]
    token = _get_keys().create(
        name, KeyKind(kind), find_today(), origins=origins, outlets=values, expires=expires)
    _warn_of_unknown(open_archive, values)
    _show_once(token)


def _warn_of_unknown(open_archive: options.OpenArchive, outlets: list[str | None]) -> None:
    """Say which outlets have no articles: their names may be misspelt."""
    if not outlets:
        return
    try:
        known = {bucket.value for bucket in open_archive().outlets()}
    except EngineError:  # there may be no archive yet
        return
    for each in outlets:
        if each not in known:
            output.print_error(f"no article is of the outlet {output.sanitize(str(each))!r} yet")


def _show_once(token: str) -> None:
    click.echo(token)
    output.print_error("keep it now: it is not shown again. Programs send it as "
                       "`Authorization: Bearer KEY`, and never in an address")


@key.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object for each key.")
def list_keys(as_json: bool) -> None:
    """List all keys: their names and what they are for, never the keys themselves."""
    today = find_today()
    for each in _get_keys().list_keys():
        expired = each.is_expired(today)
        if as_json:
            written = asdict(each) | {"expired": expired}
            output.print_json({name: value for name, value in written.items() if name != "hash"})
        else:
            click.echo(_describe(each, expired))


def _describe(key: Key, expired: bool) -> str:
    """Return one line about a key."""
    parts = [f"{key.name:20} {key.kind:6} created {key.created}"]
    if key.expires:
        parts.append(f"expired {key.expires}" if expired else f"expires {key.expires}")
    parts += [f"origin {each}" for each in key.origins]
    parts += [f"outlet {'none' if each is None else output.sanitize(each)}" for each in key.outlets]
    return ", ".join(parts)


@key.command()
@click.argument("name")
def rotate(name: str) -> None:
    """Print a new key in the place of the one of this NAME, which is refused from now on.

    To change a key without a pause, create a second one, and revoke the first one later.
    """
    _show_once(_get_keys().rotate(name))


@key.command()
@click.argument("name")
def revoke(name: str) -> None:
    """Refuse the key of this NAME from now on."""
    _get_keys().revoke(name)
    click.echo(f"revoked {name}")
