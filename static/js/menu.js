/* Closes an open submenu on Escape, and on a click or keyboard focus outside it. Without this script it stays open. */

const submenus = document.querySelectorAll("[data-submenu]");

document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && event.target.closest("[data-submenu][open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
    event.stopPropagation();
  }
});

const isWide = window.matchMedia("(width >= 64rem)");

for (const eventName of ["click", "focusin"]) {
  document.addEventListener(eventName, (event) => {
    for (const submenu of submenus) {
      if (isWide.matches && submenu.open && !submenu.contains(event.target)) {
        submenu.open = false;
      }
    }
  });
}
