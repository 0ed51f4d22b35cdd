# ruff: noqa: RUF001  (letters that look alike are what is read here)
"""The words of headings and of "nothing is open", as patterns over folded text, by kind."""

from typing import Literal

from bot.domain.document import StatedStatus

Kind = Literal[
    "blockers", "watch", "scorecard", "timeline", "actions", "next_milestone", "risk", "mitigation",
    "reasons", "legend", "benefits", "conditions", "procedure", "history", "needed", "other",
]  # fmt: skip

SECTION_PATTERNS: dict[Kind, tuple[str, ...]] = {
    "legend": (
        r"^(?:severity|priority|status|risk) (?:levels?|definitions?|guide|scale|key|meanings?)$",
        r"^definitions?$",
        r"^(?:legend|status key|key$|reading the|how to read|what the (?:marks|symbols))",
        r"^(?:legende|legenda|leyenda|凡例|图例)",
    ),
    "procedure": (
        (
            r"^(?:when(?:ever)?|each time|every time|for each|for every|if) (?:you|we|someone|"
            r"somebody|a|an|any|the)\b"
        ),
        r"^(?:before|after) (?:you|we) (?:close|add|report|open|file|resolve|update|read|ask)",
        r"^(?:when|before|after) (?:closing|adding|reporting|opening|filing|resolving|updating)\b",
        r"\bhow to (?:use|read|fill|add|update|report|close|file|contribute|escalate|triage)\b",
        (
            r"^(?:quand|wenn|cuando|quando|si) (?:on|vous|tu|du|man|sie|se|voce|un|una|um|uma|"
            r"ein|eine|le|la|el|der|die|das)\b"
        ),
        r"\btemplate\b", r"^(?:example|sample|vorlage|modele|plantilla|modelo)\b",
        r"\bescalation (?:path|process|policy)\b", r"テンプレート", r"模板", r"する(?:とき|時)",
        r"時の手順", r"手順",
    ),
    "history": (
        r"\b(?:previously|formerly|no longer|used to be) (?:a )?block(?:ing|ers?|ed)\b",
        r"\b(?:former|past|old) blockers?\b", r"\bchange ?log\b",
    ),
    "conditions": (
        (
            r"\b(?:never|do not|don't|cannot|can't|must not|no) (?:ship|release|launch|deploy|"
            r"go live|merge|cut)\w*\b"
        ),
        (
            r"\bwithout$(?<!can ship without)(?<!can launch without)(?<!can release without)"
            r"(?<!can go live without)"
        ),
        (
            r"\b(?:exit|success|release|acceptance|launch|go/no-go|gate|stop|abort|entry|rollback) "
            r"criteria\b"
        ),
        r"\bmust[- ]haves?\b", r"\bground rules\b", r"\bjamais\b.*\bsans\b",
        r"\bnie(?:mals)? ohne\b", r"\bnunca\b.*\bs(?:in|em)\b", r"\bmai senza\b",
    ),
    "benefits": (
        r"\bwhat (?:we|you|they|users?|it) (?:gains?|gets?|wins?|brings?|buys?)\b",
        r"\b(?:benefits?|advantages?|pros)\b", r"\b(?:kudos|shout-?outs?)\b",
        r"\bwhat (?:went|did not go|didn't go|goes) (?:well|right|wrong|badly|poorly)\b",
        r"\bwhere we got (?:un)?lucky\b",
        r"\bwhy (?:bother|do it|it (?:is|'s) worth|we want)\b", r"\bavantages?\b",
        r"\bvorteile?\b", r"\bbenefici\w*", r"\bvantagens\b", r"\bventajas\b",
        r"\bce qu'on (?:y )?gagne\b", r"\bo que ganhamos\b", r"\blo que ganamos\b",
        r"\bwas wir gewinnen\b", r"メリット", r"优点", r"收益", r"好处",
    ),
    "next_milestone": (
        r"\b(?:next|following|upcoming) (?:milestone|phase|release)\b", r"\bprochain jalon\b",
        r"\bproximo (?:marco|hito)\b", r"\bnachster meilenstein\b",
        r"\bprossim[ao] (?:milestone|traguardo)\b", r"次のマイルストーン", r"下一里程碑",
    ),
    "watch": (
        r"\bnice[- ]to[- ]haves?\b", r"\b(?:not|non|isn't|aren't)[- ]?(?:a )?block(?:ing|ers?)\b",
        r"\bwatch(?:ing|list| list)?\b", r"\bnon[- ]bloquants?\b", r"\bnicht blockierend\b",
        r"\bnao bloqueantes?\b", r"\bno bloqueantes?\b", r"\bnon bloccanti?\b", r"\bkeep an eye\b",
        r"\bcan (?:ship|launch|release|go live|live) without\b", r"\bcan wait\b",
        r"\bafter (?:the )?(?:launch|release|ga|go-live)$",
        r"\bpost[- ](?:launch|release|ga|mvp|go-live)\b", r"\bfast[- ]follow\w*\b",
        r"\bto monitor\b", r"非阻塞", r"ブロックしない", r"監視対象",
    ),
    "scorecard": (
        (
            r"\b(?:score ?card|readiness|go/no-go|status board|component status|"
            r"health (?:check|status|board)|tableau de bord|prontidao|bereitschaft|"
            r"preparacion)\b"
        ),
        r"準備状況", r"就绪",
    ),
    "risk": (
        (
            r"^(?:\w+ ){0,2}(?:risks?(?: (?:level|assessment|analysis|summary|factors|register|"
            r"&.*|and .*))?|(?:niveau de )?risques?|risik(?:o|en)(?:stufe|niveau|bewertung)?|"
            r"(?:nivel de )?riesgos?|(?:nivel de )?riscos?|(?:livello di )?rischi?o?)(?:$|"
            r"\s?[:(-])"
        ),
        r"リスク", r"风险",
    ),
    "timeline": (
        (
            r"^(?:\w+ ){0,2}(?:timeline|time line|schedule|roadmap|calendrier|cronograma|"
            r"calendario|zeitplan|fahrplan)(?: (?:to|for|of|by|until|de|du|do|della|zum|der|"
            r"bis|vers|para)\b.*)?$"
        ),
        r"スケジュール", r"时间线", r"日程",
    ),
    "actions": (
        r"\b(?:immediate|required|urgent) (?:actions?|steps?)\b",
        r"\bactions? (?:required|items?|plan|needed)\b", r"\bnext (?:actions|steps)\b",
        r"\bactions immediates\b", r"\bprochaines (?:etapes|actions)\b",
        r"\bacoes (?:imediatas|urgentes)\b", r"\bproximos pasos\b", r"\bproximos passos\b",
        r"\bacciones (?:inmediatas|urgentes)\b", r"\bsofortmassnahmen\b", r"\bnachste schritte\b",
        r"\bprossimi passi\b", r"直近の対応", r"アクション", r"行动项", r"下一步",
    ),
    "blockers": (
        r"\bblock(?:er|ers|ing|ed)\b", r"\bshow[- ]?stoppers?\b", r"\bmust[- ]fix\b",
        r"\bcritical\b", r"\burgent\b", r"\bp[0-3]\b",
        (
            r"\b(?:open|outstanding|known|remaining|active|current|major|"
            r"high[- ]priority) (?:issues?|items?|problems?|bugs?|points?|defects?)\b"
        ),
        r"\bbloqu\w*", r"\bblockier\w*", r"\bblocc\w*", r"\bblokke\w*", r"\bhindernis\w*",
        r"\bpendenci\w*", r"\bpendientes\b", r"\bpoints? (?:bloquants?|ouverts?)\b",
        r"\boffene (?:punkte|probleme)\b", r"\bcritiques?\b", r"\bcriticos?\b", r"\bkritisch\w*",
        r"\bблок\w*", r"ブロッカー", r"阻塞", r"課題", r"待解决", r"차단",
    ),
}  # fmt: skip
"""In the order of trying: a "watch list of blockers" is a watch list."""

