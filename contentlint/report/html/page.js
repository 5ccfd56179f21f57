"use strict";
(() => {
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const form = one("#filters");
  document.documentElement.classList.add("js");
  const dialog = one("#keys");
  if (!form) return;

  const SEVERITIES = ["error", "warning", "info"];
  const BY = ["rule", "folder", "site", "language", "address"];
  const UNFOLDED = 200;
  const field = (name) => form.elements[name];
  const boxes = all("input[name=severity]", form);
  const words = JSON.parse(form.dataset.words);
  const number = (n) => n.toLocaleString("en").replace(/[0-9]/g, (digit) => words.digits[digit]);
  const plural = new Intl.PluralRules(document.documentElement.lang);
  const many = (n, forms) => (forms[plural.select(n)] || forms.other).replace("{n}", number(n));
  // Vowel signs, tatweel and case do not hinder a search.
  const folded = (text) =>
    text.normalize("NFKD").replace(/[\p{Mn}\u0640]/gu, "").toLowerCase();

  const files = all("details.file").map((element) => ({
    element,
    counts: one(".counts", element),
    written: one(".counts", element).cloneNode(true),
    ...element.dataset,
    items: [],
  }));
  const items = [];
  for (const file of files) {
    for (const element of all(".finding", file.element)) {
      const { severity, rule, address } = element.dataset;
      const { folder, site, language } = file;
      const item = { element, file, severity, rule, address, folder, site, language, text: null };
      file.items.push(item);
      items.push(item);
    }
  }
  const textOf = (item) => {
    if (item.text === null) {
      const parts = all("h4, .message, .text, .related, .fix", item.element);
      item.text = folded([item.file.path, ...parts.map((e) => e.textContent)].join("\n"));
    }
    return item.text;
  };

  // Charts: each counts what all other filters let through.
  const charts = all(".chart").map((element) => {
    const by = element.dataset.by;
    const rows = all("tbody tr", element).map((row) => {
      const head = one("th", row);
      const pick = document.createElement("button");
      pick.type = "button";
      pick.className = "pick";
      pick.append(...head.childNodes);
      head.append(pick);
      if (!field(by)) pick.disabled = true;
      const value = row.dataset.value;
      pick.addEventListener("click", () => {
        const select = field(by);
        select.value = select.value === "=" + value ? "" : "=" + value;
        render();
      });
      const numbers = all("td.n", row);
      const rects = all("rect", row);
      const written = numbers.map((cell) => cell.textContent);
      const drawn = rects.map((r) => [r.getAttribute("x"), r.getAttribute("width")]);
      return { row, pick, value, numbers, rects, written, drawn };
    });
    const rest = one("details", element);
    return { by, rows, rest, label: rest && one("summary", rest).textContent };
  });
  const draw = (chart, passing, filtered) => {
    const counts = new Map();
    if (filtered) {
      for (const item of passing) {
        const value = item[chart.by];
        if (!counts.has(value)) counts.set(value, [0, 0, 0]);
        counts.get(value)[SEVERITIES.indexOf(item.severity)]++;
      }
    }
    const sum = (c) => c[0] + c[1] + c[2];
    const most = Math.max(1, ...[...counts.values()].map(sum));
    const chosen = field(chart.by) ? field(chart.by).value : "";
    for (const { row, pick, value, numbers, rects, written, drawn } of chart.rows) {
      pick.setAttribute("aria-pressed", String(chosen === "=" + value));
      if (!filtered) {
        row.hidden = false;
        numbers.forEach((cell, n) => { cell.textContent = written[n]; });
        rects.forEach((r, n) => {
          r.setAttribute("x", drawn[n][0]);
          r.setAttribute("width", drawn[n][1]);
        });
        continue;
      }
      const c = counts.get(value) || [0, 0, 0];
      row.hidden = !sum(c);
      [...c, sum(c)].forEach((n, at) => { numbers[at].textContent = number(n); });
      let x = 0;
      rects.forEach((r, n) => {
        const width = (100 * c[n]) / most;
        r.setAttribute("x", x + "%");
        r.setAttribute("width", width + "%");
        x += width;
      });
    }
    if (!chart.rest) return;
    const left = all("tbody tr:not([hidden])", chart.rest).length;
    chart.rest.hidden = !left;
    const short = chart.rows.filter((each) => !each.row.hidden).length <= 10;
    if (filtered && short) chart.rest.open = true;
    else if (!filtered) chart.rest.open = false;
    one("summary", chart.rest).textContent = filtered ? many(left, words.more) : chart.label;
  };

  const state = () => {
    const wanted = { q: folded(field("q").value.trim()) };
    const on = boxes.filter((box) => box.checked).map((box) => box.value);
    wanted.severity = on.length === boxes.length ? null : on;
    for (const by of BY) wanted[by] = field(by) ? field(by).value : "";
    return wanted;
  };
  const passes = (item, wanted, but) =>
    (!wanted.severity || wanted.severity.includes(item.severity)) &&
    BY.every((by) => by === but || !wanted[by] || wanted[by] === "=" + item[by]) &&
    (!wanted.q || textOf(item).includes(wanted.q));

  const countsOf = (file, left) => {
    const made = [];
    for (const severity of SEVERITIES) {
      const n = left.filter((item) => item.severity === severity).length;
      if (!n) continue;
      const badge = document.createElement("span");
      badge.className = "count " + severity;
      badge.textContent = many(n, words[severity]);
      made.push(badge);
    }
    file.counts.replaceChildren(...made);
  };

  let current = null;
  const render = (remember = true) => {
    const wanted = state();
    const filtered = !!(wanted.q || wanted.severity || BY.some((by) => wanted[by]));
    let shown = 0;
    const visibleFiles = [];
    for (const file of files) {
      const left = file.items.filter((item) => {
        const pass = !filtered || passes(item, wanted);
        item.element.hidden = !pass;
        return pass;
      });
      file.element.hidden = !left.length;
      if (left.length) visibleFiles.push(file);
      shown += left.length;
      if (left.length === file.items.length) {
        file.counts.replaceChildren(...file.written.cloneNode(true).childNodes);
      } else {
        countsOf(file, left);
      }
    }
    if (filtered && shown <= UNFOLDED) for (const file of visibleFiles) file.element.open = true;
    one("#none").hidden = shown > 0;
    one("#clear").hidden = !filtered;
    one("#shown").textContent = filtered
      ? words.some.replace("{shown}", number(shown))
      : words.all;
    for (const chart of charts) {
      draw(chart, items.filter((item) => passes(item, wanted, chart.by)), filtered);
    }
    if (current && current.element.hidden) current = null;
    if (remember) keep(filtered);
  };

  const order = () => {
    const how = field("order").value;
    const weight = (file) => {
      const errors = file.items.filter((item) => item.severity === "error").length;
      return how === "most" ? file.items.length : errors * 1e6 + file.items.length;
    };
    const sorted = how ? [...files].sort((a, b) => weight(b) - weight(a)) : files;
    const end = one("#none");
    for (const file of sorted) end.before(file.element);
  };

  // The address keeps the filters, so that a link shows what its sender saw.
  const keep = (filtered) => {
    const said = new URLSearchParams();
    if (field("q").value.trim()) said.set("q", field("q").value.trim());
    const on = boxes.filter((box) => box.checked).map((box) => box.value);
    if (on.length !== boxes.length) said.set("severity", on.join(","));
    for (const by of BY) {
      if (field(by) && field(by).value) said.set(by, field(by).value.slice(1));
    }
    try {
      history.replaceState(null, "", filtered ? "#" + said : location.pathname + location.search);
    } catch {
      // Some browsers refuse this for local files.
    }
  };
  const restore = () => {
    const hash = location.hash.slice(1);
    if (/^f[0-9]+$/.test(hash)) {
      const item = items.find((each) => each.element.id === hash);
      if (item) {
        if (item.element.hidden) reset();
        go(item);
      }
      return;
    }
    if (!hash.includes("=")) return;
    const said = new URLSearchParams(hash);
    field("q").value = said.get("q") || "";
    const on = said.has("severity") ? said.get("severity").split(",") : SEVERITIES;
    for (const box of boxes) box.checked = on.includes(box.value);
    for (const by of BY) {
      if (!field(by)) continue;
      const wanted = said.has(by) ? "=" + said.get(by) : "";
      const there = all("option", field(by)).some((option) => option.value === wanted);
      field(by).value = there ? wanted : "";
    }
    render(false);
  };
  const reset = () => {
    const how = field("order").value;
    form.reset();
    field("order").value = how;
    render(false);
  };

  const go = (item) => {
    current = item;
    item.file.element.open = true;
    item.element.focus({ preventScroll: true });
    const show = () => item.element.scrollIntoView({ block: "start", behavior: "instant" });
    show();
    // What was not laid out before has its real height only now.
    requestAnimationFrame(() => requestAnimationFrame(show));
  };
  const step = (by) => {
    const inOrder = all("details.file:not([hidden]) .finding:not([hidden])");
    if (!inOrder.length) return;
    const inside = document.activeElement && document.activeElement.closest(".finding");
    let at = inOrder.indexOf(inside || (current && current.element));
    if (at < 0) at = by > 0 ? -1 : inOrder.length;
    const next = inOrder[Math.min(Math.max(at + by, 0), inOrder.length - 1)];
    go(items.find((item) => item.element === next));
  };

  // Why: the rule's page, in place.
  const why = (link) => {
    const next = link.parentNode.querySelector(".reason");
    if (next) {
      next.remove();
      link.setAttribute("aria-expanded", "false");
      return;
    }
    const page = document.getElementById(link.hash.slice(1));
    const reason = page && one(".reason", page);
    if (!reason) return;
    link.parentNode.append(reason.cloneNode(true));
    link.setAttribute("aria-expanded", "true");
  };
  for (const link of all("a.why")) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
  }

  const copy = (button) => {
    const code = one("code", button.parentNode);
    const done = () => { button.textContent = words.copied; };
    const select = () => {
      const range = document.createRange();
      range.selectNodeContents(code);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    };
    if (!navigator.clipboard) select();
    else navigator.clipboard.writeText(code.textContent).then(done, select);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.why");
    if (link) {
      event.preventDefault();
      why(link);
    }
    const button = event.target.closest(".copy");
    if (button) copy(button);
  });
  const showKeys = () => { if (!dialog.open) dialog.showModal(); };
  one("#show-keys").addEventListener("click", showKeys);
  one("#close-keys").addEventListener("click", () => dialog.close());
  one("#unfold").addEventListener("click", () => files.forEach((f) => { f.element.open = true; }));
  one("#fold").addEventListener("click", () => files.forEach((f) => { f.element.open = false; }));
  form.addEventListener("submit", (event) => event.preventDefault());
  one("#clear").addEventListener("click", () => {
    reset();
    keep(false);
    field("q").focus();
  });
  let waiting = 0;
  form.addEventListener("input", (event) => {
    if (event.target.name === "order") order();
    else if (event.target.name === "q") {
      clearTimeout(waiting);
      waiting = setTimeout(render, 150);
    } else render();
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.target;
    if (event.key === "Escape" && target === field("q")) {
      field("q").value = "";
      render();
      field("q").blur();
      return;
    }
    if (target.closest("input:not([type=checkbox]), select, textarea, dialog")) return;
    if (!one("#use-keys").checked) return;
    const does = {
      "/": () => field("q").select(),
      "j": () => step(1),
      "k": () => step(-1),
      "w": () => {
        const link = current && one("a.why", current.element);
        if (link) why(link);
      },
      "?": showKeys,
    };
    // On a keyboard of another script, the place of the key counts.
    const place = { KeyJ: "j", KeyK: "k", KeyW: "w", Slash: event.shiftKey ? "?" : "/" }[event.code];
    const act = does[event.key] || (!/^[a-z]$/i.test(event.key) && does[place]);
    if (!act) return;
    event.preventDefault();
    act();
  });

  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = all("details:not([open])");
    for (const each of unfolded) each.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const each of unfolded) each.open = false;
  });
  window.addEventListener("hashchange", restore);

  form.hidden = false;
  render(false);
  restore();
})();
