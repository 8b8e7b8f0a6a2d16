/*
 * Suggests pages while the user types, as a combobox with a listbox (WAI-ARIA Authoring Practices Guide, “Combobox”).
 * The form also works without this script.
 */

const DELAY = 150; // milliseconds after the last key
const MIN_LENGTH = 2; // characters

class Suggestions {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.status = form.querySelector("[data-search-status]");
    this.active = -1;
    this.found = [];
    this.list = this.makeList();
    this.input.addEventListener("input", () => this.schedule());
    this.input.addEventListener("keydown", (event) => this.onKeyDown(event));
    this.form.addEventListener("focusout", (event) => {
      if (!this.form.contains(event.relatedTarget)) {
        this.close();
      }
    });
    this.form.addEventListener("submit", () => this.close());
    const typedBeforeScriptLoaded = this.input.value !== this.input.defaultValue;
    if (typedBeforeScriptLoaded) this.schedule();
  }

  makeList() {
    const list = document.createElement("ul");
    list.id = `${this.input.id}-suggestions`;
    list.className = "search-form__suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.form.dataset.label);
    // Keep the focus in the field: losing it would close the list before the click event.
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

  schedule() {
    clearTimeout(this.timer);
    this.request?.abort();
    const typed = this.input.value.trim();
    if (typed.length < MIN_LENGTH) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.fetchSuggestions(typed), DELAY);
  }

  async fetchSuggestions(typed) {
    this.request = new AbortController();
    try {
      const url = `${this.form.dataset.suggestions}?q=${encodeURIComponent(typed)}`;
      const response = await fetch(url, { signal: this.request.signal });
      if (response.ok) {
        this.show((await response.json()).suggestions);
      }
    } catch {
      this.close(); // request canceled, or no network: the form still works
    }
  }

  show(found) {
    if (!this.form.contains(document.activeElement)) {
      return;
    }
    this.found = found;
    this.list.replaceChildren(...found.map((suggestion, index) => this.item(suggestion, index)));
    this.activate(-1);
    this.open(found.length > 0);
    const { none, one, many } = this.form.dataset;
    this.status.textContent = [none, one][found.length] ?? many.replace("{count}", found.length);
  }

  item({ name, title }, index) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${index}`;
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

  onKeyDown(event) {
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

  /* Moves the selection. One step past either end selects nothing, so that Enter searches for the typed text. */
  move(step) {
    const positions = this.found.length + 1;
    this.activate(((this.active + 1 + step + positions) % positions) - 1);
  }

  activate(index) {
    this.active = index;
    [...this.list.children].forEach((item, position) => item.setAttribute("aria-selected", position === index));
    const item = this.list.children[index];
    if (item) {
      this.input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  choose(index) {
    if (this.found[index]) {
      window.location.assign(this.found[index].url);
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
