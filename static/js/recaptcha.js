// Asks Google for a token when a form is sent. Google's script is loaded only once somebody begins to fill the form in,
// and what it does not answer within two seconds is sent without.

const LONGEST_WAIT = 2000;
let script;

const load = (address, key) => {
  script ??= new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = `${address}?render=${encodeURIComponent(key)}`;
    element.addEventListener("load", resolve);
    element.addEventListener("error", reject);
    document.head.append(element);
  });
  script.catch(() => {});
  return script;
};

const askForToken = async ({ recaptcha, recaptchaAction, recaptchaScript }) => {
  await load(recaptchaScript, recaptcha);
  await new Promise((resolve) => window.grecaptcha.ready(resolve));
  return window.grecaptcha.execute(recaptcha, { action: recaptchaAction });
};

const giveUp = () => new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT, ""));

const guard = (field) => {
  let state = "idle";
  const { form, dataset } = field;
  form.addEventListener("input", () => load(dataset.recaptchaScript, dataset.recaptcha), { once: true });
  // First of all listeners: whoever else handles the sending finds the token in place.
  form.addEventListener(
    "submit",
    async (event) => {
      if (state === "asked") {
        state = "idle";
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (state === "asking") return;
      state = "asking";
      field.value = (await Promise.race([askForToken(dataset).catch(() => ""), giveUp()])) || "";
      state = "asked";
      // Where Google was refused before, all this happens while the form still tells of its sending: it would not listen.
      setTimeout(() => form.requestSubmit(event.submitter));
    },
    { capture: true },
  );
};

document.querySelectorAll("[data-recaptcha]").forEach(guard);
