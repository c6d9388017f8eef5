"""The editors' pages as HTML. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from evals.table import HEADLINES, interval, number
from ingest.access import is_staff_folder
from ingest.readers import SUPPORTED_SUFFIXES
from ui import editor_texts as texts
from ui import grant_texts
from ui import texts as public_texts
from ui.editor_audit import Entry
from ui.editor_job import State
from ui.editor_removal import Chosen
from ui.editor_upload import LARGEST, Stored
from ui.feedback_store import Feedback, Reason
from ui.forms import hidden
from ui.markup import element, escape
from ui.messages import Problem, problem_html
from ui.shell import Frame, Link, whole_page

HOME: Final = "/redaktor"
LINKS: Final = (
    Link(HOME, texts.START),
    Link(f"{HOME}/lagg-till", texts.UPLOAD),
    Link(f"{HOME}/ta-bort", texts.REMOVAL),
    Link(f"{HOME}/las-in", texts.INGEST),
    Link(f"{HOME}/halsa", texts.HEALTH),
    Link(f"{HOME}/aterkoppling", texts.FEEDBACK),
    Link(f"{HOME}/matningar", texts.EVALS),
    Link(f"{HOME}/logg", texts.LOG),
    Link("/enkel", texts.ASK),
)
READING: Final = (
    Link("/dokument", public_texts.TO_DOCUMENTS),
    Link("/bidrag", grant_texts.TO_GRANTS),
    Link("/planer", public_texts.TO_PLANS),
)
INSIDE: Final = Frame(texts.TITLE, (*LINKS, *READING), element("p", texts.FOOT))
OUTSIDE: Final = Frame(texts.TITLE, (), "")  # before the login
TOKEN: Final = "nyckel"  # the field that says that a form is ours
AGAIN: Final = 2  # seconds between two looks at an ingest
_ENCODING: Final = 'accept-charset="utf-8"'


def page(title: str, *body: str, here: str = "", who: str = "", token: str = "", head: str = "") -> str:
    """A whole HTML document, with a way out for ``who`` is logged in with a session."""
    out = ""
    if who:
        button = element("button", texts.LOGOUT, attributes='type="submit"')
        leave = form(f"{HOME}/logga-ut", token, button, css="") if token else ""
        out = element("div", element("p", escape(texts.logged_in(who)), css="svag"), leave, css="ut")
    return whole_page(
        title,
        element("h1", title),
        *body,
        out,
        here=here,
        head=head,
    )


def form(action: str, token: str, *fields: str, css: str = "formular", more: str = "") -> str:
    """A form that is sent with the token of the session."""
    return element(
        "form",
        hidden(TOKEN, token),
        *fields,
        css=css,
        attributes=f'method="post" action="{action}" {_ENCODING}{more}',
    )


def alert(problem: Problem | None) -> str:
    """What went wrong, read out by a screen reader; nothing when nothing did."""
    return element("div", problem_html(problem), attributes='role="alert"') if problem else ""


def login_page(token: str, problem: Problem | None = None) -> str:
    fields = (
        _label("namn", texts.NAME),
        '<p><input type="text" id="namn" name="namn" autocomplete="username" autocapitalize="none" required></p>',
        _label("losenord", texts.PASSWORD),
        '<p><input type="password" id="losenord" name="losenord" autocomplete="current-password" required></p>',
        _send(texts.LOGIN),
        element("p", texts.LOGIN_COOKIE, css="hjalp"),
    )
    return page(texts.LOGIN, alert(problem), element("p", texts.LOGIN_INTRO), form(f"{HOME}/logga-in", token, *fields))


def start_page(standing: str, events: Sequence[Entry]) -> Iterable[str]:
    """The body: what the knowledge base holds, and what has happened lately."""
    yield element("p", texts.START_INTRO)
    yield element("p", escape(standing), attributes='role="status"')
    yield element("h2", texts.LAST_EVENTS)
    yield log_table(events)


def upload_form(token: str, folders: Sequence[str], chosen: str = "") -> str:
    options = [element("option", texts.CHOOSE, attributes='value=""')]
    for name in folders:
        mark = texts.STAFF_MARK if any(map(is_staff_folder, name.split("/"))) else texts.OPEN_MARK
        selected = " selected" if name == chosen else ""
        options.append(element("option", f"{escape(name)} ({mark})", attributes=f'value="{escape(name)}"{selected}'))
    kinds = ",".join(SUPPORTED_SUFFIXES)
    return form(
        f"{HOME}/lagg-till",
        token,
        _label("fil", texts.FILE),
        element("p", texts.limits(SUPPORTED_SUFFIXES, LARGEST), css="hjalp", attributes='id="fil-hjalp"'),
        f'<p><input type="file" id="fil" name="fil" accept="{kinds}" aria-describedby="fil-hjalp" required></p>',
        _label("mapp", texts.FOLDER),
        element("p", element("select", *options, attributes='id="mapp" name="mapp" required')),
        element(
            "p",
            '<input type="checkbox" id="ersatt" name="ersatt" value="ja">',
            element("label", texts.REPLACE, attributes='for="ersatt"'),
            css="kryss",
        ),
        _send(texts.SEND),
        more=' enctype="multipart/form-data"',
    )


def stored_note(stored: Stored) -> str:
    words = texts.stored(stored.name, replaced=stored.replaced, for_staff=stored.for_staff)
    remarks = (element("li", escape(one)) for one in stored.warnings)
    return element(
        "div",
        element("p", escape(words), css="notis"),
        (element("p", texts.REMARKS) + element("ul", *remarks)) if stored.warnings else "",
        element("p", texts.STORED_NEXT, " ", element("a", texts.TO_INGEST, attributes=f'href="{HOME}/las-in"')),
        attributes='role="status"',
    )


def removal_form(names: Sequence[str]) -> Iterable[str]:
    """The body where a file is chosen; nothing changes by sending it."""
    yield element("p", texts.REMOVAL_INTRO)
    if not names:
        yield element("p", texts.REMOVAL_NOTHING)
        return
    options = [element("option", texts.REMOVAL_CHOOSE, attributes='value=""')]
    options += [element("option", escape(name), attributes=f'value="{escape(name)}"') for name in names]
    yield element(
        "form",
        _label("dokument", texts.REMOVAL_FILE),
        element("p", element("select", *options, attributes='id="dokument" name="dokument" required')),
        _send(texts.REMOVAL_GO_ON),
        css="formular",
        attributes=f'method="get" action="{HOME}/ta-bort" {_ENCODING}',
    )


def confirm_form(token: str, chosen: Chosen) -> Iterable[str]:
    """The body where the removal is confirmed, of just this content."""
    yield element("p", escape(texts.removal_question(chosen.name, for_staff=chosen.for_staff)))
    yield element("p", texts.REMOVAL_FINAL)
    if chosen.about_it:
        yield element("p", escape(texts.removal_about(chosen.about_it)))
    yield form(
        f"{HOME}/ta-bort",
        token,
        hidden("dokument", chosen.name),
        hidden("innehall", chosen.sha256),
        _send(texts.REMOVAL_CONFIRM),
        element("p", element("a", texts.REMOVAL_REGRET, attributes=f'href="{HOME}/ta-bort"')),
    )


def removed_note(name: str) -> str:
    """What is told when a file is gone."""
    return element(
        "div",
        element("p", escape(texts.removed(name)), css="notis"),
        element("p", texts.REMOVAL_NEXT, " ", element("a", texts.TO_INGEST, attributes=f'href="{HOME}/las-in"')),
        element("p", texts.REMOVAL_BACKUPS),
        attributes='role="status"',
    )


def ingest_body(state: State, token: str) -> Iterable[str]:
    """The button, how far it has come, or how it went."""
    yield element("p", texts.INGEST_INTRO)
    if state.running:
        words = escape(texts.stage(state.stage or texts.INGEST_BEGINS, state.done, state.total))
        of = f'value="{min(state.done, state.total)}" max="{state.total}"' if state.total else ""
        bar = element("progress", attributes=f'{of} aria-label="{words}"')
        yield element(
            "div",
            element("p", texts.INGEST_RUNNING),
            element("p", words),
            bar,
            css="inlasning",
            attributes='role="status"',
        )
        return
    yield form(f"{HOME}/las-in", token, _send(texts.INGEST_START), css="")
    if state.ended:
        yield element("h2", texts.INGEST_LAST)
        yield element("p", escape(texts.ingested(state.who, f"{state.ended:%Y-%m-%d %H:%M}")))
        yield alert(state.problem)
        yield from _report(state)


def _report(state: State) -> Iterable[str]:
    report = state.report
    if report is None:
        return
    sizes = (len(part) for part in (report.added, report.changed, report.unchanged, report.removed, report.failed))
    yield element("p", texts.report_line(*sizes), attributes='role="status"')
    if report.staff:
        yield element("p", texts.staff_line(len(report.staff.documents)))
    if report.failed:
        told = (
            element(
                "li",
                element("h3", escape(failure.path.rsplit("/", 1)[-1])),
                problem_html(Problem.of(failure.error)),
            )
            for failure in report.failed
        )
        yield element("h2", texts.REFUSED_FILES) + element("ul", *told, css="lista")
    if report.warnings:
        yield element("h2", texts.WARNINGS)
        yield element("ul", *(element("li", escape(words)) for words in report.warnings))


def feedback_body(every: Sequence[Feedback], days: int) -> Iterable[str]:
    if not every:
        yield element("p", texts.FEEDBACK_NONE)
        return
    asked = sum(bool(one.questions) for one in every)
    helped = sum(one.helped for one in every)
    yield element("p", escape(public_texts.feedback_counts(len(every), helped, asked, days)))
    yield element("p", texts.FEEDBACK_EXPORT)
    words = dict(zip(Reason, public_texts.FEEDBACK_REASONS, strict=True))
    reasons = Counter(one.reason for one in every if one.reason)
    if reasons:
        yield element("h2", texts.FEEDBACK_REASONS)
        yield table((texts.REASON, texts.TIMES), [(words[reason], str(n)) for reason, n in reasons.most_common()])
    documents = Counter(name for one in every if not one.helped for name in one.documents)
    if documents:
        yield element("h2", texts.FEEDBACK_DOCUMENTS)
        yield table((texts.DOCUMENT, texts.TIMES), [(name, str(n)) for name, n in documents.most_common(30)])


def evals_body(folder: str, about: Mapping[str, Any], summary: Mapping[str, Any]) -> Iterable[str]:
    """The headline measures of a run."""
    yield element("p", escape(texts.eval_line(str(about["today"]), int(about["cases"]), folder)))
    measured = summary["overall"]["measures"]
    rows = [
        (measure.label, number(figure["value"]), interval(figure), str(figure["n"]))
        for measure in HEADLINES
        if (figure := measured.get(measure.name))
    ]
    yield table((texts.EVALS_MEASURE, texts.EVALS_VALUE, texts.EVALS_INTERVAL, texts.EVALS_COUNT), rows)


def log_table(events: Sequence[Entry]) -> str:
    rows = [
        (one.time.replace("T", " ")[:19], one.who, texts.DEEDS.get(one.what, one.what), one.document) for one in events
    ]
    return table((texts.TIME, texts.WHO, texts.WHAT, texts.DOCUMENT), rows) if rows else element("p", texts.NO_EVENTS)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column names the row."""
    first = element("tr", *(element("th", words, attributes='scope="col"') for words in head))
    body = (
        element(
            "tr",
            element("th", escape(cells[0]), attributes='scope="row"'),
            *(element("td", escape(cell)) for cell in cells[1:]),
        )
        for cells in rows
    )
    whole = element("table", element("thead", first), element("tbody", *body))
    return element("div", whole, css="tabell", attributes=f'tabindex="0" role="region" aria-label="{escape(head[0])}"')


def _label(name: str, words: str) -> str:
    return element("p", element("label", words, attributes=f'for="{name}"'))


def _send(words: str) -> str:
    return element("p", element("button", words, css="framfor", attributes='type="submit"'))
