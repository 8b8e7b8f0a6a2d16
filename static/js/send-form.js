/* Sends a form with files by XMLHttpRequest and shows a progress bar. On any error the browser sends the form itself. */

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

/* Replaces the form on the page by the form with errors in the response. Returns false if the response contains no form. */
function replaceForm(form, request) {
  const response = new DOMParser().parseFromString(request.responseText, "text/html");
  const returned = response.querySelector(form.id ? `form[id="${CSS.escape(form.id)}"]` : "form[data-form]");
  if (!returned) return false;
  const summary = response.querySelector("[data-error-summary]");
  if (summary && !returned.contains(summary)) returned.prepend(summary);
  document.querySelector("[data-error-summary]")?.remove();
  form.replaceWith(returned);
  document.title = response.title;
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
  const sendWithoutScript = () => {
    delete form.dataset.sending;
    bar.remove();
    form.dataset.sendWithoutScript = "";
    form.requestSubmit(button);
  };
  request.upload.addEventListener("progress", (event) => event.lengthComputable && update(event));
  request.addEventListener("error", sendWithoutScript);
  request.addEventListener("load", () => {
    const isRedirected =
      request.status < 400 && request.responseURL && request.responseURL.split("#")[0] !== form.action.split("#")[0];
    if (isRedirected) {
      window.location.assign(request.responseURL);
    } else if (!replaceForm(form, request)) {
      sendWithoutScript();
    }
  });
  request.open("POST", form.action);
  request.send(new FormData(form, button));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-form]") || "sendWithoutScript" in form.dataset) return;
  if ("sending" in form.dataset) {
    event.preventDefault(); // ignore a double click
  } else if (hasFiles(form)) {
    event.preventDefault();
    send(form, event.submitter);
  }
});
