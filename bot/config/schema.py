"""The JSON Schema of ``blockers.yml`` for editors: ``python -m bot.config.schema``."""

import json
import sys

from bot.config.models import BlockersFile


def schema_text() -> str:
    schema = BlockersFile.model_json_schema(mode="validation")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "blockers.yml"
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
