/*
 * Suggests pages while somebody types, as a combobox with a list (WAI-ARIA Authoring Practices, “combobox”).
 * Without this script the form searches all the same.
 */

const WAIT = 150; // milliseconds without a key
const SHORTEST = 2;

class Suggestions {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.status = form.querySelector("[data-search-status]");
    this.active = -1;
    this.found = [];
    this.list = this.makeList();
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.form.addEventListener("focusout", (event) => {
      if (!this.form.contains(event.relatedTarget)) {
        this.close();
      }
    });
    this.form.addEventListener("submit", () => this.close());
    const typedBeforeThisScriptCame = this.input.value !== this.input.defaultValue;
    if (typedBeforeThisScriptCame) this.later();
  }

  makeList() {
    const list = document.createElement("ul");
    list.id = `${this.input.id}-suggestions`;
    list.className = "search-form__suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.form.dataset.label);
    // A click must not take the focus from the field before it is seen.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.choose([...list.children].indexOf(event.target.closest("li"))));
    this.form.append(list);
    for (const [name, value] of [
      ["role", "combobox"],
      ["aria-autocomplete", "list"],
      ["aria-expanded", "false"],
    ]) {
      this.input.setAttribute(name, value);
    }
    this.input.setAttribute("aria-controls", list.id);
    return list;
  }

  later() {
    clearTimeout(this.timer);
    this.request?.abort();
    const typed = this.input.value.trim();
    if (typed.length < SHORTEST) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.ask(typed), WAIT);
  }

  async ask(typed) {
    this.request = new AbortController();
    try {
      const address = `${this.form.dataset.suggestions}?q=${encodeURIComponent(typed)}`;
      const response = await fetch(address, { signal: this.request.signal });
      if (response.ok) {
        this.show((await response.json()).suggestions);
      }
    } catch {
      this.close(); // out of date, or no network: the form still searches
    }
  }

  show(found) {
    if (!this.form.contains(document.activeElement)) {
      return;
    }
    this.found = found;
    this.list.replaceChildren(...found.map((one, number) => this.item(one, number)));
    this.activate(-1);
    this.open(found.length > 0);
    const { none, one, many } = this.form.dataset;
    this.status.textContent = [none, one][found.length] ?? many.replace("{count}", found.length);
  }

  item({ name, title }, number) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${number}`;
    item.className = "search-form__suggestion";
    item.setAttribute("role", "option");
    item.append(name);
    if (title) {
      const page = document.createElement("span");
      page.className = "search-form__page";
      page.textContent = title;
      item.append(" ", page);
    }
    return item;
  }

  press(event) {
    if (event.key === "Escape" && !this.list.hidden) {
      this.close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && this.found.length) {
      this.open(true);
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !this.list.hidden && this.active >= 0) {
      this.choose(this.active);
    } else {
      return;
    }
    event.preventDefault();
  }

  /* One step past either end is the field itself, with what was typed. */
  move(step) {
    const places = this.found.length + 1;
    this.activate(((this.active + 1 + step + places) % places) - 1);
  }

  activate(number) {
    this.active = number;
    [...this.list.children].forEach((item, place) => item.setAttribute("aria-selected", place === number));
    const item = this.list.children[number];
    if (item) {
      this.input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  choose(number) {
    if (this.found[number]) {
      window.location.assign(this.found[number].url);
    }
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", isOpen);
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.activate(-1);
    this.open(false);
    this.status.textContent = "";
  }
}

for (const form of document.querySelectorAll("[data-search-form]")) {
  new Suggestions(form);
}
