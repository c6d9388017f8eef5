"""The grants as a page, a calendar, a table, lines and JSON; and cards proposed for a new document."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import icalendar
import pytest
import yaml
from dateutil.rrule import rrulestr

from assistant.answer import Assistant
from assistant.grants import deadlines
from assistant.grants.cards import Grant, GrantStatus, status_on
from assistant.grants.profile import Profile
from assistant.settings import PROJECT, Settings
from ui import grant_texts as profile_texts
from ui import grant_words as words
from ui.as_json import grants_json
from ui.cli import main
from ui.grant_calendar import COLUMNS, ics, table
from ui.grant_cli import proposals
from ui.grant_page import Wish, grants_page
from ui.grant_profile_page import profile_page, read_profile

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def grants(real_assistant: Assistant) -> tuple[Grant, ...]:
    return real_assistant.generation.grants


def by_id(grants: tuple[Grant, ...], identifier: str) -> Grant:
    return next(grant for grant in grants if grant.id == identifier)


# --- words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("identifier", "today", "told"),
    [
        ("karlskoga-foreningsbidrag", date(2026, 9, 1), "Öppet nu. Stänger om 30 dagar, 1 oktober 2026."),
        ("karlskoga-foreningsbidrag", date(2026, 10, 1), "Öppet nu. Stänger i dag, 1 oktober 2026."),
        (
            "karlskoga-foreningsbidrag",
            date(2026, 10, 2),
            "Öppnar om 242 dagar, 1 juni 2027 och stänger 1 oktober 2027.",
        ),
        ("nora-kultur-fritid", TODAY, "Sista dag om 126 dagar, 31 mars 2027. När det öppnar framgår inte."),
        ("kumla-startbidrag", TODAY, "Söks löpande."),
        ("nora-avtal", TODAY, "Tiden är ej angiven i källan."),
        ("nora-ungdomsledarutbildning", TODAY, "Det finns ingen fast sista dag. Källan säger vad den räknas från."),
        ("lekeberg-lovbidrag", TODAY, "Senast kända sista dag var 24 maj 2024. Nästa är inte känd."),
        ("orebro-idrott-grundbidrag", TODAY, "Går inte att söka."),
    ],
)
def test_where_the_times_stand_in_words(grants: tuple[Grant, ...], identifier: str, today: date, told: str) -> None:
    assert words.when(by_id(grants, identifier), today) == told


def test_an_old_source_is_always_said_to_be_old(grants: tuple[Grant, ...]) -> None:
    assert words.caveat(by_id(grants, "nora-kultur-fritid"), TODAY).startswith("Senast kända datum, från 2015.")
    assert words.caveat(by_id(grants, "hallefors-evenemangsstod"), TODAY).startswith("Källan saknar datum.")
    assert words.caveat(by_id(grants, "lok-stod"), date(2024, 6, 1)) == ""


# --- the calendar and the table ---------------------------------------------------------------------------------


def test_the_calendar_is_read_by_a_calendar_program(grants: tuple[Grant, ...]) -> None:
    calendar = icalendar.Calendar.from_ical(ics(grants, TODAY))
    events = calendar.walk("VEVENT")
    expected = [
        (f"{grant.id}-{number}@civsam", window.closes)
        for grant in grants
        if status_on(grant, TODAY) not in (GrantStatus.ENDED, GrantStatus.PAUSED)
        for number, time in enumerate(grant.times)
        if (window := deadlines.next_window(time.deadline, TODAY))
    ]
    assert [(str(event["UID"]), event.decoded("DTSTART")) for event in events] == expected
    assert len(expected) > 50
    for event in events:
        assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(days=1)
        assert event.decoded("DTSTART") >= TODAY
        assert "som avgör" in event["DESCRIPTION"]


def test_an_event_comes_again_on_the_same_days_as_the_arithmetic(grants: tuple[Grant, ...]) -> None:
    events = icalendar.Calendar.from_ical(ics(grants, TODAY)).walk("VEVENT")
    times = {f"{grant.id}-{number}@civsam": time for grant in grants for number, time in enumerate(grant.times)}
    for event in events:
        if "RRULE" not in event:
            continue
        first = event.decoded("DTSTART")
        rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=_midnight(first))
        repeated = [day.date() for day in rule[:5]]
        day = TODAY
        for expected in repeated:
            window = deadlines.next_window(times[str(event["UID"])].deadline, day)
            assert window is not None and window.closes == expected, event["UID"]
            day = window.closes + timedelta(days=1)


def _midnight(day: date) -> object:
    from datetime import datetime

    return datetime(day.year, day.month, day.day)


def test_a_day_of_an_old_source_says_so_in_the_calendar(grants: tuple[Grant, ...]) -> None:
    calendar = icalendar.Calendar.from_ical(ics([by_id(grants, "nora-kultur-fritid")], TODAY))
    (event,) = calendar.walk("VEVENT")
    assert event["SUMMARY"] == "Sista dag: Kultur- och fritidsverksamhet – Nora kommun (senast kända datum, från 2015)"


def test_what_may_be_gone_comes_once_and_is_said_to_be_uncertain(grants: tuple[Grant, ...]) -> None:
    certain = {f"{grant.id}-{number}@civsam": grant.status for grant in grants for number, _ in enumerate(grant.times)}
    events = icalendar.Calendar.from_ical(ics(grants, TODAY)).walk("VEVENT")
    doubted = [event for event in events if certain[str(event["UID"])] is GrantStatus.UNKNOWN]
    assert len(doubted) > 3 and any("RRULE" in event for event in events)
    for event in events:
        assert ("(osäkert)" in event["SUMMARY"]) is (event in doubted)
        assert event not in doubted or "RRULE" not in event


def test_lines_of_the_calendar_are_short_and_whole(grants: tuple[Grant, ...]) -> None:
    lines = ics(grants, TODAY).split("\r\n")
    assert max(len(line.encode("utf-8")) for line in lines) <= 75
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]


def test_the_table_has_a_row_for_each_grant(grants: tuple[Grant, ...]) -> None:
    rows = list(csv.reader(io.StringIO(table(grants, TODAY).removeprefix("\ufeff")), delimiter=";"))
    assert tuple(rows[0]) == COLUMNS
    assert [row[0] for row in rows[1:]] == [grant.id for grant in grants]
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)


# --- the pages --------------------------------------------------------------------------------------------------


class Links(HTMLParser):
    """The addresses of a page, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value for name, value in attrs if name == "href" and value]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_shows_every_grant_with_links_to_its_words(grants: tuple[Grant, ...]) -> None:
    page = Links(grants_page(grants, Wish(), TODAY))
    current = [grant for grant in grants if status_on(grant, TODAY) is not GrantStatus.ENDED]
    assert f"{len(current)} bidrag visas." in page.text
    for grant in current:
        assert any(link.startswith(f"/dokument/{grant.document.id}?fran={grant.quote.start}&") for link in page.links)
    assert page.text.count("som avgör") == len(current)


