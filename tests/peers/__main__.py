"""``python -m tests.peers [pytest's arguments]``: the tests of this folder in their own network."""

import os
import sys

from tests.peers.network import MISSING, NoNamespaceError, command_apart


def main() -> int:
    pytest = [sys.executable, "-m", "pytest", "-m", "peers", *sys.argv[1:]]
    try:
        command = command_apart(pytest)
    except NoNamespaceError as error:
        sys.stderr.write(f"{error}\n")
        return MISSING
    return os.execvp(command[0], command)  # noqa: S606 - becomes the test run


if __name__ == "__main__":
    sys.exit(main())
