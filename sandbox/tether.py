"""Runs a command in its own place that ends when its parent does, also when that is killed.

Started as a script: ``tether.py PARENT COMMAND…``. Only Linux can tie a process so; elsewhere the
command runs untied.
"""

import ctypes
import os
import signal
import sys

_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG in Linux's prctl.h


def main() -> None:
    parent, command = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("the parent has ended already")  # between our start and the line above
    os.execv(command[0], command)  # noqa: S606 - our parent's own words, no shell


if __name__ == "__main__":
    main()
