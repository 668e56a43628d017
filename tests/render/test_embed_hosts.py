"""Each recipe of docs/embedding.md, on a page that imitates its host."""

import html as markup
import json
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from accessible import complaints
from markdown_it import MarkdownIt

from geomap.render.embed import render_embed

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

MAPS = "https://maps.example/train"
HOST = "https://news.example/story.html"
TYPES = {
    "html": "text/html; charset=utf-8",
    "svg": "image/svg+xml",
    "js": "text/javascript",
    "json": "application/json",
}
BLOCK = re.compile(r"```html (\S+)\n(.*?)```", re.DOTALL)
ARTICLE = (
    '<!DOCTYPE html><html lang="en"><title>A story</title><h1>A story</h1><div class="entry">{}</div><p id="after">'
)


@pytest.fixture(scope="module")
def snippets(request):
    text = (request.config.rootpath / "docs" / "embedding.md").read_text(encoding="utf-8")
    return dict(BLOCK.findall(text))


@pytest.fixture(scope="module")
def folder(english):
    return render_embed(english, url=MAPS)


@pytest.fixture
def host(browser, folder):
    """Serve a host page and the folder, both from no network at all."""
    contexts = []

    def show(body, *, width=1000, height=900, headers=None, extra=None):
        context = browser.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        files = {f"{MAPS}/{name}": text for name, text in folder.items()} | {HOST: body} | (extra or {})

        def answer(route):
            address = route.request.url.partition("#")[0]
            if address not in files:
                route.fulfill(status=404, body="")
                return
            kind = TYPES[address.rpartition(".")[2]]
            more = headers if address == HOST and headers else {}
            route.fulfill(status=200, body=files[address], headers={"content-type": kind, **more})

        context.route("**/*", answer)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(HOST)
        page.wait_for_timeout(900)
        return page

    yield show
    for context in contexts:
        context.close()


def inner_height(page):
    return page.frames[1].evaluate("Math.ceil(document.documentElement.getBoundingClientRect().height)")


def frame_height(page):
    return page.locator("iframe").first.evaluate("frame => frame.clientHeight")


def test_the_page_shows_what_the_command_writes(snippets, request, tmp_path):
    root = request.config.rootpath
    command = ["embed", "examples/train-kim.en.txt", "--published", "2023-09-13", "--url", MAPS, "-o", str(tmp_path)]
    subprocess.run([sys.executable, "-m", "geomap", *command], cwd=root, check=True, capture_output=True)
    written = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir() if path.suffix != ".png"}
    assert sorted(snippets) == sorted(name for name in written if name.startswith("snippet"))
    for name, shown in snippets.items():
        assert shown == written[name], f"docs/embedding.md shows another {name}; `geomap {' '.join(command)}` wrote it"


@pytest.mark.parametrize("width", [320, 1000])
def test_a_page_of_your_own(host, snippets, width):
    page = host(ARTICLE.format(snippets["snippet.html"]), width=width)
    assert frame_height(page) == inner_height(page)
    page.set_viewport_size({"width": 500, "height": 900})
    page.wait_for_timeout(600)
    assert frame_height(page) == inner_height(page)
    folded = frame_height(page)
    assert folded < 1700
    page.frames[1].locator("summary").first.click()
    page.wait_for_timeout(400)
    assert frame_height(page) == inner_height(page) > folded + 400
    assert page.locator("iframe").evaluate("f => f.contentDocument") is None
    assert page.complaints == []


def test_two_maps_and_a_late_listener(host, snippets):
    frame = snippets["snippet.html"].partition("<script>")[0]
    body = ARTICLE.format(frame + frame.replace("<iframe", '<iframe style="width:50%"'))
    page = host(f'{body}<script src="{MAPS}/listener.js" defer></script>')
    page.locator("iframe").last.scroll_into_view_if_needed()
    page.wait_for_timeout(900)
    heights = [
        (f.frame_element().evaluate("e => e.clientHeight"), f.evaluate("document.documentElement.offsetHeight"))
        for f in page.frames[1:]
    ]
    assert len(heights) == 2
    assert all(abs(outer - inner) <= 1 for outer, inner in heights)
    assert heights[0] != heights[1]


def test_a_forged_message_does_nothing(host, snippets):
    forger = (
        "<!DOCTYPE html><script>for (const height of [9e9, 1, 'x', null, {}, '1e3'])"
        "parent.postMessage({ type: 'geomap:height', id: 'geomap-1', height }, '*')</script>"
    )
    extra = {"https://evil.example/forge.html": forger}
    frame = '<iframe src="https://evil.example/forge.html" name="other" height="77" frameborder="0"></iframe>'
    page = host(ARTICLE.format(snippets["snippet.html"] + frame), extra=extra)
    before = frame_height(page)
    page.evaluate("window.postMessage({ type: 'geomap:height', height: 5000 }, '*')")
    page.wait_for_timeout(200)
    assert frame_height(page) == before == inner_height(page)
    assert page.locator('iframe[name="other"]').evaluate("f => f.clientHeight") == 77


