"""Checks what `make serve` needs, before anything is installed.

    python web/serving/preflight.py VENV HOST PORT

It prints one line that says what is missing and what to do, or nothing. It runs on any Python 3
without installed packages, because a version that is too old is one of the things it finds.
"""

import errno
import os
import socket
import sys

MINIMUM = (3, 11)

LEAST_MB, ENOUGH_MB = 256, 1000
"""Addresses below which libraries abort the process without a word, and those that all of it takes.
"""


def find_problem(venv: str, host: str, port: str) -> "str | None":
    """Return what keeps the server from starting, or None."""
    return find_python_problem(venv) or find_memory_problem() or find_port_problem(host, port)


def find_python_problem(venv: str) -> "str | None":
    """Return why this Python cannot build the environment, or None where it is built already."""
    if os.path.exists(os.path.join(venv, "bin", "pip")):
        return None
    version = "%d.%d" % sys.version_info[:2]
    if sys.version_info < MINIMUM:
        return ("Warta needs Python %d.%d or newer, and this is %s: name another one, such as "
                "`make serve PYTHON=python3.12`" % (MINIMUM + (version,)))
    try:
        import ensurepip  # noqa: F401
        import venv as _  # noqa: F401
    except ImportError:  # Debian and Ubuntu ship it as a package of its own
        return ("Python's venv module is missing: install it, for example with "
                "`apt install python%s-venv`" % version)
    return None


def find_memory_problem() -> "str | None":
    """Return that this process may not have the memory that its libraries need, or None."""
    try:
        import resource
    except ImportError:  # on Windows
        return None
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    if limit == resource.RLIM_INFINITY or limit >= LEAST_MB << 20:
        return None
    return ("a process may have only %d MB of addresses here, and the service needs up to %d: "
            "raise the limit, as with `ulimit -v %d`" % (limit >> 20, ENOUGH_MB, ENOUGH_MB << 10))


def find_port_problem(host: str, port: str) -> "str | None":
    """Return why nothing can listen on the port, or None."""
    number = int(port) if port.isdigit() else 0
    if not 0 < number < 65536:
        return "PORT=%s is not a port: choose a number between 1 and 65535" % port
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, number, 0, socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.error as error:
        if error.errno == errno.EADDRINUSE:
            return ("port %s is already in use: stop the other server, or choose another port, "
                    "such as `make serve PORT=%d`" % (port, number + 1))
        return "cannot listen on %s port %s: %s" % (host, port, error.strerror or error)
    return None


if __name__ == "__main__":
    problem = find_problem(*sys.argv[1:])
    if problem:
        print(problem)
