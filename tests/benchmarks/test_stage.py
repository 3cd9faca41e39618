"""Stages: processes of their own that start together, fail with a reason, and measure something."""

import sys

import pytest

from benchmarks.figures import summarize
from benchmarks.stage import StageFailed, measure_command, run_together

READY_AFTER = """
import json, sys, time
from benchmarks.stage import wait_for_start
time.sleep(float(sys.argv[1]))
ready = time.time()
wait_for_start()
print(json.dumps([ready, time.time()]))
"""


def build_command(code, *arguments):
    return [sys.executable, "-c", code, *arguments]


def test_processes_start_together_however_late_one_of_them_is_ready():
    commands = [build_command(READY_AFTER, seconds) for seconds in ("0", "1.5")]
    times = run_together(commands)
    (early, first), (late, second) = times
    assert late - early > 0.5
    assert min(first, second) >= late
    assert abs(first - second) < 0.4


def test_a_process_that_fails_before_it_is_ready_is_named_and_ends_the_others():
    commands = [build_command(READY_AFTER, "0"), build_command("raise SystemExit('no index')")]
    with pytest.raises(StageFailed, match="^no index$"):
        run_together(commands)


def test_a_process_that_fails_after_the_start_is_named():
    failing = READY_AFTER + "\nraise IndexError('list index out of range')"
    with pytest.raises(StageFailed, match="^IndexError: list index out of range$"):
        run_together([build_command(failing, "0")])


def test_a_process_that_prints_no_figures_fails():
    silent = "from benchmarks.stage import wait_for_start; wait_for_start(); print('done')"
    with pytest.raises(StageFailed, match="printed no figures"):
        run_together([build_command(silent)])


def test_a_command_that_fails_is_named_by_its_last_line():
    with pytest.raises(StageFailed, match="^ValueError: boom$"):
        measure_command(build_command("raise ValueError('boom')"))
    with pytest.raises(StageFailed, match="^exit code 3$"):
        measure_command(build_command("import os; os._exit(3)"))


def test_figures_of_no_samples_are_refused_by_a_reason():
    with pytest.raises(ValueError, match="nothing was measured"):
        summarize([])
