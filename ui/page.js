(() => {
  "use strict";

  // Gradio's own words follow the browser's language. This page is Swedish in every browser.
  for (const [name, value] of [["language", "sv"], ["languages", ["sv"]]]) {
    Object.defineProperty(navigator, name, { configurable: true, get: () => value });
  }

  const LOST = "Anslutningen till tjänsten bröts. Vänta en stund och ladda om sidan. Då börjar du en ny konversation.";
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

  // The one listener: [n] brings its card forward, "Tillbaka" goes back, stop and restart return to the box.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a.cite[href^="#"], a.tillbaka');
    if (link) {
      event.preventDefault();
      event.stopPropagation();
      if (link.matches(".tillbaka")) return goBack();
      const card = document.getElementById(link.getAttribute("href").slice(1));
      if (!card) return;
      lastCite = link;
      bringForward(card);
    } else if (event.target.closest("#stoppa, #ny")) {
      setTimeout(() => document.querySelector("#ruta textarea")?.focus(), 150);
    }
  }, true);

  const set = (element, name, value) => {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  };

  // What Gradio leaves in English, or without a name. Setting only what differs keeps this from looping.
  const relabel = () => {
    const log = document.querySelector('#samtal [role="log"]');
    if (log) {
      set(log, "aria-label", "Samtal");
      set(log, "aria-live", "off"); // the status line tells; a whole answer read again for each new word does not
      set(log, "tabindex", "0");
    }
    document.querySelectorAll('#samtal [data-testid="user"], #samtal [data-testid="bot"]').forEach((message) => {
      set(message, "role", "group");
      set(message, "aria-label", message.dataset.testid === "user" ? "Du skrev" : "Svar");
    });
    document.querySelectorAll("#samtal a.cite").forEach((link) => set(link, "aria-label", `Källa ${link.textContent}`));
    const status = document.querySelector("#status");
    if (status) set(status, "role", "status");
    document.querySelectorAll("#ruta textarea").forEach((box) => set(box, "aria-describedby", "status"));
    // We never send a toast ourselves: each one is Gradio telling, in English, that it has lost the server.
    document.querySelectorAll('[data-testid="toast-text"]').forEach((text) => {
      if (text.textContent !== LOST) text.textContent = LOST;
    });
    document.querySelectorAll(".toast-title").forEach((title) => {
      if (title.textContent.trim() === "Error") title.textContent = "Fel";
    });
    document.querySelectorAll(".toast-close").forEach((button) => set(button, "aria-label", "Stäng"));
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
    new MutationObserver(() => { relabel(); follow(); }).observe(document.body, {
      childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label", "aria-live"],
    });
    relabel();
  };
  if (document.body) watch(); else document.addEventListener("DOMContentLoaded", watch);
})();
