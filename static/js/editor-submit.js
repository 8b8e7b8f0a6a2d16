/* Sends the form of the page editor when nothing can go wrong with it: after a running autosave, and while the user is
   signed in.

   The autosave of a new page creates the page. If the form were sent at the same time, it would create a second page with
   the same address, which is refused. And if the session had ended, the sign-in page would replace what was typed. */

import { session } from "./idle.js";

const LONGEST_SAVE = 15_000; // milliseconds
// Wagtail's rich text editor writes into the form 250 milliseconds after the last key.
const LONGEST_WRITE = 400;

class EditorForm {
  constructor(form) {
    this.form = form;
    this.isHeld = false; // the user has pressed a button, and the form waits
    this.isReady = false; // the form may be sent now
    this.isSent = false;
    this.listen();
  }

  listen() {
    this.form.addEventListener("w-autosave:save", (event) => this.onSave(event));
    for (const name of ["success", "error"]) this.form.addEventListener(`w-autosave:${name}`, () => this.onSaved?.());
    this.form.addEventListener("submit", (event) => this.onSubmit(event), true);
    window.addEventListener("pageshow", () => {
      this.isSent = false;
    });
  }

  /* An autosave begins. After the form has been sent, another one would overwrite what is published. */
  onSave(event) {
    if (this.isSent) event.preventDefault();
    else {
      this.saved = new Promise((resolve) => {
        this.onSaved = resolve;
        setTimeout(resolve, LONGEST_SAVE);
      });
    }
  }

  onSubmit(event) {
    if (this.isReady) {
      this.isReady = false;
      this.isSent = true;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!this.isHeld) this.send(event.submitter);
  }

  async send(button) {
    this.isHeld = true;
    await new Promise((resolve) => setTimeout(resolve, LONGEST_WRITE));
    await this.saved;
    const isSignedIn = !session || (await session.isAlive());
    this.isHeld = false;
    if (!isSignedIn) return;
    this.addAction(button);
    this.isReady = true;
    this.form.requestSubmit();
  }

  /* The button may be disabled by now, and would not be sent. */
  addAction(button) {
    this.form.querySelector("input[data-editor-action]")?.remove();
    if (!button?.name) return;
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: button.name, value: button.value });
    input.dataset.editorAction = "";
    this.form.append(input);
  }
}

for (const form of document.querySelectorAll("form[data-edit-form]")) new EditorForm(form);
