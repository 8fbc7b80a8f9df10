// What a page can do more when scripts run. Every page works without.

import "../css/main.css";
import "./htmx";
import { autosave } from "./autosave";
import { composer } from "./composer";
import { copying } from "./copy";
import { dates } from "./dates";
import { dialogs } from "./dialogs";
import { dropping } from "./dropping";
import { films } from "./films";
import { forms } from "./forms";
import { framing } from "./framing";
import { inserting } from "./inserting";
import { keys } from "./keys";
import { menus } from "./menus";
import { menusOf, moving } from "./moving";
import { passages } from "./passages";
import { passkeys } from "./passkeys";
import { presence } from "./presence";
import { previews } from "./previews";
import { queueing } from "./queueing";
import { recording } from "./recording";
import { several } from "./several";
import { signs } from "./signs";
import { subtabs } from "./subtabs";
import { swaps } from "./swaps";
import { toasts } from "./toasts";
import { uploads } from "./uploads";

/** What only works with scripts is shown; called for the page and for every part that htmx brings. */
function unhide(part: ParentNode): void {
  for (const element of part.querySelectorAll<HTMLElement>(".needs-script, [data-pick]")) element.hidden = false;
}

menus();
dialogs();
moving();
keys();
forms();
copying();
dropping();
inserting();
dates();
passages();
previews();
several();
signs();
swaps();
document.addEventListener("DOMContentLoaded", () => start(document));
document.addEventListener("DOMContentLoaded", subtabs);
document.addEventListener("htmx:load", (event) => {
  if (event.target instanceof HTMLElement && event.target !== document.body) start(event.target);
});

function start(part: ParentNode): void {
  unhide(part);
  toasts(part);
  autosave(part);
  recording(part);
  composer();
  if (part === document) queueing();
  framing(part);
  passkeys(part);
  presence(part);
  uploads(part);
  menusOf(part);
  films(part);
}
