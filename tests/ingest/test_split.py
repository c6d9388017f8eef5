"""Splitting: headings, lists, tables, long paragraphs, pages, and properties that hold for any text."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain import Document, Passage
from ingest.split import LIMIT, LONGEST_ITEM, PageSpan, first_heading, looks_like_title, numbered_heading, split

SENTENCE = "Föreningen ska lämna in en ansökan till kommunen senast den 1 mars varje år. "


def document(text: str, title: str = "Titeln") -> Document:
    return Document(id="ett-id", title=title, text=text, sha256="0", path="ett-id.md")


def passages(text: str, title: str = "Titeln") -> tuple[Passage, ...]:
    return split(document(text, title))


def paths(text: str, title: str = "Titeln") -> list[tuple[tuple[str, ...], str]]:
    return [(passage.headings, passage.text) for passage in passages(text, title)]


# --- headings ---------------------------------------------------------------------------------------------------


def test_heading_path_goes_from_outermost_to_innermost() -> None:
    text = "Först.\n# A\nEtt.\n## B ##\nTvå.\n#### C\nTre.\n## D\nFyra.\n# E\nFem."
    assert paths(text) == [
        ((), "Först."),
        (("A",), "Ett."),
        (("A", "B"), "Två."),
        (("A", "B", "C"), "Tre."),
        (("A", "D"), "Fyra."),
        (("E",), "Fem."),
    ]


def test_underlined_headings() -> None:
    assert paths("Bidrag\n======\n\nEtt.\n\nBelopp\n------\nTvå.") == [
        (("Bidrag",), "Ett."),
        (("Bidrag", "Belopp"), "Två."),
    ]


def test_the_only_top_heading_is_left_out_when_it_is_the_title() -> None:
    assert paths("# Bidrag\nEtt.\n## Belopp\nTvå.", title="Bidrag") == [((), "Ett."), (("Belopp",), "Två.")]
    assert paths("# Bidrag\nEtt.\n# Belopp\nTvå.", title="Bidrag") == [(("Bidrag",), "Ett."), (("Belopp",), "Två.")]


def test_hash_without_space_and_hash_in_a_code_fence_are_no_headings() -> None:
    assert paths("# A\n#hashtagg\n```\n# kod\n```") == [(("A",), "#hashtagg\n```\n# kod\n```")]


def test_a_fence_that_is_never_closed_hides_nothing() -> None:
    assert paths("# A\n```\nEtt.\n# B\nTvå.") == [(("A",), "```\nEtt."), (("B",), "Två.")]


def test_headings_without_text_give_no_passage() -> None:
    assert paths("# A\n\n## B\n\n## C\nText.") == [(("A", "C"), "Text.")]
    assert passages("# A\n\n## B") == ()
    assert passages("  \n\n \n") == ()


def test_numbered_headings_in_plain_text() -> None:
    text = (
        "2 kap. Bidrag\n\n1. Syfte\nBidraget ska ge stöd.\n\n1.1 Vilka kan söka\nFöreningar kan söka.\n\n"
        "2. Villkor\n\nStadgar krävs.\n\n3 kap. Avgifter\n\nAvgift tas inte ut."
    )
    assert paths(text) == [
        (("2 kap. Bidrag", "1. Syfte"), "Bidraget ska ge stöd."),
        (("2 kap. Bidrag", "1. Syfte", "1.1 Vilka kan söka"), "Föreningar kan söka."),
        (("2 kap. Bidrag", "2. Villkor"), "Stadgar krävs."),
        (("3 kap. Avgifter",), "Avgift tas inte ut."),
    ]


def test_a_numbered_list_in_plain_text_is_no_heading() -> None:
    text = "Bifoga följande:\n\n1. Stadgar\n2. Protokoll\n3. Budget\n\nSkicka in i tid."
    assert paths(text) == [((), text)]


def test_title_lines_in_plain_text() -> None:
    text = "Region Örebro län\n\nBakgrund\n\nPlanen antogs 2021.\n\nSyfte och mål\nMålet är att öka deltagandet."
    assert paths(text) == [
        ((), "Region Örebro län"),
        (("Bakgrund",), "Planen antogs 2021."),
        (("Syfte och mål",), "Målet är att öka deltagandet."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Kom ihåg detta.",
        "Aktiviteter:",
        "med liten bokstav",
        "Belopp 5 000 kr",
        "info@kumla.se",
        "Tel 019-58 80 00",
        "- Punkt",
        "A" * 81,
    ],
)
def test_lines_that_are_no_titles(line: str) -> None:
    assert not looks_like_title(line)
    assert paths(f"{line}\n\nDet här är brödtext.") == [((), f"{line}\n\nDet här är brödtext.")]


def test_a_line_that_goes_on_below_is_no_title() -> None:
    text = "Föreningar i länet\nkan söka bidrag."
    assert paths(text) == [((), text)]


@pytest.mark.parametrize(
    ("line", "number"), [("1. Syfte", (1,)), ("3.2 Villkor", (3, 2)), ("2 kap. Ansökan", (2,)), ("1 mars gäller", None)]
)
def test_numbered_heading(line: str, number: tuple[int, ...] | None) -> None:
    heading = numbered_heading(line)
    assert (heading.number if heading else None) == number


def test_first_heading() -> None:
    assert first_heading("Text.\n\n## Bidrag\nMer.") == "Bidrag"
    assert first_heading("Bara text.") is None


# --- size -------------------------------------------------------------------------------------------------------


def test_a_section_up_to_the_limit_stays_whole() -> None:
    text = f"{'a' * (LIMIT - 4)}\n\nbb"
    assert paths(f"# A\n{text}") == [(("A",), text)]


def test_a_longer_section_is_cut_between_paragraphs() -> None:
    paragraph = SENTENCE * 6
    found = passages("# A\n" + "\n\n".join([paragraph] * 5))
    assert [len(passage.text) <= LIMIT for passage in found] == [True] * len(found)
    assert [passage.text.count(SENTENCE.strip()) for passage in found] == [12, 12, 6]


def test_a_long_paragraph_is_cut_at_sentence_ends() -> None:
    found = passages(SENTENCE * 40)
    assert len(found) > 1
    assert all(passage.text.startswith("Föreningen") and passage.text.endswith("varje år.") for passage in found)


def test_abbreviations_and_dates_do_not_end_a_sentence() -> None:
    sentence = (
        "Stöd ges enligt 1 kap. 3 § t.ex. Till kulturföreningar, bl.a. Teatrar m.m. Enligt beslut den 1. Januari "
        "kl. 15 s. 3 nr 4 i listan"
    )
    found = passages(f"{sentence}. " * 30)
    assert len(found) > 1
    assert all(passage.text.startswith("Stöd ges") and passage.text.endswith("nr 4 i listan.") for passage in found)


def test_the_last_two_passages_share_what_is_left() -> None:
    found = passages("\n\n".join([SENTENCE * 2] * 8))
    assert len(found) == 2
    assert max(len(passage.text) for passage in found) < 1.5 * min(len(passage.text) for passage in found)


def test_text_without_spaces_is_cut_all_the_same() -> None:
    found = passages("x" * 3000)
    assert [len(passage.text) for passage in found] == [1200, 1200, 600]


# --- lists ------------------------------------------------------------------------------------------------------


def test_a_split_list_keeps_whole_items_and_its_introduction() -> None:
    items = [f"- {number} {SENTENCE * 3}".rstrip() for number in range(20)]
    found = passages("# A\nInledning. Till ansökan ska ni bifoga:\n" + "\n".join(items))
    assert len(found) > 2
    assert found[0].text.startswith("Inledning.") and found[0].lead == ""
    assert {passage.lead for passage in found[1:]} == {"Till ansökan ska ni bifoga:"}
    assert [line for passage in found for line in passage.text.split("\n") if line.startswith("- ")] == items


def test_a_list_without_introduction_has_no_lead() -> None:
    found = passages("# A\n" + "\n".join(f"- {SENTENCE * 3}" for _ in range(20)))
    assert len(found) > 2
    assert {passage.lead for passage in found} == {""}


def test_a_passage_that_begins_inside_a_nested_list_has_the_item_above_as_lead() -> None:
    inner = "\n".join(f"  - {SENTENCE * 3}" for _ in range(10))
    found = passages(f"# A\nKrav:\n- Föreningen ska\n{inner}\n- Sista")
    assert found[0].lead == ""
    assert found[1].lead == "Krav:\n- Föreningen ska"


def test_an_introduction_goes_with_its_list_to_the_next_passage() -> None:
    found = passages(f"# A\n{SENTENCE * 14}\n\nBifoga:\n\n- {SENTENCE * 3}\n- {SENTENCE * 3}")
    assert found[-1].text.startswith("Bifoga:\n\n- ")


def test_a_numbered_aim_goes_with_its_activities() -> None:
    aim = (
        "{}. Öka förståelsen för civilsamhällets betydelse i länet.\n\nAktiviteter:\n\n- "
        + SENTENCE * 4
        + "\n- "
        + SENTENCE * 2
    )
    found = passages("# Mål\n" + "\n\n".join(aim.format(number) for number in range(1, 5)))
    assert [re.findall(r"^\d(?=\.)", passage.text, re.MULTILINE) for passage in found] == [["1", "2"], ["3", "4"]]
    assert [passage.lead for passage in found] == ["", ""]


def test_lines_below_an_item_belong_to_it() -> None:
    item = f"- {SENTENCE * 3}\n  {SENTENCE * 3}\n\n  {SENTENCE * 2}".rstrip()
    found = passages("# A\n" + "\n".join([item] * 6))
    assert all(passage.text.startswith("- ") for passage in found)
    assert "\n".join(passage.text for passage in found) == "\n".join([item] * 6)


# --- tables -----------------------------------------------------------------------------------------------------

HEAD = "| Bidrag | Sista dag | Villkor |\n|---|:---:|---|"


def test_a_split_table_repeats_its_head_as_lead() -> None:
    rows = [f"| Bidrag {number} | 1 mars | {SENTENCE.strip()} |" for number in range(40)]
    found = passages("## Bidrag\n" + "\n".join([HEAD, *rows]))
    assert len(found) > 2
    assert found[0].text.startswith(HEAD + "\n| Bidrag 0 ") and found[0].lead == ""
    assert {passage.lead for passage in found[1:]} == {HEAD}
    assert [line for passage in found for line in passage.text.split("\n")] == [*HEAD.split("\n"), *rows]


def test_a_list_after_a_table_is_no_row_and_has_no_table_head() -> None:
    rows = "\n".join(f"| {number} | {SENTENCE * 2} | x |" for number in range(8))
    found = passages(f"## B\n{HEAD}\n{rows}\n" + "\n".join(f"- {SENTENCE * 3}" for _ in range(8)))
    assert found[-1].text.startswith("- ") and found[-1].lead == ""


def test_a_long_row_is_never_cut() -> None:
    row = f"| {SENTENCE * 40} | a | b |"
    found = passages(f"## B\n{HEAD}\n| x | y | z |\n{row}\n| x | y | z |")
    assert [passage.text for passage in found] == [f"{HEAD}\n| x | y | z |", row, "| x | y | z |"]
    assert [passage.lead for passage in found] == ["", HEAD, HEAD]


# --- pages, ids -------------------------------------------------------------------------------------------------


def test_no_passage_goes_over_a_page_break() -> None:
    first, second, third = SENTENCE * 10, SENTENCE * 3, SENTENCE * 3
    text = "\n\n".join([first, second, third])
    spans = (
        PageSpan(4, 0, len(first)),
        PageSpan(5, len(first) + 2, len(first) + 2 + len(second)),
        PageSpan(6, len(first) + len(second) + 4, len(text)),
    )
    found = split(document(text), spans)
    assert [(passage.first_page, passage.last_page) for passage in found] == [(4, 4), (5, 5), (6, 6)]
    assert {(passage.first_page, passage.last_page) for passage in split(document(text))} == {(None, None)}


def test_ids_stay_when_other_sections_change() -> None:
    before = passages("# A\nEtt.\n# B\nTvå.\n# C\nTre.")
    after = passages("# A\nEtt, ändrat och längre.\n# X\nNytt.\n# B\nTvå.\n# C\nTre.")
    assert [passage.id for passage in before[1:]] == [passage.id for passage in after[2:]]
    assert before[0].id != after[0].id
    assert all(re.fullmatch(r"[0-9a-f]{20}", passage.id) for passage in before)


def test_equal_sections_get_different_ids() -> None:
    found = passages("# A\nSamma.\n# A\nSamma.\n# B\nSamma.")
    assert len({passage.id for passage in found}) == 3


# --- properties -------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["Bidraget", "ska", "sökas", "senast", "den 1. mars", "t.ex.", "20 000 kr.", "Vem?", "Å|Ä", "kap. 2", "–"]
)
LINES = st.one_of(
    st.lists(WORDS, min_size=1, max_size=30).map(" ".join),
    st.lists(WORDS, min_size=1, max_size=9).map(lambda words: "- " + " ".join(words)),
    st.lists(WORDS, min_size=1, max_size=9).map(lambda words: "  - " + " ".join(words)),
    st.lists(WORDS, min_size=1, max_size=9).map(lambda words: "3. " + " ".join(words)),
    st.lists(WORDS, min_size=2, max_size=40).map(lambda words: "| " + " ".join(words) + " | x |"),
    st.sampled_from(
        [
            "",
            "",
            "# A",
            "## B",
            "### C d",
            "|---|---|",
            "---",
            "===",
            "```",
            "Rubrik",
            "1.2 Syfte",
            "2 kap. Mål",
            "   ",
            "\t",
        ]
    ),
)
ATX = re.compile(r" {0,3}#{1,6}\s+\S")
UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,})\s*")
TEXTS = st.one_of(st.lists(LINES, max_size=60).map("\n".join), st.text(alphabet="aB.\n #|-1*\t`=å", max_size=400))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_passages_are_slices_in_order_without_overlap(text: str) -> None:
    found = passages(text)
    assert all(passage.text == text[passage.start : passage.end] for passage in found)
    assert all(passage.text.strip() for passage in found)
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert len({passage.id for passage in found}) == len(found)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_line_is_a_heading_or_inside_the_passages(text: str) -> None:
    covered = [False] * len(text)
    for passage in passages(text):
        covered[passage.start : passage.end] = [True] * (passage.end - passage.start)
    lines = text.split("\n")
    is_marked = any(ATX.match(line) for line in lines)
    start = 0
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        inside = [covered[start + place] for place, letter in enumerate(line) if not letter.isspace()]
        assert len(set(inside)) <= 1, f"the line {line!r} is cut"
        if inside and not inside[0]:
            is_plain = not is_marked and (looks_like_title(line) or numbered_heading(line) is not None)
            assert ATX.match(line) or UNDERLINE.fullmatch(line) or UNDERLINE.fullmatch(below) or is_plain
        start += len(line) + 1


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_no_table_row_or_list_item_line_is_cut(text: str) -> None:
    for passage in passages(text):
        before = text[text.rfind("\n", 0, passage.start) + 1 : passage.start]
        after = text[passage.end :].split("\n", 1)[0]
        line = before + text[passage.start :].split("\n", 1)[0]
        if line.lstrip().startswith(("|", "- ")) and len(line) < LONGEST_ITEM:
            assert not before.strip()
            assert not after.strip()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=60).map(" ".join), min_size=1, max_size=30))
def test_prose_never_gives_a_passage_over_the_limit(paragraphs: list[str]) -> None:
    found = passages("# A\n" + "\n\n".join(paragraphs))
    assert max(len(passage.text) for passage in found) <= LIMIT