@pytest.mark.parametrize(
    ("identifier", "told"),
    [
        ("karlskoga-foreningsbidrag", "Sista dag 1 oktober 2027 (källan saknar datum)"),
        ("nora-kultur-fritid", "Sista dag 31 mars 2027 (källa från 2015)"),
        ("kumla-startbidrag", "Söks löpande"),
        ("nora-avtal", "Tiden står inte i källan"),
        ("nora-ungdomsledarutbildning", "Ingen fast sista dag"),
        ("lekeberg-lovbidrag", "Senast kända sista dag 24 maj 2024 (källa från 2024)"),
        ("orebro-idrott-grundbidrag", "Går inte att söka"),
    ],
)
def test_the_next_last_day_in_a_few_words(grants: tuple[Grant, ...], identifier: str, told: str) -> None:
    assert words.brief(by_id(grants, identifier), TODAY) == told


def test_the_day_of_a_fresh_source_stands_alone(grants: tuple[Grant, ...]) -> None:
    assert words.brief(by_id(grants, "boverket-samlingslokaler"), date(2024, 11, 1)) == "Sista dag 1 december 2024"


def test_each_grant_is_a_line_that_opens_to_its_card(grants: tuple[Grant, ...]) -> None:
    page = grants_page(grants, Wish(), TODAY)
    current = [grant for grant in grants if status_on(grant, TODAY) is not GrantStatus.ENDED]
    assert page.count("<details><summary>") == len(current)
    for grant in current:  # a browser opens what is folded when an address leads inside it
        summary = page.partition(f'<div id="{grant.id}">')[0].rpartition("<summary>")[2]
        assert Links(summary).text.startswith(f"{grant.name[:1].upper()}{grant.name[1:]} {grant.giver} ")
        assert words.brief(grant, TODAY) in Links(summary).text
        assert (words.STATUS[grant.status] in summary) is (grant.status is not GrantStatus.OPEN)


