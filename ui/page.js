(() => {
  "use strict";

  // Gradio's own words follow the browser's language. This page is Swedish in every browser.
  for (const [name, value] of [["language", "sv"], ["languages", ["sv"]]]) {
    Object.defineProperty(navigator, name, { configurable: true, get: () => value });
  }

  const words = "WORDS"; // from texts.py
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  let lastCite = null;
  let questions = 0;
  let following = false;

  const show = (element, block) => element.scrollIntoView({ block, behavior: calm() ? "auto" : "smooth" });

  const bringForward = (card) => {
    document.querySelectorAll(".kort.vald").forEach((other) => other.classList.remove("vald"));
    card.classList.add("vald");
    card.focus({ preventScroll: true });
    show(card, "start");
  };

  const goBack = () => {
    const replies = document.querySelectorAll('#samtal [data-testid="bot"]');
    const target = lastCite && lastCite.isConnected ? lastCite : replies[replies.length - 1];
    if (!target) return;
    if (target !== lastCite) target.tabIndex = -1;
    target.focus({ preventScroll: true });
    show(target, "center");
  };

  // Tells without moving the focus; read aloud by a screen reader.
  const say = (text) => {
    let voice = document.getElementById("sagt");
    if (!voice) {
      voice = Object.assign(document.createElement("div"), { id: "sagt", role: "status", className: "dold" });
      document.body.append(voice);
    }
    voice.textContent = "";
    setTimeout(() => { voice.textContent = text; }, 50);
  };

  // A browser may say no to the clipboard: then the text is shown, marked, for the reader to copy.
  const copyAnswer = async (button) => {
    const lines = button.parentElement.querySelectorAll(".kopia p");
    const text = [...lines].map((line) => line.textContent).join("\n");
    let told = words.copied;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      told = words.copyByHand;
      const field = button.parentElement.querySelector("textarea") || document.createElement("textarea");
      Object.assign(field, { readOnly: true, rows: 8, value: text });
      field.setAttribute("aria-label", words.copyText);
      button.after(field);
      field.focus();
      field.select();
    }
    let line = button.parentElement.querySelector(".kopierat");
    if (!line) {
      line = Object.assign(document.createElement("span"), { className: "kopierat" });
      button.after(line);
    }
    line.textContent = told;
    say(told);
  };

  // A stream that breaks off tells nobody. While an answer is on its way we ask now and then whether the service is there.
  const tell = (text) => {
    let banner = document.getElementById("bruten");
    if (!banner && !text) return;
    if (!banner) {
      banner = Object.assign(document.createElement("p"), { id: "bruten", role: "alert" });
      document.body.prepend(banner);
    }
    if (banner.textContent !== text) banner.textContent = text;
  };
  const busy = () => Boolean(document.querySelector("#stoppa")?.checkVisibility());
  let missed = 0;
  setInterval(async () => {
    if (!busy()) return;
    try {
      await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(4000) });
      if (missed > 1) tell(words.found); // the stream broke off with the connection: only a new page gets the answer
      missed = 0;
    } catch {
      missed += 1;
      if (missed > 1) tell(words.lost);
    }
  }, 2000);

  // A page that is loaded again asks for the conversation it had. The word is drawn anew each time and tells nothing.
  const comeBack = () => {
    const field = document.querySelector("#ord :is(textarea, input)");
    const asking = document.querySelector("#aterkomst :is(textarea, input)");
    if (!field || !asking || field.dataset.told) return;
    field.dataset.told = "ja";
    const now = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    let before = "";
    try {
      before = sessionStorage.getItem("samtal") || "";
      sessionStorage.setItem("samtal", now);
    } catch { /* storage is off: then a reload begins anew */ }
    const put = (into, told, tries) => { // until Gradio listens: before that it empties the field again
      if (into.value === told || !tries) return;
      into.value = told;
      into.dispatchEvent(new Event("input", { bubbles: true }));
      setTimeout(put, 100, into, told, tries - 1);
    };
    put(field, now, 50);
    if (before) put(asking, `${now} ${before}`, 50);
  };

  // More than the server takes in would come back as a fault without words.
  const HUGE = 200000; // characters
  const tooMuch = (event) => {
    if ((document.querySelector("#ruta textarea")?.value.length || 0) <= HUGE) return false;
    event.preventDefault();
    event.stopImmediatePropagation();
    tell(words.huge);
    return true;
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && event.target.matches("#ruta textarea")) tooMuch(event);
  }, true);
  document.addEventListener("input", (event) => {
    if (event.target.matches("#ruta textarea") && document.getElementById("bruten")?.textContent === words.huge) tell("");
  }, true);

  // The one listener: [n] brings its card forward, "Tillbaka" goes back, "Kopiera" copies, stop, restart and edit return to the box.
  document.addEventListener("click", (event) => {
    if (event.target.closest("#skicka") && tooMuch(event)) return;
    const link = event.target.closest('a.cite[href^="#"], a.tillbaka');
    if (link) {
      event.preventDefault();
      event.stopPropagation();
      if (link.matches(".tillbaka")) return goBack();
      const card = document.getElementById(link.getAttribute("href").slice(1));
      if (!card) return;
      lastCite = link;
      bringForward(card);
    } else if (event.target.closest("#avgransa > button")) {
      setTimeout(relabel, 50);
    } else if (event.target.closest("button.kopiera")) {
      copyAnswer(event.target.closest("button.kopiera"));
    } else if (event.target.closest("#stoppa, #ny, #andra")) {
      setTimeout(() => document.querySelector("#ruta textarea")?.focus(), 150);
    }
  }, true);

  // What is folded out after an answer is brought into view, above the question box; of what is too tall, its beginning.
  document.addEventListener("toggle", (event) => {
    const { target } = event;
    if (!target.open || !target.closest("#efter")) return;
    const room = document.querySelector("#ruta").getBoundingClientRect().top;
    show(target, target.offsetHeight < room * 0.8 ? "nearest" : "start");
  }, true);

  const set = (element, name, value) => {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  };

  // What Gradio leaves in English, or without a name. Setting only what differs keeps this from looping.
  const relabel = () => {
    const log = document.querySelector('#samtal [role="log"]');
    if (log) {
      set(log, "aria-label", words.conversation);
      set(log, "aria-live", "off"); // the status line tells; a whole answer read again for each new word does not
      set(log, "tabindex", "0");
    }
    document.querySelectorAll('#samtal [data-testid="user"], #samtal [data-testid="bot"]').forEach((message) => {
      set(message, "role", "group");
      set(message, "aria-label", message.dataset.testid === "user" ? words.question : words.answer);
    });
    document.querySelectorAll("#samtal a.cite").forEach((link) => set(link, "aria-label", `${words.source} ${link.textContent}`));
    const fold = document.querySelector("#avgransa > button");
    if (fold) set(fold, "aria-expanded", String(fold.classList.contains("open")));
    const status = document.querySelector("#status");
    if (status) set(status, "role", "status");
    document.querySelectorAll("#ruta textarea").forEach((box) => set(box, "aria-describedby", "status"));
    // We never send a toast ourselves: each one is Gradio telling, in English, that it has lost the server.
    document.querySelectorAll('[data-testid="toast-text"]').forEach((text) => {
      if (text.textContent !== words.lost) text.textContent = words.lost;
    });
    document.querySelectorAll(".toast-title").forEach((title) => {
      if (title.textContent.trim() === "Error") title.textContent = words.fault;
    });
    document.querySelectorAll(".toast-close").forEach((button) => set(button, "aria-label", words.close));
  };

  // A new question stays at the top while its answer grows, until the reader does something of their own.
  // It takes the focus only when the focus would be lost.
  const follow = () => {
    const asked = document.querySelectorAll('#samtal [data-testid="user"]');
    const latest = asked[asked.length - 1];
    if (asked.length > questions) following = true;
    questions = asked.length;
    if (!following || !latest) return;
    latest.scrollIntoView({ block: "start" });
    if (document.activeElement === document.body) { // the button that asked went away
      latest.tabIndex = -1;
      latest.focus({ preventScroll: true });
    }
  };
  for (const own of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    addEventListener(own, () => { following = false; }, { capture: true, passive: true });
  }

  const watch = () => {
    new MutationObserver(() => { relabel(); follow(); comeBack(); }).observe(document.body, {
      childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label", "aria-live"],
    });
    relabel();
  };
  if (document.body) watch(); else document.addEventListener("DOMContentLoaded", watch);
})();
