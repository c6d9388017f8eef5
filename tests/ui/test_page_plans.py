"""/planer and /planer/versioner: trees and tables in plain HTML, every line a link to the words it rests on."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from hostile import HOSTILE, Page
from page_fakes import PLAN, FakeLibrary

from assistant.answer import Assistant
from assistant.domain import Status
from assistant.retrieval.storage import Generation
from assistant.structured import changes, plans
from assistant.structured.plan_answers import newest_first
from assistant.structured.plans import Node, Place, Plan
from ui import texts
from ui.library import digest
from ui.plan_page import plans_page
from ui.version_page import versions_page

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def generation(real_assistant: Assistant) -> Generation:
    return real_assistant.generation


@pytest.fixture(scope="module")
def trees(generation: Generation) -> str:
    return plans_page(generation, newest_first(generation), TODAY)


@pytest.fixture(scope="module")
def tables(generation: Generation) -> str:
    return versions_page(generation, changes.comparisons(generation), TODAY)


def test_every_plan_is_there_with_every_node_and_whether_it_is_in_force(generation: Generation, trees: str) -> None:
    text = " ".join(Page(trees).text.split())
    for plan in plans.plans(generation):
        assert plan.name in text
        assert all(" ".join(node.name.split()) in text for node in plan.nodes)
    assert "Gäller inte längre. Giltighet: från 1 januari 2022 till 31 december 2025" in text
    assert texts.PLAN_NO_ACTIVITY_LINKS in text
    assert '<a href="/planer" aria-current="page">' in trees


def test_activities_stand_inside_their_area(trees: str) -> None:
    area = trees[trees.index(">Nätverk och mötesplatser</a>") :]
    inside = area[: area.index(">Internationell samverkan</a>")]
    assert inside.count('<span class="typ">Aktivitet</span>') == 3
    assert re.search(r'</a><ul class="trad"><li><span class="typ">Aktivitet', inside)


def test_every_link_leads_to_words_that_still_stand_there(generation: Generation, trees: str, tables: str) -> None:
    documents = {document.id: document for document in generation.documents()}
    quoted = [
        href for page in (trees, tables) for href in re.findall(r'href="(/dokument/[^"]+)"', page) if "fran" in href
    ]
    assert len(quoted) > 200
    for href in quoted:
        parts = urlsplit(href.replace("&#38;", "&").replace("&amp;", "&"))
        asked = parse_qs(parts.query)
        text = documents[parts.path.removeprefix("/dokument/")].text
        assert digest(text[int(asked["fran"][0]) : int(asked["till"][0])]) == asked["citat"][0]


def test_versions_have_a_column_each_and_say_which_are_outdated(generation: Generation, tables: str) -> None:
    assert tables.count("<table>") == len(changes.comparisons(generation))
    text = " ".join(Page(tables).text.split())
    for words in (
        "Den äldsta",
        "Den mellersta",
        "Den nyaste",
        "Effektmål (ändrat)",
        "Vision (i sak oförändrat)",
        "18 effektmål",
    ):
        assert words in text
    assert text.count(texts.STATUSES[Status.SUPERSEDED]) > 4


def test_without_plans_the_page_says_so() -> None:
    assert texts.PLANS_NONE in plans_page(FakeLibrary(), (), TODAY)


def page_called(name: str) -> Page:
    node = Node("nod", "mål", name, Place(PLAN.id, 0, 4))
    return Page(plans_page(FakeLibrary(), (Plan("prov", name, PLAN.id, (name,), (node,)),), TODAY))


@pytest.mark.parametrize("words", HOSTILE)
def test_names_are_shown_and_never_obeyed(words: str) -> None:
    hostile, plain = page_called(words), page_called("Provplan")
    assert hostile.tags == plain.tags
    assert hostile.attributes == plain.attributes
