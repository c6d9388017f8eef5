"""Fetching originals from a server of this machine: what is new, changed, unchanged, gone or failed, and why."""

from __future__ import annotations

import time

import pytest
import trustme

from assistant.errors import IndexBroken, PathMissing, WriterBusy
from ingest.catalogue import read_catalogue
from ingest.fetch import Fetched, Outcome
from ingest.fetch_border import is_public
from ingest.fetch_types import suffix_of
from ingest.lock import writer_lock
from ingest.originals import Originals, marks_for
from ingest.quarantine import Quarantine
from tests.ingest.desk import SWIFT, Desk
from tests.ingest.web_server import HOST, OTHER, dripping, gzipped, page, serving


def failed(fetched: Fetched, *words: str) -> None:
    """It failed, says why and what to do in Swedish, and stored nothing."""
    assert fetched.outcome is Outcome.FAILED
    for word in words:
        assert word in fetched.reason, fetched.reason
    assert fetched.next_step
    assert fetched.version is None


# --- what came --------------------------------------------------------------------------------------------------


def test_new_unchanged_changed_and_gone(desk: Desk) -> None:
    url = desk.site.url("/bidrag")
    desk.sheet("kumla-bidrag", url)
    desk.site.page("/bidrag", page("Sök senast den 31 mars."))
    first = desk.one()
    assert (first.outcome, first.versions, first.outdated_sheets) == (Outcome.NEW, 1, ())
    assert first.version
    assert first.version.retrieved == "2026-12-01"
    originals = Originals(desk.data)
    assert b"31 mars" in originals.path(first.version).read_bytes()

    desk.site.page("/bidrag", page("Sök senast den 31 mars."))
    again = desk.one()
    assert (again.outcome, again.versions) == (Outcome.UNCHANGED, 1), "another menu is no other text"

    desk.site.page("/bidrag", page("Sök senast den 15 april."))
    changed = desk.one()
    assert (changed.outcome, changed.versions) == (Outcome.CHANGED, 2)
    assert changed.outdated_sheets == ("kumla-bidrag",)
    assert [b"31 mars" in originals.path(v).read_bytes() for v in Originals(desk.data).of(url).versions] == [
        True,
        False,
    ]

    for code in (404, 410):
        desk.site.status("/bidrag", code)
        gone = desk.one()
        assert gone.outcome is Outcome.GONE
        assert str(code) in gone.reason
        assert gone.version == changed.version, "what was fetched is kept"
    desk.site.page("/bidrag", page("Sök senast den 15 april."))
    assert desk.one().outcome is Outcome.UNCHANGED
    assert Originals(desk.data).of(url).gone == ""


def test_a_sheet_is_marked_until_it_is_read_anew(desk: Desk) -> None:
    desk.sheet("blad", desk.site.url("/a"), hamtad="2026-12-01")
    desk.site.page("/a", page("Ett."))
    desk.fetch()
    desk.site.page("/a", page("Två."))
    desk.fetch()

    def mark() -> str:
        catalogue = read_catalogue(desk.corpus)
        return str(marks_for(catalogue, Originals(desk.data))["blad"].changed)

    assert mark() == "2026-12-01"
    assert desk.one().outdated_sheets == ("blad",), "also when nothing has changed since"
    desk.sheet("blad", desk.site.url("/a"), hamtad="2026-12-02")
    assert mark() == "None"
    assert desk.one().outdated_sheets == ()


def test_a_source_that_dates_itself_after_the_sheet_has_changed(desk: Desk) -> None:
    desk.sheet("blad", desk.site.url("/a"), hamtad="2024-01")
    dated = page("Ett.").replace(b"</head>", b'<meta property="article:modified_time" content="2025-03-04"></head>')
    desk.site.page("/a", dated)
    fetched = desk.one()
    if fetched.version and fetched.version.dated:
        assert fetched.outdated_sheets == ("blad",)


def test_conditional_requests_are_answered_304(desk: Desk) -> None:
    desk.sheet("blad", desk.site.url("/a"))
    desk.site.page("/a", page("Ett."), ETag='"e1"', Last_Modified="Tue, 01 Dec 2026 08:00:00 GMT")
    assert desk.one().outcome is Outcome.NEW
    fetched = desk.one()
    assert (fetched.outcome, fetched.versions) == (Outcome.UNCHANGED, 1)
    asked = desk.site.headers[-1]
    assert asked["If-None-Match"] == '"e1"'
    assert asked["If-Modified-Since"] == "Tue, 01 Dec 2026 08:00:00 GMT"
    assert asked["User-Agent"].startswith("Civsam/")
    assert "Cookie" not in asked


