/* Keeps as much as possible of a text that is pasted from Word or another program, and says what was changed.

   The editor of rich text silently drops headings, tables and pictures that it has no button for, and does not see that
   Word's paragraphs with a bullet are a list. This script converts the text before the editor gets it. */

const texts = JSON.parse(document.querySelector("[data-paste-texts]")?.dataset.pasteTexts ?? "{}");
const LEFT_OUT = "img, svg, picture, video, audio, iframe, object, v\\:imagedata";
const WORD_LIST = 'p[class*="MsoListParagraph"], p[style*="mso-list"]';
const NUMBER = /^\s*(\d+|[a-z]|[ivx]+)[.)]/i;
const OWN_TEXT = /data-draftjs-conductor-fragment|data-editor=/; // copied from another editor of this page
const converted = new WeakSet();

/* Returns the types of blocks that the editor allows, such as `unordered-list-item` or `header-three`. */
function allowedBlocks(editor) {
  const input = editor.closest("[data-draftail-editor-wrapper]")?.parentElement.querySelector("[data-draftail-input]");
  const options = JSON.parse(input?.dataset.wInitDetailValue || "{}");
  return new Set((options.blockTypes ?? []).map(({ type }) => type));
}

function rename(element, name) {
  const renamed = element.ownerDocument.createElement(name);
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
  return renamed;
}

/* Word writes a list as paragraphs, each with its bullet or number in a span. */
function makeLists(body) {
  for (const paragraph of body.querySelectorAll(WORD_LIST)) {
    const marker = paragraph.querySelector('[style*="mso-list:"][style*="gnore"]');
    const kind = NUMBER.test(marker?.textContent ?? "") ? "OL" : "UL";
    marker?.remove();
    const before = paragraph.previousElementSibling;
    const list = before?.tagName === kind ? before : document.createElement(kind);
    if (list !== before) paragraph.before(list);
    list.append(rename(paragraph, "li"));
  }
}

const LEVELS = ["two", "three", "four", "five", "six"];

/* Headings become those that the editor allows, the nearest level first, otherwise bold paragraphs. */
function convertHeadings(body, allowed) {
  let count = 0;
  const levels = LEVELS.map((name, index) => (allowed.has(`header-${name}`) ? index + 2 : 0)).filter(Boolean);
  for (const heading of body.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const level = Number(heading.tagName[1]);
    const nearest = levels.reduce((a, b) => (Math.abs(b - level) < Math.abs(a - level) ? b : a), levels[0]);
    if (nearest) {
      rename(heading, `h${nearest}`);
      continue;
    }
    const strong = document.createElement("strong");
    strong.append(...heading.childNodes);
    heading.append(strong);
    rename(heading, "p");
    count += 1;
  }
  return count;
}

/* Each row becomes an item of a list: “first cell: second cell; third cell”. */
function convertTables(body) {
  const tables = body.querySelectorAll("table");
  for (const table of tables) {
    const list = document.createElement("ul");
    for (const row of table.rows) {
      const [first, ...others] = [...row.cells].map((cell) => cell.textContent.trim().replace(/\s+/g, " "));
      const item = document.createElement("li");
      item.textContent = [first, others.filter(Boolean).join("; ")].filter(Boolean).join(": ");
      if (item.textContent) list.append(item);
    }
    table.replaceWith(list);
  }
  return tables.length;
}

function remove(body, selector) {
  const found = body.querySelectorAll(selector);
  for (const element of found) element.remove();
  return found.length;
}

/* Returns the HTML for the editor, and how often each kind of part was changed or left out. */
function convert(html, allowed) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  makeLists(body);
  const counts = {
    comments: remove(body, ".MsoCommentReference, .MsoCommentText, [style*='mso-element:comment']"),
    pictures: remove(body, LEFT_OUT),
    deletions: remove(body, "del, s"),
    tables: convertTables(body),
    headings: convertHeadings(body, allowed),
  };
  return { html: body.innerHTML, counts };
}

function report(editor, counts) {
  const found = Object.entries(counts).filter(([, count]) => count);
  const wrapper = editor.closest("[data-draftail-editor-wrapper]");
  wrapper.parentElement.querySelector("[data-paste-report]")?.remove();
  if (!found.length) return;
  const note = document.createElement("p");
  note.className = "help-block help-warning";
  note.dataset.pasteReport = "";
  note.setAttribute("role", "status");
  wrapper.after(note);
  note.textContent = [texts.pasted, ...found.map(([kind, count]) => texts[kind].replace("{count}", count))].join(" ");
}

function onPaste(event) {
  const editor = event.target.closest?.("[data-draftail-editor]");
  const html = event.clipboardData?.getData("text/html");
  if (!editor || !html || converted.has(event) || OWN_TEXT.test(html)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const result = convert(html, allowedBlocks(editor));
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", result.html);
  clipboardData.setData("text/plain", event.clipboardData.getData("text/plain"));
  const copy = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true });
  converted.add(copy);
  event.target.dispatchEvent(copy);
  report(editor, result.counts);
}

document.addEventListener("paste", onPaste, true);
