// Search and sort of the list; the whole of a claim's words where they are in pieces; nothing hidden on paper.
"use strict";

function sortable(table, body) {
  table.querySelectorAll("thead th").forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const number = heading.dataset.sort === "number";
      const down = heading.getAttribute("aria-sort") ? heading.getAttribute("aria-sort") === "ascending" : number;
      table.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      const told = (row) => row.children[column].dataset.value;
      const order = (a, b) => (number ? a - b : a.localeCompare(b)) * (down ? -1 : 1);
      const rows = [...body.rows].map((row) => [told(row), row]);
      rows.sort(([a], [b]) => (a === "") - (b === "") || (a === "" ? 0 : order(a, b)));
      body.append(...rows.map(([, row]) => row));
    });
  });
}

function searchable(form, body) {
  const rows = [...body.rows].map((row) => [row.textContent.toLowerCase(), row]);
  const found = form.querySelector(".found");
  const search = () => {
    const words = form.elements.search.value.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const [text, row] of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      shown += !row.hidden;
    }
    found.textContent = `${shown} of ${rows.length} events`;
  };
  form.hidden = false;
  form.addEventListener("input", search);
  form.addEventListener("submit", (event) => event.preventDefault());
  search();
}

function aimed() {
  const id = location.hash.startsWith("#c-") ? location.hash.slice(3) : "";
  document.querySelectorAll(".aimed").forEach((other) => other.classList.remove("aimed"));
  if (!id) return;
  document.querySelectorAll("mark, .readings li").forEach((item) => {
    const claims = (item.dataset.claims || item.dataset.claim || "").split(" ");
    item.classList.toggle("aimed", claims.includes(id));
  });
}

const table = document.querySelector("table.events");
if (table) {
  document.querySelectorAll(".scripted").forEach((item) => { item.hidden = false; });
  sortable(table, table.tBodies[0]);
  searchable(document.querySelector(".search"), table.tBodies[0]);
}
addEventListener("hashchange", aimed);
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((item) => { item.open = true; }));
aimed();
