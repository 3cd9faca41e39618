"""A cluster with the security plugin: TLS, users, and the roles of docs/deploy."""

import base64
import json
import shutil
import ssl
import subprocess
from pathlib import Path

from support.cluster import PROJECT, Cluster, Unavailable

VERSION = "2.19.4"
"""The newest 2.19 of which Maven Central has the plugin."""

ROLES = Path(__file__).parents[2] / "docs" / "deploy"
PASSWORD = "kata-sandi-uji"
_HASH = "$2y$12$tq.U4MrSfiwGgc0oI6syKeo1IZKc9lOmdoUu2OWr60GTysVIfVgVW"
"""What the plugin keeps of that password: written by its tools/hash.sh."""

USERS = {"admin": "all_access", "writer": "warta-writer", "reader": "warta-reader",
         "stranger": None}
"""Who may come in, and the role of each."""

_TLS = "plugins.security.ssl"
_SETTINGS = {
    **{f"{_TLS}.{layer}.{name}_filepath": file for layer in ("transport", "http")
       for name, file in (("pemcert", "node.pem"), ("pemkey", "node.key"),
                          ("pemtrustedcas", "authority.pem"))},
    f"{_TLS}.http.enabled": "true",
    f"{_TLS}.transport.enforce_hostname_verification": "false",
    "plugins.security.nodes_dn": "CN=node",
    "plugins.security.allow_default_init_securityindex": "true",
    "plugins.security.audit.type": "noop",
}


class SecureCluster(Cluster):
    """A cluster that is asked over TLS by `admin`; `authority` is the file of its certificate."""

    scheme = "https"

    def __init__(self, folder, nodes=1, names="warta"):
        super().__init__(folder, nodes, VERSION, heap="512m", settings=_SETTINGS, security=True)
        certificates = make_certificates(self.folder / "certificates")
        self.authority = certificates / "authority.pem"
        self.tls = ssl.create_default_context(cafile=self.authority)
        self.headers = {"Authorization": "Basic " + base64.b64encode(
            f"admin:{PASSWORD}".encode()).decode()}
        for number in range(nodes):
            config = self.folder / f"node{number}/config"
            shutil.copytree(certificates, config)
            _write_users(config / "opensearch-security", names)


def _write_users(folder, names):
    """Write the plugin's files: those it comes with, but for users and roles."""
    defaults = PROJECT / "target" / VERSION / "security" / "config"
    shutil.copytree(defaults, folder, ignore=lambda _, files: {
        file for file in files if file in ("whitelist.yml", "opensearch.yml.example")})
    roles = {name: json.loads((ROLES / f"{name}.json").read_text("utf-8").replace("NAME", names))
             for name in ("warta-writer", "warta-reader")}
    users = {name: {"hash": _HASH} for name in USERS}
    mapped = {role: {"users": [user]} for user, role in USERS.items() if role}
    for kind, content in (("internalusers", users), ("roles", roles), ("rolesmapping", mapped)):
        name = {"internalusers": "internal_users", "rolesmapping": "roles_mapping"}.get(kind, kind)
        meta = {"_meta": {"type": kind, "config_version": 2}}
        (folder / f"{name}.yml").write_text(json.dumps(meta | content), "utf-8")


def make_certificates(folder):
    """Write an authority, and a certificate that it has signed for loopback; return the folder."""
    if not shutil.which("openssl"):
        raise Unavailable("needs openssl to make certificates")
    folder.mkdir(parents=True)
    for command in (
        "req -x509 -newkey rsa:2048 -nodes -days 7 -subj /CN=authority "
        "-keyout authority.key -out authority.pem",
        "req -newkey rsa:2048 -nodes -subj /CN=node -keyout node.key -out node.csr "
        "-addext subjectAltName=IP:127.0.0.1,DNS:localhost",
        "x509 -req -in node.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 7 "
        "-copy_extensions copy -out node.pem",
    ):
        subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)
    return folder
