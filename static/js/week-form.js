// The editor of the opening hours shows the days as rows that cannot be collapsed. A button copies the hours of Monday to
// the other working days. `pages.blocks.hours` names this class.

const WORKING_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"];

class WeekBlockDefinition extends window.wagtailStreamField.blocks.StructBlockDefinition {
  render(placeholder, prefix, initialState, initialError) {
    for (const day of this.childBlockDefs) day.collapsible = false;
    const week = super.render(placeholder, prefix, initialState, initialError);
    const form = document.getElementById(`${prefix}-week`);
    const status = form.querySelector("[data-copied]");
    form.querySelector("[data-copy]").addEventListener("click", () => {
      copyMonday(form, prefix);
      status.textContent = status.dataset.copied;
    });
    return week;
  }
}

function copyMonday(form, prefix) {
  const [monday, ...others] = WORKING_DAYS.map((day) => form.querySelectorAll(`[name^="${prefix}-${day}-"]`));
  for (const day of others) {
    monday.forEach((field, number) => {
      setValue(day[number], field.value);
    });
  }
}

function setValue(field, value) {
  if (field.value === value) return;
  field.value = value;
  for (const type of ["input", "change"]) {
    field.dispatchEvent(new Event(type, { bubbles: true }));
  }
}

window.telepath.register("pages.blocks.WeekBlock", WeekBlockDefinition);
