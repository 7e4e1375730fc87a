// Everything works without this file; it makes some things quicker.
(() => {
  "use strict";

  const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const focused = document.activeElement;
    if (event.key === "/" && !typing(focused)) {
      const search = document.querySelector("[data-search]");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && focused.matches("[data-row]")) {
      const rows = [...document.querySelectorAll("[data-row]")];
      const next = rows[rows.indexOf(focused) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) {
        event.preventDefault();
        next.focus();
      }
    }
  });

  // One box chooses every invoice of the page.
  document.addEventListener("change", (event) => {
    const all = document.querySelector("[data-choose-all]");
    const each = [...document.querySelectorAll("[data-choose]")];
    if (event.target === all) {
      each.forEach((box) => { box.checked = all.checked; });
    } else if (all && each.includes(event.target)) {
      all.checked = each.every((box) => box.checked);
      all.indeterminate = !all.checked && each.some((box) => box.checked);
    }
  });

  // Filters that are empty have no place in the address.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") return;
    for (const [name, value] of Object.entries(event.detail.parameters)) {
      if (value === "") delete event.detail.parameters[name];
    }
  });

  // How many characters are left, counted as the server counts them.
  const count = (field) => {
    const shown = document.getElementById(field.dataset.counter);
    const length = [...field.value.trim()].length;
    shown.textContent = shown.dataset.text.replace("{count}", String(Number(field.maxLength) - length));
  };
  document.addEventListener("input", (event) => {
    if (event.target.dataset.counter) count(event.target);
  });
  document.querySelectorAll("[data-counter]").forEach(count);

  // On a narrow screen the tabs run on to the side: show the one that is open.
  const showTab = () => document.querySelector(".tab[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  showTab();
  document.addEventListener("htmx:afterSettle", showTab);

  // A change is sent once, however often the button is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    // What is only downloaded leaves the page as it is, to be asked for again.
    if (form.method !== "post" || event.submitter?.hasAttribute("data-download")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });
})();
