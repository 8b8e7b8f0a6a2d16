/* Sends a form that has files with a bar of how far it is. On any surprise the browser sends it in its own way. */

import { listFiles } from "./file-list.js";

const hasFiles = (form) => [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);

function showProgress(form) {
  const input = form.querySelector("[data-text-sending]");
  const bar = document.createElement("progress");
  bar.className = "file-list__progress";
  bar.max = 100;
  const label = (percent) => input.getAttribute("data-text-sending").replace("%(percent)s", percent);
  bar.setAttribute("aria-label", label(0));
  form.append(bar);
  return {
    bar,
    update({ loaded, total }) {
      bar.value = Math.floor((100 * loaded) / total);
      bar.setAttribute("aria-label", label(bar.value));
    },
  };
}

/* Put the form that the server sent back, with its errors, in the place of the one on the page. */
function swap(form, request) {
  const answer = new DOMParser().parseFromString(request.responseText, "text/html");
  const returned = answer.querySelector(form.id ? `form[id="${CSS.escape(form.id)}"]` : "form[data-form]");
  if (!returned) return false;
  const summary = answer.querySelector("[data-error-summary]");
  if (summary && !returned.contains(summary)) returned.prepend(summary);
  document.querySelector("[data-error-summary]")?.remove();
  form.replaceWith(returned);
  document.title = answer.title;
  listFiles(returned);
  const target = summary ?? returned.querySelector("[aria-invalid=true]") ?? returned;
  if (!target.hasAttribute("tabindex") && target !== document.activeElement) target.tabIndex = -1;
  target.focus();
  return true;
}

function send(form, button) {
  form.dataset.sending = "";
  const { bar, update } = showProgress(form);
  const request = new XMLHttpRequest();
  const plainly = () => {
    delete form.dataset.sending;
    bar.remove();
    form.dataset.sendPlainly = "";
    form.requestSubmit(button);
  };
  request.upload.addEventListener("progress", (event) => event.lengthComputable && update(event));
  request.addEventListener("error", plainly);
  request.addEventListener("load", () => {
    const wentElsewhere =
      request.status < 400 && request.responseURL && request.responseURL.split("#")[0] !== form.action.split("#")[0];
    if (wentElsewhere) {
      window.location.assign(request.responseURL);
    } else if (!swap(form, request)) {
      plainly();
    }
  });
  request.open("POST", form.action);
  request.send(new FormData(form, button));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-form]") || "sendPlainly" in form.dataset) return;
  if ("sending" in form.dataset) {
    event.preventDefault(); // pressed twice, sent once
  } else if (hasFiles(form)) {
    event.preventDefault();
    send(form, event.submitter);
  }
});
