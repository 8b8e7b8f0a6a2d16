/* On a long page: opens the table of contents on a wide screen, marks the current section in it, and shows the print button. */

const contents = document.querySelector("[data-contents]");
const isWide = window.matchMedia("(width >= 64rem)");

if (contents) {
  contents.open = isWide.matches;
  isWide.addEventListener("change", () => {
    contents.open = isWide.matches;
  });

  const links = new Map();
  for (const link of contents.querySelectorAll("a")) {
    links.set(document.getElementById(link.hash.slice(1)), link);
  }

  const markCurrent = () => {
    const passed = [...links.keys()].filter((section) => section.getBoundingClientRect().top < innerHeight / 3);
    for (const [section, link] of links) {
      if (section === passed.at(-1)) {
        link.setAttribute("aria-current", "location");
      } else {
        link.removeAttribute("aria-current");
      }
    }
  };
  const observer = new IntersectionObserver(markCurrent, { rootMargin: "-33% 0px -66%" });
  links.forEach((_link, section) => observer.observe(section));
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
