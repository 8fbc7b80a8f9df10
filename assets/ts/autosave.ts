// Drafts are kept at the server while one writes: <form data-autosave="/address/" data-autosave-said="#saved">.
// The server answers with the sentence that says when it saved ("saved at 10:14"), or with 422 and what has to be mended
// first, or with 409 and what somebody else changed meanwhile; then nothing is overwritten, and saving by itself ends
// until the page is loaded again.
//
// The difficult thing: a version is based on the one before. Whoever presses a button while a saving is on its way
// would collide with themselves; so the press waits until the answer has told what it is based on now.
//
// Whoever turns away from the page (another tab, another app, the end) leaves nothing behind: what is not kept yet is sent
// at once, so that it arrives also where nobody is left to read the answer.

import { forget, forgetAll, putBack, remember } from "./unsaved";
import { say, word } from "./words";

const QUIET_MS = 2000;
const AGAIN_MS = 10_000;
/** What a browser sends on for a page that has ended, by the Fetch standard: 64 KiB. */
const MOST_AFTERWARDS = 60_000;
const SIGN_OUT = "/sign-out/";

export function autosave(part: ParentNode): void {
  for (const form of part.querySelectorAll<HTMLFormElement>("form[data-autosave]")) keep(form);
  if (part === document) document.addEventListener("submit", leave);
}

function leave(event: SubmitEvent): void {
  if (event.target instanceof HTMLFormElement && event.target.action.endsWith(SIGN_OUT)) forgetAll();
}

function keep(form: HTMLFormElement): void {
  const said = document.querySelector<HTMLElement>(form.dataset["autosaveSaid"] ?? "#saved");
  let timer = 0;
  let saving = false;
  let changed = false;
  let stopped = false;
  let unsaved = "unsaved" in form.dataset; // until something on the page is mended
  let pressed: { button: HTMLElement | null } | null = null;

  const later = (wait: number): void => {
    window.clearTimeout(timer);
    if (!stopped) timer = window.setTimeout(() => void save(), wait);
  };

  const save = async (leaving = false): Promise<void> => {
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
        keepalive: leaving && size(form) <= MOST_AFTERWARDS,
      });
      if (!answer.ok && answer.status !== 409 && answer.status !== 422) throw new Error(String(answer.status));
      stopped = answer.status === 409;
      unsaved = answer.status === 422;
      tell(await answer.text());
      if (answer.ok && !changed) forget(form);
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
      } else if (changed && document.hidden && wait === QUIET_MS) void save(true);
      else if (changed) later(wait);
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
    remember(form, true);
    if (!saving) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    pressed = { button: event.submitter };
  });
  form.addEventListener("input", () => {
    changed = true;
    remember(form);
    later(QUIET_MS);
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden || !changed || !form.isConnected) return;
    window.clearTimeout(timer);
    void save(true);
  });
  if (putBack(form)) {
    changed = true;
    const note = document.querySelector<HTMLElement>("[data-put-back]");
    if (note) note.hidden = false;
    note?.querySelector("[data-discard]")?.addEventListener("click", () => {
      forget(form);
      form.dataset["sent"] = "";
      window.location.reload();
    });
  }
  window.addEventListener("beforeunload", (event) => {
    if ((changed || unsaved) && !("sent" in form.dataset)) event.preventDefault();
  });
}

/** Return how many bytes the form says, at most. */
function size(form: HTMLFormElement): number {
  let bytes = 0;
  for (const [name, value] of words(form)) bytes += 200 + name.length + new Blob([String(value)]).size;
  return bytes;
}

/** Return what the form says, without files: those go with a press on their button, not every two seconds. */
function words(form: HTMLFormElement): FormData {
  const all = new FormData(form);
  for (const [name, value] of [...all]) if (value instanceof File) all.delete(name);
  return all;
}
