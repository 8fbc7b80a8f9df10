// Who else has this page open, while somebody looks at it: <p data-here="/address/" aria-live="polite">.
// Every twenty seconds the server is told that we are here and answers who else is; a page that is hidden says nothing,
// and one that is left says so, so that nobody waits for somebody who has gone.

const EVERY_MS = 20_000;

export function presence(part: ParentNode): void {
  for (const line of part.querySelectorAll<HTMLElement>("[data-here]")) if (!("asks" in line.dataset)) keep(line);
}

function keep(line: HTMLElement): void {
  line.dataset["asks"] = "";
  const address = line.dataset["here"] ?? "";
  const said = (): FormData => {
    const all = new FormData();
    all.set("csrfmiddlewaretoken", document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "");
    return all;
  };
  const ask = async (): Promise<void> => {
    if (document.hidden || !line.isConnected) return;
    try {
      const answer = await fetch(address, { method: "POST", body: said(), redirect: "error" });
      const told = answer.ok ? (await answer.text()).trim() : "";
      if (answer.ok && line.innerHTML !== told) line.innerHTML = told;
    } catch {
      // without a connection nobody knows who is here; the line stays as it was
    }
  };
  void ask();
  window.setInterval(() => void ask(), EVERY_MS);
  document.addEventListener("visibilitychange", () => void ask());
  window.addEventListener("pagehide", () => {
    const gone = said();
    gone.set("gone", "1");
    navigator.sendBeacon(address, gone);
  });
}
