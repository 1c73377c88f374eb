// Sorts and filters the queue. The page is whole without it: the form is shown only where this runs.
"use strict";
for (const card of document.querySelectorAll(".queue")) {
  const form = card.querySelector(".filters");
  const [first, more] = card.querySelectorAll(".waiting");
  const items = [...card.querySelectorAll(".waiting > li")];
  const count = form.querySelector("output");
  const age = (item) => (item.dataset.age === "" ? -1 : Number(item.dataset.age));
  const update = () => {
    const { intent, office, order, open } = form.elements;
    const sorted = order.value === "age" ? [...items].sort((a, b) => age(b) - age(a)) : items;
    let shown = 0;
    for (const item of sorted) {
      item.hidden =
        (intent.value && item.dataset.intent !== intent.value) ||
        (office.value && item.dataset.office !== office.value) ||
        (open.checked && item.dataset.answered === "yes");
      (more && shown >= Number(form.dataset.first) ? more : first).append(item);
      shown += item.hidden ? 0 : 1;
    }
    if (more) more.parentElement.hidden = shown <= Number(form.dataset.first);
    count.textContent = shown ? `${shown} / ${items.length}` : count.dataset.none;
  };
  form.hidden = false;
  form.addEventListener("change", update);
  form.addEventListener("submit", (event) => event.preventDefault());
}
