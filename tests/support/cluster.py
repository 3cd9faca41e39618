"""A real OpenSearch cluster on this machine: one JVM a node, on loopback, in a folder of its own.

    with Cluster(folder, nodes=3) as cluster:
        archive = open_archive(f"opensearch:{','.join(cluster.urls)}/NAME")
        cluster.kill(2)
        cluster.start(2)      # with the data that it had
        cluster.wait_for("green")

tests/cluster holds the program of a node. It is built once, from Maven Central.
"""

import fcntl
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "cluster"
OLDEST, NEWEST = "2.19.6", "3.9.0"
"""The versions of OpenSearch that are tested."""

FLAGS = (
    "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:MaxDirectMemorySize=128m",
    "-Dlog4j2.disable.jmx=true", "-Dfile.encoding=UTF-8",
)
SETTINGS = {
    "cluster.name": "warta-test",
    "node.processors": "1",
    "bootstrap.memory_lock": "false",
    "cluster.max_shards_per_node": "5000",
    "cluster.routing.allocation.disk.threshold_enabled": "false",
    # else it counts the garbage that a small heap is full of, and refuses requests
    "indices.breaker.total.use_real_memory": "false",
}

QUICK = {
    # else a node that neither answers nor ends is noticed after half a minute
    "cluster.fault_detection.leader_check.timeout": "5s",
    "cluster.fault_detection.follower_check.timeout": "5s",
    "cluster.fault_detection.leader_check.retry_count": "2",
    "cluster.fault_detection.follower_check.retry_count": "2",
    "action.auto_create_index": "false",
}
"""Settings of nodes that tests harm."""


class Unavailable(Exception):
    """Says why no cluster can run on this machine."""


