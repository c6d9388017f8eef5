"""The chat in Gradio: what stands where, and what each button does. Nothing is decided here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
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

_CONVERSATION: Final = 2  # its place among the outputs
_UNDER_WAY: Final = 2 * (
    AT_ONCE_MODEL + WAITING
)  # events that Gradio has in hand at the same time: our whole line, and more
_PRIVATE: Final = {"show_progress": "hidden", "api_visibility": "private"}

Shown = tuple[Any, ...]
Handler = Callable[..., AsyncIterator[Shown]]


def build(answering: Answering, settings: Settings, line: Line) -> gr.Blocks:
    """The whole chat; its questions wait in ``line``."""
    conversations = Conversations()
    with gr.Blocks(title=texts.TITLE, analytics_enabled=False, fill_width=True) as page:
        state = gr.State(Session())
        words = controls.returning()
        with gr.Column(elem_id="allt"):
            gr.Markdown(lambda: frame.header(date.today()), elem_id="huvud", latex_delimiters=[])
            with gr.Row(elem_id="sida"):
                with gr.Column(elem_id="fragor"):
                    welcome = gr.Markdown(frame.welcome(), elem_id="start", latex_delimiters=[])
                    conversation = controls.conversation()
                    again = controls.again()
                    then = gr.Markdown(elem_id="efter", latex_delimiters=[])
                    with gr.Column(elem_id="ruta"):
                        box = controls.box()
                        with gr.Row(elem_id="knappar"):
                            send = gr.Button(texts.SEND, variant="primary", elem_id="skicka")
                            halt = gr.Button(texts.STOP, visible=False, elem_id="stoppa")
                            status = gr.Markdown(elem_id="status", latex_delimiters=[])
                            restart = gr.Button(texts.RESTART, elem_id="ny")
                        limiting = controls.limiting()
                    with gr.Column(elem_id="forslag") as suggestions:
                        examples = controls.examples()
                with gr.Column(elem_id="kallpanel"):
                    sources = gr.Markdown(panel(None), latex_delimiters=[])
            gr.Markdown(frame.footer(), elem_id="fot", latex_delimiters=[])

        outputs = [welcome, suggestions, conversation, status, box, halt, sources]
        outputs += [again.row, again.retry, again.edit, again.more, then, *again.followups]
        at_once: dict[str, Any] = _PRIVATE | {"concurrency_limit": None}  # the line is ours, and tells who waits
        show = partial(shown, feedback_days=settings.feedback_days)
        ask = _handlers(answering, settings.question_limit, show, line)

        typed = [state, *limiting.fields, box]
        gr.on([box.submit, send.click], ask(lambda _, text: text), typed, outputs, trigger_mode="multiple", **at_once)
        for text, button in examples:
            button.click(ask(lambda _, text=text: text), [state, *limiting.fields], outputs, **at_once)
        for place, button in enumerate(again.followups):
            followup = ask(lambda session, place=place: session.followup(place))
            button.click(followup, [state, *limiting.fields], outputs, **at_once)
        again.retry.click(ask(None), [state, *limiting.fields], outputs, **at_once)
        again.edit.click(lambda session: show(session.edit()), [state], outputs, **at_once)
        back = partial(_come_back, answering, conversations, settings.question_limit, show, line)
        words.change(back, [state, words], [*outputs, *limiting.fields], **at_once)
        halt.click(lambda session: session.stop(), [state], None, **at_once)
        restart.click(lambda session: show(session.start_over()), [state], outputs, **at_once)

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
    page.max_threads = _UNDER_WAY  # with Gradio's own 40, whoever comes next waits in silence
    page.queue(default_concurrency_limit=None)
    return page


def _handlers(
    answering: Answering, limit: int, show: Callable[[View], Shown], line: Line
) -> Callable[[Callable[..., str] | None], Handler]:
    """What answers a click: ``find`` tells which question it asks; None asks the latest one again."""

    def ask(find: Callable[..., str] | None) -> Handler:
        async def handler(
            session: Session, areas: list[str], kinds: list[str], in_force: bool, day: str, *written: str | None
        ) -> AsyncIterator[Shown]:
            today, limits = date.today(), Limits.of(areas, kinds, in_force, day)
            is_open = bool(session.conversation)
            if find is None:
                views = chat.retry(answering, session, limit=limit, today=today, limits=limits, line=line)
            else:
                text = find(session, *written) or ""
                views = chat.ask(answering, session, text, limit=limit, today=today, limits=limits, line=line)
            async for view in views:
                yield _lighter(show(view), view) if is_open and view.conversation else show(view)
                is_open = bool(view.conversation)

        return handler

    return ask


def _lighter(values: Shown, view: View) -> Shown:
    """The same where the page already shows a conversation. An update with properties makes Gradio build the component and
    describe it anew, which for a chat takes more of the processor than most answers do; a value alone does not.
    """
    return (*values[:_CONVERSATION], messages(view.conversation), *values[_CONVERSATION + 1 :])


async def _come_back(
    answering: Answering,
    conversations: Conversations,
    limit: int,
    show: Callable[[View], Shown],
    line: Line,
    session: Session,
    words: str | None,
) -> AsyncIterator[Shown]:
    """The conversation as it was before the reload, and its filters; nothing when there was none."""
    found = conversations.greet(session, words or "")
    limits = session.limits
    fields: Shown = (list(limits.areas), list(limits.kinds), limits.in_force_only, limits.day)
    if not found:
        yield (gr.skip(),) * len((*show(View()), *fields))
        return
    async for view in chat.come_back(answering, session, limit=limit, today=date.today(), line=line):
        yield (*show(view), *fields)


def shown(view: View, *, feedback_days: int = 0) -> Shown:
    """The view as values for the components, in the order of ``outputs``."""
    followups = [*view.followups, *[""] * MOST][:MOST]
    return (
        gr.update(visible=not view.conversation),
        gr.update(visible=not view.conversation),
        gr.update(value=messages(view.conversation), visible=bool(view.conversation)),
        gr.skip() if view.status is None else frame.status(view.status, alarming=view.alarming),
        gr.skip() if view.box is None else view.box,
        gr.update(visible=view.busy),
        panel(view.answer, pending=view.busy),
        gr.update(visible=view.editable),
        gr.update(visible=view.retriable),
        gr.update(value=texts.EDIT_CANCEL if view.editing else texts.EDIT),
        gr.update(visible=any(followups)),
        "" if view.busy else after(view.conversation, feedback_days),
        *(gr.update(value=question, visible=bool(question)) for question in followups),
    )
