// Choosing what is shown of a picture with the pointer or by keys; the fields of the form say the same and are what is sent.

type Part = { left: number; top: number; width: number; height: number };
const WHOLE = 1000;
const SMALLEST = 50;
const STEP = 10;
/** So far around its middle the point is taken hold of, in px: a finger is wide. */
const GRASP = 22;
const RADIUS = 11;
const RATIOS: Record<string, number> = { "1:1": 1, "4:5": 4 / 5, "16:9": 16 / 9, "1.91:1": 1.91 };
const held = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

export function framing(part: ParentNode): void {
  for (const form of part.querySelectorAll<HTMLFormElement>("form[data-framing]")) begin(form);
}

function begin(form: HTMLFormElement): void {
  const [wide, tall] = [Number(form.dataset["width"]), Number(form.dataset["height"])];
  const board = form.querySelector<SVGSVGElement>(".stage svg");
  const rect = form.querySelector<SVGElement>(".part");
  const point = form.querySelector<SVGElement>(".point");
  const veil = form.querySelector<SVGElement>(".veil");
  if (!board || !rect || !point || !veil) return;
  const field = (name: string): HTMLInputElement | null => form.querySelector(`input[name="${name}"]`);
  const shape = (): string => form.querySelector<HTMLInputElement>('input[name="shape"]:checked')?.value ?? "all";
  const given = (name: string, otherwise: number): number =>
    field(name)?.value ? Math.round(Number(field(name)?.value) * 10) : otherwise;
  const write = (name: string, value: number): void => {
    const found = field(name);
    if (found) found.value = String(Math.round(value) / 10);
  };

  const read = (): Part => {
    if (shape() === "all") return { left: 0, top: 0, width: WHOLE, height: WHOLE };
    const [left, top] = [held(given("left", 0), 0, WHOLE - SMALLEST), held(given("top", 0), 0, WHOLE - SMALLEST)];
    return {
      left, top,
      width: held(given("width", WHOLE), SMALLEST, WHOLE - left), height: held(given("height", WHOLE), SMALLEST, WHOLE - top),
    };
  };
  const focus = (now: Part): [number, number] => [
    held(given("across", now.left + now.width / 2), now.left, now.left + now.width),
    held(given("down", now.top + now.height / 2), now.top, now.top + now.height),
  ];

  function draw(): void {
    const now = read();
    const [x, y] = focus(now);
    for (const [name, value] of [["x", now.left], ["y", now.top], ["width", now.width], ["height", now.height]] as const)
      rect?.setAttribute(name, String(value));
    point?.setAttribute("cx", String(x));
    point?.setAttribute("cy", String(y));
    // as wide as it is tall, however wide the picture is on the screen
    const size = board?.parentElement?.getBoundingClientRect();
    const [across, down] = size ? [size.width, (size.width * tall) / wide] : [0, 0];
    if (across > 0 && down > 0) {
      point?.setAttribute("rx", String((RADIUS / across) * WHOLE));
      point?.setAttribute("ry", String((RADIUS / down) * WHOLE));
    }
    veil?.setAttribute("d", `M0 0H1000V1000H0Z M${now.left} ${now.top}h${now.width}v${now.height}h-${now.width}Z`);
    for (const cut of form.querySelectorAll<SVGElement>("[data-cut]")) {
      const ratio = RATIOS[cut.dataset["cut"] ?? ""] ?? 1;
      let [w, h] = [now.width, now.height];
      if (w * wide > h * tall * ratio) w = (h * tall * ratio) / wide;
      else h = (w * wide) / ratio / tall;
      const left = now.left + ((x - now.left) * (now.width - w)) / now.width;
      const top = now.top + ((y - now.top) * (now.height - h)) / now.height;
      cut.setAttribute("viewBox", `${left} ${top} ${w} ${h}`);
    }
  }

  function put(now: Part): void {
    const left = held(now.left, 0, WHOLE - now.width);
    const top = held(now.top, 0, WHOLE - now.height);
    if (shape() === "all") choose("free");
    for (const [name, value] of Object.entries({ ...now, left, top })) write(name, value);
    if (field("across")?.value) {
      write("across", held(given("across", 0), left, left + now.width));
      write("down", held(given("down", 0), top, top + now.height));
    }
    draw();
  }

  function resize(now: Part, width: number, height: number): void {
    const ratio = RATIOS[shape()];
    let w = held(width, SMALLEST, WHOLE - now.left);
    let h = held(ratio ? (w * wide) / ratio / tall : height, SMALLEST, WHOLE - now.top);
    if (ratio) w = held((h * tall * ratio) / wide, SMALLEST, WHOLE - now.left);
    put({ ...now, width: Math.floor(w), height: Math.floor(h) });
  }

  function choose(name: string): void {
    const radio = form.querySelector<HTMLInputElement>(`input[name="shape"][value="${name}"]`);
    if (radio) radio.checked = true;
  }

  /** The largest part in the chosen format around the point. */
  function refit(): void {
    const ratio = RATIOS[shape()];
    if (!ratio) return draw();
    const [x, y] = focus(read());
    const width = Math.floor(Math.min(WHOLE, (tall * ratio * WHOLE) / wide));
    const height = Math.floor(Math.min(WHOLE, ((wide / ratio) * WHOLE) / tall));
    put({ left: Math.round(x - width / 2), top: Math.round(y - height / 2), width, height });
  }

  function move(which: SVGElement, across: number, down: number): void {
    const now = read();
    if (which === point) {
      const [x, y] = focus(now);
      write("across", held(x + across, now.left, now.left + now.width));
      write("down", held(y + down, now.top, now.top + now.height));
      return draw();
    }
    put({ ...now, left: Math.round(now.left + across), top: Math.round(now.top + down) });
  }

  const isNear = (event: PointerEvent): boolean => {
    const seen = point.getBoundingClientRect();
    return Math.hypot(event.clientX - seen.x - seen.width / 2, event.clientY - seen.y - seen.height / 2) < GRASP;
  };

  const movable = form.querySelector('input[type="radio"][name="shape"]') ? [rect, point] : [point];
  board.parentElement?.setAttribute("role", "group");
  form.dataset["drags"] = "";
  for (const element of movable) {
    element.setAttribute("tabindex", "0");
    element.setAttribute("role", "img");
    element.setAttribute("aria-label", (element === point ? form.dataset["point"] : form.dataset["part"]) ?? "");
    element.addEventListener("keydown", (event) => {
      const across = Number(event.key === "ArrowRight") - Number(event.key === "ArrowLeft");
      const down = Number(event.key === "ArrowDown") - Number(event.key === "ArrowUp");
      if (!across && !down) return;
      event.preventDefault();
      const now = read();
      const ratio = RATIOS[shape()];
      if (event.shiftKey && element === rect) {
        const more = ratio ? across || down : across;
        if (shape() === "all") choose("free");
        resize(now, now.width + more * STEP, now.height + down * STEP);
      } else move(element, across * STEP, down * STEP);
    });
    element.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const taken = isNear(event) ? point : element;
      taken.focus();
      const size = board.getBoundingClientRect();
      const now = read();
      const at = (e: PointerEvent): [number, number] => [
        ((e.clientX - size.left) / size.width) * WHOLE, ((e.clientY - size.top) / size.height) * WHOLE,
      ];
      const began = at(event);
      let last = began;
      // the lower right corner resizes, everywhere else moves
      const isCorner =
        taken === rect && began[0] > now.left + now.width * 0.85 && began[1] > now.top + now.height * 0.85;
      if (isCorner && shape() === "all") choose("free");
      element.setPointerCapture(event.pointerId);
      const drag = (e: PointerEvent): void => {
        const here = at(e);
        if (isCorner) resize(now, now.width + here[0] - began[0], now.height + here[1] - began[1]);
        else move(taken, here[0] - last[0], here[1] - last[1]);
        last = here;
      };
      element.addEventListener("pointermove", drag);
      element.addEventListener("lostpointercapture", () => element.removeEventListener("pointermove", drag), { once: true });
    });
  }
  form.addEventListener("input", draw);
  new ResizeObserver(draw).observe(board.parentElement ?? form);
  for (const radio of form.querySelectorAll('input[name="shape"]')) radio.addEventListener("change", refit);
}
