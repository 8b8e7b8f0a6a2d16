// Copy the previous Spanish text into its box, where the translator changes it.

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const box = document.getElementById(button.dataset.to);
    box.value = button.dataset.copy;
    box.dispatchEvent(new Event("change", { bubbles: true }));
    box.focus();
  });
}
