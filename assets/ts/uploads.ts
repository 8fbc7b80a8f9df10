// Pictures and videos that are chosen, dropped, pasted or taken come in by pieces, each with its progress; where the
// connection breaks they go on from the piece that was missing. Without scripts, and where no hash can be made, the form
// sends them. A film is never in memory as a whole: it is known by the hash of its pieces' hashes.

import { say } from "./words";

interface Told {
  at?: string;
  received?: number;
  piece?: number;
  picture?: number;
  video?: number;
  new?: boolean;
  refused?: string;
}

const PIECE = 512 * 1024;
const TRIES = 8;
const PAUSE_MS = 1500;
const LONGEST_PAUSE_MS = 20000;

export function uploads(part: ParentNode): void {
  for (const form of part.querySelectorAll<HTMLFormElement>("form[data-uploads]")) if (crypto.subtle) take(form);
}

function take(form: HTMLFormElement): void {
  const chosen = form.querySelector<HTMLInputElement>("input[type=file]:not([data-camera])");
  const room = form.closest("details");
  const queue: File[] = [];
  let busy = false;
  const add = (files: Iterable<File> | null | undefined): void => {
    queue.push(...(files ?? []));
    if (room && queue.length > 0) room.open = true;
    if (!busy && queue.length > 0) void run();
  };
  const run = async (): Promise<void> => {
    busy = true;
    const came: Told[] = [];
    for (let file = queue.shift(); file; file = queue.shift()) came.push(await one(form, file));
    busy = false;
    if (came.every((told) => number(told) && told.new)) show(form, came);
  };
  form.addEventListener("submit", (event) => {
    if (!chosen?.files?.length) return; // the server says what is missing
    event.preventDefault();
    add([...chosen.files]);
    chosen.value = "";
    chosen.dispatchEvent(new Event("change", { bubbles: true }));
  });
  form.querySelector("[data-camera]")?.addEventListener("change", (event) => {
    add((event.currentTarget as HTMLInputElement).files);
  });
  document.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    add(event.dataTransfer.files);
  });
  document.addEventListener("paste", (event) => add(event.clipboardData?.files));
}

/** One file, from its row on the page to the picture or the reason why there is none. */
async function one(form: HTMLFormElement, file: File): Promise<Told> {
  const row = new Row(form, file.name);
  const digest = form.dataset["byPieces"] === undefined ? await hash(await file.arrayBuffer()) : await fingerprint(file);
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      const told = await sent(form, file, digest, row);
      row.end(told);
      return told;
    } catch {
      row.say("again");
      await new Promise((later) => window.setTimeout(later, Math.min(PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS)));
    }
  }
  row.say("broken");
  return {};
}

/** Begin, or go on where it was, and send piece after piece; throws where the server did not answer as it should. */
async function sent(form: HTMLFormElement, file: File, digest: string, row: Row): Promise<Told> {
  const about = new FormData();
  about.set("name", file.name);
  about.set("size", String(file.size));
  about.set("digest", digest);
  let told = await asked(form, form.dataset["uploads"] ?? "", about, {});
  const { at, piece: size = 1 } = told;
  while (at && number(told) === undefined && !told.refused) {
    const from = told.received ?? 0;
    const piece = await file.slice(from, from + size).arrayBuffer();
    row.progress(from / file.size);
    told = await asked(form, at, piece, {
      "Content-Type": "application/octet-stream",
      "Upload-Begins-At": String(from),
      "Upload-Digest": await hash(piece),
    });
  }
  return told;
}

async function asked(form: HTMLFormElement, at: string, body: BodyInit, headers: Record<string, string>): Promise<Told> {
  const token = form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
  const answer = await fetch(at, { method: "POST", body, headers: { ...headers, "X-CSRFToken": token } });
  if (![200, 201, 409, 422].includes(answer.status)) throw new Error(String(answer.status));
  return (await answer.json()) as Told;
}

async function hash(content: ArrayBuffer): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The hash of the hashes of the pieces; the server does the same. */
async function fingerprint(file: File): Promise<string> {
  const hashes = new Uint8Array(Math.ceil(file.size / PIECE) * 32);
  for (let at = 0, n = 0; at < file.size; at += PIECE, n += 1) {
    const piece = await file.slice(at, at + PIECE).arrayBuffer();
    hashes.set(new Uint8Array(await crypto.subtle.digest("SHA-256", piece)), n * 32);
  }
  return hash(hashes.buffer);
}

function number(told: Told): number | undefined {
  return told.picture ?? told.video;
}

function show(form: HTMLFormElement, came: Told[]): void {
  const only = came.length === 1 ? number(came[0] ?? {}) : undefined;
  window.location.assign((only ? page(form, only) : form.dataset["at"] ?? "") + (form.dataset["after"] ?? ""));
}

function page(form: HTMLFormElement, which: number): string {
  return `${form.dataset["each"] ?? ""}${which}/`;
}

/** What the page says of one file. */
class Row {
  private readonly words: DOMStringMap;
  private readonly bar = document.createElement("progress");
  private readonly state = document.createElement("span");
  private readonly line = document.createElement("li");

  constructor(private readonly form: HTMLFormElement, private readonly name: string) {
    const list = form.querySelector<HTMLElement>("[data-uploads-list]");
    this.words = list?.dataset ?? {};
    const title = document.createElement("bdi");
    title.className = "name";
    title.textContent = name.length > 80 ? `${name.slice(0, 80)}…` : name;
    this.bar.max = 1;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", title.textContent);
    this.state.className = "soft small";
    this.line.append(title, this.bar, this.state);
    list?.append(this.line);
    this.say("waits");
  }

  progress(share: number): void {
    this.bar.value = share;
    this.state.textContent = `${Math.round(share * 100)} %`;
  }

  say(word: string): void {
    this.state.textContent = this.words[`word${word[0]?.toUpperCase()}${word.slice(1)}`] ?? "";
  }

  end(told: Told): void {
    this.bar.remove();
    if (told.refused) this.state.textContent = told.refused;
    else this.say(told.new ? "done" : "there");
    this.line.classList.toggle("refused", Boolean(told.refused));
    const which = number(told);
    if (which) {
      const link = document.createElement("a");
      link.href = page(this.form, which) + (this.form.dataset["after"] ?? "");
      link.textContent = this.words["wordShow"] ?? "";
      this.line.append(link);
    }
    say(`${this.name}: ${this.state.textContent ?? ""}`);
  }
}
