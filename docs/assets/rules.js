// Filters the tables of rules/README.md by what their cells say. Without scripts, all rules show.
document.addEventListener("DOMContentLoaded", () => {
  const tables = [...document.querySelectorAll(".md-content table")].filter(
    (table) => table.rows[0].cells[0].textContent.trim() === "rule",
  );
  if (!tables.length) return;
  const heading = (table) => {
    let at = table;
    while (at && !at.previousElementSibling) at = at.parentElement;
    while (at && at.tagName !== "H2") at = at.previousElementSibling;
    return at;
  };
  const rules = [];
  const families = {};
  for (const table of tables) {
    const title = heading(table).firstChild.textContent;
    families[title.slice(0, 3)] = title;
    for (const row of table.tBodies[0].rows) {
      const [, , severity, on, fix] = [...row.cells].map((cell) => cell.textContent.trim());
      rules.push({ row, text: row.textContent.toLowerCase(), family: title.slice(0, 3), severity, on, fix });
    }
  }
  const on = (...values) => (rule) => values.some((value) => rule.on.split(", ").includes(value));
  const equal = (key, ...values) => (rule) => values.includes(rule[key]);
  const filters = {
    family: [
      "Family",
      Object.entries(families).map(([prefix, title]) => [prefix, title, equal("family", prefix)]),
    ],
    severity: [
      "Severity",
      ["error", "warning", "info"].map((value) => [value, value, equal("severity", value)]),
    ],
    on: [
      "On for",
      [
        ...["authored", "extracted", "translated"].map((value) => [value, `${value} text`, on("all", value)]),
        ["preview", "preview", on("preview")],
        ["off", "off", on("off")],
      ],
    ],
    fix: [
      "Fix",
      [
        ["any", "any fix", equal("fix", "safe", "sometimes", "unsafe")],
        ["safe", "safe, at least sometimes", equal("fix", "safe", "sometimes")],
        ["none", "no fix", equal("fix", "none")],
      ],
    ],
  };

  const form = document.createElement("form");
  form.className = "rule-filter";
  const asked = new URLSearchParams(location.search);
  const field = (name, title, input) => {
    const label = document.createElement("label");
    label.append(`${title} `, input);
    input.name = name;
    input.value = asked.get(name) || "";
    form.append(label);
  };
  const search = document.createElement("input");
  search.type = "search";
  field("text", "Text", search);
  for (const [name, [title, values]] of Object.entries(filters)) {
    const select = document.createElement("select");
    select.add(new Option("all", ""));
    for (const [value, text] of values) select.add(new Option(text, value));
    field(name, title, select);
    // An address with a value that does not exist shows all.
    if (select.selectedIndex < 0) select.value = "";
  }
  const count = document.createElement("output");
  form.append(count);
  heading(tables[0]).before(form);

  const show = () => {
    const wanted = Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
    const tests = Object.entries(filters)
      .filter(([name]) => wanted[name])
      .map(([name, [, values]]) => values.find(([value]) => value === wanted[name])[2]);
    const words = (wanted.text || "").toLowerCase().split(/\s+/);
    let shown = 0;
    for (const rule of rules) {
      const fits = tests.every((test) => test(rule)) && words.every((word) => rule.text.includes(word));
      rule.row.hidden = !fits;
      shown += fits;
    }
    for (const table of tables) {
      const empty = [...table.tBodies[0].rows].every((row) => row.hidden);
      table.hidden = heading(table).hidden = empty;
    }
    count.value = `${shown} of ${rules.length} rules`;
    const query = new URLSearchParams(wanted).toString();
    history.replaceState(history.state, "", (query ? `?${query}` : location.pathname) + location.hash);
  };
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
});
