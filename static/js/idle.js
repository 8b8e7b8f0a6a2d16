/* Warns a minute before the session ends for want of work, and covers the screen once it has ended.

   When that is, only the server knows: another tab, or a draft that saves itself, may have prolonged it. So it is asked,
   which prolongs nothing, before the warning is shown. Where no answer comes, this page's own reckoning counts. */

const NOTICE = 60_000; // milliseconds; WCAG 2.2.1 wants at least 20 seconds
const PAUSE = 10_000; // between one question and the next, while the end is near
const PATIENCE = 8_000; // with a server that does not answer

class Session {
  constructor(root) {
    this.addresses = { left: root.dataset.left, stay: root.dataset.stay };
    this.user = root.dataset.user;
    this.warning = root.querySelector("[data-idle-warning]");
    this.cover = root.querySelector("[data-idle-cover]");
    this.timer = root.querySelector("[data-idle-timer]");
    this.length = root.dataset.seconds * 1000;
    this.notice = Math.min(NOTICE, this.length / 2);
    this.end = Date.now() + this.length; // of the wall clock, which goes on while the machine sleeps
    this.isOver = false; // the server said so
    this.askedAt = 0;
    this.turn = Promise.resolve(); // one request after the other, so that the last answer is the newest
    this.listen(root);
    this.others.postMessage({ user: this.user, end: this.end });
  }

  listen(root) {
    this.others = new BroadcastChannel("session");
    this.others.addEventListener("message", ({ data }) => this.hear(data));
    root.querySelector("[data-idle-stay]").addEventListener("click", () => this.stay());
    this.warning.addEventListener("cancel", () => this.stay()); // who presses Escape is there
    this.cover.addEventListener("cancel", (event) => event.preventDefault());
    this.cover.addEventListener("close", () => this.isCovered && this.cover.showModal());
    document.addEventListener("visibilitychange", () => document.hidden || this.comeBack());
    window.addEventListener("pageshow", (event) => event.persisted && this.comeBack());
    window.addEventListener("focus", () => this.look());
    // No shortcut of the page, such as the one that saves, reaches what is covered.
    window.addEventListener("keydown", (event) => this.isCovered && event.stopImmediatePropagation(), true);
    setInterval(() => this.look(), 1000);
  }

  get left() {
    return this.end - Date.now();
  }

  get isCovered() {
    return document.documentElement.classList.contains("is-covered");
  }

  look() {
    if (this.left <= 0) this.hide();
    if (this.left <= this.notice && !this.isOver && Date.now() - this.askedAt >= PAUSE) this.ask();
    else this.count();
  }

  comeBack() {
    if (this.left <= 0) this.hide();
    this.ask();
  }

  /* Another tab knows more: of its own end, or that somebody else works here now. */
  hear({ user, end }) {
    if (user !== this.user || this.isCovered) this.ask();
    else if (end > this.end) this.prolong(end);
  }

  ask() {
    return this.request(this.addresses.left);
  }

  async stay() {
    if (!this.token) await this.ask();
    const isDone = await this.request(this.addresses.stay, { method: "POST", headers: { "X-CSRFToken": this.token } });
    if (!isDone) this.ask();
  }

  request(address, options) {
    this.askedAt = Date.now();
    this.turn = this.turn.then(() => this.send(address, options));
    return this.turn;
  }

  /* Return whether there was an answer. A redirect leads to the login: there is no session any more. */
  async send(address, options) {
    const asked = Date.now();
    const signal = AbortSignal.timeout(PATIENCE);
    try {
      const answer = await fetch(address, { redirect: "manual", cache: "no-store", signal, ...options });
      const said = answer.ok ? await answer.json() : null;
      if (said?.user === this.user) this.goOn(said, asked);
      else if (said || answer.type === "opaqueredirect") this.finish();
      else throw new Error(answer.status);
      return true;
    } catch {
      this.show();
      return false;
    }
  }

  goOn({ seconds, token }, asked) {
    this.isOver = false;
    this.token = token;
    // Who has signed in again has another token: what stands in an open editor can be saved with that one.
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
    this.prolong(asked + seconds * 1000);
    this.others.postMessage({ user: this.user, end: this.end });
  }

  finish() {
    this.isOver = true;
    this.end = 0;
    this.show();
  }

  prolong(end) {
    this.end = end;
    this.show();
  }

  /* Bring the screen to what is known. */
  show() {
    if (this.left <= 0) return this.hide();
    this.uncover();
    if (this.left > this.notice) this.warning.close();
    else if (!this.warning.open) this.warning.showModal();
    return this.count();
  }

  count() {
    if (this.warning.open) {
      this.timer.textContent = this.timer.dataset.text.replace("{seconds}", Math.ceil(this.left / 1000));
    }
  }

  hide() {
    if (this.isCovered) return;
    this.warning.close();
    const here = encodeURIComponent(location.pathname + location.search);
    const login = this.cover.querySelector("[data-idle-sign-in]");
    login.href = `${login.pathname}?next=${here}`;
    document.documentElement.classList.add("is-covered");
    this.cover.showModal();
  }

  uncover() {
    document.documentElement.classList.remove("is-covered");
    this.cover.close();
  }
}

const root = document.querySelector("[data-idle]");
if (root) new Session(root);
