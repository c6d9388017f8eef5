"""The run as JUnit XML, which every CI server can show: one test per question, failed when something went wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from evals.attribution import LABELS, Failure
from evals.record import Row

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(rows: Sequence[Row]) -> str:
    """The whole document: a suite per split, a failure with its cause and what was missing."""
    root = Element("testsuites", name="civsam eval")
    for side in sorted({row["side"] for row in rows}):
        own = [row for row in rows if row["side"] == side]
        suite = SubElement(root, "testsuite", name=side, tests=str(len(own)))
        suite.set("failures", str(sum(row["failure"] is not None for row in own)))
        suite.set("time", f"{sum(row['seconds']['ask'] for row in own):.3f}")
        for row in own:
            _case(suite, row)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _case(suite: Element, row: Row) -> None:
    name = f"{row['id']}: {row['turns'][-1]}"
    case = SubElement(suite, "testcase", name=_clean(name), classname=_clean(".".join(row["tags"]) or "fall"))
    case.set("time", f"{row['seconds']['ask']:.3f}")
    if row["failure"]:
        found = SubElement(case, "failure", type=row["failure"], message=LABELS[Failure(row["failure"])])
        found.text = _clean(_details(row))


def _details(row: Row) -> str:
    missing = ", ".join(row["missing_nuggets"]) or "–"
    return f"Saknas: {missing}\nFörbjudet: {', '.join(row['forbidden_found']) or '–'}\nSvaret:\n{row['text']}"


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
