# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""Text that was damaged on its way, and text that only looks so."""

import pytest

from bot.domain.document import UnreadableSummaryError
from bot.summary.decode import decode
from bot.summary.repair import LOST, repair

SOUND = "✅ done 🔴 red 🔄 it’s “q” – café Zoë ⏱️ x 🎯"


@pytest.mark.parametrize(
    "page", ["mac_roman", "latin-1", "cp1250", "cp1251", "cp437", "cp850", "koi8_r", "cp866"]
)
def test_repair_restores_every_character_of_a_whole_page(page: str) -> None:
    repaired = repair(SOUND.encode().decode(page))
    assert repaired.text == SOUND
    assert len(repaired.pages) == 1


@pytest.mark.parametrize(("page", "name"), [("cp1252", "Windows-1252"), ("cp1254", "Windows-1254")])
def test_repair_drops_what_lost_bytes_and_keeps_the_rest(page: str, name: str) -> None:
    repaired = repair("# Title\n" + SOUND.encode().decode(page, errors="ignore"))
    assert repaired.text.startswith("# Title\n✅ done 🔴 red 🔄 it’s “q” – café Zoë ")
    assert repaired.pages == (name,)
    assert LOST in repaired.text
    assert repaired.lost_lines == (2,)


def test_repair_undoes_damage_that_was_done_twice() -> None:
    twice = "✅ café ⬜".encode().decode("latin-1").encode().decode("latin-1")
    assert repair(twice).text == "✅ café ⬜"


def test_repair_puts_back_a_lost_lead_byte() -> None:
    damaged = "✅ a 🔴 b".encode().decode("mac_roman").replace("\uf8ff", "")
    assert repair(damaged).text == "✅ a 🔴 b"


def test_repair_works_run_by_run() -> None:
    text = "café " + "✅ é".encode().decode("cp1252") + " Zoë ğ"
    assert repair(text).text == "café ✅ é Zoë ğ"


@pytest.mark.parametrize(
    "sound",
    [
        "CAFÉ» bien",
        "Großer Überblick – “a” ça œuvre…",
        "слова»… и «так»",
        "Ğümüş ığdır şş",
        "naïve²",
        "✅ 日本語 한국어 🎯",
        "plain",
        "",
    ],
)
def test_repair_leaves_sound_text_alone(sound: str) -> None:
    repaired = repair(sound)
    assert (repaired.text, repaired.pages) == (sound, ())


@pytest.mark.parametrize("page", ["cp1250", "cp1252", "latin-1", "koi8_r", "mac_roman"])
def test_accents_that_were_put_right_are_no_damage(page: str) -> None:
    sound = "✅ Zażółć gęślą jaźń, część; 🔴 větší žluťoučký"
    text = "".join(_char(bytes([byte]), page) for byte in sound.encode())
    assert repair(text).text == sound


def _char(byte: bytes, page: str) -> str:
    """Browsers keep a byte that the page has no sign for as a control character."""
    try:
        return byte.decode(page)
    except UnicodeDecodeError:
        return chr(byte[0])


def test_text_misread_by_two_pages_in_turn_is_put_right() -> None:
    twice = "🔴 a – b".encode().decode("mac_roman").encode().decode("cp1252")
    assert repair(twice).text == "🔴 a – b"


@pytest.mark.parametrize("page", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_decode_reads_the_encodings_of_editors(page: str) -> None:
    assert decode("# Blockers ✅\n".encode(page))[0] == "# Blockers ✅\n"


@pytest.mark.parametrize("page", ["cp1252", "mac_roman"])
def test_decode_guesses_a_single_byte_page_and_says_so(page: str) -> None:
    text, warnings = decode("Zoë a préparé la clé déjà\nplain\n".encode(page))
    assert text == "Zoë a préparé la clé déjà\nplain\n"
    assert [one.code for one in warnings] == ["encoding_guessed"]


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("El señor José pidió ¿cuándo? mañana\n", ["cp1252"]),
        ("Größe geprüft – „schön“ für Übergabe\n", ["cp1252", "mac_roman"]),
        ("It’s done – “really” …\n", ["cp1252", "mac_roman"]),
        ("naïve\n", ["cp1252", "mac_roman"]),
        ("Þetta er það sem þarf að gera, já, ég veit\n", ["cp1252"]),
        ("Şalter ısınıyor, Işık yolu ölçüldü\n", ["cp1254"]),
        ("Zażółć gęślą jaźń, część\n", ["cp1250"]),
        ("Příliš žluťoučký kůň\n", ["cp1250"]),
        ("Árvíztűrő tükörfúrógép\n", ["cp1250"]),
        ("Сервер входа падает. ГОТОВО\n", ["cp1251", "koi8_r", "cp866"]),
    ],
)
def test_decode_guesses_the_page_in_which_words_look_like_words(
    text: str, pages: list[str]
) -> None:
    assert [decode(text.encode(page))[0] for page in pages] == [text] * len(pages)


def test_decode_names_what_it_leaves_out() -> None:
    cut = "# Блокеры\n- [ ] Клапан".encode("utf-16-le")[:-1]
    text, (warning,) = decode(b"\xff\xfe" + cut)
    assert (text, warning.code, warning.line) == ("# Блокеры\n- [ ] Клапа", "bytes_lost", 2)
    padded = b"# Blockers\n- [x] Bla\x00de\n" + b"- [ ] Cog\n" * 20 + b"\x00" * 400
    text, (warning,) = decode(padded)
    assert text == "# Blockers\n- [x] Blade\n" + "- [ ] Cog\n" * 20
    assert (warning.code, warning.line) == ("bytes_lost", 2)


def test_decode_keeps_utf8_whose_last_character_was_cut() -> None:
    text, (warning,) = decode("- ⬜ Glocke gegossen 🔔".encode()[:-2])
    assert (text, warning.code) == ("- ⬜ Glocke gegossen \ufffd", "bytes_lost")


def test_decode_keeps_the_lines_that_are_utf8() -> None:
    text, warnings = decode("✅ done\n".encode() + "préparé\n".encode("cp1252"))
    assert text == "✅ done\npréparé\n"
    assert warnings[0].line == 2


@pytest.mark.parametrize(
    "raw",
    [b"%PDF-1.7 text", b"PK\x03\x04abc", b"# a\n\x00\x01\x02", b"\x89PNG\r\n", b"\xff\xfe\x00\xd8"],
)
def test_decode_refuses_what_is_no_text(raw: bytes) -> None:
    with pytest.raises(UnreadableSummaryError) as error:
        decode(raw)
    assert error.value.line >= 1
    assert "UTF-8" in error.value.expected
