"""The words people write for a priority and for a risk, in the languages seen."""

PRIORITY_WORDS: dict[str, tuple[str, ...]] = {
    "P0": (
        "critical", "urgent", "blocker", "highest", "showstopper", "show stopper", "must fix",
        "emergency", "critique", "critico", "critica", "urgente", "kritisch", "dringend",
        "kriittinen", "kritiek", "krytyczny", "kritik", "acil", "критический", "критично",
        "срочно", "緊急", "最優先", "致命的", "紧急", "严重", "긴급",
    ),
    "P1": (
        "high", "major", "important", "haute", "elevee", "eleve", "alta", "alto", "hoch", "hoog",
        "hog", "wysoki", "yuksek", "высокий", "высокая", "高", "높음",
    ),
    "P2": (
        "medium", "moderate", "normal", "moyenne", "moyen", "media", "medio", "mittel",
        "gemiddeld", "medel", "sredni", "orta", "средний", "средняя", "中", "보통",
    ),
    "P3": (
        "low", "minor", "lowest", "trivial", "nice to have", "faible", "basse", "baixa", "baixo",
        "baja", "bajo", "niedrig", "gering", "bassa", "basso", "laag", "lag", "niski", "dusuk",
        "низкий", "низкая", "低", "낮음",
    ),
}  # fmt: skip

RISK_WORDS: dict[str, tuple[str, ...]] = {
    "critical": (
        "critical", "severe", "extreme", "very high", "critique", "critico", "kritisch",
        "tres eleve", "muito alto", "muy alto", "sehr hoch", "критический", "致命的", "极高",
        "严重",
    ),
    "high": (
        "high", "elevated", "eleve", "haut", "alto", "alta", "hoch", "hoog", "hog", "wysokie",
        "yuksek", "высокий", "高", "높음",
    ),
    "medium": (
        "medium", "moderate", "moyen", "modere", "medio", "media", "moderado", "mittel",
        "gemiddeld", "medel", "srednie", "orta", "средний", "中", "보통",
    ),
    "low": (
        "low", "minimal", "faible", "bas", "baixo", "baixa", "bajo", "baja", "niedrig", "gering",
        "basso", "laag", "lag", "niskie", "dusuk", "низкий", "低", "낮음",
    ),
}  # fmt: skip
