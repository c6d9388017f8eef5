"""The page about the service: what it is, what happens to your words, and how accessible it is. No Gradio here."""

from __future__ import annotations

from typing import Final, NamedTuple

from ui import texts
from ui.markup import element, escape


class Section(NamedTuple):
    """A heading and its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


_STYLE: Final = (
    ":root{color-scheme:light dark;--grund:#f5f6f4;--text:#1b2426;--accent:#05565f}"
    "@media(prefers-color-scheme:dark){:root{--grund:#12191b;--text:#e9efef;--accent:#86d3db}}"
    "body{font:1.05rem/1.6 system-ui,-apple-system,'Segoe UI',sans-serif;background:var(--grund);color:var(--text);"
    "margin:0 auto;max-width:42rem;padding:1.5rem;overflow-wrap:anywhere}a{color:var(--accent)}h1{font-size:1.5rem}"
    "h2{font-size:1.15rem;margin-top:2rem}a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}"
)


def about_page() -> str:
    """A whole HTML document."""
    body = "".join(
        element("h2", escape(section.heading)) + "".join(element("p", escape(words)) for words in section.paragraphs)
        for section in (Section(*section) for section in texts.ABOUT)
    )
    back = element("p", element("a", texts.ABOUT_BACK, attributes='href="/"'))
    report = element("p", element("a", texts.ABOUT_REPORT, attributes=f'href="{texts.REPORT_URL}" rel="noreferrer"'))
    return (
        f'<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>{texts.ABOUT_TITLE} – {texts.TITLE}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>'
        f"<body><main>{back}<h1>{texts.ABOUT_TITLE}</h1>{body}{report}</main></body></html>"
    )
