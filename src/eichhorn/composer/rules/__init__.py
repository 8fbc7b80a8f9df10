"""How a text is counted, cut into a thread, and shown by each network. Pure; the browser does the same in TypeScript."""
