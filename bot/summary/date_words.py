# ruff: noqa: RUF001  (letters that look alike are what is read here)
"""Months, weekdays and relative words in the languages seen, folded."""

_MONTH_NAMES: tuple[tuple[str, ...], ...] = (
    (
        "january", "jan", "janvier", "janv", "janeiro", "enero", "ene", "januar", "janner",
        "gennaio", "gen", "januari", "styczen", "ocak", "января", "янв",
    ),
    (
        "february", "feb", "febr", "fevrier", "fev", "fevereiro", "febrero", "februar", "febbraio",
        "februari", "luty", "subat", "февраля", "фев",
    ),
    (
        "march", "mar", "mars", "marco", "marzo", "marz", "mrz", "maart", "marzec", "mart",
        "марта", "мар",
    ),
    (
        "april", "apr", "avril", "avr", "abril", "abr", "aprile", "kwiecien", "nisan", "апреля",
        "апр",
    ),
    (
        "may", "mai", "maio", "mayo", "maggio", "mag", "mei", "maj", "mayis", "мая",
    ),
    (
        "june", "jun", "juin", "junho", "junio", "juni", "giugno", "giu", "czerwiec", "haziran",
        "июня", "июн",
    ),
    (
        "july", "jul", "juillet", "juil", "julho", "julio", "juli", "luglio", "lug", "lipiec",
        "temmuz", "июля", "июл",
    ),
    (
        "august", "aug", "aout", "agosto", "ago", "augustus", "augusti", "sierpien", "agustos",
        "августа", "авг",
    ),
    (
        "september", "sept", "sep", "septembre", "setembro", "set", "septiembre", "settembre",
        "wrzesien", "eylul", "сентября", "сен", "сент",
    ),
    (
        "october", "oct", "octobre", "outubro", "out", "octubre", "oktober", "okt", "ottobre",
        "ott", "pazdziernik", "ekim", "октября", "окт",
    ),
    (
        "november", "nov", "novembre", "novembro", "noviembre", "listopad", "kasim", "ноября",
        "ноя", "нояб",
    ),
    (
        "december", "dec", "decembre", "dezembro", "dez", "diciembre", "dic", "dezember",
        "dicembre", "grudzien", "aralik", "декабря", "дек",
    ),
)  # fmt: skip
MONTHS = {name: at for at, names in enumerate(_MONTH_NAMES, 1) for name in names}

_WEEKDAY_NAMES: tuple[tuple[str, ...], ...] = (
    (
        "monday", "mon", "lundi", "segunda", "segunda-feira", "lunes", "montag", "lunedi",
        "maandag", "mandag", "понедельник", "月曜日", "月曜", "周一", "星期一", "월요일",
    ),
    (
        "tuesday", "tue", "tues", "mardi", "terca", "terca-feira", "martes", "dienstag", "martedi",
        "dinsdag", "tisdag", "вторник", "火曜日", "火曜", "周二", "星期二", "화요일",
    ),
    (
        "wednesday", "wed", "mercredi", "quarta", "quarta-feira", "miercoles", "mittwoch",
        "mercoledi", "woensdag", "onsdag", "среда", "水曜日", "水曜", "周三", "星期三", "수요일",
    ),
    (
        "thursday", "thu", "thur", "thurs", "jeudi", "quinta", "quinta-feira", "jueves",
        "donnerstag", "giovedi", "donderdag", "torsdag", "четверг", "木曜日", "木曜", "周四",
        "星期四", "목요일",
    ),
    (
        "friday", "fri", "vendredi", "sexta", "sexta-feira", "viernes", "freitag", "venerdi",
        "vrijdag", "fredag", "пятница", "金曜日", "金曜", "周五", "星期五", "금요일",
    ),
    (
        "saturday", "sat", "samedi", "sabado", "samstag", "sabato", "zaterdag", "lordag",
        "суббота", "土曜日", "土曜", "周六", "星期六", "토요일",
    ),
    (
        "sunday", "dimanche", "domingo", "sonntag", "domenica", "zondag", "sondag", "воскресенье",
        "日曜日", "日曜", "周日", "星期日", "일요일",
    ),
)  # fmt: skip
WEEKDAYS = {name: at for at, names in enumerate(_WEEKDAY_NAMES) for name in names}

