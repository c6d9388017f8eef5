"""The chat in Gradio: what stands where, and what each button does. Nothing is decided here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date
from functools import partial
from typing import Any, Final

import gradio as gr

from assistant.settings import Settings
from ui import chat, controls, frame, texts
from ui.after import after
from ui.chat import Answering, Session, View
from ui.followups import MOST
from ui.limits import Limits
from ui.line import AT_ONCE_MODEL, WAITING, Line
from ui.messages import messages
from ui.returning import Conversations
from ui.sources import panel

_UNDER_WAY: Final = 2 * (
    AT_ONCE_MODEL + WAITING
)  # events that Gradio has in hand at the same time: our whole line, and more
_QUICK: Final = 0.25  # seconds: an answer that takes no longer comes by itself, without a word about searching
_HEADER: Final = "huvud"
_PAGES: Final = 2000  # whose state Gradio keeps; the one that has been silent the longest goes first
_PRIVATE: Final = {"show_progress": "hidden", "api_visibility": "private"}

Shown = tuple[Any, ...]
Handler = Callable[..., AsyncIterator[Shown]]


def build(answering: Answering, settings: Settings, line: Line) -> gr.Blocks:
    """The whole chat; its questions wait in ``line``."""
    conversations = Conversations()
    with gr.Blocks(title=texts.TITLE, analytics_enabled=False, fill_width=True) as page:
        state = gr.State(Session())
        word, words = controls.returning()
        with gr.Column(elem_id="allt"):
            lage = gr.Markdown(frame.state(), elem_id="lage", latex_delimiters=[])
            gr.Markdown(frame.header(date.today()), elem_id=_HEADER, latex_delimiters=[])
            with gr.Row(elem_id="sida"):
                with gr.Column(elem_id="fragor"):
                    gr.Markdown(frame.welcome(), elem_id="start", latex_delimiters=[])
                    conversation = controls.conversation()
                    again = controls.again()
                    then = gr.Markdown(elem_id="efter", latex_delimiters=[])
                    with gr.Column(elem_id="ruta"):
                        box = controls.box()
                        with gr.Row(elem_id="knappar"):
                            send = gr.Button(texts.SEND, variant="primary", elem_id="skicka")
                            halt = gr.Button(texts.STOP, elem_id="stoppa")
                            status = gr.Markdown(elem_id="status", latex_delimiters=[])
                            restart = gr.Button(texts.RESTART, elem_id="ny")
                        limiting = controls.limiting()
                    with gr.Column(elem_id="forslag"):
                        examples = controls.examples()
                with gr.Column(elem_id="kallpanel"):
                    sources = gr.Markdown(panel(None), latex_delimiters=[])
            gr.Markdown(frame.footer(), elem_id="fot", latex_delimiters=[])

        outputs = [conversation, status, box, sources, lage, then, again.edit, *again.followups]
        at_once: dict[str, Any] = _PRIVATE | {"concurrency_limit": None}  # the line is ours, and tells who waits
        plain = at_once | {"preprocess": False, "postprocess": False}  # what comes and goes is as it should be already
        show = partial(shown, feedback_days=settings.feedback_days)
        ask = _handlers(answering, conversations, settings.question_limit, show, line)

        clicked = [state, word, *limiting.fields]
        gr.on(
            [box.submit, send.click],
            ask(lambda _, text: text),
            [*clicked, box],
            outputs,
            trigger_mode="multiple",
            **plain,
        )
        for text, button in examples:
            button.click(ask(lambda _, text=text: text), clicked, outputs, **plain)
        for place, button in enumerate(again.followups):
            followup = ask(lambda session, place=place: session.followup(place))
            button.click(followup, clicked, outputs, **plain)
        again.retry.click(ask(None), clicked, outputs, **plain)
        again.edit.click(lambda session: show(session.edit()), [state], outputs, **plain)
        back = partial(_come_back, answering, conversations, settings.question_limit, show, line)
        words.change(back, [state, words], [*outputs, *limiting.fields], **plain)
        halt.click(lambda session: session.stop(), [state], None, **at_once)
        restart.click(lambda session: show(session.start_over()), [state], outputs, **plain)

        gr.on(
            [field.change for field in limiting.fields],
            lambda *chosen: gr.update(label=texts.limits_label(Limits.of(*chosen).chosen)),
            limiting.fields,
            [limiting.fold],
            trigger_mode="always_last",
            **at_once,
        )
        limiting.clear.click(
            lambda: ([], [], False, "", frame.status(texts.LIMIT_CLEARED)), None, [*limiting.fields, status], **at_once
        )
    page.state_session_capacity = _PAGES
    page.max_threads = _UNDER_WAY  # with Gradio's own 40, whoever comes next waits in silence
    page.queue(default_concurrency_limit=None)
    return page


def renew(page: gr.Blocks) -> None:
    """The date in the header is today's, for the pages that are made from now on."""
    for component in page.config["components"]:
        if component["props"].get("elem_id") == _HEADER:
            component["props"]["value"] = frame.header(date.today())


