"""Server-side scripts: their text, and the hash that names the version a server has loaded."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "scripts"


@dataclass(frozen=True, slots=True)
class Script:
    """``reads`` marks one that changes nothing, so that it may be asked again."""

    name: str
    text: str
    sha: str
    reads: bool


def load_script(name: str, *parts: str, reads: bool = False) -> Script:
    """A script from its file, with the shared ``parts`` it uses in front of it."""
    text = "\n".join((_FOLDER / f"{part}.lua").read_text("utf-8") for part in (*parts, name))
    # Servers know a script by this hash; it protects nothing.
    sha = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
    return Script(name=name, text=text, sha=sha, reads=reads)
