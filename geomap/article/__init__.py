from geomap.article.article import Article
from geomap.article.reading import article_from_bytes, article_from_text, read_article

__all__ = ["Article", "article_from_bytes", "article_from_text", "read_article"]
