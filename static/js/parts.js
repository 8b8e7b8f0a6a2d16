/* Parts of a page that are marked in its HTML:
   data-script: loads the part's script at the first focus or click in it, because most readers never use that part;
   data-from, data-until: shows the part from one moment to another, in seconds since 1970;
   data-weekday: a row of the hours, 0 for Monday; marks the row of today at the clinic;
   <open-now>: says whether a location is open. data-lines holds a line for each change: the minute since 1970, and the
   text from then on. Without data-lines, the element shows the same as the first one of the page. */

const LONGEST_WAIT = 24 * 60 * 60; // seconds
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

for (const eventName of ["focusin", "pointerdown"]) {
  document.addEventListener(eventName, (event) => {
    const part = event.target.closest?.("[data-script]");
    if (part) import(part.dataset.script);
  });
}

/* Returns pairs of a moment and the text from then on. */
const linesOf = (element) => {
  const source = element.dataset.lines ? element : document.querySelector("open-now[data-lines]");
  return (source?.dataset.lines ?? "").split("\n").map((line) => {
    const [minute, ...words] = line.split(" ");
    return [Number(minute) * 60, words.join(" ")];
  });
};

class OpenNow extends HTMLElement {
  connectedCallback() {
    this.lines = linesOf(this);
  }

  show(now) {
    const [, text] = this.lines.findLast(([moment]) => moment <= now) ?? [];
    this.textContent = text ?? "";
  }
}

/* Marks the rows of today, and returns the seconds until the next day at the clinic. */
const markToday = (now) => {
  let seconds = LONGEST_WAIT;
  for (const table of document.querySelectorAll("[data-time-zone]")) {
    const options = { timeZone: table.dataset.timeZone, dateStyle: "full", timeStyle: "medium", hourCycle: "h23" };
    const parts = new Intl.DateTimeFormat("en-US", options).formatToParts(now * 1000);
    const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
    for (const row of table.querySelectorAll("[data-weekday]")) {
      const isToday = WEEKDAYS[row.dataset.weekday] === part.weekday;
      if (isToday) row.setAttribute("aria-current", "date");
      else row.removeAttribute("aria-current");
    }
    seconds = LONGEST_WAIT - (part.hour * 60 + Number(part.minute)) * 60 - part.second;
  }
  return seconds;
};

let timer;

/* Shows what is right at this moment, and again at the next change. */
const update = () => {
  const now = Date.now() / 1000;
  const moments = [now + markToday(now)];
  for (const part of document.querySelectorAll("[data-from]")) {
    const [from, until] = [Number(part.dataset.from), Number(part.dataset.until)];
    part.hidden = now < from || now >= until;
    moments.push(from, until);
  }
  for (const element of document.querySelectorAll("open-now")) {
    element.show(now);
    moments.push(...element.lines.map(([moment]) => moment));
  }
  clearTimeout(timer);
  const next = Math.min(...moments.filter((moment) => moment > now));
  timer = setTimeout(update, Math.ceil((next - now) * 1000));
};

customElements.define("open-now", OpenNow);
update();
// A computer that slept or a page that was left runs no timers.
document.addEventListener("visibilitychange", update);
window.addEventListener("pageshow", update);
