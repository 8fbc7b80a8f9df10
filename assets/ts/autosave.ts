// Drafts are kept at the server while one writes: <form data-autosave="/address/" data-autosave-said="#saved">.
// The server answers with the sentence that says when it saved ("saved at 10:14"), or with 422 and what has to be mended
// first, or with 409 and what somebody else changed meanwhile; then nothing is overwritten, and saving by itself ends
// until the page is loaded again.
//
// The difficult thing: a version is based on the one before. Whoever presses a button while a saving is on its way
// would collide with themselves; so the press waits until the answer has told what it is based on now.

import { say, word } from "./words";

const QUIET_MS = 2000;
const AGAIN_MS = 10_000;

export function autosave(part: ParentNode): void {
  for (const form of part.querySelectorAll<HTMLFormElement>("form[data-autosave]")) keep(form);
}

function keep(form: HTMLFormElement): void {
  const said = document.querySelector<HTMLElement>(form.dataset["autosaveSaid"] ?? "#saved");
  let timer = 0;
  let saving = false;
  let changed = false;
  let stopped = false;
  let unsaved = false; // until something on the page is mended
  let pressed: { button: HTMLElement | null } | null = null;

  const later = (wait: number): void => {
    window.clearTimeout(timer);
    if (!stopped) timer = window.setTimeout(() => void save(), wait);
  };

  const save = async (): Promise<void> => {
    if (saving || stopped || "sent" in form.dataset) return;
    saving = true;
    changed = false;
    let wait = QUIET_MS;
    try {
      const answer = await fetch(form.dataset["autosave"] ?? form.action, {
        method: "POST",
        body: words(form),
        headers: { "X-Autosave": "1" },
        redirect: "error",
      });
      if (!answer.ok && answer.status !== 409 && answer.status !== 422) throw new Error(String(answer.status));
      stopped = answer.status === 409;
      unsaved = answer.status === 422;
      tell(await answer.text());
    } catch {
      changed = true;
      wait = AGAIN_MS;
      if (said) said.textContent = word("notSaved");
      say(word("notSaved"));
    } finally {
      saving = false;
      if (pressed) {
        const { button } = pressed;
        pressed = null;
        form.requestSubmit(button);
      } else if (changed) later(wait);
    }
  };

  const tell = (sentence: string): void => {
    if (said && sentence) said.innerHTML = sentence;
    for (const field of form.querySelectorAll<HTMLInputElement>("input[type=hidden][data-based-on]")) {
      const fresh = said?.querySelector<HTMLElement>("[data-based-on]")?.dataset["basedOn"];
      if (fresh) field.value = fresh;
    }
  };

  form.addEventListener("submit", (event) => {
    window.clearTimeout(timer);
    if (!saving) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    pressed = { button: event.submitter };
  });
  form.addEventListener("input", () => {
    changed = true;
    later(QUIET_MS);
  });
  window.addEventListener("beforeunload", (event) => {
    if ((changed || unsaved) && !("sent" in form.dataset)) event.preventDefault();
  });
}

/** Return what the form says, without files: those go with a press on their button, not every two seconds. */
function words(form: HTMLFormElement): FormData {
  const all = new FormData(form);
  for (const [name, value] of [...all]) if (value instanceof File) all.delete(name);
  return all;
}
