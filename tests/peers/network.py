"""A network of its own: local-slack listens on every interface, so there is only loopback here."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

MISSING = 69
INSIDE = 'ip link set lo up && exec "$@"'
WHY = (
    "make peers: local-slack listens on every interface, so it runs in a network namespace with "
    "loopback only, and this machine"
)


class NoNamespaceError(RuntimeError):
    """The message says what the machine lacks."""


def is_apart() -> bool:
    """Whether this process can be reached over loopback alone."""
    routes = Path("/proc/self/net/route").read_text(encoding="ascii").splitlines()[1:]
    addresses = Path("/proc/self/net/if_inet6")
    six = addresses.read_text(encoding="ascii").splitlines() if addresses.exists() else []
    return not routes and all(line.split()[-1] == "lo" for line in six)


def command_apart(command: Sequence[str]) -> list[str]:
    """The command as it has to be started. Raises NoNamespaceError."""
    if is_apart():
        return list(command)
    for tool in ("unshare", "ip"):
        if shutil.which(tool) is None:
            raise NoNamespaceError(f"{WHY} has no `{tool}` (util-linux, iproute2)")
    apart = ["unshare", "--user", "--map-root-user", "--net", "sh", "-c", INSIDE, "apart"]
    tried = subprocess.run(  # noqa: S603 - our own words
        [*apart, "true"], capture_output=True, text=True, check=False
    )
    if tried.returncode:
        raise NoNamespaceError(f"{WHY} does not allow one: {tried.stderr.strip()}")
    return [*apart, *command]
