// The lines of an invoice as a spreadsheet. Without this file they are a plain form with buttons.
(() => {
  "use strict";

  const form = document.getElementById("editor");
  const grid = form?.querySelector("[data-grid]");
  if (!grid) return;
  const body = grid.tBodies[0];
  const MOST = 1000;

  const lines = () => [...body.rows];
  const cells = (line) => [...line.querySelectorAll("[data-cell]")];
  const place = (cell) => {
    const line = cell.closest("tr");
    return { line, row: lines().indexOf(line), column: cells(line).indexOf(cell) };
  };
  const at = (row, column) => cells(lines()[row] ?? lines()[0])[column];
  const field = (line, name) => line.querySelector(`[data-field="${name}"]`);
  const entered = () => form.dispatchEvent(new Event("entered", { bubbles: true }));

  const goTo = (row, column) => {
    const cell = row >= 0 && row < lines().length ? at(row, column) : null;
    if (!cell) return;
    cell.focus();
    cell.select?.();
  };

  // ── Lines ────────────────────────────────────────────────────────────────────────────────────────────
  const renumber = () => {
    lines().forEach((line, index) => {
      line.cells[0].firstChild.textContent = String(index + 1);
      for (const element of line.querySelectorAll("[id^='details-'], [name^='details-']")) {
        for (const name of ["id", "name"]) {
          if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replace(/^details-\d+-/, `details-${index}-`));
        }
        const label = element.getAttribute("aria-label");
        if (label) element.setAttribute("aria-label", label.replace(/\d+/, String(index + 1)));
      }
      for (const button of line.querySelectorAll("button[data-op]")) {
        button.value = `${button.dataset.op}-${index}`;
        button.setAttribute("aria-label", button.getAttribute("aria-label").replace(/\d+/, String(index + 1)));
      }
    });
  };

  // A new line is taxed as the one it stands by.
  const blankLike = (model) => {
    const line = model.cloneNode(true);
    line.classList.remove("g-faulty");
    line.querySelectorAll(".problem, input[type=hidden]").forEach((element) => element.remove());
    for (const cell of cells(line)) {
      cell.removeAttribute("aria-invalid");
      cell.removeAttribute("aria-describedby");
      if (cell.type === "checkbox") cell.checked = false;
      else if (cell.matches("select")) cell.value = field(model, cell.dataset.field).value;
      else cell.value = "";
    }
    settle(line);
    return line;
  };

  const insertBefore = (line, beside) => {
    if (lines().length >= MOST) return;
    body.insertBefore(blankLike(beside ?? line ?? body.lastElementChild), line);
    renumber();
  };
  const remove = (line) => {
    if (lines().length === 1) body.append(blankLike(line));
    line.remove();
    renumber();
  };

  // ── Amounts that follow from quantity and price, and tax that is not written by hand, are not typed ───
  const name = (cell) => `details-${lines().indexOf(cell.closest("tr"))}-${cell.dataset.field}`;
  const open = (cell, typed) => {
    if (cell.readOnly === !typed) return;
    cell.readOnly = !typed;
    cell.value = "";
    if (typed) cell.name = name(cell);
    else cell.removeAttribute("name");
  };
  function settle(line) {
    open(field(line, "amount"), !(field(line, "item_qty").value.trim() && field(line, "item_price").value.trim()));
    open(field(line, "item_tax"), field(line, "mode").value === "2");
  }
  const showWorkedOut = () => {
    const found = JSON.parse(document.getElementById("sums")?.dataset.workedOut || "{}");
    lines().forEach((line, index) => {
      const [amount, tax] = found[index] ?? [null, ""];
      const cell = field(line, "amount"), taxCell = field(line, "item_tax");
      if (cell.readOnly && amount !== null) cell.value = amount;
      if (taxCell.readOnly) taxCell.value = tax;
    });
  };

  // ── Typing ───────────────────────────────────────────────────────────────────────────────────────────
  const number = (typed) => {
    let plain = typed.normalize("NFKC").replace(/[,¥\\円\s]/g, "").replace(/[▲△−ー]/g, "-");
    if (/^\(.*\)$/.test(plain)) plain = `-${plain.slice(1, -1)}`;
    const found = /^(-?)(\d+)(\.\d+)?$/.exec(plain);
    return found ? found[1] + found[2].replace(/\B(?=(\d{3})+$)/g, ",") + (found[3] ?? "") : plain;
  };
  const tidy = (cell) => {
    if (cell.matches("[data-number]") && !cell.readOnly) cell.value = number(cell.value);
  };

  let before = "";
  form.addEventListener("focusin", (event) => {
    before = event.target.type === "checkbox" ? event.target.checked : event.target.value;
  });
  form.addEventListener("focusout", (event) => {
    if (event.target.matches?.("[data-number]")) tidy(event.target);
  });
  form.addEventListener("input", (event) => {
    const line = event.target.closest("[data-line]");
    if (line) settle(line);
  });

  const caret = (cell) => {
    if (cell.matches("select") || cell.type === "checkbox") return { start: true, end: true };
    const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    return {
      start: whole || (cell.selectionStart === 0 && cell.selectionEnd === 0),
      end: whole || (cell.selectionStart === cell.value.length && cell.selectionEnd === cell.value.length),
    };
  };

  body.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches("[data-cell]") || event.isComposing) return;
    const { line, row, column } = place(cell);
    const take = (change) => { event.preventDefault(); change(); };
    if (event.altKey && event.key === "Insert") return take(() => { insertBefore(line); goTo(row, column); entered(); });
    if (event.altKey && event.key === "Delete") return take(() => { remove(line); goTo(Math.min(row, lines().length - 1), column); entered(); });
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "d") {
      return take(() => { if (row > 0) { put(cell, shown(at(row - 1, column))); settle(line); entered(); } });
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    switch (event.key) {
      case "Enter":
        return take(() => {
          if (!event.shiftKey && row === lines().length - 1) { insertBefore(null, line); }
          goTo(row + (event.shiftKey ? -1 : 1), column);
        });
      case "ArrowUp":
        if (!cell.matches("select")) take(() => goTo(row - 1, column));
        return;
      case "ArrowDown":
        if (!cell.matches("select")) take(() => goTo(row + 1, column));
        return;
      case "ArrowLeft":
        if (caret(cell).start && column > 0) take(() => goTo(row, column - 1));
        return;
      case "ArrowRight":
        if (caret(cell).end && column < cells(line).length - 1) take(() => goTo(row, column + 1));
        return;
      case "Escape":
        return take(() => {
          if (cell.type === "checkbox") cell.checked = before;
          else if (!cell.readOnly) cell.value = before;
          settle(line);
          cell.select?.();
          entered();
        });
      default:
    }
  });

  // ── A block from a spreadsheet: cells apart by tabs, lines by newlines, quoted where they hold either ──
  const parse = (text) => {
    const rows = [[]];
    let value = "", quoted = false;
    for (let i = 0; i < text.length; i += 1) {
      const c = text[i];
      if (quoted) {
        if (c === '"' && text[i + 1] === '"') { value += '"'; i += 1; }
        else if (c === '"') quoted = false;
        else value += c;
      } else if (c === '"' && value === "") quoted = true;
      else if (c === "\t") { rows.at(-1).push(value); value = ""; }
      else if (c === "\n") { rows.at(-1).push(value); value = ""; rows.push([]); }
      else value += c;
    }
    rows.at(-1).push(value);
    if (rows.at(-1).length === 1 && rows.at(-1)[0] === "") rows.pop();
    return rows;
  };
  const shown = (cell) => (cell.type === "checkbox" ? (cell.checked ? "1" : "") : cell.value);
  const put = (cell, given) => {
    const text = given.replace(/\s*\n\s*/g, " ").trim();
    if (cell.type === "checkbox") cell.checked = text !== "" && text !== "0";
    else if (cell.matches("select")) {
      const wanted = text.normalize("NFKC").replace(/\s|%/g, "");
      const fits = (option) => option.value === text || option.text.normalize("NFKC").replace(/\s|%/g, "") === wanted;
      const option = [...cell.options].find(fits);
      if (option && text !== "") cell.value = option.value;
    } else if (!cell.readOnly) {
      cell.value = text.slice(0, cell.maxLength > 0 ? cell.maxLength : undefined);
      tidy(cell);
    }
  };
  body.addEventListener("paste", (event) => {
    const cell = event.target.closest("[data-cell]");
    const text = event.clipboardData?.getData("text/plain").replace(/\r\n?/g, "\n") ?? "";
    if (!cell || !/[\t\n]/.test(text.replace(/\n$/, ""))) return;
    event.preventDefault();
    const { row, column } = place(cell);
    const block = parse(text);
    while (lines().length < Math.min(row + block.length + 1, MOST)) body.append(blankLike(body.lastElementChild));
    renumber();
    block.forEach((values, down) => {
      const line = lines()[row + down];
      if (!line) return;
      const targets = cells(line);
      values.forEach((value, across) => { if (targets[column + across]) put(targets[column + across], value); });
      settle(line);
    });
    cell.select?.();
    entered();
  });

  // ── Buttons of a line ────────────────────────────────────────────────────────────────────────────────
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-op]");
    if (!button) return;
    event.preventDefault();
    const line = button.closest("tr");
    switch (button.dataset.op) {
      case "add":
        for (let n = 0; n < 5; n += 1) insertBefore(null, body.lastElementChild);
        goTo(lines().length - 5, 3);
        break;
      case "insert": insertBefore(line); break;
      case "remove": remove(line); break;
      case "up": if (line.previousElementSibling) { line.previousElementSibling.before(line); renumber(); button.focus(); } break;
      case "down": if (line.nextElementSibling) { line.nextElementSibling.after(line); renumber(); button.focus(); } break;
      default:
    }
    entered();
  });
  const leaveOut = () => grid.querySelectorAll("button[data-op]").forEach((button) => { button.tabIndex = -1; });
  leaveOut();

  // ── Saving by itself: a button waits for what is on its way, so that a page never overtakes itself ────
  let busy = 0;
  let waiting = null;
  form.addEventListener("htmx:beforeRequest", (event) => { if (event.target === form) busy += 1; });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== form) return;
    busy -= 1;
    if (busy === 0 && waiting) {
      const button = waiting;
      waiting = null;
      setTimeout(() => form.requestSubmit(button));
    }
  });
  form.addEventListener("submit", (event) => {
    if (busy === 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = event.submitter;
  }, true);
  form.addEventListener("htmx:afterSwap", (event) => { if (event.target.id === "sums" || event.target === form) showWorkedOut(); });
  document.addEventListener("htmx:afterSettle", showWorkedOut);
  showWorkedOut();
})();
