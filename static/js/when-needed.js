/* Loads the script of a part of the page at the first focus or click in it, because most readers never use that part. */

for (const eventName of ["focusin", "pointerdown"]) {
  document.addEventListener(eventName, (event) => {
    const part = event.target.closest?.("[data-script]");
    if (part) import(part.dataset.script);
  });
}
