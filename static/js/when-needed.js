/* Loads the script of a part of the page once somebody turns to that part: most readers never do. */

for (const turn of ["focusin", "pointerdown"]) {
  document.addEventListener(turn, (event) => {
    const part = event.target.closest?.("[data-script]");
    if (part) import(part.dataset.script);
  });
}