UNITS = {
    "day": (
        "days?", "d", "jours?", "j", "dias?", "tage?n?", "giorni", "dagen", "дней", "дня", "日",
        "天", "일",
    ),
    "week": (
        "weeks?", "w", "wks?", "semaines?", "semanas?", "wochen?", "settimane", "weken",
        "недел[ьяи]", "週間", "周", "주",
    ),
    "month": (
        "months?", "mois", "mes", "meses", "monate?n?", "mesi", "maanden", "месяц(?:а|ев)?",
        "か月", "ヶ月", "个月", "개월",
    ),
    "hour": (
        "hours?", "hrs?", "h", "heures?", "horas?", "stunden?",
    ),
}  # fmt: skip
"""Patterns, not words."""

TODAY = (
    "today", "eod", "end of day", "cob", "close of business", "asap today", "tonight",
    "aujourd'hui", "hoje", "hoy", "heute", "oggi", "vandaag", "idag", "сегодня", "今日", "本日",
    "今天", "오늘",
)  # fmt: skip
TOMORROW = (
    "tomorrow", "eod tomorrow", "demain", "amanha", "manana", "morgen", "domani", "imorgon",
    "завтра", "明日", "明天", "내일",
)  # fmt: skip
THIS_WEEK = (
    "this week", "eow", "end of week", "end of the week", "end of this week", "by the weekend",
    "cette semaine", "fin de semaine", "esta semana", "fim da semana", "fin de la semana",
    "diese woche", "ende der woche", "questa settimana", "deze week", "на этой неделе", "今週",
    "今週中", "本周", "这周", "이번 주",
)  # fmt: skip
NEXT_WEEK = (
    "next week", "end of next week", "eow next week", "semaine prochaine", "la semaine prochaine",
    "proxima semana", "semana que vem", "la proxima semana", "nachste woche", "prossima settimana",
    "volgende week", "на следующей неделе", "来週", "下周", "다음 주",
)  # fmt: skip
THIS_MONTH = (
    "this month", "eom", "end of month", "end of the month", "end of this month", "month end",
    "fin du mois", "fim do mes", "fin de mes", "ende des monats", "monatsende", "fine mese",
    "конец месяца", "今月", "今月末", "月末", "本月底", "월말",
)  # fmt: skip
NEXT_MONTH = (
    "next month", "end of next month", "le mois prochain", "proximo mes", "nachsten monat",
    "prossimo mese", "来月", "来月末", "下个月",
)  # fmt: skip
THIS_QUARTER = (
    "this quarter", "eoq", "end of quarter", "end of the quarter", "fin du trimestre",
    "fim do trimestre", "quartalsende", "四半期末",
)  # fmt: skip
THIS_YEAR = (
    "this year", "eoy", "end of year", "end of the year", "year end", "fin d'annee", "fim do ano",
    "fin de ano", "jahresende", "ende des jahres", "fine anno", "конец года", "年末", "年内",
    "年底", "연말",
)  # fmt: skip
NO_DATE = (
    "tbd", "tba", "tbc", "n/a", "na", "none", "-", "--", "?", "??", "asap", "unknown", "not set",
    "no date", "open", "never", "yyyy-mm-dd", "a definir", "offen", "未定", "待定", "미정", "null",
    "",
)  # fmt: skip
LAUNCH_WORDS = (
    "launch", "launch day", "go-live", "go live", "release", "release day", "ga", "ship",
    "cutover", "lancement", "lancamento", "start",
)  # fmt: skip
