"use strict";
// Photos on hover, tap and arrow key; sortable posts; light and dark. The page reads without it.
(() => {
const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const root = document.documentElement, tip = one("#tip"), SVG = "http://www.w3.org/2000/svg";
root.classList.add("js");

function thumb(number) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "th");
  svg.setAttribute("aria-hidden", "true");
  if (document.getElementById("t" + number)) {
    const use = document.createElementNS(SVG, "use");
    use.setAttribute("href", "#t" + number);
    use.setAttribute("width", "100%");
    use.setAttribute("height", "100%");
    svg.append(use);
  }
  return svg;
}
function line(name, text) {
  const made = document.createElement("div");
  made.className = name;
  made.textContent = text;
  return made;
}
let current = null;
function show(mark) {
  if (mark === current) return;
  hide();
  current = mark;
  const number = mark.dataset.i, row = document.getElementById("p" + number), words = document.createElement("div");
  mark.classList.add("on");
  words.append(line("t1", row.getAttribute("data-1")), line("t2", row.getAttribute("data-2")), line("t2", row.getAttribute("data-3")));
  tip.replaceChildren(thumb(number), words);
  tip.hidden = false;
  const box = mark.getBoundingClientRect(), width = tip.offsetWidth, height = tip.offsetHeight;
  let x = box.left + box.width / 2 - width / 2, y = box.top - height - 12;
  x = Math.max(8, Math.min(x, root.clientWidth - width - 8));
  if (y < 8) y = box.bottom + 12;
  tip.style.left = x + "px";
  tip.style.top = y + "px";
}
function hide() {
  if (current) current.classList.remove("on");
  current = null;
  tip.hidden = true;
}
const marks = plot => all("[data-i]", plot);
function nearest(event) {
  const plot = event.target.closest && event.target.closest(".plot");
  let found = null, least = 30;
  if (plot) for (const mark of marks(plot)) {
    const box = mark.getBoundingClientRect();
    const far = Math.hypot(event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2);
    if (far < least) { least = far; found = mark; }
  }
  return found;
}
function point(event) {
  const mark = nearest(event);
  if (mark) show(mark); else if (current && !(event.type === "pointermove" && event.pointerType === "touch")) hide();
}
document.addEventListener("pointermove", point);
document.addEventListener("pointerdown", point);
document.addEventListener("scroll", hide, { passive: true });

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
for (const plot of all(".plot")) {
  const order = marks(plot).sort((a, b) => parseFloat(a.getAttribute("x")) - parseFloat(b.getAttribute("x")));
  let place = -1;
  plot.addEventListener("keydown", event => {
    if (event.key === "Escape") hide();
    const step = STEPS[event.key];
    if (!step && event.key !== "Home" && event.key !== "End") return;
    event.preventDefault();
    if (current && order.includes(current)) place = order.indexOf(current);
    if (event.key === "Home") place = 0;
    else if (event.key === "End") place = order.length - 1;
    else place = place < 0 ? (step > 0 ? 0 : order.length - 1) : Math.max(0, Math.min(order.length - 1, place + step));
    show(order[place]);
  });
  plot.addEventListener("blur", hide);
}

const table = one("#posts-table");
all("thead th", table).forEach((head, column) => {
  if (!one("tbody tr", table) || !one("tbody tr", table).children[column].hasAttribute("data-v")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.title = table.dataset.sort + ": " + head.textContent;
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => {
    const sign = head.getAttribute("aria-sort") === "descending" ? 1 : -1;
    all("thead th", table).forEach(other => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
    const value = row => {
      const found = parseFloat(row.children[column].dataset.v);
      return Number.isNaN(found) ? -Infinity : found;
    };
    one("tbody", table).append(...all("tbody tr", table).sort((a, b) => sign * (value(a) - value(b))));
  });
});

// Only what scrolls is worth a stop of the tab key.
const sized = new ResizeObserver(seen => seen.forEach(({ target }) => {
  if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
  else target.removeAttribute("tabindex");
}));
all(".gal,.pairs,.tab[tabindex]").forEach(item => sized.observe(item));

const theme = one("#theme");
theme.hidden = false;
theme.addEventListener("click", () => {
  const dark = getComputedStyle(root).colorScheme.includes("dark");
  root.dataset.theme = dark ? "light" : "dark";
});

// A link to what is folded away opens it.
function unfold() {
  const part = document.getElementById(location.hash.slice(1)), folded = part && one("details", part);
  if (folded && part.classList.contains("chapter")) folded.open = true;
}
all("a[href^='#']").forEach(link => link.addEventListener("click", () => setTimeout(unfold)));
addEventListener("hashchange", unfold);
unfold();
})();