def test_even_the_maps_own_frame_is_kept_within_bounds(host, snippets):
    page = host(ARTICLE.format(snippets["snippet.html"]))
    for told, kept in ((10**9, 20_000), (1, 150), ("<b>", 150), (-5, 150)):
        page.frames[1].evaluate("h => parent.postMessage({ type: 'geomap:height', height: h }, '*')", told)
        page.wait_for_timeout(100)
        assert page.locator("iframe").get_attribute("height") == str(kept)


def test_a_strict_policy_still_shows_the_picture(host, snippets):
    """No script of the host's text runs, and the frame may run none either."""
    frame = snippets["snippet-noscript.html"].replace("allow-scripts ", "")
    policy = {"content-security-policy": "default-src 'none'; frame-src https://maps.example"}
    page = host(ARTICLE.format(frame), headers=policy)
    assert page.frames[1].locator(".picture.wide").is_visible()
    assert not page.frames[1].locator(".live").is_visible()


def test_within_a_page_whose_policy_it_inherits(host, folder):
    """`srcdoc` obeys the host's own policy: without scripts the same map shows as a picture."""
    inner = markup.escape(folder["map.html"], quote=True)
    policy = {"content-security-policy": "script-src 'none'"}
    page = host(f'<!DOCTYPE html><title>x</title><iframe width="900" height="900" srcdoc="{inner}">', headers=policy)
    assert page.frames[1].locator(".picture.wide").is_visible()
    assert page.frames[1].locator("#told").is_visible()
    assert not page.frames[1].locator(".live").is_visible()
    assert page.frames[1].locator(".player").count() == 0


def _stripped(text, *tags):
    """What a filter of HTML leaves: some elements vanish with what they hold, others alone."""
    text = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    for tag in tags:
        text = re.sub(rf"</?{tag}\b[^>]*>", "", text)
    return re.sub(r'\sstyle="[^"]*"', "", text)


def test_wordpress_for_those_who_may_not_post_frames(host, snippets):
    page = host(ARTICLE.format(_stripped(snippets["snippet-image.html"], "iframe", "picture", "source")))
    picture = page.locator("img")
    assert picture.evaluate("i => i.complete && i.naturalWidth") == 760
    assert page.locator("a").get_attribute("href") == f"{MAPS}/map.html"
    rest = host(ARTICLE.format(_stripped(snippets["snippet-noscript.html"], "iframe")))
    assert rest.locator("a").get_attribute("href") == f"{MAPS}/map.html"
    assert "Open the map" in rest.locator("figcaption").text_content()


WORDPRESS = """<script>
addEventListener("message", function (e) {
  var d = e.data;
  if (!d || !d.secret || /[^a-zA-Z0-9]/.test(d.secret)) { return; }
  document.querySelectorAll('iframe[data-secret="' + d.secret + '"]').forEach(function (f) {
    if (e.source === f.contentWindow && d.message === "height") {
      f.height = Math.max(200, Math.min(1000, parseInt(d.value, 10)));
    }
  });
});
</script>"""


def test_wordpress_given_the_mere_address(host, folder):
    """It keeps the frame's address, size and title, and speaks its own protocol with a secret."""
    answer = json.loads(folder["oembed.json"])
    source, title = re.search(r'src="(.*?)" title="(.*?)"', answer["html"]).groups()
    frame = (
        f'{WORDPRESS}<iframe sandbox="allow-scripts" security="restricted" src="{source}#?secret=aB3dE6gH9k"'
        f' data-secret="aB3dE6gH9k" width="600" height="338" title="{title}"></iframe>'
    )
    page = host(ARTICLE.format(frame))
    assert page.locator("iframe").get_attribute("height") == "1000"


class Limited(HTMLParser):
    """What "Limit allowed HTML tags" leaves of a text: the tags of a list, each with its attributes there."""

    def __init__(self, allowed, text):
        super().__init__()
        found = re.findall(r"<(\w+)((?: \w+)*)>", allowed)
        self.allowed, self.text, self.hidden = {tag: set(names.split()) for tag, names in found}, "", 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in {"script", "style"}
        if tag in self.allowed and not self.hidden:
            kept = "".join(f' {name}="{markup.escape(value)}"' for name, value in attrs if name in self.allowed[tag])
            self.text += f"<{tag}{kept}>"

    def handle_endtag(self, tag):
        self.hidden -= tag in {"script", "style"}
        self.text += f"</{tag}>" if tag in self.allowed else ""

    def handle_data(self, data):
        self.text += "" if self.hidden else markup.escape(data)


@pytest.fixture(scope="module")
def allowed(request):
    text = (request.config.rootpath / "docs" / "embedding.md").read_text(encoding="utf-8")
    return re.search(r"^    (<iframe .*>)$", text.partition("## Drupal")[2], re.MULTILINE)[1]


def test_drupal_with_limited_html(host, snippets, allowed):
    page = host(ARTICLE.format(Limited(allowed, snippets["snippet-noscript.html"]).text), width=360)
    assert page.frames[1].locator(".pin").count() > 5
    assert page.locator("iframe").get_attribute("sandbox") == (
        "allow-scripts allow-popups allow-popups-to-escape-sandbox"
    )
    assert page.locator("figcaption a").get_attribute("href") == f"{MAPS}/map.html"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    stripped = Limited("<p> <a href>", snippets["snippet-noscript.html"]).text
    assert "iframe" not in stripped