def test_a_few_grants_are_open_at_once(grants: tuple[Grant, ...]) -> None:
    few, many = (grants_page(grants[:count], Wish(ended=True), TODAY) for count in (5, 6))
    assert few.count("<details open><summary>") == 5
    assert "<details open>" not in many and many.count("<details><summary>") == 6


@pytest.mark.parametrize(
    ("asked", "identifier", "found"),
    [
        ("START kumla", "kumla-startbidrag", True),
        ("tartbidrag kumla", "kumla-startbidrag", False),  # a word is found by how it begins
        ("start nora", "kumla-startbidrag", False),
        ("kommunalt aktivitetsstöd", "hallsberg-aktivitetsstod", True),
        ("kommunalt aktivitetsstod", "hallsberg-aktivitetsstod", False),  # å, ä and ö are letters of their own
    ],
)
def test_the_search_finds_words_of_names_givers_and_quotes(
    grants: tuple[Grant, ...], asked: str, identifier: str, found: bool
) -> None:
    assert Wish(text=asked).admits(by_id(grants, identifier), TODAY) is found


def test_what_is_searched_for_is_kept_in_the_box_and_in_the_files(grants: tuple[Grant, ...]) -> None:
    page = grants_page(grants, Wish(text='lov"><b>'), TODAY)
    assert "<b>" not in page and 'name="sok" maxlength="100" value="lov&#34;&#62;&#60;b&#62;"' in page
    assert "/bidrag.ics?sok=lov%22" in page


def test_the_page_keeps_what_may_fit(grants: tuple[Grant, ...]) -> None:
    page = Links(grants_page(grants, Wish(area="Hallsberg", kind="kultur", open_now=True), TODAY)).text
    assert "Projektbidrag" in page  # for whom and when is not said
    assert "Kommunalt aktivitetsstöd (3–20 år)" not in page
    assert "I hela länet eller landet" in page
    assert "Stöd till studieförbund – Studieförbund" not in page


def test_what_has_ended_is_shown_only_when_asked_for(grants: tuple[Grant, ...]) -> None:
    assert "Större investering" not in grants_page(grants, Wish(area="Örebro"), TODAY)
    assert "Större investering" in grants_page(grants, Wish(area="Örebro", ended=True), TODAY)


@pytest.mark.parametrize("name", ["kommun", "slag"])
def test_choices_that_do_not_exist_show_nothing_and_break_nothing(grants: tuple[Grant, ...], name: str) -> None:
    wish = Wish(area="<script>") if name == "kommun" else Wish(kind='"><img src=x>')
    page = grants_page(grants, wish, TODAY)
    assert "<script>" not in page and "<img" not in page


def test_the_profile_gives_a_checklist_and_says_who_decides(grants: tuple[Grant, ...]) -> None:
    asked = read_profile({"kommun": "Kumla", "slag": "pensionär", "medlemmar": "40"})
    page = Links(profile_page(grants, asked, TODAY)).text
    assert "Aktivitetsbidrag seniorer" in page
    assert "uppfyllt" in page and "ej uppfyllt" in page and "okänt" in page
    assert "Det är Kumla kommun som avgör." in page


def test_what_names_the_kind_of_association_comes_before_what_does_not_say(grants: tuple[Grant, ...]) -> None:
    page = profile_page(grants, read_profile({"kommun": "Kumla", "slag": "pensionär"}), TODAY)
    named, _, rest = page.partition(f"<summary>{profile_texts.UNCLEAR}")
    assert profile_texts.NAMES_YOU in named
    assert "Aktivitetsbidrag seniorer" in named
    assert "Aktivitetsbidrag barn/unga" not in named
    assert "Aktivitetsbidrag barn/unga" in rest, "what is not known rules nothing out"


