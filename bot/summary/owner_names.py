# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""Several owners in one line → each of them; the name of one group may hold an "and" itself.

A comma, a semicolon, a plus, a slash and an "or" always part names. "&" and "and" part them too,
but for one case: what stands behind ends in a word for a group ("Team", "Office", "Board") and
what stands before is neither a person's name nor a group of its own. So "Platform & Infra Team" is
one, "Olga & Infra Team" and "Platform Team and QA Squad" are two.
"""

import re

from bot.summary.accounts import ACCOUNT
from bot.summary.fold import fold

_APART = re.compile(
    r"\s*(?:[,;+、，]|\s/\s|\s(?:or|oder|ou|o|или)\s)\s*|\s+(?=@)|\s+(?=<@)"
    r"|(?<=[a-zà-ÿ])/(?=[A-ZÀ-Þ][a-zà-ÿ])"
)
_JOINED = re.compile(
    r"(?<![^\W_])[A-Z]&[A-Z](?![^\W_])|(\s*&\s*|\s(?:and|und|et|e|y|en|och|и|plus)\s+)"
)
"""The signs of "R&D" and "Q&A" are parts of the word."""
_LED = re.compile(r"^(?:and|und|et|och)\s+")
_GROUP = re.compile(
    r"\b(?:team|squad|crew|guild|group|office|department|dept|division|board|committee|council"
    r"|unit|chapter|tribe|desk|bureau|agency|authority|commission|directorate|panel|task ?force"
    r"|section|secretariat|hub|cent(?:er|re)|organi[sz]ation|org|pod|equipe|equipo|abteilung"
    r"|gruppe|ausschuss|buro)s?\.?$"
)
_PERSON_FIRST = re.compile(
    rf"@|{ACCOUNT}|(?:dr|mr|mrs|ms|prof|herr|frau|mme|sra?)\.? ", re.IGNORECASE
)
_PARTICLES = {"van", "von", "de", "da", "di", "del", "der", "dos", "el", "al", "bin", "la", "le"}
_FIELDS = {
    "access", "accessibility", "accounts", "administration", "admin", "ads", "analytics", "android",
    "api", "app", "apps", "architecture", "assurance", "asset", "assets", "audit", "auth",
    "authentication", "automation", "backend", "banking", "billing", "brand", "budget", "build",
    "business", "capacity", "care", "central", "change", "checkout", "claims", "clinical", "cloud",
    "commerce", "commercial", "communication", "communications", "compliance", "compute",
    "content", "contracts", "controls", "core", "corporate", "credit", "customer", "customs",
    "cyber", "data", "database", "delivery", "deployment", "design", "desktop", "developer",
    "development", "devops", "digital", "documentation", "docs", "domain", "eastern", "editorial",
    "education", "energy", "engineering", "enterprise", "environment", "ethics", "events",
    "experience", "external", "facilities", "facility", "federal", "field", "finance", "financial",
    "fleet", "foundation", "fraud", "frontend", "fulfilment", "fulfillment", "global",
    "governance", "government", "growth", "hardware", "health", "hiring", "human", "identity",
    "incident", "industrial", "information", "infra", "infrastructure", "innovation", "insurance",
    "integration", "integrations", "integrity", "intelligence", "internal", "international",
    "ios", "knowledge", "lab", "labs", "launch", "learning", "legal", "licensing", "local",
    "localization", "localisation", "logistics", "loyalty", "machine", "maintenance",
    "management", "market", "marketing", "medical", "messaging", "methods", "mobile", "monitoring",
    "national", "network", "networking", "networks", "north", "northern", "observability",
    "onboarding", "operations", "ops", "orders", "outreach", "partner", "partners", "partnerships",
    "payment", "payments", "payroll", "people", "performance", "planning", "platform", "policy",
    "pricing", "privacy", "process", "procurement", "product", "production", "products", "program",
    "programme", "programs", "project", "projects", "property", "protection", "public",
    "publishing", "purchasing", "quality", "quantitative", "records", "recruiting", "regional",
    "regulation", "regulatory", "relations", "release", "releases", "reliability", "reporting",
    "research", "resilience", "resources", "response", "retail", "revenue", "rights", "risk",
    "safety", "sales", "science", "search", "security", "server", "service", "services", "shipping",
    "site", "social", "software", "solutions", "sourcing", "south", "southern", "staffing",
    "standards", "storage", "strategy", "studio", "success", "supplier", "supply", "support",
    "sustainability", "system", "systems", "talent", "tax", "technical", "technology", "test",
    "testing", "tooling", "tools", "trade", "trading", "traffic", "training", "translation",
    "transport", "travel", "treasury", "trust", "user", "vendor", "web", "western", "workplace",
}  # fmt: skip
"""What groups work on, or where: no names of people."""
_MOST_NAMES = 2
_ENDS = ("tion", "tions", "sion", "sions", "ware", "ics")


def split_owners(text: str) -> list[str]:
    return [name for part in _APART.split(text) for name in _named(_LED.sub("", part))]


def is_group(name: str) -> bool:
    """As in "Data Protection Office"."""
    return _GROUP.search(fold(name)) is not None


def _named(part: str) -> list[str]:
    cuts = [found.span() for found in _JOINED.finditer(part) if found[1]]
    if not cuts:
        return [part]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(part)]
    found: list[str] = []
    last = len(starts) - 1
    while last >= 0:
        first = last
        if is_group(part[starts[last] : ends[last]]):
            while first and _is_part_of_a_name(part[starts[first - 1] : ends[first - 1]]):
                first -= 1
        found.insert(0, part[starts[first] : ends[last]])
        last = first - 1
    return found


def _is_part_of_a_name(piece: str) -> bool:
    piece = piece.strip()
    return bool(piece) and not is_group(piece) and not _names_a_person(piece)


def _names_a_person(piece: str) -> bool:
    """One or two capitalised words that no group is called by, particles and initials aside."""
    if _PERSON_FIRST.match(piece):
        return True
    words = [word for word in piece.split() if word not in _PARTICLES and not word.endswith(".")]
    spoken = [word for word in words if word[:1].isupper() and any(map(str.islower, word))]
    if not words or len(spoken) != len(words) or len(words) > _MOST_NAMES:
        return False
    folded = fold(" ".join(words)).split()
    return not any(word in _FIELDS or word.endswith(_ENDS) for word in folded)
