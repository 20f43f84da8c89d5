// Makes the editor of a selection quicker: entries are dragged, Alt with an arrow moves the one in focus, the page
// stays where it was. Every move is sent by the form and the buttons that work without this module.
const form = document.querySelector("[data-entries]");
const PLACE = "veche-editor-scroll";

function send(order) {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "do";
  field.value = order;
  form.append(field);
  keepPlace();
  form.submit();
}

function keepPlace() {
  sessionStorage.setItem(PLACE, `${location.pathname} ${window.scrollY}`);
}

function stay() {
  const [path, top] = (sessionStorage.getItem(PLACE) || "").split(" ");
  sessionStorage.removeItem(PLACE);
  if (path === location.pathname) requestAnimationFrame(() => window.scrollTo(0, Number(top)));
}

function unmark() {
  for (const one of document.querySelectorAll(".over, .under")) one.classList.remove("over", "under");
}

function below(event, entry) {
  const box = entry.getBoundingClientRect();
  return event.clientY > box.top + box.height / 2;
}

function drop(event, entry, dragged) {
  if (entry === dragged) return;
  if (!below(event, entry)) return send(`before:${dragged.dataset.record}:${entry.dataset.record}`);
  const next = entry.nextElementSibling;
  if (next === dragged) return;
  if (next) return send(`before:${dragged.dataset.record}:${next.dataset.record}`);
  send(`after:${dragged.dataset.record}:${entry.dataset.record}`);
}

if (form) {
  let dragged = null;
  stay();
  form.addEventListener("submit", keepPlace);
  for (const entry of form.querySelectorAll(".entry:has(.steps)")) {
    entry.draggable = true;
    entry.classList.add("grip");
    entry.addEventListener("dragstart", (event) => {
      dragged = entry;
      entry.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", entry.dataset.record);
    });
    entry.addEventListener("dragend", () => {
      entry.classList.remove("dragged");
      unmark();
      dragged = null;
    });
    entry.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      unmark();
      entry.classList.add(below(event, entry) ? "under" : "over");
    });
    entry.addEventListener("drop", (event) => {
      event.preventDefault();
      if (dragged) drop(event, entry, dragged);
    });
  }
  for (const part of document.querySelectorAll("[data-into]")) {
    part.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      unmark();
      part.classList.add("over");
    });
    part.addEventListener("drop", (event) => {
      event.preventDefault();
      if (dragged) send(`into:${dragged.dataset.record}:${part.dataset.into}`);
    });
  }
  form.addEventListener("keydown", (event) => {
    const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    const entry = event.altKey && way && event.target.closest(".entry");
    const button = entry && entry.querySelector(`button[value^="${way}:"]`);
    if (!button) return;
    event.preventDefault();
    keepPlace();
    button.click();
  });
}