def test_the_profile_takes_what_it_can_read(grants: tuple[Grant, ...]) -> None:
    asked = read_profile({"kommun": "Atlantis", "slag": "golf", "medlemmar": "många", "fran": "15", "till": "7"})
    assert asked.profile == Profile()
    assert set(asked.faults) == {"medlemmar", "till"}
    assert read_profile({"fran": "7", "till": "15"}).profile.ages == (7, 15)
    assert read_profile({"till": "15"}).profile.ages == (15, 15)


def test_a_fault_stands_at_its_field_which_keeps_what_was_written(grants: tuple[Grant, ...]) -> None:
    page = profile_page(grants, read_profile({"medlemmar": 'abc"', "fran": "30", "till": "10"}), TODAY)
    assert 'name="medlemmar" value="abc&#34;" aria-invalid="true" aria-describedby="medlemmar-fel">' in page
    assert f'id="medlemmar-fel">{profile_texts.NO_NUMBER}</p>' in page
    assert 'name="fran" value="30">' in page
    assert 'name="till" value="10" aria-invalid="true" aria-describedby="till-fel">' in page
    assert f'id="till-fel">{profile_texts.AGES_TURNED}</p>' in page
    assert profile_texts.FAULTS in page
    right = profile_page(grants, read_profile({"medlemmar": "5", "fran": "9", "till": "9"}), TODAY)
    assert "aria-describedby" not in right and profile_texts.FAULTS not in right


def test_what_is_paused_closed_or_uncertain_comes_last_and_is_marked(grants: tuple[Grant, ...]) -> None:
    page = profile_page(grants, read_profile({"kommun": "Örebro"}), TODAY)
    kept, _, against = page.partition("<details>")
    for group in (kept, against):
        marks = [bool(re.search('<p class="lage">', item)) for item in group.split("<li")[1:] if "<h3" in item]
        assert any(marks) and marks == sorted(marks)
    assert words.mark(by_id(grants, "lekeberg-lovbidrag"), TODAY) == "Osäkert"
    closed = next(
        one for one in grants if words.when(one, TODAY).startswith("Senast") and one.status is GrantStatus.OPEN
    )
    assert words.mark(closed, TODAY) == "Stängt"
    assert words.mark(by_id(grants, "kumla-startbidrag"), TODAY) == ""
    paused = next(grant for grant in grants if grant.status is GrantStatus.PAUSED)
    assert words.mark(paused, TODAY) == "Pausat"


# --- the command line -------------------------------------------------------------------------------------------


