import importlib.util
import os
import shutil
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent


def _load(name):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


founding = sys.modules.get("founding") or _load("founding")
hostile = sys.modules.get("hostile") or _load("hostile")
long = sys.modules.get("long") or _load("long")
accessible = sys.modules.get("accessible") or _load("accessible")

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="session")
def story():
    return founding


@pytest.fixture(scope="session")
def report():
    return founding.REPORT


@pytest.fixture(scope="session")
def browser():
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is not installed, and CI must look at the maps")
        pytest.skip("chromium is not installed: the maps are not looked at")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, tmp_path):
    """Open a page and watch it: returns the page, what it asked for and what it complained of."""
    contexts = []

    def open_page(html, *, width=1400, height=1000, scheme="light", javascript=True, name="map.html"):
        file = tmp_path / name
        file.write_text(html, encoding="utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=javascript
        )
        contexts.append(context)
        page = context.new_page()
        page.asked, page.complaints = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(file.as_uri())
        page.wait_for_timeout(150)
        return page

    yield open_page
    for context in contexts:
        context.close()
