"""A question put in a way that hides what it asks for, said so that it is asked for outright. Pure.

"Var det nämnden som antog planen?" asks who did: the row of the body that is named would sound like a yes.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.domain import Question

_BODY = r"(?:\w+ ){0,2}?\w*(?:styrelsen|nämnden|fullmäktige|riksdagen|regeringen|landstinget|utskottet)"
_OF_PLACE = r"(?P<place> (?:i|för) \w+)?"
_DID = r"(?:anta(?:r|git)|antog|beslut(?:ar|ade|at)|fatta(?:r|de) beslut|fastställ(?:er|de|t)|godkän(?:ner|de)|bestäm(?:mer|de))"
_WAS_IT = re.compile(
    rf"(?:och |men )?(?:stämmer det att det (?:var|är|blev) |(?:var|är|blev) det (?:verkligen |väl )?){_BODY}{_OF_PLACE} som "
    rf"(?P<did>{_DID}) (?P<what>(?!att\b).+)",
    re.IGNORECASE,
)
_DID_IT = re.compile(
    r"(?:och |men )?(?P<did>antog|beslutade|fastställde|godkände) "
    rf"(?:\w*(?:styrelsen|nämnden)|(?:kommun|region)fullmäktige){_OF_PLACE} (?P<what>(?!att\b).+)",
    re.IGNORECASE,
)
_DEFINE = re.compile(
    r"(?:definiera|definition(?:en)?(?: av| på|:)) (?P<what>(?:\w|-)+(?: (?:\w|-)+){0,3})", re.IGNORECASE
)
_PLAN = r"(?:\w+ )?(?:rus|\w*(?:planen|strategin))\b.*"
_FOLLOWS_UP = re.compile(rf"vem (?:är det som )?följer upp (?P<what>{_PLAN})", re.IGNORECASE)
_LEADS = re.compile(
    rf"vem (?:är det som )?(?:leder|samordnar|håller i|driver|sköter|genomför|har hand om) (?P<what>{_PLAN})",
    re.IGNORECASE,
)


def outright(question: Question) -> Question:
    """The question with what it asks for said outright; any other question as it is, the same object.

    "Var det styrelsen som antog X?" and "antog styrelsen X?" ask who did, "vem håller i planen?" who is responsible for it, and
    "definiera X" what X is.
    """
    said = question.text.strip(" ?!.")
    if did := _WAS_IT.fullmatch(said) or _DID_IT.fullmatch(said):
        return replace(question, text=f"Vem {did['did'].casefold()} {did['what'].strip()}{did['place'] or ''}?")
    if follows := _FOLLOWS_UP.fullmatch(said):
        return replace(question, text=f"Vem ansvarar för uppföljningen av {follows['what']}?")
    if leads := _LEADS.fullmatch(said):
        return replace(question, text=f"Vem ansvarar för {leads['what']}?")
    if defined := _DEFINE.fullmatch(said):
        return replace(question, text=f"Vad är {defined['what']}?")
    return question
