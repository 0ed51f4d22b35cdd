"""The words people write for a state, in the languages seen in such documents."""

from bot.domain.document import StatedStatus

STATUS_WORDS: dict[StatedStatus, tuple[str, ...]] = {
    "todo": (
        "not started", "not yet started", "not yet", "not done", "not ready", "not begun", "todo",
        "to do", "to-do", "backlog", "open", "opened", "new", "planned", "scheduled", "pending",
        "queued", "unstarted", "upcoming", "triage", "needs triage", "unresolved", "unfinished",
        "incomplete", "not complete", "not completed", "not fixed", "not resolved", "outstanding",
        "reopened", "re-opened", "missing", "failing", "failed", "fail", "broken", "untested",
        "ready to start", "to be done", "to be started", "unassigned", "no progress", "accepted",
        "identified", "reported", "confirmed", "not implemented", "unfixed", "tbd", "to start",
        # fr, pt, es
        "a faire", "pas commence", "non commence", "pas demarre", "non demarre", "ouvert",
        "ouverte", "en attente", "non resolu", "pas resolu", "non fait", "pas fait", "prevu",
        "nao iniciado", "nao iniciada", "a fazer", "pendente", "aberto", "aberta", "nao concluido",
        "nao resolvido", "planejado", "por fazer", "sin empezar", "no iniciado", "no iniciada",
        "pendiente", "por hacer", "abierto", "abierta", "no resuelto", "sin resolver",
        # de, it, nl, sv, pl, tr
        "offen", "nicht begonnen", "nicht gestartet", "noch nicht begonnen", "geplant", "zu tun",
        "ausstehend", "nicht erledigt", "nicht fertig", "ungelost", "da fare", "aperto", "aperta",
        "non iniziato", "non iniziata", "in attesa", "non risolto", "te doen", "niet gestart",
        "nog niet gestart", "gepland", "niet klaar", "ej paborjad", "inte paborjad", "oppen",
        "do zrobienia", "nie rozpoczeto", "otwarte", "yapilacak", "baslamadi", "acik",
        # ru, ja, zh, ko
        "не начато", "не начат", "открыт", "открыто", "в очереди", "запланировано", "не готово",
        "не решено", "未着手", "未対応", "未完了", "未開始", "未解決", "予定", "保留中", "未开始",
        "待办", "待处理", "未解决", "未完成", "待辦", "未開始", "시작 전", "대기", "예정",
        "미완료", "할 일",
    ),
    "doing": (
        "in progress", "in-progress", "inprogress", "wip", "work in progress", "doing", "started",
        "ongoing", "on-going", "underway", "under way", "active", "in review", "under review",
        "in code review", "ready for review", "in qa", "in testing", "testing", "in test",
        "ready for test", "ready for qa", "implementing", "in development", "developing",
        "investigating", "under investigation", "working on it", "working", "being worked on",
        "partial", "partially done", "partially complete", "partially", "partly", "mostly done",
        "almost done", "nearly done", "half done", "halfway", "deploying", "rolling out",
        "in flight", "on track", "in hand", "mitigating", "monitoring", "verifying", "fixing",
        "pr open", "in pr", "awaiting review", "awaiting verification", "awaiting deploy",
        "en cours", "en progreso", "en curso", "em andamento", "em progresso", "em curso",
        "em revisao", "en revision", "en revue", "partiellement", "parcialmente", "parcial",
        "in arbeit", "in bearbeitung", "laufend", "lauft", "teilweise", "in prufung", "begonnen",
        "in corso", "in lavorazione", "parzialmente", "bezig", "in uitvoering", "pagaende",
        "w toku", "w trakcie", "devam ediyor", "в работе", "в процессе", "выполняется", "частично",
        "進行中", "対応中", "作業中", "着手", "着手中", "レビュー中", "確認中", "调查中", "进行中",
        "处理中", "進行", "部分完成", "진행 중", "진행중", "작업 중", "검토 중",
    ),
    "blocked": (
        "blocked", "blocking", "stuck", "on hold", "paused", "stalled", "waiting", "waiting on",
        "waiting for", "awaiting", "halted", "blocker", "critical", "no-go", "no go", "red",
        "impeded", "suspended", "down", "off track", "off-track", "not ready to ship", "held",
        "bloque", "bloquee", "bloques", "bloquant", "bloqueado", "bloqueada", "bloqueados",
        "en pause", "en pausa", "parado", "suspendu", "impedido", "blockiert", "wartet",
        "wartend", "gestoppt", "bloccato", "bloccata", "in pausa", "sospeso", "geblokkeerd",
        "in de wacht", "blockerad", "zablokowane", "zablokowany", "wstrzymane", "engellendi",
        "beklemede", "заблокировано", "заблокирован", "ожидает", "приостановлено", "ブロック中",
        "ブロック", "停止中", "待ち", "阻塞", "受阻", "被阻塞", "暂停", "차단됨", "차단", "보류",
    ),
    "done": (
        "done", "complete", "completed", "resolved", "closed", "fixed", "finished", "shipped",
        "merged", "released", "deployed", "delivered", "verified", "passed", "pass", "passing",
        "solved", "answered", "cleared", "achieved", "implemented", "live", "ok", "okay", "works",
        "operational", "green", "go", "healthy", "all good", "up", "signed off",
        "resolu", "resolue", "resolus", "termine", "terminee", "fait", "ferme", "fermee", "clos",
        "corrige", "corrigee", "fini", "finie", "livre", "valide", "fonctionnel", "pret",
        "concluido", "concluida", "resolvido", "resolvida", "feito", "feita", "fechado", "fechada",
        "pronto", "pronta", "finalizado", "finalizada", "corrigido", "corrigida",
        "resuelto", "resuelta", "hecho", "hecha", "cerrado", "cerrada", "completado", "completada",
        "terminado", "terminada", "listo", "lista", "arreglado", "erledigt", "fertig",
        "abgeschlossen", "behoben", "gelost", "geschlossen", "bereit", "risolto", "risolta",
        "fatto", "fatta", "completato", "completata", "chiuso", "chiusa", "finito", "klaar",
        "opgelost", "afgerond", "gereed", "gesloten", "klart", "klar", "fardig", "lost", "zrobione",
        "gotowe", "zakonczone", "rozwiazane", "zamkniete", "tamamlandi", "bitti", "cozuldu",
        "kapandi", "готово", "сделано", "завершено", "завершен", "решено", "решен", "закрыто",
        "закрыт", "выполнено", "исправлено", "完了", "完了済み", "解決済み", "対応済み", "済み",
        "終了",
        "解決", "已完成", "完成", "已解决", "已解決", "已关闭", "已修复", "완료", "완료됨", "해결",
        "해결됨",
    ),
    "skipped": (
        "won't fix", "wont fix", "will not fix", "wontfix", "won't do", "cancelled", "canceled",
        "dropped", "deferred", "descoped", "de-scoped", "out of scope", "postponed", "duplicate",
        "not needed", "no longer needed", "no longer wanted", "no longer relevant", "obsolete",
        "not applicable", "abandoned", "rejected", "superseded", "skipped", "parked", "removed",
        "not planned", "cut", "not doing", "moot", "withdrawn", "discarded", "declined", "scrapped",
        "abandonne", "abandonnee", "annule", "annulee", "reporte", "reportee", "ecarte",
        "hors perimetre", "cancelado", "cancelada", "adiado", "adiada", "descartado", "descartada",
        "fora do escopo", "aplazado", "aplazada", "pospuesto", "fuera de alcance", "abgebrochen",
        "verworfen", "verschoben", "entfallt", "zuruckgestellt", "gestrichen", "annullato",
        "annullata", "rimandato", "rinviato", "scartato", "geannuleerd", "vervallen", "uitgesteld",
        "avbruten", "installd", "anulowane", "odlozone", "iptal", "ertelendi", "отменено",
        "отменен", "отложено", "отложен", "中止", "見送り", "延期", "対応不要", "不要",
        "キャンセル",
        "取消", "已取消", "推迟", "不修复", "취소", "취소됨", "연기",
    ),
    "at_risk": (
        "at risk", "at-risk", "degraded", "slow", "needs attention", "warning", "amber", "yellow",
        "unstable", "flaky", "a risque", "degrade", "lent", "lents", "lente", "lentes", "em risco",
        "degradado", "instavel", "en riesgo", "inestable", "gefahrdet", "eingeschrankt", "langsam",
        "instabil", "a rischio", "degradato", "lento", "risico", "zagrozone", "под угрозой",
        "リスクあり", "要注意", "遅延", "有风险", "위험",
    ),
}  # fmt: skip

