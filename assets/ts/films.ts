// The moment that a film shows is taken over into the field beside it.

export function films(part: ParentNode): void {
  for (const form of part.querySelectorAll<HTMLFormElement>("form[data-moment]")) {
    const film = document.querySelector<HTMLVideoElement>(form.dataset["moment"] ?? "");
    const field = form.querySelector<HTMLInputElement>("input[name=at]");
    form.querySelector("[data-take-moment]")?.addEventListener("click", () => {
      if (!film || !field) return;
      film.pause();
      field.value = written(film.currentTime);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }
}

/** 0:07.5, as the server reads it. */
function written(seconds: number): string {
  const tenths = Math.floor(seconds * 10);
  const whole = Math.floor(tenths / 10);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}.${tenths % 10}`;
}
