// Gets a reCAPTCHA token from Google when a form is sent. Google's script is loaded at the first input in the form.
// If Google does not answer within two seconds, the form is sent without a token.

const TIMEOUT = 2000; // milliseconds
let script;

const loadScript = (url, key) => {
  script ??= new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = `${url}?render=${encodeURIComponent(key)}`;
    element.addEventListener("load", resolve);
    element.addEventListener("error", reject);
    document.head.append(element);
  });
  script.catch(() => {});
  return script;
};

const requestToken = async ({ recaptcha, recaptchaAction, recaptchaScript }) => {
  await loadScript(recaptchaScript, recaptcha);
  await new Promise((resolve) => window.grecaptcha.ready(resolve));
  return window.grecaptcha.execute(recaptcha, { action: recaptchaAction });
};

const emptyTokenAfterTimeout = () => new Promise((resolve) => setTimeout(resolve, TIMEOUT, ""));

const addToken = (field) => {
  let state = "idle";
  const { form, dataset } = field;
  form.addEventListener("input", () => loadScript(dataset.recaptchaScript, dataset.recaptcha), { once: true });
  // Runs in the capture phase, before other submit listeners, so that they send the form with the token.
  form.addEventListener(
    "submit",
    async (event) => {
      if (state === "ready") {
        state = "idle";
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (state === "requesting") return;
      state = "requesting";
      field.value = (await Promise.race([requestToken(dataset).catch(() => ""), emptyTokenAfterTimeout()])) || "";
      state = "ready";
      // If the script failed to load before, this line runs while the submit event is still dispatched, and the browser
      // would ignore requestSubmit(). setTimeout() runs it afterwards.
      setTimeout(() => form.requestSubmit(event.submitter));
    },
    { capture: true },
  );
};

document.querySelectorAll("[data-recaptcha]").forEach(addToken);
