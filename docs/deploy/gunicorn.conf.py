"""How gunicorn serves Warta: two processes that share the compiled kernels.

    gunicorn --config docs/deploy/gunicorn.conf.py wsgi:application

WARTA_BIND is what it listens on, unless that is the socket in /run/warta. A socket that systemd
hands over comes before both.
"""

import os

bind = os.environ.get("WARTA_BIND", "unix:/run/warta/socket")
workers = 2
worker_class = "gthread"
threads = 28  # concurrency + queue + 8, so that one is free to refuse
preload_app = True
limit_request_line = 8190  # the longest query takes 4,608 bytes
graceful_timeout = 30
worker_tmp_dir = "/dev/shm"  # a disk that is busy must not look like a worker that hangs
control_socket_disable = True  # of gunicorn 25 and newer: there is no home to put it into


def child_exit(server, worker):
    """Take the open requests of a worker that has ended out of the metrics of all."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)
