"""A cluster with the security plugin, set up as docs/deploy does it: TLS, users and roles."""

import shutil
import ssl
import subprocess
from pathlib import Path

from support.cluster import PROJECT, Cluster, Unavailable

VERSION = "2.19.4"
"""The newest 2.19 of which Maven Central has the plugin."""

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
NAME = "berita"

_TLS = "plugins.security.ssl"
_SETTINGS = {
    **{f"{_TLS}.{layer}.{name}_filepath": f"certificates/{file}.pem"
       for layer in ("transport", "http")
       for name, file in (("pemcert", "node"), ("pemtrustedcas", "authority"))},
    f"{_TLS}.transport.pemkey_filepath": "certificates/node.key",
    f"{_TLS}.http.pemkey_filepath": "certificates/node.key",
    f"{_TLS}.http.enabled": "true",
    "transport.ssl.enforce_hostname_verification": "false",
    "plugins.security.nodes_dn": "CN=warta node",
    "plugins.security.authcz.admin_dn": "CN=warta admin",
    "plugins.security.allow_default_init_securityindex": "true",
    "plugins.security.audit.type": "noop",
    "action.auto_create_index": "false",
}


class SecureCluster(Cluster):
    """A cluster that is asked by the owner of admin.pem; `certificates` has all of them.

    Once it runs, there are the users of an archive: see `read_password`.
    """

    scheme = "https"

    def __init__(self, folder, nodes=1):
        super().__init__(folder, nodes, VERSION, heap="512m", settings=_SETTINGS, security=True)
        self.certificates = make_certificates(self.folder / "certificates")
        self.authority = self.certificates / "authority.pem"
        self.tls = ssl.create_default_context(cafile=self.authority)
        self.tls.load_cert_chain(self.certificates / "admin.pem", self.certificates / "admin.key")
        for number in range(nodes):
            config = self.folder / f"node{number}/config"
            shutil.copytree(self.certificates, config / "certificates")
            self._copy_defaults(config / "opensearch-security")

    def _copy_defaults(self, folder):
        """Copy the files that the plugin comes with, but for its users."""
        defaults = PROJECT / "target" / VERSION / "security" / "config"
        shutil.copytree(defaults, folder, ignore=lambda *_: {"whitelist.yml"})
        shutil.copy(DEPLOY / "internal_users.yml", folder)

    def __enter__(self):
        super().__enter__()
        subprocess.run([DEPLOY / "users.sh", self.urls[0], self.certificates, NAME], check=True,
                       capture_output=True, timeout=300)
        return self

    def read_password(self, role):
        """Return the password of the user `berita-reader` or `berita-writer`, by the last word."""
        return (self.certificates / f"{role}.password").read_text("utf-8").strip()


def make_certificates(folder):
    """Write an authority, and certificates that it has signed for loopback; return the folder."""
    for program in ("openssl", "curl"):
        if not shutil.which(program):
            raise Unavailable(f"needs {program}")
    subprocess.run([DEPLOY / "certificates.sh", folder, "localhost", "127.0.0.1"], check=True,
                   capture_output=True, timeout=300)
    return folder