def test_a_static_site_s_markdown(host, snippets):
    """Between two paragraphs of Markdown the snippet stays raw HTML, and its script runs."""
    text = f"Before the *map*.\n\n{snippets['snippet.html'].strip()}\n\nAfter it."
    page = host(ARTICLE.format(MarkdownIt("commonmark", {"html": True}).render(text)))
    assert [p.text_content() for p in page.locator(".entry > p").all()] == ["Before the map.", "After it."]
    assert frame_height(page) == inner_height(page)


@pytest.mark.parametrize("width", [320, 400, 700, 860, 1200])
def test_without_a_script_the_map_and_its_key_fit_into_the_frame(host, snippets, width):
    page = host(ARTICLE.format(f"<style>body{{margin:0}}</style>{snippets['snippet-noscript.html']}"), width=width)
    for selector in (".folium-map", ".key"):
        box = page.frames[1].evaluate(f"document.querySelector('{selector}').getBoundingClientRect().bottom")
        assert box <= frame_height(page), selector


AMP = """<script>
// What amp-iframe does: a frame with the attributes it knows, resized only when its own window asks.
customElements.define("amp-iframe", class extends HTMLElement {
  connectedCallback() {
    setTimeout(() => {
      const frame = document.createElement("iframe");
      for (const name of ["src", "sandbox", "title", "frameborder", "referrerpolicy", "height"]) {
        if (this.hasAttribute(name)) { frame.setAttribute(name, this.getAttribute(name)); }
      }
      this.appendChild(frame);
      addEventListener("message", e => {
        const d = e.data;
        if (e.source !== frame.contentWindow || d.sentinel !== "amp" || d.type !== "embed-size") { return; }
        if (this.hasAttribute("resizable") && this.querySelector("[overflow]")) { frame.height = d.height; }
      });
    });
  }
});
</script>"""


def test_amp(host, snippets):
    page = host(ARTICLE.format(AMP + snippets["snippet-amp.html"]), width=412)
    assert frame_height(page) == inner_height(page)
    snippet = snippets["snippet-amp.html"]
    assert "allow-same-origin" not in snippet
    assert re.search(r"<amp-img [^>]*\bplaceholder>", snippet)
    assert 'src="https://' in snippet


def test_in_a_page_that_runs_from_right_to_left(host, snippets):
    arabic = '<!DOCTYPE html><html lang="ar" dir="rtl"><title>x</title><body>{}'
    page = host(arabic.format(snippets["snippet.html"] + snippets["snippet-image.html"]), width=700)
    assert page.frames[1].evaluate("getComputedStyle(document.documentElement).direction") == "ltr"
    assert page.locator("figcaption").evaluate("n => getComputedStyle(n).direction") == "ltr"
    assert page.evaluate("document.documentElement.scrollWidth") <= 700


def test_the_preview_works_from_the_folder_itself(folder, browser, tmp_path):
    for name, text in folder.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    page = browser.new_page(viewport={"width": 900, "height": 900})
    try:
        page.goto((tmp_path / "preview.html").as_uri())
        page.wait_for_timeout(900)
        assert len(page.frames) == 3
        page.locator("img").scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        assert page.locator("img").evaluate("i => i.naturalWidth") > 300
        assert page.locator("iframe").first.evaluate("f => f.clientHeight") == inner_height(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 900
    finally:
        page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_folded_page(visit, folder, scheme):
    page = visit(folder["map.html"], width=360, scheme=scheme)
    assert page.locator("details").count() == 2
    assert not page.locator(".item").first.is_visible()
    page.get_by_role("button", name="Next leg").click()
    assert "1 / 6" in page.locator(".player [aria-live]").text_content()
    page.locator("summary").first.click()
    assert complaints(page) == []
    page.emulate_media(media="print")
    assert page.locator("section[aria-labelledby=checks] .item").first.is_visible()


@pytest.mark.parametrize("policy", ["default-src 'self'", "default-src 'none'; frame-src *"])
def test_a_host_that_lets_no_style_through_still_shows_the_map(folder, visit, policy):
    """A page given as srcdoc is under its host's policy: what is left are the picture's own attributes."""
    page = folder["map.html"].replace("&", "&amp;").replace('"', "&quot;")
    shown = visit(
        f'<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<title>Host</title><iframe srcdoc="{page}" width="800" height="900"></iframe>'
    )
    frame = shown.frames[1]
    seen = frame.evaluate("""() => {
      const of = (query, name) => getComputedStyle(document.querySelector(query))[name];
      return [of(".wide .sea", "fill"), of(".wide .land", "stroke"), of(".wide .leg", "stroke"),
        of(".wide .leg", "fill"), of(".wide .stop", "fill"), of(".portrait", "display")] }""")
    grey, black = "rgb(153, 153, 153)", "rgb(34, 34, 34)"
    assert seen == ["none", grey, black, "none", black, "none"]
    assert frame.locator(".wide").bounding_box()["height"] > 300
