"""YAML that says where it is wrong: a date that does not exist is a mistake with a line too."""

from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import ConstructorError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.ports import ConfigurationError

_KINDS = {
    "timestamp": "a date that exists",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
}
_SHOWN = 40


class _Marking(RoundTripConstructor):
    """ruamel lets Python's own errors through where a scalar looks like what it is not."""

    def construct_object(self, node: Any, deep: bool = False) -> Any:  # noqa: ANN401
        try:
            return super().construct_object(node, deep)
        except (ValueError, KeyError, AttributeError) as error:
            written = str(getattr(node, "value", ""))[:_SHOWN]
            kind = _KINDS.get(str(node.tag).rpartition(":")[2], "a value that can be read")
            problem = f"\u201c{written}\u201d is not {kind}"
            raise ConstructorError(problem=problem, problem_mark=node.start_mark) from error


def parse_yaml(text: str, name: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """Raises ConfigurationError with file and line."""
    yaml = YAML(typ="rt")
    yaml.Constructor = _Marking
    try:
        tree = yaml.load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigurationError(f"{name}:{line}: not valid YAML: {error.problem}") from error
    except YAMLError as error:
        raise ConfigurationError(f"{name}:1: not valid YAML") from error
    except RecursionError:
        raise ConfigurationError(f"{name}:1: not valid YAML: nested too deeply") from None
    except (AttributeError, TypeError) as error:  # ruamel, where unlike things are merged
        raise ConfigurationError(f"{name}:1: not valid YAML") from error
    if not isinstance(tree, dict):
        raise ConfigurationError(f"{name}:1: entries such as version: 1 were expected")
    return tree
