"""Reading an article from a file, standard input, bytes or text."""

import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from geomap.article.abbreviations import abbreviations_of
from geomap.article.article import Article
from geomap.article.decoding import decode
from geomap.article.language import check_language, detect_language
from geomap.article.page import looks_like_html, read_page
from geomap.article.sentences import split_sentences
from geomap.errors import ArticleError, ArticleNotFoundError

MAX_BYTES = 10_000_000
"""The largest article read: a hundred novels' worth of text, far beyond any news story."""

_KNOWN = ("fr", "en")
_PAGES = {".html", ".htm", ".xhtml"}
_TEXTS = {".txt", ".md"}


def read_article(
    path: str | Path,
    *,
    lang: str | None = None,
    published: date | None = None,
    known: Sequence[str] = _KNOWN,
    others: Sequence[str] = (),
) -> Article:
    """The article in a file of text or HTML; "-" is standard input.

    The file's name becomes the article's `id` ("stdin" for standard input). `lang` is found from the
    text and `published` from the page's metadata unless given; `known` are the languages geomap has
    words for; one of `others` is read as well, where the text is plainly in it. Raises
    `ArticleNotFoundError`, `ArticleError` or `LanguageError`, each with one line.
    """
    if str(path) == "-":
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
        return article_from_bytes(data, id="stdin", lang=lang, published=published, known=known, others=others)
    if str(path).startswith(("http://", "https://")):
        msg = f"geomap does not fetch pages: save {str(path)!r} as .html and give that file"
        raise ArticleError(msg)
    path = Path(path)
    suffix = path.suffix.lower()
    html = True if suffix in _PAGES else False if suffix in _TEXTS else None
    return article_from_bytes(
        _read(path), id=path.name, html=html, lang=lang, published=published, known=known, others=others
    )


def _read(path: Path) -> bytes:
    """The file's bytes, never more than one beyond the limit."""
    try:
        if path.is_dir():
            msg = f"{str(path)!r} is a folder: give the article's file"
            raise ArticleError(msg)
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        msg = f"there is no article at {str(path)!r}: check the path"
        raise ArticleNotFoundError(msg) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        msg = f"cannot read the article {str(path)!r}: {reason}"
        raise ArticleError(msg) from error


def article_from_bytes(  # noqa: PLR0913 (the file's own facts, each with a name)
    data: bytes,
    *,
    id: str,  # noqa: A002 (the article's word for it)
    html: bool | None = None,
    lang: str | None = None,
    published: date | None = None,
    known: Sequence[str] = _KNOWN,
    others: Sequence[str] = (),
) -> Article:
    """The article in a file's bytes, whatever their encoding.

    `html` says whether they are a page; None lets the first characters tell. Raises `ArticleError`
    for what is no text, is empty or larger than `MAX_BYTES`.
    """
    if len(data) > MAX_BYTES:
        raise ArticleError(_too_large(id))
    text = decode(data, what=f"the article {id!r}", html=html is not False)
    if html is None:
        html = looks_like_html(text)
    if not html:
        return article_from_text(text, id=id, lang=lang, published=published, known=known, others=others)
    page = read_page(text)
    if not page.text:
        msg = f"no article text was found in the page {id!r}: copy the article's words into a .txt file"
        raise ArticleError(msg)
    return _article(
        page.text,
        id=id,
        lang=lang,
        published=published or page.published,
        known=known,
        others=others,
        title=page.title,
        url=page.url,
    )


def article_from_text(  # noqa: PLR0913 (as article_from_bytes)
    text: str,
    *,
    id: str,  # noqa: A002 (the article's word for it)
    lang: str | None = None,
    published: date | None = None,
    known: Sequence[str] = _KNOWN,
    others: Sequence[str] = (),
) -> Article:
    """The article whose words are `text`, kept exactly as given.

    >>> article = article_from_text("Le train a quitté Lyon. Il roule.", id="depeche.txt")
    >>> article.lang, [s.of(article.text) for s in article.sentences]
    ('fr', ['Le train a quitté Lyon.', 'Il roule.'])
    """
    return _article(text, id=id, lang=lang, published=published, known=known, others=others, title=None, url=None)


def _article(  # noqa: PLR0913 (the fields of an article)
    text: str,
    *,
    id: str,  # noqa: A002
    lang: str | None,
    published: date | None,
    known: Sequence[str],
    others: Sequence[str],
    title: str | None,
    url: str | None,
) -> Article:
    if len(text) > MAX_BYTES:
        raise ArticleError(_too_large(id))
    if not text.strip():
        msg = f"the article {id!r} is empty: it holds no words to read"
        raise ArticleError(msg)
    if _HALF.search(text):
        msg = f"the article {id!r} holds half a character (an unpaired surrogate): save it again as UTF-8"
        raise ArticleError(msg)
    code = check_language(lang, (*known, *others)) if lang is not None else detect_language(text, known, others)
    sentences = split_sentences(text, abbreviations_of(code))
    return Article(id=id, text=text, lang=code, published=published, sentences=sentences, title=title, url=url)


_HALF = re.compile("[\ud800-\udfff]")
"""Half of a character that UTF-16 writes in two."""


def _too_large(name: str) -> str:
    return f"the article {name!r} is larger than {MAX_BYTES // 1_000_000} MB: give the story alone, not an archive"