def test_a_304_that_nobody_asked_for(desk: Desk) -> None:
    desk.sheet("blad", desk.site.url("/a"))
    desk.site.status("/a", 304)
    failed(desk.one(), "oändrad")


def test_one_address_of_two_sheets_is_asked_once_and_belongs_to_the_one_in_force(desk: Desk) -> None:
    desk.sheet("plan-2018", desk.site.url("/plan"), giltig_fran="2018")
    desk.sheet("plan-2022", desk.site.url("/plan"), giltig_fran="2022", ersatter="plan-2018")
    desk.site.page("/plan", page("Planen."))
    assert desk.one().sheets == ("plan-2022", "plan-2018")
    assert desk.site.asked.count("/plan") == 1


def test_only_what_is_named_is_fetched(desk: Desk) -> None:
    for name in "ab":
        desk.sheet(name, desk.site.url(f"/{name}"))
        desk.site.page(f"/{name}", page(name))
    assert desk.one("b").sheets == ("b",)
    assert desk.one("b/original").outcome is Outcome.UNCHANGED
    assert "/a" not in desk.site.asked
    with pytest.raises(PathMissing, match="'c'"):
        desk.fetch("c")


def test_a_pdf_and_what_is_packed(desk: Desk) -> None:
    from tests.ingest import sample_files

    desk.limits = desk.limits._replace(seconds=20.0)
    desk.sheet("pdf", desk.site.url("/plan.pdf"))
    desk.site.page("/plan.pdf", sample_files.pdf(["Planen gäller hela länet."]), kind="application/octet-stream")
    fetched = desk.one()
    assert fetched.outcome is Outcome.NEW
    assert fetched.version
    assert fetched.version.suffix == ".pdf"
    desk.sheet("zip", desk.site.url("/packad"))
    desk.site.says["/packad"] = gzipped(page("Packad text."))
    assert desk.one("zip").outcome is Outcome.NEW


def test_what_a_sheet_no_longer_names_is_forgotten_with_its_bytes(desk: Desk) -> None:
    for name in "ab":
        desk.sheet(name, desk.site.url(f"/{name}"))
        desk.site.page(f"/{name}", page(f"Hemligheten i {name}."))
    desk.fetch()
    (desk.corpus / "a.md").unlink()
    report = desk.fetch()
    assert report.forgotten == (desk.site.url("/a"),)
    held = b"".join(path.read_bytes() for path in desk.data.rglob("*") if path.is_file())
    assert b"Hemligheten i b" in held
    assert b"Hemligheten i a" not in held
    assert b"/a" not in held.replace(b"/annan", b"")


# --- what did not ----------------------------------------------------------------------------------------------


def test_redirects_are_followed_three_times_and_no_more(desk: Desk) -> None:
    desk.sheet("blad", desk.site.url("/0"))
    for number in range(3):
        desk.site.redirect(f"/{number}", f"/{number + 1}", 301)
    desk.site.page("/3", page("Framme."))
    fetched = desk.one()
    assert fetched.outcome is Outcome.NEW
    assert fetched.moved_to == desk.site.url("/3")

    desk.sheet("blad", desk.site.url("/rund"))
    desk.site.redirect("/rund", "/rund")
    failed(desk.one(), "mer än 3 gånger")
    assert desk.site.asked.count("/rund") == 4

    desk.sheet("blad", desk.site.url("/tom"))
    desk.site.status("/tom", 302)
    failed(desk.one(), "utan att säga vart")


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("https://illvillig.test/", "illvillig.test, som ingen kalla_url"),
        ("https://127.0.0.1/", "som ingen kalla_url"),
        ("https://[::1]/", "som ingen kalla_url"),
        ("https://169.254.169.254/latest/meta-data", "som ingen kalla_url"),
        ("http://kalla.test/", "inte med https://"),
        ("file:///etc/passwd", "inte med https://"),
        ("//kalla.test:22/", "som ingen kalla_url"),
        ("https://namn:ord@kalla.test/", "lösenord"),
        ("https://kalla.test:x/", "går inte att tolka"),
    ],
)
def test_a_redirect_may_not_lead_out_of_the_catalogue(desk: Desk, to: str, words: str) -> None:
    desk.sheet("blad", desk.site.url("/a"))
    desk.site.redirect("/a", to)
    failed(desk.one(), words)
    assert set(desk.resolved) == {HOST}, "no other name was even looked up"


