"""What lets this process into a cluster: a user and a password, or an API key; and whom it trusts.

They are settings of the environment. Secrets may be in files that it names, as systemd and Docker
hand them over, and never need to be in the address of an archive.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from search.errors import AccessRefused

USER = "SEARCH_CLUSTER_USER"
PASSWORD = "SEARCH_CLUSTER_PASSWORD"
API_KEY = "SEARCH_CLUSTER_API_KEY"
AUTHORITY = "SEARCH_CLUSTER_CA"

_FILE = "_FILE"
"""What follows the name of a secret where its value is the path of a file that holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """How a cluster knows this process, and how this process knows the cluster.

    `authority` is the path of the certificate that those of the nodes are signed with, None for
    the authorities that this machine trusts.
    """

    user: str | None = None
    password: str = field(default="", repr=False)
    api_key: str | None = field(default=None, repr=False)
    authority: str | None = None

    @property
    def is_anonymous(self) -> bool:
        """Whether they name nobody, so that a user in an address counts."""
        return self.user is None and self.api_key is None

    @property
    def options(self) -> dict[str, Any]:
        """The options of opensearch-py that state them.

        >>> Credentials(api_key="k").options
        {'headers': {'Authorization': 'ApiKey k'}}
        """
        options: dict[str, Any] = {}
        if self.user is not None:
            options["http_auth"] = (self.user, self.password)
        if self.api_key is not None:
            options["headers"] = {"Authorization": f"ApiKey {self.api_key}"}
        if self.authority is not None:
            options["ca_certs"] = self.authority
        return options


def read_credentials(environment: Mapping[str, str]) -> Credentials:
    """Return what the environment states. Raises AccessRefused, and says which setting is wrong."""
    user = environment.get(USER) or None
    password, api_key = _read_secret(environment, PASSWORD), _read_secret(environment, API_KEY)
    if user and api_key:
        raise AccessRefused(f"{USER} and {API_KEY} are both set: unset one of them")
    if bool(user) != bool(password):
        given, missing = (USER, PASSWORD) if user else (PASSWORD, USER)
        raise AccessRefused(f"{given} is set without {missing}: set that too")
    return Credentials(user=user, password=password or "", api_key=api_key,
                       authority=_find_authority(environment))


def _read_secret(environment: Mapping[str, str], name: str) -> str | None:
    """Return a secret from its setting or from the file that is named instead."""
    path = environment.get(name + _FILE)
    if not path:
        return environment.get(name) or None
    if environment.get(name):
        raise AccessRefused(f"{name} and {name + _FILE} are both set: unset one of them")
    try:
        secret = Path(path).read_text("utf-8").rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise AccessRefused(f"{name + _FILE}: {path} cannot be read "
                            f"({getattr(error, 'strerror', 'it is not text')})") from None
    if not secret:
        raise AccessRefused(f"{name + _FILE}: {path} is empty")
    return secret


def _find_authority(environment: Mapping[str, str]) -> str | None:
    path = environment.get(AUTHORITY) or None
    if path and not Path(path).is_file():
        raise AccessRefused(f"{AUTHORITY}: there is no file {path}")
    return path
