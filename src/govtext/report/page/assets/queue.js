// Sorts and filters the queue. The page is whole without it: the form is shown only where this runs.
"use strict";
for (const card of document.querySelectorAll(".queue")) {
  const form = card.querySelector(".filters");
  const list = card.querySelector(".waiting");
  const items = [...list.children];
  const count = form.querySelector("output");
  const age = (item) => (item.dataset.age === "" ? -1 : Number(item.dataset.age));
  const update = () => {
    const { intent, office, order, open } = form.elements;
    const sorted = order.value === "age" ? [...items].sort((a, b) => age(b) - age(a)) : items;
    let shown = 0;
    for (const item of sorted) {
      const fits =
        (!intent.value || item.dataset.intent === intent.value) &&
        (!office.value || item.dataset.office === office.value) &&
        (!open.checked || item.dataset.answered !== "yes");
      item.hidden = !fits;
      shown += fits ? 1 : 0;
      list.append(item);
    }
    count.textContent = shown ? `${shown} / ${items.length}` : count.dataset.none;
  };
  form.hidden = false;
  form.addEventListener("change", update);
  form.addEventListener("submit", (event) => event.preventDefault());
}