NOT_READY_WORDS = ("ready", "ready to ship", "ready for release", "ready for production")
"""Done for a component of the scorecard, not started for a blocker."""

NEGATIONS = (
    "not", "never", "isn't", "aren't", "wasn't", "hasn't", "haven't", "can't", "cannot", "no",
    "without", "non", "pas", "jamais", "nao", "nunca", "nicht", "noch nicht", "kein", "keine",
    "niet", "inte", "nie", "degil", "не", "nessuno", "yet to be", "to be", "must be", "should be",
    "will be", "would be", "needs to be", "need to be", "has to be", "have to be", "can be",
    "could be", "may be", "might be", "once", "when", "until", "unless", "if", "before", "after",
    "needs", "wait until", "expected to be", "sera", "doit etre", "sera", "muss", "wird", "soll",
    "deve ser", "debe ser", "a ser", "less than", "almost", "nearly", "mostly", "partially",
    "partly", "half", "presque", "quase", "casi", "fast", "bijna", "nastan", "prawie", "почти",
)  # fmt: skip

QUALIFIERS = (
    "except", "but", "pending", "awaiting", "remaining", "remains", "still", "however", "needs",
    "to verify", "not yet", "not deployed", "not verified", "unverified", "waiting", "minus",
    "sauf", "mais", "reste", "exceto", "mas", "falta", "excepto", "pero", "ausser", "aber",
    "bis auf", "tranne", "ma", "behalve", "maar", "кроме", "но", "?",
)  # fmt: skip

ANSWERED_WORDS = ("answered", "done", "resolved", "fixed", "solved", "decided", "yes", "settled",
    "repondu", "resolu", "respondido", "resolvido", "resuelto", "beantwortet", "erledigt",
    "решено", "回答済み", "解決")  # fmt: skip

DROPPED_WORDS = ("no longer", "not needed", "not wanted", "moved to", "deferred", "postponed",
    "dropped", "won't", "wont", "cancelled", "canceled", "out of scope", "descoped", "later",
    "obsolete", "superseded", "duplicate", "n/a", "not applicable", "skip", "skipped", "removed",
    "pushed to", "abandonne", "reporte", "annule", "adiado", "cancelado", "aplazado", "verschoben",
    "entfallt", "gestrichen", "отложено", "отменено", "中止", "延期", "取消",
    *STATUS_WORDS["skipped"])  # fmt: skip
