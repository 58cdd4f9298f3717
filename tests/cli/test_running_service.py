"""The service on this machine, in processes of its own; what people type is typed here, or is a program as well.

A program takes seconds to start: it is one where its process is what is asked about.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import cli
from app.scenario import rubric_path
from tests.support.command_line import CommandLine, Ran
from tests.support.shijing import BOOK, scenario
from tests.support.year import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.slow

PROGRAM = Path(sys.executable).with_name("jixiao")
ROOT = Path(cli.__file__).parents[1]
FACTS = FOLDER / "facts.yaml"
TASK = "shijing/targets/targets.file/1"


@dataclass
class Service:
    """A data folder and the service that runs on it."""

    data: Path
    jixiao: CommandLine
    process: subprocess.Popen[str] | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "JIXIAO_DATA": str(self.data), "JIXIAO_LANG": "en", "COLUMNS": "200"}

    def program(self, *arguments: str | Path) -> Ran:
        """The same command in a process of its own."""
        ran = subprocess.run(
            [PROGRAM, *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    def start(self) -> None:
        """Run `up --demo` until its first task is there."""
        self.start_again()
        self.wait_for(lambda: bool(self.tasks()))

    def start_again(self) -> None:
        """Run `up --demo` until it says where it is."""
        self.process = subprocess.Popen(
            [PROGRAM, "up", "--demo", "shijing-2021"],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.wait_for((self.data / "service.json").exists)

    def wait_for(self, ready: Callable[[], bool]) -> None:
        """Wait while the service lives, a minute at most."""
        end = time.monotonic() + 60
        while not ready():
            assert self.process is not None
            assert self.process.poll() is None, self.process.communicate()[0]
            assert time.monotonic() < end
            time.sleep(0.1)

    def tasks(self) -> list[dict[str, Any]]:
        ran = self.jixiao("task", "list", "--json")
        found: list[dict[str, Any]] = ran.document["tasks"] if ran.code == 0 else []
        return found

    def stop(self) -> tuple[int, str]:
        """End it as a service manager does; give exit code and everything that it said."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        said, _ = self.process.communicate(timeout=30)
        return self.process.returncode, said


@contextmanager
def running(data: Path) -> Iterator[Service]:
    with pytest.MonkeyPatch.context() as patch:
        service = Service(data, CommandLine(patch, data))
        service.start()
        try:
            yield service
        finally:
            if service.process is not None and service.process.poll() is None:
                service.process.kill()
                service.process.communicate()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("service") / "data") as found:
        yield found


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_demonstration_waits_for_the_targets(service: Service) -> None:
    (task,) = service.tasks()
    assert (task["id"], task["book"], task["role"], task["due"]) == (TASK, BOOK, "filler", "2020-11-06")
    assert task["days_left"] == 25


def test_a_deliverer_that_dies_is_started_again(service: Service) -> None:
    file = service.data / "delivery.pid"
    first = int(file.read_text())
    os.kill(first, signal.SIGKILL)
    service.wait_for(lambda: int(file.read_text() or first) != first and alive(int(file.read_text())))


def test_a_second_service_on_the_folder_is_refused_and_the_first_goes_on(service: Service) -> None:
    assert service.process is not None
    ran = service.program("up", "--demo", "shijing-2021")
    assert ran.code == 1
    assert "A service or a rehearsal already runs on this data folder (127.0.0.1:" in ran.err
    assert f"process {service.process.pid}" in ran.err
    assert service.process.poll() is None
    assert service.tasks()


def test_a_task_of_somebody_else_is_refused_and_stays_open(service: Service) -> None:
    ran = service.jixiao("task", "do", TASK, "--as", "fuhe", "--facts", FACTS)
    assert (ran.code, ran.out) == (1, "")
    assert "does not hold the role" in ran.err
    assert [task["id"] for task in service.tasks()] == [TASK]


def test_a_filing_with_faults_is_refused_with_the_place_of_each(service: Service, tmp_path: Path) -> None:
    text = FACTS.read_text(encoding="utf-8")
    faulty = tmp_path / "facts.yaml"
    faulty.write_text(text.replace("id: staff-control, task: operation", "id: staff-control, task: operations"))
    ran = service.jixiao("task", "do", TASK, "--as", "tianbao", "--facts", faulty)
    assert (ran.code, ran.out) == (1, "")
    assert "indicators.0.task: " in ran.err
    assert "did you mean: operation." in ran.err


def test_a_task_without_its_figures_or_by_a_wrong_name_is_refused(service: Service) -> None:
    without = service.jixiao("task", "do", TASK, "--as", "tianbao")
    assert without.code == 1
    assert "name their file with --facts" in without.err
    unknown = service.jixiao("task", "do", "shijing/targets/targets.file/7", "--as", "tianbao", "--facts", FACTS)
    assert unknown.code == 1
    assert 'There is no task "shijing/targets/targets.file/7"' in unknown.err


def test_a_rubric_is_adopted_by_the_office_and_by_nobody_else(service: Service) -> None:
    rubric = rubric_path(scenario().rubric)
    adopt = ("rubric", "adopt", rubric, "--document", "补充通知", "--book", BOOK)
    refused = service.jixiao(*adopt, "--as", "fuhe")
    assert refused.code == 1
    assert "performance office" in refused.err or "performance-office" in refused.err
    done = service.jixiao(*adopt, "--as", "jixiaoke", "--json")
    assert done.code == 0
    again = service.jixiao(*adopt, "--as", "jixiaoke", "--json")
    assert again.document == done.document


