"""The editors' word list: what stands for what, and errors that name the line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import Question
from assistant.errors import SettingsError
from assistant.language import swedish
from assistant.language.events import Event
from assistant.language.matching import Matcher
from assistant.language.vocabulary import SYNONYM_WEIGHT, Vocabulary, build, load_vocabulary
from assistant.question.query import understand
from assistant.settings import PROJECT

LIST = """\
# en anmärkning
lika:
  - [bidrag, stöd]
  - [sista dag, stoppdatum]
talspråk:
  cash: [pengar]
engelska:
  grant: [bidrag, stöd]
"""


def written(tmp_path: Path, text: str) -> Vocabulary:
    path = tmp_path / "ordlista.yaml"
    path.write_text(text, encoding="utf-8")
    return load_vocabulary(path)


def test_words_on_one_row_stand_for_each_other(tmp_path: Path) -> None:
    words = written(tmp_path, LIST)
    assert words.alternatives("bidrag") == {"bidrag": ("stöd",)}
    assert words.alternatives("stöd") == {"stöd": ("bidrag",)}


def test_inflected_words_are_found(tmp_path: Path) -> None:
    assert written(tmp_path, LIST).alternatives("Bidragen i Kumla") == {"bidragen": ("stöd",)}


def test_colloquial_and_english_words_go_one_way(tmp_path: Path) -> None:
    words = written(tmp_path, LIST)
    assert words.alternatives("cash") == {"cash": ("pengar",)}
    assert words.alternatives("pengar") == {}
    assert words.alternatives("grant") == {"grant": ("bidrag", "stöd")}


def test_a_phrase_counts_for_each_of_its_words_and_only_together(tmp_path: Path) -> None:
    words = written(tmp_path, LIST)
    assert words.alternatives("sista dag") == {"sista": ("stoppdatum",), "dag": ("stoppdatum",)}
    assert words.alternatives("sista") == {}


def test_commas_part_terms_and_slashes_give_forms_of_a_word(tmp_path: Path) -> None:
    words = written(tmp_path, "talspråk:\n  skriva/skrev under, signera: [undertecknad]\n")
    assert words.alternatives("vem skrev under") == {"skrev": ("undertecknad",), "under": ("undertecknad",)}
    assert words.alternatives("signerar") == {"signerar": ("undertecknad",)}
    assert words.alternatives("vem skrev") == {}


def test_an_equals_sign_keeps_to_that_form_of_the_word(tmp_path: Path) -> None:
    words = written(tmp_path, "lika:\n  - [litteratur, =bok]\ntalspråk:\n  =tidigare: [äldre]\n")
    assert words.alternatives("tidigare tiderna") == {"tidigare": ("äldre",)}
    assert words.alternatives("boka en bok") == {"bok": ("litteratur",)}
    assert words.alternatives("litteratur") == {"litteratur": ("bok",)}


def test_an_exact_form_goes_before_the_words_that_share_its_stem(tmp_path: Path) -> None:
    words = written(tmp_path, "lika:\n  - [förening, klubb]\ntalspråk:\n  =klubbades: [beslutades]\n")
    assert words.alternatives("när klubbades det") == {"klubbades": ("beslutades",)}
    assert words.alternatives("klubbar") == {"klubbar": ("förening",)}


@pytest.mark.parametrize("text", ["fokusområdena", "fokusområdets", "kostnaderna", "syftet", "arenan", "maten"])
def test_every_inflection_leads_to_the_word_in_the_list(tmp_path: Path, text: str) -> None:
    words = written(tmp_path, "talspråk:\n  fokusområde, kostnad, syfte, arena, mat: [insats]\n")
    assert words.alternatives(text) == {text: ("insats",)}


def test_a_phrase_inside_a_longer_one_is_part_of_it(tmp_path: Path) -> None:
    words = written(tmp_path, "talspråk:\n  i förväg: [före]\n  ut i förväg: [förskott]\n")
    assert words.alternatives("betalas ut i förväg")["förväg"] == ("förskott",)
    assert words.alternatives("veta i förväg")["förväg"] == ("före",)


def test_a_phrase_makes_its_words_count_and_says_what_happens(tmp_path: Path) -> None:
    words = written(tmp_path, "talspråk:\n  går till: [täcker]\n  klubbat: [beslutat]\n")
    plain = understand(Question("vad går bidraget åt", date(2026, 11, 21)), words)
    phrase = understand(Question("vad går till mat av bidraget", date(2026, 11, 21)), words)
    assert phrase.weights["går"] > plain.weights["går"]
    assert understand(Question("när har de klubbat det", date(2026, 11, 21)), words).events == {Event.DECIDE}


def test_words_that_say_nothing_are_not_searched_for(tmp_path: Path) -> None:
    words = written(tmp_path, "utfyllnad:\n  - [oxå, asså]\n  - [please]\n")
    assert words.fillers == {"oxå", "asså", "please"}
    asked = Question("asså kan bygdegården få pengar oxå", date(2026, 11, 21))
    assert {"oxå", "asså"}.isdisjoint(understand(asked, words).weights)
    assert understand(Question("oxå", asked.today), words).weights, "a question is never left without words"


def test_small_numbers_in_words_and_digits_stand_for_each_other() -> None:
    words = build({})
    assert words.alternatives("tolv")["tolv"] == ("12",)
    assert words.alternatives("12")["12"] == ("tolv",)


def test_a_missing_or_empty_list_is_empty(tmp_path: Path) -> None:
    assert load_vocabulary(tmp_path / "saknas.yaml").alternatives("bidrag") == {}
    assert written(tmp_path, "").alternatives("bidrag") == {}
    assert written(tmp_path, "# bara en anmärkning\n").alternatives("bidrag") == {}


@pytest.fixture(scope="module")
def shipped() -> Vocabulary:
    return load_vocabulary(PROJECT / "corpus" / "ordlista.yaml")


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from("bidrag och stöd sista dag 12 iop cash grant".split())).map(" ".join)
)
def test_any_question_gets_alternatives_that_are_other_words(shipped: Vocabulary, text: str) -> None:
    for word, others in shipped.alternatives(text).items():
        assert others
        assert word not in others


def test_the_list_that_comes_with_civsam_can_be_read(shipped: Vocabulary) -> None:
    assert shipped.alternatives("bidrag")["bidrag"]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("lika:\n  - [bidrag, stöd\n", 2, "tolka"),
        ("lika:\n  - [bidrag, stöd]\nlikna:\n  - [a, b]\n", 3, "'likna'"),
        ("utfyllnad:\n  - []\n", 2, "minst 1 ord"),
        ("utfyllnad:\n  oxå: [asså]\n", 1, "- [ord, ord]"),
        ("- [bidrag, stöd]\n", 1, "lika, talspråk, engelska"),
        ("bara text\n", 1, "lika, talspråk, engelska"),
        ("lika:\n", 1, "lika"),
        ("lika:\n  bidrag: [stöd]\n", 1, "- [ord, ord]"),
        ("lika:\n  - [bidrag, stöd]\n  - [ensam]\n", 3, "minst 2 ord"),
        ("lika:\n  - bidrag, stöd\n", 2, "minst 2 ord"),
        ("lika:\n  - [bidrag, stöd]\n  - [bidrag, '–']\n", 3, "minst en bokstav"),
        ("lika:\n  - [bidrag, [stöd, medel]]\n", 2, "minst en bokstav"),
        ("talspråk:\n  - [cash, pengar]\n", 1, "ord: [ord, ord]"),
        ("talspråk:\n  cash: pengar\n", 2, "minst 1 ord"),
        ("engelska:\n  grant: []\n", 2, "minst 1 ord"),
        ("engelska:\n  grant: [bidrag]\n  [a, b]: [c]\n", 3, ""),
        ("lika:\n\t- [bidrag, stöd]\n", 2, "tolka"),
        ("lika: [[a, b]]\n---\nlika: [[c, d]]\n", 2, "tolka"),
        ("talspråk:\n  cash: [pengar]\n  kosing: [pengar]\n  cash: [stöd]\n", 4, "'cash' står två gånger"),
        ("lika:\n  - [a1, b1]\nlika:\n  - [c1, d1]\n", 3, "'lika' står två gånger"),
    ],
)
def test_an_error_names_the_file_and_the_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    with pytest.raises(SettingsError) as caught:
        written(tmp_path, text)
    assert caught.value.where == f"{tmp_path / 'ordlista.yaml'}, rad {line}"
    assert what in caught.value.what
    assert caught.value.next_step


@pytest.mark.parametrize("word", ["no", "on", "yes", "off", "2024", "1.5", "null", "true"])
def test_words_that_yaml_takes_for_something_else_are_words(tmp_path: Path, word: str) -> None:
    words = written(tmp_path, f"engelska:\n  {word}: [bidrag]\nlika:\n  - [{word}, medel]\n")
    key = tuple(swedish.stem(part) for part in swedish.words(word))
    assert set(words.entries[key]) >= {"bidrag", "medel"}


def test_a_list_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ordlista.yaml"
    path.write_bytes("lika:\n  - [stöd, bidrag]\n".encode("latin-1"))
    with pytest.raises(SettingsError, match="UTF-8") as caught:
        load_vocabulary(path)
    assert caught.value.where == str(path)


@pytest.mark.parametrize(
    ("text", "counted"),
    [("hur många medlemmar krävs", "medlemmar"), ("hur många måste vi vara", None), ("hur många olika mål", "mål")],
)
def test_how_many_counts_the_noun_that_follows(shipped: Vocabulary, text: str, counted: str | None) -> None:
    assert understand(Question(text, date(2026, 11, 21)), shipped).counted == counted


def test_the_first_part_of_a_compound_of_listed_words_lends_it_what_may_stand_for_it() -> None:
    listed = build({"lika": [["funktionsnedsättning", "handikapp"], ["förening", "klubb"], ["pengar", "bidrag"]]})
    assert listed.alternatives("handikappföreningar") == {"handikappföreningar": ("funktionsnedsättning",)}
    assert listed.alternatives("Föreningspengarna?") == {"föreningspengarna": ("klubb",)}
    assert listed.alternatives("handikapptoalett") == {}  # toalett is not listed: it may be about something else
    assert listed.alternatives("hundföreningar") == {}


def test_what_stands_for_a_word_is_taken_as_it_is_spelt() -> None:
    matcher = Matcher({"sent": 1.0}, {"sent": ("försening",)})
    assert matcher.coverage({"förseningar"}) == SYNONYM_WEIGHT
    assert matcher.coverage({"förening"}) == 0.0
