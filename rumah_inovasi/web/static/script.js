// Nicer with JavaScript, complete without it: suggestions while one types, copying texts, and a menu that closes when one
// leaves it.
const WAIT = 150; // milliseconds without a key before suggestions are asked for
const suggestFor = (box) => {
  const form = box.form;
  const list = document.createElement("ul");
  Object.assign(list, { id: `${box.id}-saran`, role: "listbox", ariaLabel: box.dataset.label, hidden: true, lang: "id" });
  const said = document.createElement("span");
  Object.assign(said, { className: "hidden", role: "status" });
  form.append(list, said);
  Object.assign(box, { role: "combobox", ariaAutoComplete: "list", ariaExpanded: "false" });
  box.setAttribute("aria-controls", list.id);
  let active = -1;
  let timer;
  let asked = new AbortController();
  const mark = (place) => {
    active = place;
    [...list.children].forEach((item, position) => (item.ariaSelected = String(position === active)));
    if (active < 0) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  };
  const show = (texts) => {
    const items = texts.map((text, position) =>
      Object.assign(document.createElement("li"), { id: `${list.id}-${position}`, role: "option", textContent: text }),
    );
    list.replaceChildren(...items);
    list.hidden = !items.length;
    box.ariaExpanded = String(!list.hidden);
    said.textContent = items.length ? box.dataset.said : "";
    mark(-1);
  };
  const close = () => {
    clearTimeout(timer);
    asked.abort();
    show([]);
  };
  const choose = (item) => {
    box.value = item.textContent;
    close();
    form.requestSubmit();
  };
  const ask = async () => {
    asked.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(box.value)}`, { signal: asked.signal });
      if (answer.ok) show((await answer.json())[1]);
    } catch {
      // Left alone, or without a network: the box works as it is.
    }
  };
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (list.hidden) return;
    if (step) mark(((active + 1 + step + list.children.length + 1) % (list.children.length + 1)) - 1);
    else if (event.key === "Enter" && active >= 0) choose(list.children[active]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  box.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => event.target.closest("li") && choose(event.target.closest("li")));
};
document.querySelectorAll("input[data-suggest]").forEach(suggestFor);
// Where the style sheet cannot hold the panel of filters open in a wide window, it is opened once.
const panel = document.querySelector(".panel");
if (panel && !CSS.supports("selector(::details-content)") && matchMedia("(min-width: 60rem)").matches) panel.open = true;
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy).textContent.trim();
    const status = button.nextElementSibling;
    try {
      await navigator.clipboard.writeText(text);
      status.textContent = button.dataset.done;
    } catch {
      status.textContent = button.dataset.failed;
    }
  });
}
const menu = document.querySelector(".menu.narrow details");
if (menu) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
// A table that is wider than its place is moved by keyboard too, also in browsers that do not let one reach it by themselves.
const tables = document.querySelectorAll(".prose table, .sheet table");
const reach = () => {
  for (const table of tables) {
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
    else table.removeAttribute("tabindex");
  }
};
if (tables.length) {
  reach();
  addEventListener("resize", reach);
}
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