BOARD_STATES: dict[str, StatedStatus] = {
    "review": "doing", "code review": "doing", "peer review": "doing", "qa review": "doing",
    "selected for development": "todo", "ready for dev": "todo", "ready for development": "todo",
    "up next": "todo", "sprint backlog": "todo", "product backlog": "todo",
}  # fmt: skip
"""Columns of a board that are no state as a word in a text."""

NOTHING_OPEN_PATTERNS = (
    (
        r"^(?:there are |we have |currently |il n'y a |aktuell |atualmente |actualmente |"
        r"al momento )*(?:currently )?(?:no|zero|0|aucun|aucune|nenhum|nenhuma|ningun|"
        r"ninguna|sin|keine?|nessun|nessuna|geen|inga|brak|нет|pas de|nao ha|"
        r"no hay)(?: \w+){0,2} (?:block\w*|bloqu\w*|blocc\w*|blokk\w*|hindernis\w*|"
        r"open\b.*|issues?\b.*|points? bloquants?|pendenci\w*|pendientes|блок\w*|blokad\w*)"
    ),
    (
        r"^(?:nothing|none|rien|nada|nichts|niente|niets)(?: (?:is|are|currently|else|left|"
        r"to))*(?: (?:open|blocking|blocked|outstanding|remaining|pending|ouvert|bloqu\w*|"
        r"offen|aberto|abierto|aperto|blockier\w*))\b"
    ),
    (
        r"^all (?:blockers|issues|items)? ?(?:are |have been )?(?:clear|cleared|resolved|"
        r"closed|done|fixed)\b"
    ),
    r"^(?:ブロッカー|課題)(?:は)?(?:なし|ありません)", r"^(?:没有|無|无)(?:阻塞|未解决)",
    r"^없음",
)  # fmt: skip
"""A sentence that says so."""

NOTHING_PATTERNS = (
    r"none", r"nothing", r"n/?a", r"aucun", r"aucune", r"nenhum", r"ninguno", r"keine",
    r"nessuno", r"geen", r"rien", r"nada", r"нет", r"なし", r"无", r"無", r"없음",
    r"none (?:at (?:this|the) (?:time|moment)|right now|today|currently)",
)  # fmt: skip
"""One word that says so below a heading about blockers."""

NOTHING_FIRST_WORDS = frozenset({
    "actualmente", "aktuell", "al", "all", "atualmente", "aucun", "aucune", "brak", "currently",
    "geen", "il", "inga", "kein", "keine", "na", "nada", "nao", "nenhum", "nenhuma", "nessun",
    "nessuna", "nessuno", "nichts", "niente", "niets", "ningun", "ninguna", "ninguno", "no", "none",
    "nothing", "pas", "rien", "sin", "there", "we", "zero",
})  # fmt: skip
"""Of the words that need no folding, those with which either begins."""
