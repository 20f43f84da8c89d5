from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from extraction.sandbox import sandbox_abilities

ROOT = Path(__file__).resolve().parents[2]
START = """
import ctypes, mmap, os, resource, signal, socket, subprocess, sys
from pathlib import Path
from extraction.protocol import Limits
from extraction.sandbox import enter_sandbox
home, parent = Path(sys.argv[1]), os.getppid()
own, given, secret = home / "own", home / "given", home / "catalog.sqlite"
libc = ctypes.CDLL(None, use_errno=True)
enter_sandbox(own, given, Limits(), parent)
def refused(act):
    try:
        act()
    except OSError:
        return "refused"
    return "done"
def call(number, *arguments):
    if libc.syscall(number, *arguments) == -1:
        raise OSError(ctypes.get_errno(), "")
"""
FORBIDDEN = {
    "reads the catalogue": "secret.read_bytes()",
    "lists the home": "os.listdir(home)",
    "reads the password file": "Path('/etc/passwd').read_bytes()",
    "reads the memory of its parent": "Path(f'/proc/{parent}/maps').read_bytes()",
    "reads the environment of its parent": "Path(f'/proc/{parent}/environ').read_bytes()",
    "writes outside": "(home / 'new').write_text('x')",
    "writes into what it was given": "(given / 'act.txt').write_text('x')",
    "removes what it was given": "(given / 'act.txt').unlink()",
    "writes into shared memory": "Path('/dev/shm/veche-probe').write_text('x')",
    "empties a file without opening it": "os.truncate(secret, 0)",
    "makes what it was given readable to all": "os.chmod(given / 'act.txt', 0o777)",
    "locks the owner out of the home": "os.chmod(home, 0)",
    "changes the times of a file": "os.utime(secret, (0, 0))",
    "marks a file with attributes": "os.setxattr(secret, 'user.a', b'b')",
    "takes a name of a file outside": "os.link(secret, own / 'taken')",
    "moves a file outside to itself": "os.rename(secret, own / 'taken')",
    "makes a link to a file outside": "os.symlink(secret, own / 'link')",
    "makes a pipe": "os.mkfifo(own / 'pipe')",
    "runs what it has written": (
        "((own / 'x').write_bytes(b'#!/bin/sh\\n'), os.chmod(own / 'x', 0o700), subprocess.run([own / 'x']))"
    ),
    "opens a socket": "socket.socket()",
    "opens a datagram socket": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "opens a local socket": "socket.socket(socket.AF_UNIX)",
    "signals its parent": "os.kill(parent, 0)",
    "signals its group": "os.kill(0, 0)",
    "signals everybody": "os.kill(-1, 0)",
    "ends its parent by a limit": "resource.prlimit(parent, resource.RLIMIT_CPU, (0, 0))",
    "slows its parent down": "os.setpriority(os.PRIO_PROCESS, parent, 19)",
    "ties its parent to one processor": "os.sched_setaffinity(parent, {0})",
    "traces its parent": "call(101 if os.uname().machine == 'x86_64' else 117, 16, parent, 0, 0)",
    "leaves its session": "os.setsid()",
    "leaves its group": "os.setpgid(0, 0)",
    "keeps memory that no limit counts": "os.memfd_create('a')",
    "forgets to die with its parent": "call(157 if os.uname().machine == 'x86_64' else 167, 1, 0, 0, 0, 0)",
    "makes a world of its own": "call(272 if os.uname().machine == 'x86_64' else 97, 0x10000000)",
}
ALLOWED = {
    "reads what it was given": "(given / 'act.txt').read_bytes()",
    "writes and renames in its folder": "((own / 'a').write_text('x'), (own / 'a').rename(own / 'b'))",
    "empties its folder": "((own / 'c').mkdir(), (own / 'c').rmdir())",
    "runs a program": "subprocess.run(['/bin/true'], check=True)",
    "imports a module": "[__import__(one) for one in ('language.numbers', 'extraction.formats.docx')]",
    "learns its own limits": "resource.getrlimit(resource.RLIMIT_CPU)",
    "asks to die with its parent": "call(157 if os.uname().machine == 'x86_64' else 167, 1, 9, 0, 0, 0)",
}


def _probe(home: Path, code: str) -> str:
    (home / "own").mkdir()
    (home / "given").mkdir()
    (home / "given" / "act.txt").write_text("решение", encoding="utf-8")
    (home / "catalog.sqlite").write_text("тайна", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", START + code, str(home)], capture_output=True, text=True, cwd=ROOT, check=True
    )
    return done.stdout.strip()


@pytest.mark.parametrize("deed", FORBIDDEN)
def test_a_reading_process_is_refused_when_it(tmp_path: Path, deed: str) -> None:
    abilities = sandbox_abilities()
    if not (abilities.no_files_outside and abilities.no_network and abilities.no_signals_outside):
        pytest.skip("this kernel cannot confine it")
    assert _probe(tmp_path, f"print(refused(lambda: {FORBIDDEN[deed]}))") == "refused"
    assert (tmp_path / "catalog.sqlite").read_text(encoding="utf-8") == "тайна"
    assert (tmp_path / "given" / "act.txt").read_text(encoding="utf-8") == "решение"


@pytest.mark.parametrize("deed", ALLOWED)
def test_a_reading_process_still(tmp_path: Path, deed: str) -> None:
    assert _probe(tmp_path, f"print(refused(lambda: {ALLOWED[deed]}))") == "done"


def test_a_library_that_aborts_still_tells_so(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        _probe(tmp_path, "os.abort()")
    assert failed.value.returncode == -6


def test_a_reading_process_ends_when_its_parent_is_another(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom extraction.protocol import Limits\n"
        "from extraction.sandbox import enter_sandbox\n"
        "enter_sandbox(Path(sys.argv[1]), Path(sys.argv[1]), Limits(), 1)\nprint('alive')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")


def test_the_environment_of_a_reading_process_is_empty_of_ours(tmp_path: Path) -> None:
    from extraction.process import _environment

    assert not {"VECHE_HOME", "LD_PRELOAD", "HTTP_PROXY"} & set(_environment(tmp_path))
    assert os.environ.get("PATH") != _environment(tmp_path)["PYTHONPATH"]
