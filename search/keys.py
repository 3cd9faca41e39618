"""Keys: which programs may search or write, and what they see, in a small file.

A key is 256 random bits. The file has its SHA-256 and not itself, so that whoever reads the file
learns no key. A slow hash with a salt, as for passwords, would gain nothing: those are guessed from
lists of likely ones, and of 2^256 equally likely keys none is ever guessed. It would cost every
request some milliseconds.
"""

import hmac
import json
import os
import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from search import checksum
from search.errors import EngineError, InvalidValue, UnreadableKeys

PREFIX = "warta_"
"""How every key begins, so that people and programs know one when they see it."""

FORM = re.compile(r"warta_(?:search|admin)_[A-Za-z0-9_-]{43}")
"""What a key looks like."""

ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?")
"""A site as browsers name it, without a path."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
_RANDOM_BYTES = 32
_VERSION = 1


class KeyKind(StrEnum):
    """What a key is for: SEARCH to ask, ADMIN to write and to look after the service as well."""

    SEARCH = "search"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key as it is kept: by its `hash`, in hexadecimal.

    Pages of its `origins` alone may use it, and it sees the articles of its `outlets` alone, of any
    if there are none; an outlet that is None stands for articles without one. It is good up to
    and including the day `expires`, YYYY-MM-DD in Jakarta; without one for ever.
    """

    name: str
    kind: KeyKind
    hash: str
    created: str
    origins: tuple[str, ...] = ()
    outlets: tuple[str | None, ...] = ()
    expires: str | None = None

    def is_expired(self, today: date) -> bool:
        """Return whether its last day is over."""
        return self.expires is not None and today.isoformat() > self.expires


