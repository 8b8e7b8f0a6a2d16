/* Warns one minute before an idle session ends, and covers the page after it has ended.

   Only the server knows the exact end, because another tab or a draft that saves itself may have extended the session.
   So the script asks the server before it shows the warning; this request does not extend the session. If the server does
   not answer, the script uses the end that it computed itself. */

const NOTICE = 60_000; // milliseconds before the end; WCAG 2.2.1 requires at least 20 seconds
const CHECK_INTERVAL = 10_000; // milliseconds between two requests to the server, near the end
const REQUEST_TIMEOUT = 8_000; // milliseconds

class Session {
  constructor(root) {
    this.urls = { left: root.dataset.left, stay: root.dataset.stay };
    this.user = root.dataset.user;
    this.warning = root.querySelector("[data-idle-warning]");
    this.cover = root.querySelector("[data-idle-cover]");
    this.timer = root.querySelector("[data-idle-timer]");
    this.length = root.dataset.seconds * 1000;
    this.notice = Math.min(NOTICE, this.length / 2);
    this.end = Date.now() + this.length; // system time, which continues while the computer sleeps
    this.isOver = false; // true after the server reported the end of the session
    this.requestedAt = 0;
    this.queue = Promise.resolve(); // sends one request at a time, so that the last response is the newest
    this.listen(root);
    this.watchRequests();
    this.otherTabs.postMessage({ user: this.user, end: this.end });
  }

  listen(root) {
    this.otherTabs = new BroadcastChannel("session");
    this.otherTabs.addEventListener("message", ({ data }) => this.onTabMessage(data));
    root.querySelector("[data-idle-stay]").addEventListener("click", () => this.stay());
    this.warning.addEventListener("cancel", () => this.stay()); // Escape means that the user is present
    this.cover.addEventListener("cancel", (event) => event.preventDefault());
    this.cover.addEventListener("close", () => this.isCovered && this.cover.showModal());
    document.addEventListener("visibilitychange", () => document.hidden || this.onReturn());
    window.addEventListener("pageshow", (event) => event.persisted && this.onReturn());
    window.addEventListener("focus", () => this.tick());
    // While the page is covered, block its keyboard shortcuts, such as the one that saves.
    window.addEventListener("keydown", (event) => this.isCovered && event.stopImmediatePropagation(), true);
    setInterval(() => this.tick(), 1000);
  }

  /* Autosave, choosers and previews send requests by themselves. The answer 401, or the page for signing in, means that
     the session has ended, perhaps in another tab. Wagtail would report an error of the server. */
  watchRequests() {
    const login = new URL(this.cover.querySelector("[data-idle-sign-in]").href).pathname;
    const sendRequest = window.fetch;
    window.fetch = async (...args) => {
      const response = await sendRequest(...args);
      const isSignIn = response.redirected && new URL(response.url).pathname === login;
      if (response.status === 401 || isSignIn) this.expire();
      return response;
    };
    document.addEventListener("click", ({ target }) => {
      this.lastButton = target.closest?.("button");
    });
    window.jQuery?.ajaxPrefilter((_options, _original, request) => {
      const { fail } = request;
      request.fail = (handler) => {
        fail((...args) => (request.status === 401 ? this.onRefusedChooser() : handler(...args)));
        return request;
      };
    });
  }

  /* A chooser disables its button until its dialog is closed. This dialog has not been opened. */
  onRefusedChooser() {
    this.lastButton?.removeAttribute("disabled");
    this.expire();
  }

  get left() {
    return this.end - Date.now();
  }

  get isCovered() {
    return document.documentElement.classList.contains("is-covered");
  }

  tick() {
    if (this.left <= 0) this.coverPage();
    if (this.left <= this.notice && !this.isOver && Date.now() - this.requestedAt >= CHECK_INTERVAL) this.check();
    else this.updateTimer();
  }

  onReturn() {
    if (this.left <= 0) this.coverPage();
    this.check();
  }

  /* Message of another tab: the session was extended, or another user signed in. */
  onTabMessage({ user, end }) {
    if (user !== this.user || this.isCovered) this.check();
    else if (end > this.end) this.setEnd(end);
  }

  check() {
    return this.request(this.urls.left);
  }

  /* Asks the server, covers the page if the session has ended, and returns whether it goes on. */
  async isAlive() {
    await this.check();
    return !this.isCovered;
  }

  async stay() {
    if (!this.token) await this.check();
    const isDone = await this.request(this.urls.stay, { method: "POST", headers: { "X-CSRFToken": this.token } });
    if (!isDone) this.check();
  }

  request(url, options) {
    this.requestedAt = Date.now();
    this.queue = this.queue.then(() => this.send(url, options));
    return this.queue;
  }

  /* Returns whether the server answered. A redirect leads to the sign-in page: the session has ended. */
  async send(url, options) {
    const startedAt = Date.now();
    const signal = AbortSignal.timeout(REQUEST_TIMEOUT);
    try {
      const response = await fetch(url, { redirect: "manual", cache: "no-store", signal, ...options });
      const data = response.ok ? await response.json() : null;
      if (data?.user === this.user) this.applyResponse(data, startedAt);
      else if (data || response.type === "opaqueredirect") this.expire();
      else throw new Error(response.status);
      return true;
    } catch {
      this.show();
      return false;
    }
  }

  applyResponse({ seconds, token }, startedAt) {
    this.isOver = false;
    this.token = token;
    // After a new sign-in the CSRF token is different. Write it into the forms, so that an open editor can still save.
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
    this.setEnd(startedAt + seconds * 1000);
    this.otherTabs.postMessage({ user: this.user, end: this.end });
  }

  expire() {
    this.isOver = true;
    this.end = 0;
    this.show();
  }

  setEnd(end) {
    this.end = end;
    this.show();
  }

  /* Shows the cover, the warning or neither, depending on the time left. */
  show() {
    if (this.left <= 0) return this.coverPage();
    this.uncoverPage();
    if (this.left > this.notice) this.warning.close();
    else if (!this.warning.open) this.warning.showModal();
    return this.updateTimer();
  }

  updateTimer() {
    if (this.warning.open) {
      this.timer.textContent = this.timer.dataset.text.replace("{seconds}", Math.ceil(this.left / 1000));
    }
  }

  coverPage() {
    if (this.isCovered) return;
    this.warning.close();
    const currentUrl = encodeURIComponent(location.pathname + location.search);
    const login = this.cover.querySelector("[data-idle-sign-in]");
    login.href = `${login.pathname}?next=${currentUrl}`;
    document.documentElement.classList.add("is-covered");
    this.cover.showModal();
  }

  uncoverPage() {
    document.documentElement.classList.remove("is-covered");
    this.cover.close();
  }
}

const root = document.querySelector("[data-idle]");

export const session = root ? new Session(root) : null;