def test_a_redirect_to_another_host_of_the_catalogue_is_followed_after_its_own_checks(desk: Desk) -> None:
    desk.sheet("ett", desk.site.url("/a"))
    desk.sheet("två-blad".replace("å", "a"), desk.site.url("/b", OTHER))
    desk.site.redirect("/a", desk.site.url("/b", OTHER))
    desk.site.page("/b", page("Framme."))
    assert [fetched.outcome for fetched in desk.fetch().sources] == [Outcome.NEW, Outcome.NEW]
    desk.addresses[OTHER] = ["10.0.0.7"]
    assert [fetched.outcome for fetched in desk.fetch().sources] == [Outcome.FAILED, Outcome.FAILED]


def test_a_name_that_resolves_anew_to_a_private_address_is_not_asked_again(desk: Desk) -> None:
    """DNS rebinding: what the name resolved to first is what every connection of the fetch goes to."""
    for name in "abc":
        desk.sheet(name, desk.site.url(f"/{name}"))
        desk.site.page(f"/{name}", page(f"Sidan {name}."))
    answers = iter([["127.0.0.1"]])
    desk.resolve = lambda host, port: next(answers, ["10.0.0.1"])  # type: ignore[method-assign]
    assert [fetched.outcome for fetched in desk.fetch().sources] == [Outcome.NEW] * 3


def test_a_name_with_one_private_address_among_its_own_is_refused(desk: Desk) -> None:
    desk.sheet("blad", desk.site.url("/a"))
    desk.addresses[HOST] = ["127.0.0.1", "192.168.1.1"]
    failed(desk.one(), "privat nät")
    assert desk.site.asked == []


def test_a_name_that_does_not_exist(desk: Desk) -> None:
    desk.sheet("blad", desk.site.url("/a"))
    desk.addresses[HOST] = []
    failed(desk.one(), "finns inte i namntjänsten")


def test_an_address_without_https_is_told_and_not_fetched(desk: Desk) -> None:
    desk.sheet("blad", f"http://{HOST}:{desk.site.port}/a")
    fetched = desk.one()
    failed(fetched, "https://")
    assert "kalla_url" in fetched.next_step
    assert desk.site.asked == desk.resolved == []


@pytest.mark.parametrize(
    "before", [b"HTTP/1.1 200 OK\r\nX-Lang: ", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"]
)
def test_a_server_that_drips_is_left_when_the_time_is_out(desk: Desk, before: bytes) -> None:
    desk.sheet("blad", desk.site.url("/drip"))
    desk.site.says["/drip"] = dripping(before, 0.2)
    started = time.monotonic()
    failed(desk.one(), "långsamt")
    assert time.monotonic() - started < SWIFT.seconds + 3


def test_a_server_that_says_nothing_is_left(desk: Desk) -> None:
    desk.sheet("blad", desk.site.url("/tyst"))
    desk.site.says["/tyst"] = lambda request: time.sleep(4)
    started = time.monotonic()
    failed(desk.one(), "långsamt")
    assert time.monotonic() - started < SWIFT.seconds + 3


def test_what_is_too_large_is_left_also_when_it_does_not_say_so(desk: Desk) -> None:
    huge = b"<html>" + b"a" * 400_000
    desk.sheet("a", desk.site.url("/a"))
    desk.site.page("/a", huge)
    failed(desk.one("a"), "större än 0.2 MB")

    def undeclared(request: object) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + huge)  # type: ignore[attr-defined]

    desk.sheet("b", desk.site.url("/b"))
    desk.site.says["/b"] = undeclared
    failed(desk.one("b"), "större än")
    desk.sheet("c", desk.site.url("/c"))
    desk.site.says["/c"] = gzipped(b"<html>" + b"\0" * 50_000_000)
    failed(desk.one("c"), "större än")


def test_what_breaks_off_or_cannot_be_understood(desk: Desk) -> None:
    broken = {
        "/kort": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\n<html>kort",
        "/skrap": b"\x00\x01\x02 inte http\r\n\r\n",
        "/packat": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\ninte gzip",
        "/brotli": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\nab",
    }
    for number, (path, content) in enumerate(broken.items()):
        desk.sheet(f"blad-{number}", desk.site.url(path))
        desk.site.says[path] = lambda request, content=content: request.wfile.write(content)  # type: ignore[misc]
    for fetched in desk.fetch().sources:
        failed(fetched)


