// The answer comes into the page it was asked on: browsers do not show an answer to a POST again when one goes back.
const ID = "cerita";

const show = (page) => {
  document.title = page.title;
  document.querySelector("main").replaceWith(page.querySelector("main"));
  const place = document.querySelector("[data-focus]") ?? document.querySelector("#hasil h2");
  if (!place) return;
  if (!place.matches("[data-focus]")) place.tabIndex = -1;
  place.focus();
  place.scrollIntoView();
};

const solve = async (form, button) => {
  const body = new FormData(form, button);
  form.setAttribute("aria-busy", "true");
  const answer = await fetch(form.action, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.querySelector("main") || !page.getElementById(ID)) throw new Error(answer.status);
  show(page);
  // As browsers keep what stands in a form: with this tab, for the way back.
  history.replaceState({ [ID]: [...new FormData(document.getElementById(ID))] }, "");
};

let asIs = false;
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.id !== ID || asIs) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy")) return;
  try {
    await solve(form, event.submitter);
  } catch {
    form.removeAttribute("aria-busy");
    asIs = true; // the browser says what is wrong with the network, or shows what came
    form.requestSubmit(event.submitter);
    asIs = false;
  }
});

const before = history.state?.[ID];
const form = document.getElementById(ID);
if (before && form && !document.getElementById("hasil")) {
  for (const [name, value] of before) if (form.elements[name]) form.elements[name].value = value;
  form.requestSubmit();
}
