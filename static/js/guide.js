// Show only the sections of a guide that contain all words of the search.
const guide = document.querySelector("[data-guide]");
const words = guide.querySelector("[data-guide-words]");
const status = guide.querySelector("[data-guide-status]");
const sections = [...guide.querySelectorAll("[data-guide-section]")];
const texts = sections.map((section) => fold(section.textContent));

function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function search() {
  const wanted = fold(words.value).split(/\s+/).filter(Boolean);
  const hidden = texts.map((text) => !wanted.every((word) => text.includes(word)));
  for (const [number, section] of sections.entries()) {
    section.hidden = hidden[number];
  }
  for (const link of guide.querySelectorAll("[data-guide-link]")) {
    link.hidden = document.getElementById(link.hash.slice(1)).hidden;
  }
  const number = hidden.filter((isHidden) => !isHidden).length;
  const text = number === 1 ? status.dataset.one : status.dataset.many.replace("{number}", number);
  status.textContent = wanted.length ? text : "";
}

words.addEventListener("input", search);
