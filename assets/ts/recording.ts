// A file field for sound gets a button that records: what was said is put into the field as if it had been chosen.
// Without scripts, without a microphone or without leave the field stays what it is.

const KINDS = ["audio/mp4", "audio/webm", "audio/ogg"];
const LONGEST_MS = 180_000;

export function recording(part: ParentNode): void {
  for (const place of part.querySelectorAll<HTMLElement>("[data-recording]")) {
    const field = place.querySelector<HTMLInputElement>("input[type=file]");
    if (field && "MediaRecorder" in window && navigator.mediaDevices && !place.dataset["ready"]) offer(place, field);
  }
}

function offer(place: HTMLElement, field: HTMLInputElement): void {
  place.dataset["ready"] = "1";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-l wide100 gapb";
  button.textContent = place.dataset["recordWord"] ?? "";
  const said = document.createElement("p");
  said.className = "hint";
  said.setAttribute("role", "status");
  field.before(button);
  field.after(said);
  let running: MediaRecorder | null = null;
  button.addEventListener("click", () => {
    if (running) {
      running.stop();
      return;
    }
    void listen().then(
      (recorder) => {
        running = recorder;
        button.textContent = place.dataset["stopWord"] ?? "";
        button.setAttribute("aria-pressed", "true");
        recorder.addEventListener("stop", () => {
          running = null;
          button.textContent = place.dataset["againWord"] ?? "";
          button.removeAttribute("aria-pressed");
        });
        keep(recorder, field);
        window.setTimeout(() => running === recorder && recorder.stop(), LONGEST_MS - 2_000);
      },
      () => {
        said.textContent = place.dataset["refusedWord"] ?? "";
      },
    );
  });
}

async function listen(): Promise<MediaRecorder> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const kind = KINDS.find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(stream, kind ? { mimeType: kind, audioBitsPerSecond: 48_000 } : {});
  recorder.addEventListener("stop", () => stream.getTracks().forEach((track) => track.stop()));
  return recorder;
}

function keep(recorder: MediaRecorder, field: HTMLInputElement): void {
  const pieces: Blob[] = [];
  recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
  recorder.addEventListener("stop", () => {
    const ending = recorder.mimeType.includes("mp4") ? "m4a" : recorder.mimeType.includes("ogg") ? "ogg" : "webm";
    const files = new DataTransfer();
    files.items.add(new File(pieces, `voice.${ending}`, { type: recorder.mimeType }));
    field.files = files.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  recorder.start();
}
