"""Somebody who agrees on a consent page, in a browser of their own: prints the address to which they are sent back.

    python -m tests.servers.agrees ADDRESS BACK_BEGINS_WITH HANDLE < password

A process of its own, because Playwright keeps a loop in its thread, and the tests with pages have one already.
"""

import os
import re
import sys

from playwright.sync_api import Page, sync_playwright

CHROMIUM = os.environ.get("EICHHORN_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]  # fmt: skip
PATIENCE_MS = 60_000


def agree(page: Page, address: str, back: str, handle: str, password: str) -> str:
    """Return where the server sends somebody who has signed in there and agreed."""
    page.goto(address)
    sign_in = page.get_by_role("button", name="Sign in", exact=True)
    username = page.locator("input[name=username]")
    sign_in.or_(username).first.wait_for()
    if not username.count():
        sign_in.click()
    username.fill(handle)
    page.locator("input[name=password]").fill(password)
    page.locator("button[type=submit]").click()
    with page.expect_request(lambda request: request.url.startswith(back)) as sent_back:
        page.get_by_role("button", name=re.compile("^(Authorize|Accept|Allow)")).click()
    return sent_back.value.url


def main() -> None:
    address, back, handle = sys.argv[1:]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(locale="en")
        page.set_default_timeout(PATIENCE_MS)
        try:
            print(agree(page, address, back, handle, sys.stdin.read().strip()))
        except Exception:
            print(page.url, page.locator("body").inner_text()[:2000], file=sys.stderr)
            raise
        finally:
            browser.close()


if __name__ == "__main__":
    main()
