"""Nobody's number or address reaches a language model, and what is no such thing does."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from chat_server import Ask, ChatServer
from sheets import TODAY, document, passage

from assistant.domain import Question, Turn
from assistant.language_model.masking import EMAIL, PERSON, PHONE, masked
from assistant.language_model.prompt import load_prompts
from assistant.settings import PROJECT

ROUNDS = 3000
AROUND = (
    "{}",
    "Jag heter Eva, {}, och undrar.",
    "Mitt nummer är {}. När?",
    "({})",
    "a:{};b",
    "”{}”",
    "ring\n{}\ntack!",
)


def luhn(nine: str) -> str:
    total = sum(
        int(digit) * 2 // 10 + int(digit) * 2 % 10 if place % 2 == 0 else int(digit) for place, digit in enumerate(nine)
    )
    return str(-total % 10)


def person(chance: random.Random) -> str:
    """An invented number with a right check digit, in one of the ways that people write them."""
    year, month = chance.randint(1900, 2026), chance.randint(1, 12)
    day = chance.randint(1, 28) + chance.choice((0, 60))
    short = f"{year % 100:02}{month:02}{day:02}"
    serial = f"{chance.randint(1, 999):03}"
    last = serial + luhn(short + serial)
    dated = f"{year}-{month:02}-{day:02}"
    return chance.choice(
        (
            f"{year // 100}{short}-{last}", f"{year // 100}{short}{last}", f"{year // 100}{short} {last}", f"{short}-{last}",
            f"{short}+{last}", f"{short}{last}", f"{short} {last}", f"{short}–{last}", f"{short} - {last}",
            f"{dated}-{last}", f"{dated} {last}", f"{short}-XXXX", f"{year // 100}{short}-****",
            f"{short[:2]} {short[2:4]} {short[4:]} {last}",
        )
    )  # fmt: skip


def phone(chance: random.Random) -> str:
    """An invented number of a mobile or of somewhere in Sweden."""
    area = chance.choice(("070", "073", "076", "08", "019", "0586", "0582", "010", "020", "0771"))
    length = chance.choice({"070": (7,), "073": (7,), "076": (7,), "08": (6, 7, 8), "010": (7,)}.get(area, (5, 6)))
    rest = str(chance.randint(2, 9)) + "".join(str(chance.randint(0, 9)) for _ in range(length - 1))
    head = len(rest) % 2 + 2
    grouped = " ".join((rest[:head], *re.findall("..", rest[head:])))
    return chance.choice(
        (
            f"{area}-{grouped}", f"{area}-{rest}", f"{area}{rest}", f"{area} {grouped}", f"({area}) {grouped}",
            f"{area}/{rest}", f"{area} - {grouped}", f"+46 {area[1:]} {grouped}", f"+46{area[1:]}{rest}",
            f"+46 (0){area[1:]}-{grouped}", f"0046 {area[1:]} {rest}", f"{area}\N{NO-BREAK SPACE}{rest}",
        )
    )  # fmt: skip


def email(chance: random.Random) -> str:
    name = chance.choice(("eva", "eva.berg", "e_b+for", "åsa-öst", "info2024", "E.BERG"))
    at = chance.choice(("@", "@", "@", " @ ", "(at)", " [at] ", " (snabel-a) "))
    return name + at + chance.choice(("prov.se", "post.prov.nu", "föreningen-prov.org", "Prov.SE"))


@pytest.mark.parametrize(("make", "mark"), [(person, PERSON), (phone, PHONE), (email, EMAIL)])
def test_at_least_99_of_100_are_masked_whole(make: object, mark: str) -> None:
    chance = random.Random(4711)
    missed = []
    for _ in range(ROUNDS):
        written, around = make(chance), chance.choice(AROUND)  # type: ignore[operator]
        left = masked(around.format(written))
        found_any = (PERSON in left or PHONE in left) if mark != EMAIL else EMAIL in left
        if not found_any or re.search(r"\d{2}|@|berg", left):
            missed.append(written)
    assert len(missed) <= ROUNDS // 100, missed[:20]


def test_what_is_no_personal_number_is_left() -> None:
    chance = random.Random(17)
    wrong = []
    for _ in range(ROUNDS):
        organisation = f"{chance.choice('25789')}{chance.randint(0, 9)}{chance.randint(20, 99)}{chance.randint(10, 99)}"
        last = f"{chance.randint(0, 9999):04}"
        year, month, day = chance.randint(2000, 2040), chance.randint(1, 12), chance.randint(1, 28)
        amount = f"{chance.randint(1, 999)} {chance.randint(0, 999):03} {chance.randint(0, 999):03}"
        for text in (
            f"{organisation}-{last}", f"{organisation}{last}", f"16{organisation}{last}",
            f"{amount} kr", f"{amount} 000 kronor", f"1 {amount}",
            f"{year}-{month:02}-{day:02}", f"{year}{month:02}{day:02}", f"{day:02}-{month:02}-{year}", f"{day}.{month}.{year}",
            f"{year}-{month:02}-{day:02} – {year + 1}-{month:02}-{day:02}", f"{year}-{month:02}-{day:02} {last} kr",
            f"dnr {year}/{last}", f"Dnr KS {year}-0{last}", f"RS {last}/{year}", f"SFS {year}:{last}", f"Dnr 0{last}-{year}",
            f"{year}–{year + 3}", f"kl. 08.30-16.{chance.randint(10, 59)}", f"701 {day:02} Örebro", "0–20 år",
            "bankgiro 5050-1055",
        ):  # fmt: skip
            if masked(text) != text:
                wrong.append((text, masked(text)))
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Personnummer: 811218 9870", f"Personnummer: {PERSON}"),  # the check digit is wrong, but it is said to be one
        ("811218 9870", "811218 9870"),
        ("811318-9876", "811318-9876"),  # no such month
        ("070-123 45 67/019-6021234, eva@prov.se.", f"{PHONE}/{PHONE}, {EMAIL}."),
        ("Från 2024-01-01 - 2025", "Från 2024-01-01 - 2025"),
        ("Hur mycket är 30 000 kr?", "Hur mycket är 30 000 kr?"),
        ("", ""),
    ],
)
def test_single_cases(text: str, left: str) -> None:
    assert masked(text) == left


def test_the_whole_corpus_holds_no_personal_number_and_phone_numbers_only_where_it_says_so() -> None:
    files = sorted(Path(PROJECT / "corpus").rglob("*.md"))
    assert len(files) > 100
    for file in files:
        before = file.read_text(encoding="utf-8")
        after = masked(before)
        assert PERSON not in after, file
        for old, new in zip(before.splitlines(), after.splitlines(), strict=True):
            if PHONE in new:
                assert re.search(r"tel|ring|nummer|växel|\d{2,4}-\d{2,3} \d\d", old, re.IGNORECASE), (file.name, old)


def test_a_long_text_of_almost_addresses_is_read_at_once() -> None:
    for text in ("a." * 10_000, "a@" * 10_000, "0 1" * 7_000, "(0" * 10_000, "+46 " * 5_000):
        assert masked(text)


def test_question_and_earlier_questions_are_masked_and_sources_are_not() -> None:
    source = passage(document("Växeln svarar på 019-602 12 34. Skriv till info@prov.se."))
    history = (Turn("user", "Jag är 19811218-9876"), Turn("assistant", "Hej 070-123 45 67"))
    question = Question("Kan eva@prov.se söka? Ring 070-123 45 67", TODAY, history)
    told = load_prompts().told(question, [source]).user
    assert f"Jag är {PERSON}" in told
    assert f"Kan {EMAIL} söka? Ring {PHONE}" in told
    assert "Växeln svarar på 019-602 12 34. Skriv till info@prov.se." in told
    assert not re.search(r"9876|eva@|123 45 67", told)


def test_the_request_that_leaves_this_machine_holds_none_of_it(with_model: Ask, server: ChatServer) -> None:
    history = (Turn("user", "Jag är 811218-9876 och nås på 070-123 45 67"),)
    with_model().ask(Question("Hur mycket är lägerpengen? Svara eva@prov.se", TODAY, history))
    sent = [str(asked.body) for asked in server.asked]
    assert sent
    assert all(PERSON in body and EMAIL in body and not re.search(r"9876|eva@|45 67", body) for body in sent)