def run(settings: Settings, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    code = main(["grants", *arguments, "--data-dir", str(settings.data_dir), "--today", TODAY.isoformat()])
    assert code == 0
    return capsys.readouterr().out


def test_lines(real_settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    told = run(real_settings, capsys, "--municipality", "Degerfors")
    assert "– Föreningsstöd (Degerfors kommun; Degerfors)" in told
    assert "Sista dag om 152 dagar, 26 april 2027" in told
    assert "Senast kända datum, från 2021" in told
    assert told.rstrip().endswith("Den som ger bidraget avgör alltid.")


def test_json_before_a_day(real_settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(run(real_settings, capsys, "--municipality", "Nora", "--before", "2027-02-28", "--json"))
    assert told["count"] == len(told["grants"])
    assert [grant["id"] for grant in told["grants"]] == ["nora-aktivitetsstod"]
    assert told["grants"][0]["closes"] == "2027-02-25"


def test_json_names_every_field(grants: tuple[Grant, ...]) -> None:
    (told,) = grants_json([by_id(grants, "kumla-projektbidrag")], TODAY)["grants"]  # type: ignore[misc]
    assert told["state"] == "opens" and told["is_open"] is False and told["days"] == 37
    assert told["fields"]["belopp"] == ["75 % av projektkostnaden"]


def test_status(real_settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    told = run(real_settings, capsys, "--status", "pausat")
    assert "Utvecklingsmedel kultur" in told and "Startbidrag" not in told


def test_files(real_settings: Settings, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    calendar, sheet = tmp_path / "a.ics", tmp_path / "a.csv"
    told = run(real_settings, capsys, "--municipality", "Laxå", "--ics", str(calendar), "--csv", str(sheet))
    assert f"Sparat i {calendar}." in told
    assert icalendar.Calendar.from_ical(calendar.read_bytes()).walk("VEVENT")
    assert sheet.read_text(encoding="utf-8-sig").startswith("id;bidrag;")


def test_files_that_exist_are_kept_unless_they_may_be_replaced(
    real_settings: Settings, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    calendar, sheet = tmp_path / "a.ics", tmp_path / "a.csv"
    sheet.write_text("mitt arbete", encoding="utf-8")
    arguments = ["--ics", str(calendar), "--csv", str(sheet)]
    assert main(["grants", *arguments, "--data-dir", str(real_settings.data_dir)]) == 1
    told = capsys.readouterr().err
    assert str(sheet) in told and "--force" in told
    assert sheet.read_text(encoding="utf-8") == "mitt arbete"
    assert not calendar.exists(), "all of them or none"
    run(real_settings, capsys, *arguments, "--force")
    assert sheet.read_text(encoding="utf-8-sig").startswith("id;bidrag;")


def test_a_file_in_a_folder_that_is_not_there(real_settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grants", "--ics", "/finns/inte/a.ics", "--data-dir", str(real_settings.data_dir)]) == 1
    told = capsys.readouterr().err
    assert "mappen finns inte" in told and "/finns/inte" in told
    assert "utrymme" not in told


def test_before_a_day_there_are_only_grants_with_a_last_day(
    real_settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    passed = run(real_settings, capsys, "--before", "2020-01-01")
    assert passed.startswith("Inga bidrag passar.") and words.DAY_HAS_PASSED in passed
    assert words.ROLLING_LEFT_OUT in run(real_settings, capsys, "--before", "2027-04-30")
    told = json.loads(run(real_settings, capsys, "--before", "2027-04-30", "--json"))["grants"]
    assert told and not [grant["id"] for grant in told if grant["state"] == "rolling" and grant["closes"] is None]


def test_a_status_that_does_not_exist_is_told_in_swedish(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["grants", "--status", "foo"])
    assert "Välj bland: öppet, pausat, avslutat, okänt." in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong", [["--municipality", "Storfors"], ["--status", "stängt"], ["propose"], ["--before", "våren"]]
)
def test_wrong_usage(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["grants", *wrong])
    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith("Fel: ")


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grants", "propose", "finns-inte.md"]) == 1
    assert "finns-inte.md finns inte" in capsys.readouterr().err


# --- proposals --------------------------------------------------------------------------------------------------


def test_proposals_hold_against_the_document_and_are_never_open() -> None:
    told = proposals(PROJECT / "corpus" / "dokument" / "ljusnarsberg-foreningsbidrag.md")
    assert told.startswith("# Förslag, gjort av programmet.")
    cards = yaml.safe_load(told)
    assert [card["namn"] for card in cards][:4] == [
        "Verksamhetsbidrag", "Föreningslokalbidrag", "Aktivitetsbidrag", "Samlingslokalbidrag",
    ]  # fmt: skip
    assert {card["status"] for card in cards} == {"okänt"}
    assert cards[0]["tid"] == ["31 mars"] and cards[3]["tid"] == ["ej angivet"]
    assert "max 7 000 kr" in cards[0]["belopp"]


def test_proposals_find_most_rows_of_the_cards_that_were_written_by_hand(grants: tuple[Grant, ...]) -> None:
    """Rows of tables are what a program can be trusted to point at; the rest an editor has to read."""
    rows = [grant for grant in grants if grant.quote.text.startswith("|") and not grant.quote.text.startswith("| 20")]
    found = 0
    for document in {grant.document.path for grant in rows}:
        quotes = {card["citat"] for card in yaml.safe_load(proposals(PROJECT / "corpus" / document)) or []}
        found += sum(grant.quote.text in quotes for grant in rows if grant.document.path == document)
    assert found / len(rows) > 0.7
