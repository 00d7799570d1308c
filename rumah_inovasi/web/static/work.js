// Nicer with JavaScript, complete without it: the focus on errors, and drafts that are saved every while.
const EVERY = 20000;
const PATIENCE = 15000;
const PAUSE = 700;
const COPIES = "draf-";
const forget = (key) => {
  try {
    localStorage.removeItem(key);
  } catch {
    // No storage, no copy.
  }
};
document.querySelector("[data-focus]")?.focus();
for (const place of document.querySelectorAll("[data-drop]")) {
  place.addEventListener(place.matches("form") ? "submit" : "click", () => forget(place.dataset.drop));
}
// Whoever uses this computer next finds nothing.
document.querySelector('form[action="/keluar"]')?.addEventListener("submit", () => {
  try {
    Object.keys(localStorage).filter((key) => key.startsWith(COPIES)).forEach(forget);
  } catch {
    // As above.
  }
});
const later = (deed) => {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(deed, PAUSE);
  };
};

const countWords = (area, form) => {
  const ask = async () => {
    const body = new FormData();
    body.append("csrf_token", form.elements.csrf_token.value);
    body.append("teks", area.value);
    try {
      const answer = await fetch(form.dataset.count, { method: "POST", body });
      if (answer.ok) document.getElementById(area.dataset.words).firstElementChild.textContent = (await answer.json()).teks;
    } catch {
      // Without a network the number waits for the next saving.
    }
  };
  area.addEventListener("input", later(ask));
};

const keepSaving = (form) => {
  const said = form.dataset;
  const status = form.querySelector("[data-status]");
  const began = performance.now();
  const fields = () => [...new FormData(form)].filter(([name]) => name !== "csrf_token" && name !== "version");
  const shot = () => JSON.stringify(fields());
  const say = (text) => {
    if (status.textContent !== text) status.textContent = text;
  };
  // The server's clock, in its whole seconds; that of this computer may be anything.
  const now = () => Math.floor((Date.parse(said.now) + performance.now() - began) / 1000);
  let kept = shot();
  let saving = null;
  let stopped = false;
  let leaving = false;
  const isKept = () => shot() === kept;
  const copy = () => {
    if (isKept()) return forget(said.draft);
    try {
      localStorage.setItem(said.draft, JSON.stringify({ at: now(), fields: fields() }));
    } catch {
      // Full or forbidden: then there is no copy.
    }
  };
  const stop = (text) => {
    stopped = true;
    copy();
    say(text);
  };
  const send = async () => {
    const sent = shot();
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.ok && !answer.redirected) {
        const told = await answer.json();
        form.elements.version.value = told.version;
        kept = sent;
        copy();
        say(isKept() ? `${said.saidSaved} ${told.saved_at}` : said.saidUnsaved);
      } else if (answer.redirected || answer.status === 401) stop(said.saidEnded);
      else if (answer.status === 409) stop(said.saidClash);
      else if (answer.status < 500) stop(said.saidRefused);
      else say(said.saidOffline);
    } catch {
      say(said.saidOffline);
    }
  };
  const save = async () => {
    if (saving || stopped || leaving || isKept()) return;
    saving = send();
    await saving;
    saving = null;
  };
  const noteCopy = later(copy);
  form.addEventListener("input", () => {
    if (!stopped) say(isKept() ? "" : said.saidUnsaved);
    noteCopy();
  });
  form.addEventListener("submit", async (event) => {
    if (saving) {
      // Two savings at once would look like two people.
      event.preventDefault();
      await saving;
      form.requestSubmit(event.submitter);
      return;
    }
    copy();
    leaving = true;
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false;
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving && !isKept()) event.preventDefault();
  });
  setInterval(save, EVERY);
  offerCopy(form, now, () => form.dispatchEvent(new Event("input")));
  form.querySelectorAll("[data-words]").forEach((area) => countWords(area, form));
};

const offerCopy = (form, now, told) => {
  const said = form.dataset;
  let copy = null;
  try {
    copy = JSON.parse(localStorage.getItem(said.draft));
  } catch {
    // None that can be read.
  }
  if (!copy || copy.at <= Date.parse(said.savedAt) / 1000) return forget(said.draft);
  const offer = document.createElement("p");
  offer.className = "notice";
  offer.setAttribute("role", "status");
  const button = (text, deed) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "second";
    made.textContent = text;
    made.addEventListener("click", () => {
      deed();
      offer.remove();
    });
    return made;
  };
  offer.append(
    `${said.saidCopy} `,
    button(said.saidTake, () => {
      take(form, copy.fields);
      told();
    }),
    " ",
    button(said.saidDrop, () => forget(said.draft)),
  );
  form.before(offer);
};

const take = (form, fields) => {
  const homeless = [];
  for (const box of form.querySelectorAll('input[type="checkbox"]')) box.checked = false;
  for (const [name, value] of fields) {
    const places = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]:not([type="hidden"])`)];
    for (const place of places) {
      if (place.type === "checkbox") place.checked ||= place.value === value;
      else place.value = value;
    }
    if (!places.length && name !== "mode" && value) homeless.push(value);
  }
  // Typed in the other mode, or in a row that is not there now: kept at the end of the text.
  if (homeless.length) [...form.querySelectorAll("[data-words]")].at(-1).value += `\n\n${homeless.join("\n\n")}`;
};

const draft = document.querySelector("form[data-draft]");
if (draft) keepSaving(draft);
