"use strict";
// Sorts tables by their heads and filters long ones. The page is whole without it.
(() => {
  document.documentElement.classList.add("js");
  const value = (cell) => cell.dataset.sort ?? "";
  const compare = (a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x !== "" && y !== "") return Number(x) - Number(y);
    return a.textContent.trim().localeCompare(b.textContent.trim(), "en", { numeric: true });
  };
  // Cells without a number stay last in either direction.
  const sorted = (rows, column, numeric, up) => rows.sort((a, b) => {
    const [x, y] = [a.cells[column], b.cells[column]];
    if (numeric && (value(x) === "") !== (value(y) === "")) return value(x) === "" ? 1 : -1;
    return up ? compare(x, y) : compare(y, x);
  });
  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    heads.forEach((head, column) => {
      head.querySelector("button").addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        body.append(...sorted([...body.rows], column, head.classList.contains("n"), up));
      });
    });
    if (body.rows.length < 16) continue;
    const filter = document.createElement("input");
    filter.type = "search";
    filter.className = "filter";
    filter.placeholder = "Filter rows";
    filter.setAttribute("aria-label", "Filter rows: " + table.caption.textContent);
    filter.addEventListener("input", () => {
      const wanted = filter.value.toLowerCase();
      const rest = table.parentElement.nextElementSibling;
      if (wanted && rest?.matches("details.rest")) rest.open = true;
      for (const row of body.rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    });
    table.parentElement.before(filter);
  }
})();
