"""Asks several hosts side by side, and each of them for one thing after another."""

from collections.abc import Callable, Iterator, Sequence
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


def ask_hosts(
    hosts: Sequence[Sequence[Task]], ask: Callable[[Task], Result], most: int, stopped: Event
) -> Iterator[Result]:
    """Yield what comes of each task, as soon as it is done; those of a host keep their order.

    Up to `most` hosts are asked at once, each in a thread of its own, until `stopped` is set.
    Threads that still wait for an answer then keep no process from ending. Raises what a task
    raises.
    """
    waiting, done = SimpleQueue[Sequence[Task]](), SimpleQueue[Result | BaseException]()
    for tasks in hosts:
        waiting.put(tasks)

    def work() -> None:
        try:
            while not stopped.is_set():
                for task in waiting.get_nowait():
                    done.put(ask(task))
        except Empty:
            pass
        except BaseException as error:  # also an interrupt: it ends the run, not the thread alone
            done.put(error)

    for _ in range(min(most, len(hosts))):
        Thread(target=work, daemon=True).start()
    for _ in range(sum(map(len, hosts))):
        result = done.get()
        if isinstance(result, BaseException):
            raise result
        yield result