def test_what_was_never_filed_cannot_be_evaluated(service: Service) -> None:
    ran = service.jixiao("evaluate", "shijing", "--as", "jixiaoke", "--book", BOOK)
    assert (ran.code, ran.out) == (1, "")
    assert 'The department "shijing" has filed nothing' in ran.err


def test_a_deadline_is_put_off_by_the_office_and_by_nobody_else(service: Service) -> None:
    words = ("--document", "示财绩〔2020〕3号", "--reason", "系统停机两日", "--book", BOOK, "--department", "shijing")
    extend = ("deadline", "extend", "--matter", "targets", "--to", "2020-11-16", *words)
    refused = service.jixiao(*extend, "--as", "fuhe")
    assert refused.code == 1
    assert '"fuhe (p-' in refused.err
    done = service.jixiao(*extend, "--as", "jixiaoke", "--json")
    assert done.code == 0, done.err
    assert service.jixiao(*extend, "--as", "jixiaoke", "--json").out == done.out
    (task,) = service.tasks()
    assert (task["due"], task["due_first"]) == ("2020-11-16", "2020-11-06")
    told = service.jixiao("task", "alerts", "--as", "tianbao")
    assert "due day put off" in told.out
    earlier = service.jixiao(*(word if word != "2020-11-16" else "2020-11-16x" for word in extend), "--as", "jixiaoke")
    assert (earlier.code, earlier.out) == (1, "")
    assert '"2020-11-16x" is not a date' in earlier.err


@pytest.mark.parametrize("attempt", [0, *(pytest.param(more, marks=pytest.mark.soak) for more in range(1, 20))])
def test_a_command_that_speaks_to_the_service_always_ends_with_its_code(service: Service, attempt: int) -> None:
    refused = service.program("evaluate", f"nobody-{attempt}", "--as", "jixiaoke", "--book", BOOK)
    assert (refused.code, refused.out) == (1, "")
    appointed = ("rubric", "adopt", rubric_path(scenario().rubric), "--document", f"通知{attempt}", "--book", BOOK)
    assert service.program(*appointed, "--as", "jixiaoke", "--json").code == 0


def test_a_year_goes_on_over_a_killed_engine_and_a_clean_stop(tmp_path: Path) -> None:
    with running(tmp_path / "data") as own:
        receipt = _file_twice(own)
        os.kill(int((own.data / "temporal.pid").read_text()), signal.SIGKILL)
        _approve(own)
        _stop(own)
        _refuse_what_needs_a_service(own)
        own.start_again()
        assert _file(own.jixiao) == receipt
        assert own.stop()[0] == 0
        replayed = own.jixiao("audit", "replay", "--json")
        assert replayed.document["books"][0]["equal"]


def _file(type_in: Callable[..., Ran]) -> dict[str, Any]:
    ran = type_in("task", "do", TASK, "--as", "tianbao", "--facts", FACTS, "--json")
    assert ran.code == 0, ran.err
    receipt: dict[str, Any] = ran.document
    # The newest signed head comes with every sending: there may be a newer one by now.
    assert receipt.pop("checkpoint").startswith("jixiao.checkpoint/1/")
    return receipt


def _file_twice(service: Service) -> dict[str, Any]:
    receipt = _file(service.program)
    (turn,) = receipt["turns"]
    assert (turn["awaited"]["act"], receipt["days_late"]) == ("targets.approve", 0)
    assert _file(service.jixiao) == receipt
    return receipt


def _approve(service: Service) -> None:
    (task,) = service.tasks()
    ran = service.jixiao("task", "do", task["id"], "--as", "fuhe", "--opinion", "同意")
    assert ran.code == 0, ran.err
    assert "target setting: done." in ran.out
    assert service.tasks() == []


def _stop(service: Service) -> None:
    worker = int((service.data / "worker.pid").read_text())
    assert alive(worker)
    code, said = service.stop()
    assert code == 0, said
    assert "The service is ready; the workflow engine listens on 127.0.0.1:" in said
    assert said.rstrip().endswith("the signed head of every book is written.")
    assert not (service.data / "service.json").exists()
    assert not alive(worker)
    verified = service.jixiao("audit", "verify", "--json")
    assert verified.code == 0, verified.out
    (book,) = verified.document["books"]
    assert book["unproved"] == 0


def _refuse_what_needs_a_service(service: Service) -> None:
    done = service.jixiao("task", "do", TASK, "--as", "tianbao", "--facts", FACTS)
    # The ledger knows the request, with or without a service.
    assert (done.code, done.err) == (0, "")
    adopt = ("rubric", "adopt", rubric_path(scenario().rubric), "--document", "另一通知", "--book", BOOK)
    order = service.jixiao(*adopt, "--as", "jixiaoke")
    assert order.code == 6
    assert "start jixiao up in another terminal first" in order.err
    real = service.program("up")
    assert real.code == 1
    assert f'The data folder holds the rehearsal book "{BOOK}"' in real.err
    assert "JIXIAO_DATA" in real.err
