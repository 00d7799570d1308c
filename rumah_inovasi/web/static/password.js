// A new password can be looked at while it is typed; it is hidden again before it is sent.
for (const box of document.querySelectorAll("input[data-show]")) {
  const button = document.createElement("button");
  const say = () => (button.textContent = box.type === "password" ? box.dataset.show : box.dataset.hide);
  Object.assign(button, { type: "button", className: "link" });
  button.setAttribute("aria-controls", box.id);
  button.addEventListener("click", () => {
    box.type = box.type === "password" ? "text" : "password";
    say();
  });
  box.form.addEventListener("submit", () => (box.type = "password"));
  say();
  box.after(button);
}
