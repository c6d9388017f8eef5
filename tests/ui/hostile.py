"""Texts that try to become something else than text, and a reader that tells what HTML really holds."""

from __future__ import annotations

from html.parser import HTMLParser

HOSTILE = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "</p></div></section><iframe src='https://tracker.example'></iframe>",
    '" onmouseover="alert(1)" x="',
    "![bild](https://tracker.example/a.png)",
    "[länk](javascript:alert(1)) <https://tracker.example>",
    "**fet** _kursiv_ `kod` ~~struken~~ # rubrik",
    "$$\\href{javascript:alert(1)}{x}$$ \\(x\\)",
    "</mark><a href='https://tracker.example'>klicka</a>",
    "<!-- --><style>*{display:none}</style>",
    "&lt;script&gt; &amp;#60;b&amp;#62;",
    "```html\n<b>x</b>\n```",
    "<svg/onload=alert(1)>\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe",
)
ALLOWED_TAGS = {
    "a", "blockquote", "br", "button", "details", "div", "h2", "h3", "li", "mark", "ol", "p", "section", "span", "strong",
    "summary", "table", "tbody", "td", "th", "tr", "ul",
}  # fmt: skip
ALLOWED_ATTRIBUTES = {"class", "href", "id", "tabindex", "target", "rel", "scope", "start"}


class Page(HTMLParser):
    """Tags, attributes, text and marked text of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.marks: list[str] = []
        self._in_mark = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag == "mark":
            self._in_mark = True
            self.marks.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_mark = self._in_mark and tag != "mark"

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._in_mark:
            self.marks[-1] += data

    @property
    def links(self) -> list[str]:
        return [value or "" for name, value in self.attributes if name == "href"]


def assert_harmless(html: str) -> Page:
    """Only our own tags and attributes, on one line (so that Markdown leaves it alone), and links where they may go."""
    page = Page(html)
    assert "\n" not in html
    assert set(page.tags) <= ALLOWED_TAGS
    assert {name for name, _ in page.attributes} <= ALLOWED_ATTRIBUTES
    assert all(link.startswith(("#kalla-", "#samtal", "https://", "http://", "/")) for link in page.links)
    return page