class KeyFile:
    """The keys of an archive. It is read again when it has changed. Safe to share between threads.

    Without a file there are no keys. All methods raise UnreadableKeys for one that cannot be read.
    """

    def __init__(self, path: Path) -> None:
        """Keep keys in a file, which need not exist yet."""
        self.path = path
        self._kept: tuple[object, tuple[Key, ...]] = None, ()

    def list_keys(self) -> tuple[Key, ...]:
        """Return all keys, expired ones too, in the order in which they were created."""
        kept, identity = self._kept, self._identify()
        if kept[0] != identity:
            self._kept = kept = identity, self._read() if identity else ()
        return kept[1]

    def find(self, token: str) -> Key | None:
        """Return the key that somebody has shown. Its time does not depend on any hash."""
        shown, found = _hash(token), None
        for key in self.list_keys():
            if hmac.compare_digest(key.hash, shown):
                found = key
        return found

    def has_admin(self, today: date) -> bool:
        """Return whether there is an admin key that has not expired."""
        return any(key.kind is KeyKind.ADMIN and not key.is_expired(today)
                   for key in self.list_keys())

    def create(
        self, name: str, kind: KeyKind, today: date, *, origins: Sequence[str] = (),
        outlets: Sequence[str | None] = (), expires: str | None = None,
    ) -> str:
        """Create a key and return it: it can be seen this once. Raises InvalidValue."""
        _check(name, kind, origins, outlets)
        if expires is not None:
            expires = _check_day(expires, today)
        token = _generate(kind)
        key = Key(
            name=name, kind=kind, hash=_hash(token), created=today.isoformat(),
            origins=tuple(origins), outlets=tuple(outlets), expires=expires)

        def add(keys: tuple[Key, ...]) -> Iterable[Key]:
            if any(each.name == name for each in keys):
                raise InvalidValue(
                    f"there is a key {name!r} already: choose another name, rotate or revoke it")
            return [*keys, key]

        self._change(add)
        return token

    def rotate(self, name: str) -> str:
        """Put a new key in the place of one, which is refused from then on; return the new one.

        Raises InvalidValue if there is none of this name.
        """
        token = _generate(self._get(name).kind)
        self._change(lambda keys: [
            replace(key, hash=_hash(token)) if key.name == name else key for key in keys])
        return token

    def revoke(self, name: str) -> None:
        """Refuse a key from now on. Raises InvalidValue if there is none of this name."""
        self._get(name)
        self._change(lambda keys: [key for key in keys if key.name != name])

    def _get(self, name: str) -> Key:
        keys = {key.name: key for key in self.list_keys()}
        if name not in keys:
            known = f"there are {', '.join(keys)}" if keys else "there is none yet"
            raise InvalidValue(f"no key has the name {name!r}: {known}")
        return keys[name]

    def _identify(self) -> object:
        """Return what differs when the file has been written again; None if there is none."""
        try:
            status = os.stat(self.path)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._describe(error) from error
        return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size

    def _read(self) -> tuple[Key, ...]:
        try:
            written = json.loads(self.path.read_text("utf-8"))
            if written["version"] != _VERSION:
                raise UnreadableKeys(
                    f"{self.path} was written by a newer version of Warta: update this one")
            return _read_keys(written)
        except FileNotFoundError:  # since its status was read
            return ()
        except OSError as error:
            raise self._describe(error) from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise UnreadableKeys(
                f"{self.path} is damaged, edited or no file of keys: restore a copy, or remove it "
                "and create the keys again with `indexer key create`") from error

    def _describe(self, error: OSError) -> UnreadableKeys:
        advice = ("give this user permission" if isinstance(error, PermissionError) else
                  "name a file with SEARCH_KEYS, or correct the address of the archive")
        return UnreadableKeys(f"{self.path} cannot be read ({error.strerror}): {advice}")

    def _change(self, change: Callable[[tuple[Key, ...]], Iterable[Key]]) -> None:
        """Rewrite the file, whole and durably; one process at a time.

        The new file takes the place of the old one, with its owner and permissions.
        """
        draft = self.path.with_name(f"{self.path.name}.new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                try:
                    _take_owner(file.fileno(), self.path)
                    keys = [asdict(key) for key in change(self.list_keys())]
                    json.dump({"version": _VERSION, "keys": keys, "checksum": _compute(keys)},
                              file, indent=1)
                    file.flush()
                    os.fsync(file.fileno())
                    os.replace(draft, self.path)
                except BaseException:
                    draft.unlink()
                    raise
            _make_durable(self.path.parent)
        except FileExistsError:
            raise EngineError(
                f"{draft} exists: another `indexer key` is at work; if none is, remove the file"
            ) from None
        except OSError as error:
            raise EngineError(f"{self.path} cannot be written: {error.strerror}") from error


def _generate(kind: KeyKind) -> str:
    return f"{PREFIX}{kind}_{secrets.token_urlsafe(_RANDOM_BYTES)}"


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _compute(keys: list[dict[str, Any]]) -> int:
    """Return the checksum of keys as they are written."""
    return checksum.compute(json.dumps(keys, sort_keys=True).encode())


def _read_keys(written: dict[str, Any]) -> tuple[Key, ...]:
    """Return the keys of a file. Raises ValueError, KeyError or TypeError.

    A file of a version before has no checksum.
    """
    keys = written["keys"]
    if written.keys() != {"version", "keys"} and written["checksum"] != _compute(keys):
        raise ValueError
    return tuple(map(_read_key, keys))


def _read_key(written: dict[str, Any]) -> Key:
    """Return a key as it was written. Raises ValueError, KeyError or TypeError."""
    names = ("name", "hash", "created")
    if not all(isinstance(written[name], str) for name in names):
        raise TypeError
    if written.get("expires") is not None:
        date.fromisoformat(written["expires"])
    return Key(**written | {
        "kind": KeyKind(written["kind"]), "origins": tuple(written["origins"]),
        "outlets": tuple(written["outlets"])})


def _check(
    name: str, kind: KeyKind, origins: Sequence[str], outlets: Sequence[str | None]
) -> None:
    """Raise InvalidValue for what no key can have."""
    if not _NAME.fullmatch(name):
        raise InvalidValue(
            f"{name!r} is no name of a key: write small letters, digits and . _ -, at most 40")
    for origin in origins:
        if not ORIGIN.fullmatch(origin):
            raise InvalidValue(f"{origin!r} is no origin: write scheme and host, such as "
                               "https://blog.example", "origin")
    if kind is KeyKind.ADMIN and (origins or outlets):
        raise InvalidValue("an admin key is for no site and no outlet: it may do everything, so "
                           "keep it out of pages")


def _check_day(text: str, today: date) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InvalidValue(f"{text!r} is no day: write YYYY-MM-DD", "expires") from None
    if day < today:
        raise InvalidValue(f"{text} is over: write a day from {today} on", "expires")
    return day.isoformat()


def _take_owner(file: int, path: Path) -> None:
    """Give a new file the owner and permissions of the one that it replaces.

    The first file gets the owner of its folder, where this user may give files away: a service may
    run as another user than the one who creates its keys.
    """
    known = path.exists()
    status = os.stat(path if known else path.parent)
    with suppress(OSError, AttributeError):  # on Windows
        os.fchown(file, status.st_uid, status.st_gid)
    if known:
        with suppress(OSError, AttributeError):
            os.fchmod(file, status.st_mode & 0o777)


def _make_durable(folder: Path) -> None:
    """Make the new name of a file in a folder last."""
    with suppress(OSError):  # Windows opens no folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
