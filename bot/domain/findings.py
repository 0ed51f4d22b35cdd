"""What the doctor says about one thing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """``fix`` is empty where all is well."""

    sentence: str
    fix: str = ""

    @property
    def is_well(self) -> bool:
        return not self.fix
