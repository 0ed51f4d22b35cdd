"""What a heading announces: blockers, actions, a scorecard, a legend, or ticks that prove nothing."""

import re
from typing import Literal

from bot.domain.document import StatedStatus
from bot.summary.fold import fold
from bot.summary.inline import plain
from bot.summary.label_words import Label
from bot.summary.labels import label_of
from bot.summary.marks import strip_marks
from bot.summary.status import pure_status

Kind = Literal[
    "blockers", "watch", "scorecard", "timeline", "actions", "next_milestone", "risk", "mitigation",
    "reasons", "legend", "benefits", "conditions", "procedure", "history", "needed", "other",
]  # fmt: skip

_PATTERNS: tuple[tuple[Kind, str], ...] = (
    ("legend", r"^(?:severity|priority|status|risk) (?:levels?|definitions?|guide|scale|key|meanings?)$|^definitions?$|^(?:legend|status key|key$|reading the|how to read|what the (?:marks|symbols))|^(?:legende|legenda|leyenda|凡例|图例)"),
    ("procedure", r"^(?:when(?:ever)?|each time|every time|for each|for every|if) (?:you|we|someone|somebody|a|an|any|the)\b"
                  r"|^(?:before|after) (?:you|we) (?:close|add|report|open|file|resolve|update|read|ask)"
                  r"|^(?:when|before|after) (?:closing|adding|reporting|opening|filing|resolving|updating)\b"
                  r"|\bhow to (?:use|read|add|update|report|close|file|contribute|escalate|triage)\b|^(?:quand|wenn|cuando|quando|si) (?:on|vous|tu|du|man|sie|se|voce|un|una|um|uma|ein|eine|le|la|el|der|die|das)\b"
                  r"|\btemplate\b|^(?:example|sample|vorlage|modele|plantilla|modelo)\b|\bescalation (?:path|process|policy)\b|テンプレート|模板|する(?:とき|時)|時の手順|手順"),
    ("conditions", r"\b(?:never|do not|don't|cannot|can't|must not|no) (?:ship|release|launch|deploy|go live|merge|cut)\w*\b|\bwithout$|\b(?:exit|success|release|acceptance|launch|go/no-go|gate) criteria\b"
                   r"|\bmust[- ]haves?\b|\bground rules\b|\bjamais\b.*\bsans\b|\bnie(?:mals)? ohne\b|\bnunca\b.*\bs(?:in|em)\b|\bmai senza\b"),
    ("benefits", r"\bwhat (?:we|you|they|users?|it) (?:gains?|gets?|wins?|brings?|buys?)\b|\b(?:benefits?|advantages?|pros)\b|\bwhy (?:bother|do it|it (?:is|'s) worth|we want)\b|\bavantages?\b|\bvorteile?\b|\bbenefici\w*|\bvantagens\b|\bventajas\b"
                 r"|\bce qu'on (?:y )?gagne\b|\bo que ganhamos\b|\blo que ganamos\b|\bwas wir gewinnen\b|メリット|优点|收益|好处"),
    ("next_milestone", r"\b(?:next|following|upcoming) (?:milestone|phase|release)\b|\bprochain jalon\b|\bproximo (?:marco|hito)\b|\bnachster meilenstein\b|\bprossim[ao] (?:milestone|traguardo)\b|次のマイルストーン|下一里程碑"),
    ("watch", r"\bnice[- ]to[- ]haves?\b|\b(?:not|non|isn't|aren't)[- ]?(?:a )?block(?:ing|ers?)\b|\bwatch(?:ing|list| list)?\b|\bnon[- ]bloquants?\b|\bnicht blockierend\b|\bnao bloqueantes?\b|\bno bloqueantes?\b|\bnon bloccanti?\b|\bkeep an eye\b|\bto monitor\b|非阻塞|ブロックしない|監視対象"),
    ("scorecard", r"\b(?:score ?card|readiness|go/no-go|status board|component status|health (?:check|status|board)|tableau de bord|prontidao|bereitschaft|preparacion)\b|準備状況|就绪"),
    ("risk", r"^(?:\w+ ){0,2}(?:risks?(?: (?:level|assessment|analysis|summary|factors|register|&.*|and .*))?|(?:niveau de )?risques?|risik(?:o|en)(?:stufe|niveau|bewertung)?|(?:nivel de )?riesgos?|(?:nivel de )?riscos?|(?:livello di )?rischi?o?)(?:$|\s?[:(-])|リスク|风险"),
    ("timeline", r"^(?:\w+ ){0,2}(?:timeline|time line|schedule|roadmap|calendrier|cronograma|calendario|zeitplan|fahrplan)(?: (?:to|for|of|by|until|de|du|do|della|zum|der|bis|vers|para)\b.*)?$|スケジュール|时间线|日程"),
    ("actions", r"\b(?:immediate|required|urgent) (?:actions?|steps?)\b|\bactions? (?:required|items?|plan|needed)\b|\bnext (?:actions|steps)\b|\bactions immediates\b|\bprochaines (?:etapes|actions)\b"
                r"|\bacoes (?:imediatas|urgentes)\b|\bproximos pasos\b|\bproximos passos\b|\bacciones (?:inmediatas|urgentes)\b|\bsofortmassnahmen\b|\bnachste schritte\b|\bprossimi passi\b|直近の対応|アクション|行动项|下一步"),
    ("blockers", r"\bblock(?:er|ers|ing|ed)\b|\bshow[- ]?stoppers?\b|\bmust[- ]fix\b|\bcritical\b|\burgent\b|\bp[0-3]\b|\b(?:open|outstanding|known|remaining|active|current|major|high[- ]priority) (?:issues?|items?|problems?|bugs?|points?|defects?)\b"
                 r"|\bbloqu\w*|\bblockier\w*|\bblocc\w*|\bblokke\w*|\bhindernis\w*|\bpendenci\w*|\bpendientes\b|\bpoints? (?:bloquants?|ouverts?)\b|\boffene (?:punkte|probleme)\b|\bcritiques?\b|\bcriticos?\b|\bkritisch\w*|\bблок\w*|ブロッカー|阻塞|課題|待解决|차단"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
_FROM_LABEL: dict[Label, Kind] = {
    "needed": "needed", "actions": "actions", "legend": "legend", "benefits": "benefits",
    "conditions": "conditions", "procedure": "procedure", "history": "history",
    "timeline": "timeline", "risk": "risk", "mitigation": "mitigation", "reasons": "reasons",
}  # fmt: skip
_COUNT = re.compile(r"\s*[(\[（]\s*\d+[^()\[\]]{0,25}[)\]）]\s*$|\s*[:-]\s*\d+\s*$")
_NOUNS = re.compile(
    r"\b(?:recently|just|newly|already|blockers?|issues?|items?|tasks?|points?|this week|last week|today|yesterday|this month|last month|so far|since\b.*|"
    r"work|cette semaine|diese woche|esta semana|questa settimana)\b"
)
_NUMBERED = re.compile(r"^(?:\d+[.)]|[a-z][.)])\s+")
_ADORNING = {
    "active",
    "live",
    "current",
    "known",
    "critical",
    "blocker",
    "blocking",
    "blockers",
    "red",
    "go",
    "no-go",
    "new",
}
_MAX_STATUS_WORDS = 5
QUIET: frozenset[Kind] = frozenset({"legend", "benefits", "procedure", "next_milestone"})
"""Kinds whose lists hold no work at all."""


def heading_kind(raw: str) -> Kind:
    title = _NUMBERED.sub("", fold(strip_marks(plain(raw))))
    bare = _COUNT.sub("", title).rstrip(":?! ")
    label = label_of(bare)
    if label in _FROM_LABEL:
        return _FROM_LABEL[label]
    kind = next((kind for kind, pattern in _COMPILED if pattern.search(bare)), None)
    if kind not in {None, "blockers"}:
        return kind or "other"
    status = section_status(raw)
    if status in {"done", "skipped"}:
        return "history"
    return kind or ("blockers" if status else "other")


def section_status(raw: str) -> StatedStatus | None:
    """A heading that is nothing but a state ("❌ Bloqué", "Open (2)", "Closed this week")."""
    title = _NUMBERED.sub("", fold(strip_marks(plain(raw))))
    bare = _NOUNS.sub("", _COUNT.sub("", title)).strip(" :-?!,&/")
    if not bare or bare in _ADORNING or len(bare.split()) > _MAX_STATUS_WORDS:
        return None
    return pure_status(bare)


def stated_count(raw: str) -> int | None:
    found = re.search(r"[(\[（]\s*(\d{1,3})\b[^()\[\]（）]{0,25}[)\]）]\s*$", plain(raw))
    return int(found[1]) if found else None


_NOTHING_OPEN = re.compile(
    r"^(?:there are |we have |currently |il n'y a |aktuell |atualmente |actualmente |al momento )*(?:currently )?"
    r"(?:no|zero|0|aucun|aucune|nenhum|nenhuma|ningun|ninguna|sin|keine?|nessun|nessuna|geen|inga|brak|нет|pas de|nao ha|no hay)"
    r"(?: \w+){0,2} (?:block\w*|bloqu\w*|blocc\w*|blokk\w*|hindernis\w*|open\b.*|issues?\b.*|points? bloquants?|pendenci\w*|pendientes|блок\w*|blokad\w*)"
    r"|^(?:nothing|none|rien|nada|nichts|niente|niets)(?: (?:is|are|currently|else|left|to))*(?: (?:open|blocking|blocked|outstanding|remaining|pending|ouvert|bloqu\w*|offen|aberto|abierto|aperto|blockier\w*))\b"
    r"|^all (?:blockers|issues|items)? ?(?:are |have been )?(?:clear|cleared|resolved|closed|done|fixed)\b|^(?:ブロッカー|課題)(?:は)?(?:なし|ありません)|^(?:没有|無|无)(?:阻塞|未解决)|^없음"
)
_NONE = re.compile(
    r"^(?:none|nothing|n/?a|aucun|aucune|nenhum|ninguno|keine|nessuno|geen|rien|nada|нет|なし|无|無|없음|none (?:at (?:this|the) (?:time|moment)|right now|today|currently))[.!]?$"
)


def says_nothing_open(raw: str, *, under_blockers: bool = False) -> bool:
    text = fold(strip_marks(plain(raw))).rstrip(".! ")
    return bool(_NOTHING_OPEN.search(text)) or (under_blockers and bool(_NONE.match(text)))
