// Searching and copying in the documentation; all of it can be read without this file.
(() => {
  "use strict";

  const MOST = 30;

  // As people type: full width or half, capital or small.
  const plain = (text) => text.normalize("NFKC").toLowerCase();

  const searching = (box) => {
    const field = box.querySelector("input");
    const found = box.querySelector(".docs-found");
    const source = new URL(box.dataset.docsSearch, document.baseURI);
    let entries = null;

    const load = async () => {
      const answer = await fetch(source);
      const read = await answer.json();
      entries = read.map((entry) => ({ ...entry, all: plain(`${entry.title} ${entry.page} ${entry.words}`), head: plain(entry.title) }));
    };

    const shown = (entry) => {
      const link = document.createElement("a");
      link.href = new URL(entry.href, source).href;
      const title = document.createElement("strong");
      title.textContent = entry.title;
      const about = document.createElement("span");
      about.className = "fine";
      about.textContent = [entry.page, entry.words].filter(Boolean).join(" – ");
      link.append(title, about);
      return link;
    };

    const search = async () => {
      const words = plain(field.value).split(/\s+/).filter(Boolean);
      if (words.length === 0) {
        found.hidden = true;
        return;
      }
      if (entries === null) await load();
      const fit = entries.filter((entry) => words.every((word) => entry.all.includes(word)));
      // What bears the words in its title comes first.
      fit.sort((one, other) => words.every((word) => other.head.includes(word)) - words.every((word) => one.head.includes(word)));
      const nothing = document.createElement("p");
      nothing.textContent = box.dataset.none;
      found.replaceChildren(...(fit.length ? fit.slice(0, MOST).map(shown) : [nothing]));
      found.hidden = false;
    };

    field.addEventListener("input", search);
    field.addEventListener("focus", search);
    box.addEventListener("keydown", (event) => {
      const links = [...found.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      if (event.key === "Escape") {
        found.hidden = true;
        field.focus();
      } else if (event.key === "ArrowDown" && links.length) {
        event.preventDefault();
        links[Math.min(at + 1, links.length - 1)].focus();
      } else if (event.key === "ArrowUp" && at >= 0) {
        event.preventDefault();
        (at === 0 ? field : links[at - 1]).focus();
      } else if (event.key === "Enter" && document.activeElement === field && links.length && !event.isComposing) {
        links[0].click();
      }
    });
    document.addEventListener("click", (event) => {
      if (!box.contains(event.target)) found.hidden = true;
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (document.activeElement.matches("input, textarea, select")) return;
      event.preventDefault();
      field.focus();
    });
    box.hidden = false;
  };
  document.querySelectorAll("[data-docs-search]").forEach(searching);

  // Copying needs a secure place; elsewhere there is no button.
  if (navigator.clipboard) {
    const [label, done] = document.documentElement.lang === "ja" ? ["コピー", "コピーしました"] : ["Copy", "Copied"];
    document.querySelectorAll(".code-frame:not(:has([data-language=text]))").forEach((frame) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "code-copy";
      button.textContent = label;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(frame.querySelector("code").textContent);
        button.textContent = done;
        setTimeout(() => { button.textContent = label; }, 1500);
      });
      frame.append(button);
    });
  }
})();