@pytest.mark.parametrize("code", [401, 403, 429, 500, 503])
def test_what_the_site_refuses_is_a_failure_and_not_gone(desk: Desk, code: int) -> None:
    desk.sheet("blad", desk.site.url("/a"))
    desk.site.status("/a", code)
    failed(desk.one(), str(code))


def test_a_page_that_leads_to_the_front_page_is_gone(desk: Desk) -> None:
    desk.sheet("blad", desk.site.url("/bidrag"))
    desk.site.redirect("/bidrag", "/")
    desk.site.page("/", page("Välkommen."))
    assert desk.one().outcome is Outcome.GONE


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("image/png", b"\x89PNG\r\n\x1a\n"),
        ("application/zip", b"PK\x03\x04 zip"),
        ("application/octet-stream", b"MZ\x90\x00"),
        ("application/pdf", b"<html>inte en pdf</html>"),
        ("text/html", b"%PDF-1.7 inte html"),
        ("", b"\x00\x01"),
    ],
)
def test_the_wrong_type_goes_to_quarantine_with_its_reason(desk: Desk, kind: str, body: bytes) -> None:
    desk.sheet("blad", desk.site.url("/a"))
    desk.site.page("/a", body, kind=kind)
    failed(desk.one(), "typ som inte går att läsa")
    (refusal,) = Quarantine(desk.data).refusals()
    assert refusal.source == desk.site.url("/a")
    assert "inte går att läsa" in refusal.reason
    assert refusal.copied
    desk.site.page("/a", page("Nu går det."))
    assert desk.one().outcome is Outcome.NEW
    assert Quarantine(desk.data).refusals() == ()
    assert [path.name for path in (desk.data / "quarantine").iterdir()] == ["lista.json"]


def test_a_pdf_that_cannot_be_read_is_a_failure_and_the_earlier_version_stays(desk: Desk) -> None:
    desk.limits = desk.limits._replace(seconds=20.0)
    desk.sheet("blad", desk.site.url("/a"))
    desk.site.page("/a", page("Ett."))
    first = desk.one()
    desk.site.page("/a", b"%PDF-1.7\n1 0 obj\n<<", kind="application/pdf")
    broken = desk.one()
    assert broken.outcome is Outcome.FAILED
    assert "går inte att läsa" in broken.reason
    assert broken.version == first.version
    assert len(Quarantine(desk.data).refusals()) == 1


@pytest.mark.parametrize("names", [("fel.test",), ("xn--fel.test",)])
def test_a_certificate_for_another_name_is_refused(authority: trustme.CA, desk: Desk, names: tuple[str, ...]) -> None:
    with serving(authority, *names) as wrong:
        wrong.page("/a", page("Ett."))
        desk.sheet("blad", wrong.url("/a"))
        failed(desk.one(), "certifikat")
        assert wrong.asked == []


def test_a_certificate_from_an_unknown_authority_is_refused(desk: Desk) -> None:
    with serving(trustme.CA(), HOST) as wrong:
        wrong.page("/a", page("Ett."))
        desk.sheet("blad", wrong.url("/a"))
        failed(desk.one(), "certifikat")
        assert wrong.asked == []


def test_a_server_without_tls_and_a_closed_port(desk: Desk) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as plain:
        port = plain.getsockname()[1]
    desk.sheet("blad", f"https://{HOST}:{port}/a")
    failed(desk.one(), "nå webbplatsen")


# --- manners ----------------------------------------------------------------------------------------------------


def test_robots_txt_is_asked_first_and_obeyed(desk: Desk) -> None:
    desk.site.page("/robots.txt", b"User-agent: *\nDisallow: /hemligt*\nCrawl-delay: 7\n", kind="text/plain")
    for name in ("hemligt", "oppet"):
        desk.sheet(name, desk.site.url(f"/{name}/sida"))
        desk.site.page(f"/{name}/sida", page(name))
    closed, opened = desk.fetch().sources
    failed(closed, "robots.txt säger nej")
    assert opened.outcome is Outcome.NEW
    assert desk.site.asked == ["/robots.txt", "/oppet/sida"]
    assert max(desk.slept) == pytest.approx(7, abs=1)


