/* Lists the chosen files, each with a button to remove it. Without this script the browser's own file field is used. */

const withName = (text, name) => text.replace("%(name)s", name);
const formatSize = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

class FileList {
  constructor(root) {
    this.root = root;
    this.input = root.querySelector("input[type=file]");
    this.chosen = [];
    this.list = this.make("ul", "file-list__files");
    this.count = this.make("p", "file-list__count");
    this.status = this.make("p", "file-list__message");
    this.status.setAttribute("role", "status"); // announced by screen readers without moving the focus
    this.refusedInputs = document.createElement("div");
    root.append(this.count, this.list, this.status, this.refusedInputs);
    this.input.addEventListener("change", () => this.add([...this.input.files]));
    root.addEventListener("change", (event) => event.target.matches("[data-kept-bytes]") && this.show());
    this.add([...this.input.files]); // chosen before this script was loaded
  }

  make(tag, className, text = "") {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  }

  text(key) {
    return this.input.getAttribute(`data-text-${key}`);
  }

  /* Sizes of the files that are already on the server, without those marked for removal. */
  get uploadedSizes() {
    return [...this.root.querySelectorAll("[data-kept-bytes]:not(:checked)")].map((box) =>
      Number(box.dataset.keptBytes),
    );
  }

  add(files) {
    const refused = [];
    for (const file of files) {
      const reason = this.problem(file);
      if (reason) {
        refused.push([reason, file.name]);
      } else if (!this.chosen.some((other) => other.name === file.name && other.size === file.size)) {
        this.chosen.push(file);
      }
    }
    this.show(refused.map(([reason, name]) => withName(this.text(reason), name)).join(" "), refused);
  }

  /* Returns the key of the reason to refuse a file, or "" if it is accepted. */
  problem(file) {
    const sizes = [...this.uploadedSizes, ...this.chosen.map((other) => other.size)];
    const total = sizes.reduce((sum, bytes) => sum + bytes, file.size);
    const extensions = this.input.accept.split(",").filter((type) => type.startsWith("."));
    if (!extensions.some((extension) => file.name.toLowerCase().endsWith(extension))) return this.otherKind(file.name);
    if (!file.size) return "empty";
    if (file.size > Number(this.input.dataset.fileBytes)) return "too-big";
    if (sizes.length >= Number(this.input.dataset.files)) return "too-many";
    return total > Number(this.input.dataset.requestBytes) ? "too-much" : "";
  }

  /* Returns the key of the sentence that helps with this kind of file. */
  otherKind(name) {
    const kinds = new Map(Object.entries(JSON.parse(this.input.dataset.otherKinds)));
    return kinds.get(name.toLowerCase().split(".").pop()) ?? "kind";
  }

  remove(file) {
    const index = this.chosen.indexOf(file);
    this.chosen.splice(index, 1);
    this.show(withName(this.text("removed"), file.name));
    const buttons = this.list.querySelectorAll("button");
    (buttons[Math.min(index, buttons.length - 1)] ?? this.input).focus();
  }

  /* Hidden input with the name of a refused file. The server shows the error once before it accepts the form without the file. */
  leftOutInput([reason, name]) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: `${this.input.name}_left_out`, value: `${reason} ${name}` });
    return field;
  }

  show(message = "", refused = []) {
    const transfer = new DataTransfer();
    for (const file of this.chosen) transfer.items.add(file);
    this.input.files = transfer.files;
    this.list.replaceChildren(...this.chosen.map((file) => this.line(file)));
    this.list.hidden = !this.chosen.length;
    const number = this.chosen.length + this.uploadedSizes.length;
    this.count.textContent = number ? this.text("count").replace("%(count)s", number) : "";
    this.count.hidden = !number;
    this.status.textContent = message;
    this.status.classList.toggle("file-list__message--refused", refused.length > 0);
    this.refusedInputs.replaceChildren(...refused.map((entry) => this.leftOutInput(entry)));
  }

  line(file) {
    const line = this.make("li", "file-list__file");
    const label = withName(this.text("remove"), file.name);
    const button = this.make("button", "file-list__remove", label.replace(file.name, "").trim());
    button.type = "button";
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => this.remove(file));
    line.append(
      this.make("span", "file-list__name", file.name),
      this.make("span", "file-list__size", formatSize(file.size)),
      button,
    );
    return line;
  }
}

/* Also called by send-form.js for a form that the server returned with errors. */
export const listFiles = (container) =>
  container.querySelectorAll("[data-file-list]").forEach((root) => new FileList(root));

listFiles(document);
