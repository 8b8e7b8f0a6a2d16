/* Keys in the list of messages (j, k, x), the checkbox that chooses all, and the button that prints a message.

   The keys of a message's page are Wagtail's (w-kbd). Users switch all keys off in their account. */

const TEXT_FIELD = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog";
const keysAreOn = window.wagtailConfig?.KEYBOARD_SHORTCUTS_ENABLED !== false;

function messageLinks() {
  return [...document.querySelectorAll("[data-message-link]")];
}

function currentRow() {
  return document.activeElement?.closest("tr");
}

/* Focus the link of the next (1) or previous (-1) message, at first that of the first message. */
function move(step) {
  const links = messageLinks();
  const current = links.findIndex((link) => link.closest("tr") === currentRow());
  const next = current < 0 ? 0 : Math.min(Math.max(current + step, 0), links.length - 1);
  links[next]?.focus();
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  x: () => currentRow()?.querySelector("[name=chosen]")?.click(),
};

function onKey(event) {
  const isTyping = event.target.closest?.(TEXT_FIELD) || document.querySelector("dialog[open]");
  if (!keysAreOn || isTyping || event.ctrlKey || event.altKey || event.metaKey || !messageLinks().length) return;
  if (Object.hasOwn(KEYS, event.key)) {
    event.preventDefault();
    KEYS[event.key]();
  }
}

function onChange({ target }) {
  if (!target.matches("[data-desk-choose-all]")) return;
  for (const box of document.querySelectorAll("[name=chosen]")) box.checked = target.checked;
}

document.addEventListener("keydown", onKey);
document.addEventListener("change", onChange);
document.querySelector("[data-desk-print]")?.addEventListener("click", () => window.print());