def test_robots_txt_may_speak_to_us_by_name_and_holds_at_redirects(desk: Desk) -> None:
    desk.site.page(
        "/robots.txt", b"User-agent: Civsam\nDisallow: /till\n\nUser-agent: *\nAllow: /\n", kind="text/plain"
    )
    desk.sheet("blad", desk.site.url("/fran"))
    desk.site.redirect("/fran", "/till")
    desk.site.page("/till", page("Nej."))
    failed(desk.one(), "robots.txt")
    assert "/till" not in desk.site.asked


@pytest.mark.parametrize(("code", "is_free"), [(404, True), (403, True), (500, False), (503, False)])
def test_a_robots_txt_that_cannot_be_had(desk: Desk, code: int, is_free: bool) -> None:
    desk.site.status("/robots.txt", code)
    desk.sheet("blad", desk.site.url("/a"))
    desk.site.page("/a", page("Ett."))
    assert (desk.one().outcome is Outcome.NEW) is is_free


def test_a_host_is_left_in_peace_between_two_requests_and_the_others_go_on_meanwhile(desk: Desk) -> None:
    desk.pause = 5.0
    for name, host in (("a", HOST), ("b", HOST), ("c", OTHER)):
        desk.sheet(name, desk.site.url(f"/{name}", host))
        desk.site.page(f"/{name}", page(name))
    report = desk.fetch()
    assert [fetched.sheets[0] for fetched in report.sources] == ["a", "b", "c"], "told in order"
    assert [path for path in desk.site.asked if path != "/robots.txt"] == ["a", "c", "b"] or [
        path for path in desk.site.asked if path != "/robots.txt"
    ] == ["/a", "/c", "/b"]
    assert all(0 < slept <= 5 for slept in desk.slept)
    assert len(desk.slept) == 3, "after robots.txt of each host, and before the second page of one"


# --- the store --------------------------------------------------------------------------------------------------


def test_a_second_fetch_is_refused_and_an_ingest_is_not(desk: Desk) -> None:
    desk.sheet("blad", desk.site.url("/a"))
    with writer_lock(desk.data / "originals"), pytest.raises(WriterBusy, match="hämtning"):
        desk.fetch()


def test_a_damaged_list_is_told_or_the_one_before_is_used(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.sheet("blad", desk.site.url("/a"))
    desk.site.page("/a", page("Ett."))
    desk.fetch()
    desk.fetch()
    path = desk.data / "originals" / "sources.json"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert Originals(desk.data).of(desk.site.url("/a")).versions
    assert "skadad" in caplog.text
    path.with_suffix(".bak").write_bytes(b"{}")
    with pytest.raises(IndexBroken, match="civsam fetch"):
        Originals(desk.data)


def test_bytes_that_were_damaged_on_disk_are_fetched_again(desk: Desk) -> None:
    desk.sheet("blad", desk.site.url("/a"))
    desk.site.page("/a", page("Ett."))
    fetched = desk.one()
    assert fetched.version
    path = Originals(desk.data).path(fetched.version)
    path.unlink()
    assert desk.one().outcome is Outcome.UNCHANGED
    latest = Originals(desk.data).of(desk.site.url("/a")).latest
    assert latest
    assert Originals(desk.data).path(latest).is_file()


# --- addresses and types ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1",
        "fd12:3456::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b::a00:1", "2002:7f00:1::", "2001:0:1::1", "2001:db8::1", "inte en adress", "",
    ],
)  # fmt: skip
def test_no_address_of_a_private_net_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["193.10.0.1", "8.8.8.8", "2a00:801::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_of_the_open_internet_are(address: str) -> None:
    assert is_public(address)


def test_types_have_to_agree_with_the_bytes() -> None:
    assert suffix_of("text/html; charset=utf-8", b"<!doctype html>") == ".html"
    assert suffix_of("text/html", "\ufeff\n<p>hej".encode()) == ".html"
    assert suffix_of("application/pdf", b"skr\xe4p %PDF-1.4") == ".pdf"
    assert suffix_of("", b"%PDF-1.4") == ".pdf"
    assert suffix_of("text/plain", b"%PDF-1.4") is None
    assert suffix_of("text/plain", "Bidrag söks i mars.".encode()) == ".txt"
    assert suffix_of("application/javascript", b"alert(1)") is None
