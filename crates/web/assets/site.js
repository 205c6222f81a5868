// What a page does better with script; nothing here is needed.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelector("[data-first]")?.focus();
});
// A form that is on its way is not sent twice; coming back by the browser's own button opens it again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
// The menu of a phone closes when one looks elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelector("details.menu[open]")?.removeAttribute("open");
});
