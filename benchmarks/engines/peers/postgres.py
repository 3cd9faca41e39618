"""PostgreSQL: a server of its own on a Unix socket, stopped after the measurement.

It refuses to run as root: then it runs as `postgres`, the user Debian's package creates.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import psycopg2

from benchmarks.engines.peers import MARK_TAGS, Unavailable
from benchmarks.engines.queries import Query
from benchmarks.engines.tokens import Entry

USER = "postgres"
SETTINGS = {
    "listen_addresses": "", "shared_buffers": "1GB", "maintenance_work_mem": "512MB",
    "jit": "off", "max_parallel_workers_per_gather": "0", "autovacuum": "off",
    "max_wal_size": "4GB",
}
TABLE = """CREATE UNLOGGED TABLE t(
    id INT PRIMARY KEY, outlet TEXT, year INT, day INT, body TEXT,
    stems TSVECTOR, forms TSVECTOR)"""
INDEXES = ("CREATE INDEX ON t USING gin(stems)", "CREATE INDEX ON t USING gin(forms)",
           "CREATE INDEX ON t(day)", "VACUUM ANALYZE t")

Prepared = tuple[str, str, tuple[object, ...]]
"""The column, more conditions, and the parameters: the tsquery first."""


class Postgres:
    """GIN over token vectors built by us, ranked by ts_rank; one process per query."""

    LACKS = {"fuzzy": "has none over words", "prefix shown": "the forms are not stored"}

    @staticmethod
    def version() -> str:
        command = [_find_program("postgres"), "--version"]
        answer = subprocess.run(command, capture_output=True, text=True)
        return answer.stdout.strip().rpartition(" (")[0].split()[-1]

    @classmethod
    def build(cls, entries: Iterable[Entry], folder: Path) -> None:
        folder.mkdir()
        _give_to_user(folder)
        _run("initdb", "-D", str(folder), "-U", USER, "-A", "trust", "--no-sync")
        with (_Server(folder) as server, server.connect() as cursor,
              tempfile.TemporaryFile() as rows):
            cursor.execute(TABLE)
            for entry in entries:
                rows.write(_format_row(entry).encode())
            rows.seek(0)
            cursor.copy_expert("COPY t FROM STDIN", rows)
            for statement in INDEXES:
                cursor.execute(statement)

    def __init__(self, folder: Path) -> None:
        self._server = _Server(folder)
        self._cursor = self._server.connect()

    def prepare(self, query: Query) -> Prepared:
        joint = {"or3": " | ", "phrase": " <-> "}.get(query.kind, " & ")
        text = joint.join(f"'{word}'" for word in query.words)
        if query.kind == "prefix":
            return "forms", "", (f"{text}:*",)
        if query.outlet:
            return "stems", "AND outlet = %s", (text, query.outlet)
        if query.since:
            return "stems", "AND day BETWEEN %s AND %s", (text, query.since, query.until)
        return "stems", "", (text,)

    def rank(self, prepared: Prepared) -> list[int]:
        column, more, values = prepared
        self._cursor.execute(
            f"SELECT id FROM t, CAST(%s AS tsquery) q WHERE {column} @@ q {more} "
            f"ORDER BY ts_rank({column}, q) DESC LIMIT 10", values)
        return [row[0] for row in self._cursor.fetchall()]

    def page(self, prepared: Prepared) -> tuple[int, list[int]]:
        column, more, values = prepared
        self._cursor.execute(
            f"SELECT outlet, year, count(*) FROM t WHERE {column} @@ CAST(%s AS tsquery) {more} "
            "GROUP BY GROUPING SETS ((outlet), (year))", values)
        total = sum(row[2] for row in self._cursor.fetchall() if row[1] is not None)
        return total, self.rank(prepared)

    def shown(self, prepared: Prepared) -> list[str]:
        _, best = self.page(prepared)
        options = "StartSel={}, StopSel={}".format(*MARK_TAGS)
        self._cursor.execute(
            "SELECT ts_headline('simple', body, CAST(%s AS tsquery), %s) FROM t "
            "WHERE id = ANY(%s)", (prepared[2][0], options, best))
        return [row[0] for row in self._cursor.fetchall()]

    def close(self) -> None:
        self._server.close()


class _Server:
    """A server of a data folder; runs until it is closed."""

    def __init__(self, folder: Path) -> None:
        self._socket = tempfile.mkdtemp(prefix="pg-")
        _give_to_user(Path(self._socket))
        settings = SETTINGS | {"unix_socket_directories": self._socket}
        self._process = subprocess.Popen(
            [_find_program("postgres"), "-D", str(folder), *(
                part for each in settings.items() for part in ("-c", "=".join(each)))],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", user=_choose_user())

    def connect(self) -> "psycopg2.extensions.cursor":
        """Return a cursor of a new connection, once the server answers."""
        for _ in range(200):
            try:
                opened = psycopg2.connect(host=self._socket, user=USER, dbname="postgres")
                opened.autocommit = True
                return opened.cursor()
            except psycopg2.OperationalError:
                time.sleep(0.1)
        raise Unavailable("the server did not start")

    def close(self) -> None:
        self._process.send_signal(2)  # SIGINT: do not wait for clients
        self._process.wait()
        shutil.rmtree(self._socket, ignore_errors=True)

    def __enter__(self) -> "_Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _find_program(name: str) -> str:
    """Return the path of one of the server's programs. Raises Unavailable."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    path = str(places[-1]) if places else shutil.which(name)
    if not path:
        raise Unavailable("no server: apt-get install postgresql")
    return path


def _choose_user() -> str | None:
    """Return the user to run the server as; None for the current one."""
    return USER if os.geteuid() == 0 else None


def _give_to_user(folder: Path) -> None:
    if _choose_user():
        entry = pwd.getpwnam(USER)
        os.chown(folder, entry.pw_uid, entry.pw_gid)


def _run(program: str, *arguments: str) -> None:
    subprocess.run([_find_program(program), *arguments], check=True, stdout=subprocess.DEVNULL,
                   cwd="/", user=_choose_user())


def _format_row(entry: Entry) -> str:
    """Return an entry as COPY reads it: tab-separated."""
    values = (entry.number, entry.outlet, entry.year, entry.day, entry.stems,
              _format_vector(entry.stems), _format_vector(entry.forms))
    return "\t".join(map(str, values)) + "\n"


def _format_vector(terms: str) -> str:
    """Return terms and their positions, from 1, in the syntax of a tsvector."""
    places: dict[str, list[str]] = defaultdict(list)
    for position, term in enumerate(terms.split(" "), 1):
        places[term].append(str(position))
    return " ".join(f"'{term}':{','.join(at)}" for term, at in places.items())