def forget(page: gr.Blocks, session: str) -> None:
    """Let go of everything that Gradio keeps for a page that has been left: its state for an hour, the rest for good."""
    holder, queue = page.state_holder, page._queue
    with holder.lock:
        holder.session_data.pop(session, None)
        holder.time_last_used.pop(session, None)
    queue.pending_messages_per_session.pop(session, None)
    queue.pending_event_ids_session.pop(session, None)


def _handlers(
    answering: Answering, conversations: Conversations, limit: int, show: Callable[[View], Shown], line: Line
) -> Callable[[Callable[..., object] | None], Handler]:
    """What answers a click: ``find`` tells which question it asks; None asks the latest one again."""

    def ask(find: Callable[..., object] | None) -> Handler:
        async def handler(
            session: Session,
            word: object,
            areas: object,
            kinds: object,
            in_force: object,
            day: object,
            *written: object,
        ) -> AsyncIterator[Shown]:
            conversations.know(session, word)
            today, limits = date.today(), Limits.of(areas, kinds, in_force, day)
            if find is None:
                views = chat.retry(answering, session, limit=limit, today=today, limits=limits, line=line, quick=_QUICK)
            else:
                found = find(session, *written)
                text = found if isinstance(found, str) else ""
                views = chat.ask(
                    answering, session, text, limit=limit, today=today, limits=limits, line=line, quick=_QUICK
                )
            async for view in views:
                yield show(view)

        return handler

    return ask


async def _come_back(
    answering: Answering,
    conversations: Conversations,
    limit: int,
    show: Callable[[View], Shown],
    line: Line,
    session: Session,
    words: object,
) -> AsyncIterator[Shown]:
    """The conversation as it was before the reload, and its filters; nothing when there was none."""
    found = conversations.greet(session, words if isinstance(words, str) else "")
    limits = session.limits
    fields: Shown = (list(limits.areas), list(limits.kinds), limits.in_force_only, limits.day)
    if not found:
        yield (gr.skip(),) * len((*show(View()), *fields))
        return
    async for view in chat.come_back(answering, session, limit=limit, today=date.today(), line=line):
        yield (*show(view), *fields)


def shown(view: View, *, feedback_days: int = 0) -> Shown:
    """The view as values for the components, in the order of ``outputs``.

    Values alone, as the page gets them. For an update with properties Gradio builds the component and describes it anew,
    which for a chat takes more of the processor than most answers do: so what is seen of them is left to the style sheet.
    """
    followups = [*view.followups, *[""] * MOST][:MOST]
    return (
        [_message(**one) for one in messages(view.conversation)],
        gr.skip() if view.status is None else frame.status(view.status, alarming=view.alarming),
        gr.skip() if view.box is None else view.box,
        panel(view.answer, pending=view.busy),
        frame.state(_state(view)),
        "" if view.busy else after(view.conversation, feedback_days),
        texts.EDIT_CANCEL if view.editing else texts.EDIT,
        *followups,
    )


def _message(role: str, content: str) -> dict[str, Any]:
    """As the chat's ``postprocess`` makes it of a text."""
    return {"role": role, "metadata": None, "content": [{"text": content, "type": "text"}], "options": None}


def _state(view: View) -> Iterator[str]:
    """The names by which page.css shows and hides."""
    if view.conversation:
        yield "samtal"
    if view.busy:
        yield "upptagen"
    if view.editable:
        yield "andras"
    if view.retriable:
        yield "omigen"
    if view.followups:
        yield f"fler-{len(view.followups)}"
