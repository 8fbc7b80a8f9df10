// A picture that was chosen is shown at once, below its field; the server decides about it later.

export function previews(): void {
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || field.type !== "file") return;
    const place = document.querySelector<HTMLElement>(`[data-preview-of="${CSS.escape(field.id)}"]`);
    if (place) show(field.files, place);
  });
}

function show(files: FileList | null, place: HTMLElement): void {
  place.replaceChildren();
  place.hidden = true;
  for (const file of files ?? []) {
    if (!file.type.startsWith("image/")) continue;
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      const picture = document.createElement("img");
      picture.src = String(reader.result);
      picture.alt = file.name;
      place.append(picture);
      place.hidden = false;
    });
    reader.readAsDataURL(file);
  }
}
