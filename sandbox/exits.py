"""The exit codes of the sandbox and its tour, which are those of the product, after sysexits."""

import argparse
import sys
from typing import NoReturn

USAGE = 64
BAD_INPUT = 65
AWAY = 69


class Parser(argparse.ArgumentParser):
    """Leaves with the exit code that usage has everywhere else in the product."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")
