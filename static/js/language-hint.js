/* Tells visitors whose browser prefers the other language, once, that this page exists in it. Nothing is sent. */

const KEY = "language-hint";
const hint = document.querySelector("[data-language-hint]");

/* The first language of the browser that the site has. */
const preferred = () => {
  const known = [document.documentElement.lang, hint.lang];
  return navigator.languages.map((language) => language.split("-")[0]).find((code) => known.includes(code));
};

const isFirstTime = () => {
  try {
    const isFirst = !localStorage.getItem(KEY);
    localStorage.setItem(KEY, "shown");
    return isFirst;
  } catch {
    return false; /* The browser stores nothing: it would be shown on every page. */
  }
};

if (hint && preferred() === hint.lang && isFirstTime()) {
  hint.hidden = false;
  hint.querySelector("button").addEventListener("click", () => hint.remove());
}
