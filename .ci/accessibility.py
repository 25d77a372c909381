"""Looks at rendered pages with axe, in Chromium, over the DevTools protocol.

    accessibility.py AXE PAGES [PICTURES]

PAGES is a folder of `render_samples`. Pages load with scripts off, as for our readers; axe then runs beside
the page, in a world of its own. Chromium is spoken to through two pipes, so that nothing is needed
but Python. Every violation is printed; the exit code is 1 when one is serious or critical, when a page is
wider than its window, or when nothing was looked at.
"""

import base64
import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

LOCALES = ("en", "ar")
WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")
FAILING = {"serious", "critical"}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Browser:
    """A Chromium without a window, and one page in it."""

    def __init__(self, profile):
        program = next(
            filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
        )
        if program is None:
            sys.exit("accessibility: there is no Chromium")
        to_child, self.writer = os.pipe()
        self.reader, from_child = os.pipe()
        # Chromium reads commands from descriptor 3 and answers on 4.
        wrapped = ["bash", "-c", f'exec "$@" 3<&{to_child} 4>&{from_child}', "chromium", program]
        self.child = subprocess.Popen(
            wrapped
            + [
                "--headless=new",
                "--remote-debugging-pipe",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--force-color-profile=srgb",
                "--no-first-run",
                "--disable-background-networking",
                f"--user-data-dir={profile}",
                "about:blank",
            ],
            pass_fds=(to_child, from_child),
            stderr=subprocess.DEVNULL,
        )
        os.close(to_child)
        os.close(from_child)
        self.number = 0
        self.left = b""
        self.session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")

    def receive(self):
        while b"\0" not in self.left:
            piece = os.read(self.reader, 1 << 20)
            if not piece:
                sys.exit("accessibility: Chromium ended")
            self.left += piece
        message, self.left = self.left.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.writer, data) :]
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"accessibility: {method}: {answer['error']}")
                return answer["result"]

    def wait(self, event):
        while self.receive().get("method") != event:
            pass

    def metrics(self, width, height):
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def show(self, path, width, scheme):
        self.metrics(width, 800)
        self.call(
            "Emulation.setEmulatedMedia",
            features=[{"name": "prefers-color-scheme", "value": scheme}],
        )
        self.call("Emulation.setScriptExecutionDisabled", value=True)
        self.frame = self.call("Page.navigate", url=path.resolve().as_uri())["frameId"]
        self.wait("Page.loadEventFired")
        # The timers that axe waits for stand still while scripts are off.
        self.call("Emulation.setScriptExecutionDisabled", value=False)
        self.world = self.call("Page.createIsolatedWorld", frameId=self.frame, worldName="axe")[
            "executionContextId"
        ]

    def evaluate(self, expression):
        answer = self.call(
            "Runtime.evaluate",
            expression=expression,
            contextId=self.world,
            awaitPromise=True,
            returnByValue=True,
        )
        if "exceptionDetails" in answer:
            sys.exit(f"accessibility: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def picture(self, path, width):
        # A window as tall as the page: a picture beyond the window is shifted where text runs to the left.
        height = self.evaluate("document.scrollingElement.scrollHeight")
        self.metrics(width, height)
        data = self.call("Page.captureScreenshot", format="png")["data"]
        path.write_bytes(base64.b64decode(data))

    def close(self):
        self.child.terminate()
        self.child.wait()


# What sticks out furthest helps to find why a page is too wide.
WIDTH = """(() => {
  const page = document.scrollingElement;
  if (page.scrollWidth <= innerWidth) return null;
  const beyond = [...document.querySelectorAll('body *')].filter(element => {
    const box = element.getBoundingClientRect();
    return box.width && (box.right > innerWidth + 1 || box.left < -1);
  });
  return {width: page.scrollWidth, at: beyond.slice(-3).map(element => element.outerHTML.slice(0, 160))};
})()"""

AXE = """axe.run(document, {runOnly: %s, resultTypes: ['violations'], preload: false}).then(result =>
  result.violations.map(({id, impact, help, nodes}) =>
    ({id, impact, help, at: nodes.map(node => node.html.slice(0, 160))})))""" % json.dumps(TAGS)


def main():
    axe, pages = pathlib.Path(sys.argv[1]).read_text("utf-8"), pathlib.Path(sys.argv[2])
    pictures = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    found = collections.defaultdict(list)
    looked = 0
    with tempfile.TemporaryDirectory() as profile:
        browser = Browser(profile)
        for locale in LOCALES:
            for page in sorted(pages.glob(f"*.{locale}.html")):
                for width in WIDTHS:
                    for scheme in SCHEMES:
                        browser.show(page, width, scheme)
                        where = f"{page.name.removesuffix('.html')} {width} {scheme}"
                        wide = browser.evaluate(WIDTH)
                        if wide:
                            key = ("serious", "too-wide", "The page is wider than its window")
                            found[key].append((where, [f"{wide['width']}"] + wide["at"]))
                        browser.evaluate(axe + "\n;0")
                        for fault in browser.evaluate(AXE):
                            key = (fault["impact"], fault["id"], fault["help"])
                            found[key].append((where, fault["at"]))
                        if pictures:
                            name = where.replace(" ", ".") + ".png"
                            browser.picture(pictures / name, width)
                        looked += 1
        browser.close()
    failing = 0
    for (impact, rule, says), places in sorted(found.items()):
        failing += len(places) if impact in FAILING else 0
        print(f"\n{impact} · {rule} · {says} · {len(places)} times")
        shown = set()
        for where, at in places:
            if tuple(at) not in shown and len(shown) < 12:
                shown.add(tuple(at))
                print(f"  {where}")
                for html in at[:4]:
                    print(f"    {html}")
    print(f"\n{looked} looks at pages, {failing} serious or critical violations")
    sys.exit(0 if looked and not failing else 1)


main()
