// Words for what scripts say, in the language of the page; the server puts them into <template id="words">.

export function word(name: string): string {
  return document.getElementById("words")?.dataset[name] ?? "";
}

/** The one polite live region of the page says the sentence. */
export function say(sentence: string): void {
  const region = document.getElementById("said");
  if (!region || !sentence) return;
  region.textContent = "";
  window.setTimeout(() => {
    region.textContent = sentence;
  }, 50);
}
