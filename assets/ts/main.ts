// What a page can do more when scripts run. Every page works without.

import "../css/main.css";
import htmx from "htmx.org";
import { menus } from "./menus";

htmx.config.allowEval = false;
menus();
