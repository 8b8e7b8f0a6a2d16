/* Parts of a page that are marked in its HTML:
   data-script: loads the part's script at the first focus or click in it, because most readers never use that part;
   data-from, data-until: shows the part from one moment to another, in seconds since 1970;
   data-weekday: a row of the hours, 0 for Monday; marks the row of today at the clinic;
   <open-now>: says whether a location is open. data-lines holds a line for each change: the minute since 1970, and the
   text from then on. Without data-lines, the element shows the same as the first one of the page. data-town is written
   before the text where the clinic has several locations. */

const LONGEST_WAIT = 60 * 1000; // milliseconds
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

for (const eventName of ["focusin", "pointerdown"]) {
  document.addEventListener(eventName, (event) => {
    const part = event.target.closest?.("[data-script]");
    if (part) import(part.dataset.script);
  });
}

/* Returns pairs of a moment, in milliseconds since 1970, and the text from then on. */
const linesOf = (element) => {
  const source = element.dataset.lines ? element : document.querySelector("open-now[data-lines]");
  return (source?.dataset.lines ?? "").split("\n").map((line) => {
    const [minute, ...words] = line.split(" ");
    return [Number(minute) * 60 * 1000, words.join(" ")];
  });
};

class OpenNow extends HTMLElement {
  connectedCallback() {
    this.lines = linesOf(this);
  }

  show(now) {
    const [, text] = this.lines.findLast(([moment]) => moment <= now) ?? [];
    const { town } = this.dataset;
    this.textContent = text && town ? `${town}: ${text}` : (text ?? "");
  }
}

/* Marks the rows of today at the clinic. */
const markToday = (now) => {
  for (const table of document.querySelectorAll("[data-time-zone]")) {
    const options = { timeZone: table.dataset.timeZone, weekday: "long" };
    const today = WEEKDAYS.indexOf(new Intl.DateTimeFormat("en-US", options).format(now));
    for (const row of table.querySelectorAll("[data-weekday]")) {
      if (Number(row.dataset.weekday) === today) row.setAttribute("aria-current", "date");
      else row.removeAttribute("aria-current");
    }
  }
};

let timer;

/* Shows what is right at this moment, and again at the next change, but after a minute at the latest: the timer of a
   computer that slept runs late. All times are whole milliseconds; seconds with fractions can miss the change by one. */
const update = () => {
  const now = Date.now();
  const moments = [now + LONGEST_WAIT];
  markToday(now);
  for (const part of document.querySelectorAll("[data-from]")) {
    const [from, until] = [part.dataset.from * 1000, part.dataset.until * 1000];
    part.hidden = now < from || now >= until;
    moments.push(from, until);
  }
  for (const element of document.querySelectorAll("open-now")) {
    element.show(now);
    moments.push(...element.lines.map(([moment]) => moment));
  }
  clearTimeout(timer);
  timer = setTimeout(update, Math.min(...moments.filter((moment) => moment > now)) - now);
};

customElements.define("open-now", OpenNow);
update();
// A page that comes back from another tab or from the browser's history must not wait for the timer.
document.addEventListener("visibilitychange", update);
window.addEventListener("pageshow", update);
