// htmx, as our pages use it: no eval, no styles of its own, no scripts in answers, no other host.
// A refused form (422) and a collision (409) answer with the changed part, so they are shown like a success.

import htmx from "htmx.org";

htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;
htmx.config.defaultSettleDelay = 0; // a choice made in a part that has just come is heard at once
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "(409|422)", swap: true },
  { code: "[45]..", swap: false, error: true },
];

export default htmx;
