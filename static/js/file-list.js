/* Lists the files a visitor chose, with a way to take each away. Without this script the browser's own field does. */

const left = (text, name) => text.replace("%(name)s", name);
const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

class FileList {
  constructor(root) {
    this.root = root;
    this.input = root.querySelector("input[type=file]");
    this.chosen = [];
    this.list = this.make("ul", "file-list__files");
    this.count = this.make("p", "file-list__count");
    this.says = this.make("p", "file-list__message");
    this.says.setAttribute("role", "status"); // read out without moving the focus
    this.refused = document.createElement("div");
    root.append(this.count, this.list, this.says, this.refused);
    this.input.addEventListener("change", () => this.add([...this.input.files]));
    root.addEventListener("change", (event) => event.target.matches("[data-kept-bytes]") && this.show());
    this.add([...this.input.files]); // chosen before this script came
  }

  make(tag, className, text = "") {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  }

  text(word) {
    return this.input.getAttribute(`data-text-${word}`);
  }

  /* Files the server has already, but for those that are to be taken away. */
  get kept() {
    return [...this.root.querySelectorAll("[data-kept-bytes]:not(:checked)")].map((box) =>
      Number(box.dataset.keptBytes),
    );
  }

  add(files) {
    const refused = [];
    for (const file of files) {
      const word = this.problem(file);
      if (word) {
        refused.push([word, file.name]);
      } else if (!this.chosen.some((one) => one.name === file.name && one.size === file.size)) {
        this.chosen.push(file);
      }
    }
    this.show(refused.map(([word, name]) => left(this.text(word), name)).join(" "), refused);
  }

  problem(file) {
    const bytes = [...this.kept, ...this.chosen.map((one) => one.size)];
    const together = bytes.reduce((sum, one) => sum + one, file.size);
    const endings = this.input.accept.split(",").filter((one) => one.startsWith("."));
    if (!endings.some((ending) => file.name.toLowerCase().endsWith(ending))) return "kind";
    if (!file.size) return "empty";
    if (file.size > Number(this.input.dataset.fileBytes)) return "too-big";
    if (bytes.length >= Number(this.input.dataset.files)) return "too-many";
    return together > Number(this.input.dataset.requestBytes) ? "too-much" : "";
  }

  remove(file) {
    const place = this.chosen.indexOf(file);
    this.chosen.splice(place, 1);
    this.show(left(this.text("removed"), file.name));
    const buttons = this.list.querySelectorAll("button");
    (buttons[Math.min(place, buttons.length - 1)] ?? this.input).focus();
  }

  /* What was refused goes along by name: the server says it once more before it takes the message without. */
  leftOut([word, name]) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: `${this.input.name}_left_out`, value: `${word} ${name}` });
    return field;
  }

  show(words = "", refused = []) {
    const held = new DataTransfer();
    for (const file of this.chosen) held.items.add(file);
    this.input.files = held.files;
    this.list.replaceChildren(...this.chosen.map((file) => this.line(file)));
    this.list.hidden = !this.chosen.length;
    const number = this.chosen.length + this.kept.length;
    this.count.textContent = number ? this.text("count").replace("%(count)s", number) : "";
    this.count.hidden = !number;
    this.says.textContent = words;
    this.says.classList.toggle("file-list__message--refused", refused.length > 0);
    this.refused.replaceChildren(...refused.map((one) => this.leftOut(one)));
  }

  line(file) {
    const line = this.make("li", "file-list__file");
    const label = left(this.text("remove"), file.name);
    const button = this.make("button", "file-list__remove", label.replace(file.name, "").trim());
    button.type = "button";
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => this.remove(file));
    line.append(
      this.make("span", "file-list__name", file.name),
      this.make("span", "file-list__size", size(file.size)),
      button,
    );
    return line;
  }
}

/* Also called for a form that came back from the server. */
export const listFiles = (within) => within.querySelectorAll("[data-file-list]").forEach((root) => new FileList(root));

listFiles(document);
