"""A network namespace in which every address of the world is the server of faults.

    with namespace.entered(tmp_path) as inside:
        done = inside.run([sys.executable, "-m", "contentlint", "links", "."])
        inside.log("request")

Commands in it see the production guard's world: names are looked up at ``fault_names``, and
certificates are trusted that ``certificates`` made. Nothing in it reaches the outside.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import certificates
import fault_server
import pytest

HERE = Path(__file__).resolve().parent
_SETUP = r"""
set -e
ip link set lo up
ip route add local 0.0.0.0/0 dev lo
ip -6 route add local ::/0 dev lo
ip -6 addr add "$4" dev lo nodad
printf 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n' > "$1/resolv.conf"
printf '127.0.0.1 localhost\n' > "$1/hosts"
mount --bind "$1/resolv.conf" /etc/resolv.conf
mount --bind "$1/hosts" /etc/hosts
exec "$2" "$3" "$1"
"""


@cache
def missing() -> str:
    """Return the reason why there can be no namespace here, or ``""``."""
    for tool in ("unshare", "nsenter", "ip", "mount"):
        if not shutil.which(tool):
            return f"{tool} is not installed"
    tried = subprocess.run(
        ["unshare", "-rnm", "sh", "-c", "ip link set lo up && ip route add local 0/0 dev lo"],
        capture_output=True,
        check=False,
    )
    if tried.returncode:
        return f"no namespace of networks: {tried.stderr.decode('utf-8', 'replace').strip()}"
    return certificates.missing()


class Inside(NamedTuple):
    """A namespace in which the server of faults runs."""

    folder: Path
    pid: int
    """Of the server."""

    def command(self, command: Sequence[str]) -> list[str]:
        """The command that runs another one in the namespace."""
        enter = ["nsenter", "-t", str(self.pid), "-U", "-n", "-m", "--preserve-credentials"]
        return [*enter, f"--wd={os.getcwd()}", "--", *command]

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        authority = str(self.folder / certificates.AUTHORITY)
        return {**os.environ, "SSL_CERT_FILE": authority, **(more or {})}

    def run(
        self,
        command: Sequence[str],
        env: Mapping[str, str] | None = None,
        timeout: float = 120,
        cwd: Path | None = None,
    ) -> subprocess.CompletedProcess[str]:
        whole = ["sh", "-c", 'cd "$0" && exec "$@"', str(cwd or Path.cwd()), *command]
        return subprocess.run(
            self.command(whole),
            env=self.environment(env),
            timeout=timeout,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def python(
        self,
        code: str,
        *arguments: str,
        env: Mapping[str, str] | None = None,
        timeout: float = 120,
    ) -> str:
        """What a program prints, which may import the modules beside this one."""
        paths = os.pathsep.join([str(HERE), str(HERE.parent.parent)])
        done = self.run(
            [sys.executable, "-c", code, *arguments], {"PYTHONPATH": paths, **(env or {})}, timeout
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def log(self, kind: str) -> list[dict[str, object]]:
        """What the server has seen: the entries ``connection`` or ``request``."""
        return fault_server.log(self.folder, kind)

    def forget(self) -> None:
        """Empty the log."""
        os.truncate(self.folder / "log.jsonl", 0)


@contextlib.contextmanager
def entered(folder: Path) -> Iterator[Inside]:
    """Start the server of faults in a namespace of its own; skip the test where that fails."""
    if reason := missing():
        # Without a namespace the requests would go to real hosts.
        pytest.skip(reason)
    folder = folder / "namespace"
    certificates.make(folder)
    program = [sys.executable, str(HERE / "fault_server.py")]
    command = ["unshare", "-rnm", "sh", "-c", _SETUP, "setup", str(folder)]
    with subprocess.Popen(
        [*command, *program, fault_server.SILENT_HOSTS[1]], stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "ready\n", "the server of faults did not start"
            yield Inside(folder, process.pid)
        finally:
            process.terminate()
