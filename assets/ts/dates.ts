// The picker beside a typed date: it writes what one would have typed, so that there is one field and one rule.

export function dates(): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-pick]") : null;
    const picker = button ? pickerOf(button.dataset["pick"] ?? "") : null;
    if (!picker) return;
    picker.hidden = false;
    picker.showPicker();
  });
  document.addEventListener("change", (event) => {
    const picker = event.target;
    if (!(picker instanceof HTMLInputElement) || !picker.dataset["pickerFor"]) return;
    const field = document.getElementById(picker.dataset["pickerFor"]);
    if (!(field instanceof HTMLInputElement)) return;
    field.value = typed(picker.value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function pickerOf(id: string): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>(`[data-picker-for="${CSS.escape(id)}"]`);
}

/** Return "12.6.2026 14:00" for "2026-06-12T14:00". */
export function typed(value: string): string {
  const [day = "", time = ""] = value.split("T");
  const [year, month, date] = day.split("-").map(Number);
  if (!year) return "";
  const [hour = "", minute = ""] = time.split(":");
  return `${date}.${month}.${year}${time ? ` ${Number(hour)}:${minute}` : ""}`;
}
