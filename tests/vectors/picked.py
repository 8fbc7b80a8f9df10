"""Texts that somebody thought of, because they are counted wrongly elsewhere."""

TEXTS = (
    "", "a", "This is a test.", "Größe – ja, „wirklich“ …", "5 €", "a\nb\n\nc", "a\r\nb\r\n", "\u2028\u2029\u0085",
    # emoji: skin tones, families, professions, flags, keycaps, tags, text and emoji presentation
    "👋", "🙋🏽", "👨‍👩‍👧‍👦", "👩🏿‍🚒", "🏳️‍🌈", "🏴‍☠️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇩🇪", "🇩🇪🇦🇹🇨🇭", "🇩", "1️⃣", "#️⃣", "©", "©️", "❤", "❤️",
    "☎︎", "☎", "♟", "♟️", "🐿️", "👍👍🏻👍🏿", "🧑‍🤝‍🧑", "❤️‍🔥", "\U0001faf6🏽", "‍", "👨‍", "‍👨",
    # combining marks, composed and decomposed, stacked
    "café", "cafe\u0301", "A\u030a", "Å", "e\u0301\u0302\u0323", "Z\u0300\u0301\u0302\u0303\u0304", "ﬁ", "ß", "ẞ", "\u0301",
    # other scripts
    "한국", "각", "ᄀ\u1161\u11a8", "日本語", "שלום", "مرحبا بالعالم", "\u202eabc\u202c", "\u2066ab\u2069", "Привет", "ελληνικά", "ไทย",
    "नमस्ते", "क्ष", "தமிழ்", "ကြော", "𝔘𝔫𝔦", "𐍈", "\U0002070e",
    # what one does not see
    "a\u200bb", "a\u200cb", "a\u200db", "\ufeffa", "a\u00adb", "a\u00a0b", "\u3000", "\t", "\u2060", "\u180e",
    # links
    "http://test.com", "test.com", "Test https://test.com test https://test.com test.com test", "https://a.de.", "https://a.de,",
    "(https://a.de/b)", "https://de.wikipedia.org/wiki/Nordring_(Erlengrund)", "„https://erlengrund.example/bäder“",
    "https://example.com/very/long/path?with=this&and=that#there", "HTTPS://WWW.Example.COM/index.html",
    "http://user:geheim@example.com:8080/", "http://пример.example/путь", "https://xn--bcher-kva.example/", "https://bücher.example",
    "stadtwerke-erlengrund.de/baustellen?ort=nord", "example.com.nirgendwo", "a.de/b.", "a.de/b/", "a.de?x=1", "a.de?", "a.de/?",
    "info@test.com", "test.com@stadt", "@test.com", "#test.com", "z.B. so", "Halt.Weiter", "3.14", "v1.2.3", ".", "www.a.de-",
    "https://", "http://a", "https://a.de\u00a0b", "https://a.de\u200bb", "https://a.de<b", "ftp://a.de", "a.de b.de c.com",
    "https://a.de/日本", "日本a.de", "a.DE", "ſ.de", "\u212a.de", "https://a.de/👋", "_a.de", "a_b.de", "-a.de", "a..de",
    "https://a.de/x?y=(z)", "a.co.uk/äöü", "https://a.de:80/b:c", "x.de@y", "x.de+y", "x.co.de@y", "mastodon.social",
    "https://www.erlengrund.example/baustellen/nordring?von=heute#karte", "https://lnkd.example/kurz", "(siehe https://a.de/b).",
    "Mit @anna@stadt.social, @bert. und #WasserMarsch! a@b.de &#39; a#b /#c", "https://a.de/https://b.de", "[https://a.de/b]", "https://a.de/b…“",
    "https://a.de https://b.de\nhttps://c.de", "https://127.0.0.1:8017/x", "https://[::1]/x",
    # very long
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 20, "x" * 5_000, "👨‍👩‍👧‍👦" * 150,
    "https://a.de/" + "b" * 3_000, "@anna@stadt.social #WirSindErlengrund", "Zwei  Leerzeichen und   drei",
)  # fmt: skip

THREADS = (
    "", "---", "a\n---\nb", "a\n----------\nb", "a\n--\nb", "a\n  --- \t\nb", "---\na\n---", "a\n---\n---\nb", "a --- b", "a\n---b", "–––",
    "a\r---\rb", "a\u2028---\u2028b", "a\n\n---\n\n  b  ", "a\n—\nb", "\t---\t\na", "1\n---\n2\n---\n3\n---\n4", "a\n---", " a \n \n---\n \n",
)  # fmt: skip

NAMED = (
    "@{Anna Said} kommt", "@{Anna  Said}", "@{Ş}@{Ş}", "@{Ali\nSaid}", "@{}", "@{{Ş}}", "@{toString} @{valueOf}", "@{Ş", "@{$&}", "{Ş}",
    "https://a.example/?utm_source={network}&x={network}#{network}", "?utm_source=social-{network}.", "utm_source={network}", "&utm_term= {network}",
)  # fmt: skip

TYPED = (
    "", " a ", "a  \nb\t\n", "a\r\nb\rc\n", "\n\n a\n\n", "a\x00b", "\ta\t", "a\u00a0\nb", "  \n\t\n", "a \r\n b", "\ufeffa", "\r\r\n\n",
)  # fmt: skip

TITLED = (
    "Sperrung am Nordring\n\nAb Montag wird gebaut.", "Sperrung\nAb Montag.", "Sperrung am Nordring", "\n Sperrung \n\n\n Ab Montag \n",
    "x" * 120 + "\nb", "x" * 121 + "\nb", "Wort " * 23 + "Ende.\nb", "Wort " * 24 + "Ende\nb", "x" * 80, "x" * 81, "👨‍👩‍👧‍👦" * 11, "👨‍👩‍👧‍👦" * 12,
    "Satz, der lange läuft; und dann noch einmal weiter läuft, bis er hier ankommt – ja, hier, und endet",
    "https://a.de/b\nDarunter.", "Siehe https://a.de/b\nDarunter.", "https://a.de/" + "b" * 90, "Wort  mit   Lücken " * 6, "\x1ca\x1c\nb\x1f", "\ufeffa\nb",
    "Donau-" * 20, "z\u0301" * 41, "a" + "\u0301" * 90,
)  # fmt: skip
