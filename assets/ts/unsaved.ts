// What somebody wrote and no server has kept yet, remembered in this tab: a reload, a crash of the browser or a tab that is
// opened again shows it again. It leaves with the tab, with signing out, and as soon as the server has it.
//
// The difficult thing: the text may have arrived although its answer did not, and somebody else may have written since. So
// what comes back keeps the version that it was based on: what is the same is dropped, and what is not meets the server as
// any other saving does, which puts both texts beside each other.

const PREFIX = "unsaved:";
const LEFT_OUT = new Set(["csrfmiddlewaretoken", "based_on"]);

interface Remembered {
  basedOn: string;
  /** Whether a press has sent it: then a newer version is the answer to it. */
  sent: boolean;
  said: [string, string][];
}

/** Note what stands in the form. */
export function remember(form: HTMLFormElement, sent = false): void {
  const kept: Remembered = { basedOn: basedOn(form)?.value ?? "", sent, said: said(form) };
  try {
    sessionStorage.setItem(key(form), JSON.stringify(kept));
  } catch {
    // Full, or forbidden: what the server keeps every two seconds is enough.
  }
}

/** The server has it. */
export function forget(form: HTMLFormElement): void {
  sessionStorage.removeItem(key(form));
}

/** Put back what was not kept, and return whether there was something. */
export function putBack(form: HTMLFormElement): boolean {
  const kept = found(form);
  const now = basedOn(form);
  if (!kept || same(kept.said, said(form)) || (kept.sent && kept.basedOn !== now?.value)) {
    forget(form);
    return false;
  }
  if (now) now.value = kept.basedOn;
  const values = new Map(kept.said);
  for (const field of fields(form)) {
    if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")) {
      field.checked = kept.said.some(([name, value]) => name === field.name && value === field.value);
    } else if (values.has(field.name)) {
      field.value = values.get(field.name) ?? "";
    }
  }
  return true;
}

/** Whoever signs out leaves nothing behind. */
export function forgetAll(): void {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
}

function found(form: HTMLFormElement): Remembered | null {
  try {
    return JSON.parse(sessionStorage.getItem(key(form)) ?? "null") as Remembered | null;
  } catch {
    return null;
  }
}

function key(form: HTMLFormElement): string {
  return `${PREFIX}${form.dataset["autosaveBy"] ?? ""}:${form.dataset["autosave"] ?? ""}`;
}

function basedOn(form: HTMLFormElement): HTMLInputElement | null {
  return form.querySelector<HTMLInputElement>("input[type=hidden][data-based-on]");
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What people write, whichever tab is open: texts of the others stand in hidden fields. */
function fields(form: HTMLFormElement): Field[] {
  return [...form.elements].filter((element): element is Field => {
    if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return element.name !== "";
    if (!(element instanceof HTMLInputElement) || !element.name || LEFT_OUT.has(element.name)) return false;
    if (element.type === "hidden") return element.name === "text" || element.name.startsWith("own_");
    return !["file", "submit", "button", "image", "reset"].includes(element.type);
  });
}

function said(form: HTMLFormElement): [string, string][] {
  return fields(form)
    .filter((field) => !(field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type)) || (field as HTMLInputElement).checked)
    .map((field) => [field.name, field.value]);
}

/** Whether both say the same, but for spaces, which the server tidies. */
function same(one: [string, string][], other: [string, string][]): boolean {
  const plain = (all: [string, string][]): string =>
    JSON.stringify(all.map(([name, value]) => [name, value.replace(/\s+/g, " ").trim()]).sort());
  return plain(one) === plain(other);
}
