// The row of places on a phone begins where one is: the current place is brought into view, the page itself stays.

export function subtabs(): void {
  for (const row of document.querySelectorAll<HTMLElement>(".subtabs")) {
    const here = row.querySelector<HTMLElement>("[aria-current]");
    if (here === null) continue;
    const place = here.getBoundingClientRect();
    const seen = row.getBoundingClientRect();
    row.scrollLeft += place.left - seen.left - (seen.width - place.width) / 2;
  }
}
