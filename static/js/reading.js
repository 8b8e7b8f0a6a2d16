/* On a long page: the list of contents follows the reader on a wide screen, and the page can be printed or saved. */

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

  const mark = () => {
    const passed = [...links.keys()].filter((section) => section.getBoundingClientRect().top < innerHeight / 3);
    for (const [section, link] of links) {
      if (section === passed.at(-1)) {
        link.setAttribute("aria-current", "location");
      } else {
        link.removeAttribute("aria-current");
      }
    }
  };
  const watch = new IntersectionObserver(mark, { rootMargin: "-33% 0px -66%" });
  links.forEach((_link, section) => watch.observe(section));
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
