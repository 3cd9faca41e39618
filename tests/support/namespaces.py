"""Networks of their own for the nodes of a cluster, joined by a bridge, which tests may cut.

A cut is silent, as that of a cable or a firewall: what is sent is lost, and no connection is
closed. The process that runs the tests is on the bridge, and reaches all nodes whatever is cut.
It takes root, or the right to make namespaces.
"""

import os
import shutil
import subprocess
from contextlib import suppress

from support.cluster import Unavailable

_NOWHERE = "02:00:00:00:00:01"
"""An address that no device on the bridge has."""


class Namespaces:
    """The networks of so many nodes, numbered from 0. Leaving the block takes them away."""

    def __init__(self, count):
        self._id = f"w{os.getpid() % 100_000}"
        self._subnet = f"10.{200 + os.getpid() % 50}.{os.getpid() // 50 % 250}"
        self.count = count

    @property
    def hosts(self):
        """The addresses of the nodes."""
        return [f"{self._subnet}.{10 + number}" for number in range(self.count)]

    def wrap(self, number, command):
        """Return the command that runs another one in the network of a node."""
        return ["ip", "netns", "exec", self._name(number), *command]

    def __enter__(self):
        if not shutil.which("ip"):
            raise Unavailable("needs `ip` of iproute2")
        try:
            self._make()
        except subprocess.CalledProcessError as error:
            self.__exit__()
            raise Unavailable(f"this machine makes no network: {error.stderr.decode()}") from None
        return self

    def __exit__(self, *_):
        for number in range(self.count):
            with suppress(subprocess.CalledProcessError):
                run(f"netns del {self._name(number)}")
        with suppress(subprocess.CalledProcessError):
            run(f"link del {self._id}")

    def cut(self, number):
        """Lose all that a node and the others send each other."""
        for other in self._list_others(number):
            self._send_nowhere(number, other)
            self._send_nowhere(other, number)

    def mend(self, number):
        """Undo `cut`."""
        for other in self._list_others(number):
            for one, another in ((number, other), (other, number)):
                with suppress(subprocess.CalledProcessError):  # it was not cut
                    self._run_in(one, f"neigh del {self.hosts[another]} dev eth0")

    def _make(self):
        run(f"link add {self._id} type bridge")
        run(f"addr add {self._subnet}.1/24 dev {self._id}")
        run(f"link set {self._id} up")
        for number, host in enumerate(self.hosts):
            name, outside = self._name(number), f"{self._id}v{number}"
            run(f"netns add {name}")
            run(f"link add {outside} type veth peer name eth0 netns {name}")
            run(f"link set {outside} master {self._id} up")
            self._run_in(number, "link set lo up")
            self._run_in(number, f"addr add {host}/24 dev eth0")
            self._run_in(number, "link set eth0 up")

    def _send_nowhere(self, number, other):
        self._run_in(
            number, f"neigh replace {self.hosts[other]} lladdr {_NOWHERE} dev eth0 nud permanent")

    def _list_others(self, number):
        return [other for other in range(self.count) if other != number]

    def _run_in(self, number, command):
        run(f"-n {self._name(number)} {command}")

    def _name(self, number):
        return f"{self._id}n{number}"


def run(command):
    """Run `ip` with these words. Raises CalledProcessError."""
    subprocess.run(["ip", *command.split()], check=True, capture_output=True)