class Cluster:
    """The nodes of a cluster, numbered from 0. Leaving the block ends them and keeps their data.

    `settings` are those of every node. `hosts` are the addresses of the nodes, on loopback if not
    given; `wrap` returns the command that runs another one for a node, as in its own network.
    """

    scheme, headers, tls = "http", {}, None
    """How the nodes are asked, with which headers, and with which SSLContext."""

    def __init__(self, folder, nodes=1, version=OLDEST, heap="384m", settings=None, hosts=None,
                 wrap=lambda number, command: command, security=False):
        self.folder, self.count, self.heap = Path(folder), nodes, heap
        self.hosts = hosts or ["127.0.0.1"] * nodes
        self.settings, self._wrap = {**SETTINGS, **(settings or {})}, wrap
        self._java, self._classes = build(version, security)
        ports = find_free_ports(2 * nodes)
        self._ports, self._transport_ports = ports[:nodes], ports[nodes:]
        self._processes = {}

    @property
    def urls(self):
        return [f"{self.scheme}://{host}:{port}" for host, port in zip(self.hosts, self._ports)]

    @property
    def running(self):
        return [number for number, process in self._processes.items() if process.poll() is None]

    def __enter__(self):
        try:
            for number in range(self.count):
                self.start(number)
            self.wait_for("green")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for number in self.running:
            self.resume(number)
            self._processes[number].terminate()
        for number in self.running:
            try:
                self._processes[number].wait(30)
            except subprocess.TimeoutExpired:
                self.kill(number)

    def start(self, number):
        """Start a node, with the data that it had if it ran before."""
        home = self.folder / f"node{number}"
        for name in ("config", "tmp"):
            (home / name).mkdir(parents=True, exist_ok=True)
        command = [
            self._java, f"-Xms{self.heap}", f"-Xmx{self.heap}", *FLAGS,
            f"-Djava.io.tmpdir={home}/tmp", "-cp", self._classes, "warta.ClusterNode", str(home),
            *(f"{name}={value}" for name, value in self._settings_of(number, home).items()),
        ]
        if shutil.which("setpriv"):  # a node ends with the process that started it
            command = ["setpriv", "--pdeathsig", "KILL", *command]
        with open(self._log(number), "ab") as log:
            self._processes[number] = subprocess.Popen(
                self._wrap(number, command), stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def _settings_of(self, number, home):
        names = [f"node{each}" for each in range(self.count)]
        seeds = ",".join(
            f"{host}:{port}" for host, port in zip(self.hosts, self._transport_ports))
        settings = {
            **self.settings,
            "node.name": names[number],
            "network.host": self.hosts[number],
            "http.port": self._ports[number],
            "transport.port": self._transport_ports[number],
            "discovery.seed_hosts": seeds,
        }
        if self.count == 1:
            settings["discovery.type"] = "single-node"
        elif not (home / "data").exists():
            settings["cluster.initial_cluster_manager_nodes"] = ",".join(names)
        return settings

    def kill(self, number):
        """End a node as `kill -9` does."""
        self._processes[number].kill()
        self._processes[number].wait()

    def pause(self, number):
        """Let a node do nothing, with its connections open, until it is resumed."""
        self._processes[number].send_signal(signal.SIGSTOP)

    def resume(self, number):
        self._processes[number].send_signal(signal.SIGCONT)

    def manager(self):
        """Return the number of the elected cluster manager."""
        state = self.ask("/_cluster/state/cluster_manager_node,nodes")
        return int(state["nodes"][state["cluster_manager_node"]]["name"].removeprefix("node"))

    def wait_for(self, status, nodes=None, seconds=600):
        """Wait until so many nodes, by default all, are of this health; return what they say.

        Copies that the cluster has given up are tried again, as an operator would.
        """
        until = time.monotonic() + seconds
        tries_again, health = time.monotonic() + 10, None
        while time.monotonic() < until:
            try:
                health = self.ask("/_cluster/health")
            except OSError:
                self._check_alive()
            else:
                if health["status"] == status and health["number_of_nodes"] == (
                        nodes or self.count) and not health["number_of_pending_tasks"]:
                    return health
                if time.monotonic() >= tries_again:
                    tries_again = time.monotonic() + 10
                    self._try_copies_again()
            time.sleep(0.1)
        raise TimeoutError(f"not {status} after {seconds} s: {health}\n{self.log()}")

    def _try_copies_again(self):
        with suppress(OSError):  # no manager is elected
            self.ask("/_cluster/reroute?retry_failed=true&metric=none", method="POST")

    def _check_alive(self):
        if not self.running:
            raise RuntimeError(f"no node is running\n{self.log()}")

    def ask(self, path, number=None, method="GET", body=None, seconds=10):
        """Return the JSON that a node answers, by default the first that runs."""
        number = self.running[0] if number is None and self.running else number or 0
        request = urllib.request.Request(
            self.urls[number] + path, method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", **self.headers})
        with urllib.request.urlopen(request, timeout=seconds, context=self.tls) as answer:
            return json.load(answer)

    def files(self):
        """Return the files in which the nodes keep data, by number of the node."""
        return {number: sorted(path for path in (self.folder / f"node{number}/data").rglob("*")
                               if path.is_file())
                for number in range(self.count)}

    def log(self):
        """Return the last lines that each node has logged."""
        return "\n".join(
            line for number in range(self.count) if self._log(number).exists()
            for line in [f"node{number}:",
                         *self._log(number).read_text("utf-8", "replace").splitlines()[-20:]])

    def _log(self, number):
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / f"node{number}.log"


def find_free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def build(version, security=False):
    """Build the program of a node, unless it is built; return `java` and the path of its classes.

    With `security` it has the plugin for TLS, users and roles. Raises Unavailable.
    """
    least = 17 if version.startswith("2.") else 21
    home = find_jdk(least)
    target = PROJECT / "target" / version
    with _locked(PROJECT / "target" / f"{version}.lock"):
        if not _is_built(target, security):
            _run_maven(home, version, least, target, security)
    places = ["node.jar", "lib/*", *["security/*"] * security]
    return f"{home}/bin/java", ":".join(f"{target}/{place}" for place in places)


def find_jdk(least):
    """Return the folder of the oldest JDK that is new enough. Raises Unavailable."""
    places = [*Path("/usr/lib/jvm").glob("*"), Path(os.environ.get("JAVA_HOME", "/")),
              *(Path(found).resolve().parents[1] for found in [shutil.which("javac")] if found)]
    versions = {place.resolve(): _read_version(place) for place in places}
    if fitting := [(number, place) for place, number in versions.items() if number >= least]:
        return min(fitting)[1]
    raise Unavailable(f"needs a JDK of version {least} or newer: set JAVA_HOME, or run "
                      f"`apt install openjdk-{least}-jdk-headless`")


def _read_version(home):
    release = home / "release"
    if not (home / "bin" / "javac").exists() or not release.exists():
        return 0
    stated = re.search(r'^JAVA_VERSION="(\d+)', release.read_text("utf-8"), re.MULTILINE)
    return int(stated[1]) if stated else 0


@contextmanager
def _locked(path):
    path.parent.mkdir(exist_ok=True)
    with open(path, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_built(target, security):
    sources = [PROJECT / "pom.xml", *(PROJECT / "src").rglob("*.java")]
    written = [path.stat().st_mtime for path in sources]
    jar = target / "node.jar"
    if security and not (target / "security").exists():
        return False
    return jar.exists() and jar.stat().st_mtime >= max(written)


def _run_maven(home, version, least, target, security):
    if not shutil.which("mvn"):
        raise Unavailable("needs Maven: run `apt install maven`")
    command = ["mvn", "--quiet", "--batch-mode", f"--file={PROJECT}",
               f"-Dopensearch={version}", f"-Djava={least}", "clean", "package",
               *["-Psecurity"] * security]
    ran = subprocess.run(
        command, env={**os.environ, "JAVA_HOME": str(home)}, capture_output=True, text=True)
    if ran.returncode:
        shutil.rmtree(target, ignore_errors=True)
        raise Unavailable(f"Maven could not fetch and build OpenSearch {version}: "
                          f"{ran.stdout[:2000]}")
