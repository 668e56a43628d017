import http.server
import io
import json
import re
import threading
import time
import zipfile

import pytest

from geomap.errors import GazetteerError
from geomap.gazetteer.imported.download import Patience, download_dump, dump_name
from geomap.gazetteer.imported.folder import imports_folder

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

QUICK = Patience(tries=4, pause_s=0.0, answer_s=2.0)


def packed(text="x" * 50):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("FR.txt", text)
    return content.getvalue()


class Server(http.server.ThreadingHTTPServer):
    """Serves one file as `answers` say, one a request: a status, or how many bytes before it hangs up."""

    daemon_threads = True

    def __init__(self, content):
        super().__init__(("127.0.0.1", 0), Handler)
        self.content, self.answers, self.asked, self.mark, self.told_size = content, [], [], '"v1"', None
        self.ranges = True

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/dump/"


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        server = self.server
        asked = self.headers.get("Range")
        server.asked.append((self.path, asked))
        answer = server.answers.pop(0) if server.answers else None
        if isinstance(answer, tuple):
            self.send_response(answer[0])
            for key, value in answer[1].items():
                self.send_header(key, value)
            self.end_headers()
            return
        start = 0
        if asked and server.ranges and self.headers.get("If-Range") == server.mark:
            start = int(re.fullmatch(r"bytes=(\d+)-", asked)[1])
            if start == len(server.content) and not server.told_size:
                self.send_response(416)
                self.send_header("Content-Range", f"bytes */{start}")
                self.end_headers()
                return
            self.send_response(206)
            size = server.told_size or len(server.content)
            self.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
        else:
            self.send_response(200)
        body = server.content[start:]
        self.send_header("Content-Length", str(len(body) if server.told_size is None else server.told_size))
        self.send_header("ETag", server.mark)
        self.end_headers()
        self.wfile.write(body if answer is None else body[:answer])


@pytest.fixture
def server(monkeypatch):
    for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    made = Server(packed("".join(f"{n}\t" for n in range(40_000))))
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def left():
    return sorted(path.name for path in imports_folder().iterdir())


def test_a_dump_comes_whole_and_leaves_nothing_beside_it(server):
    told = []
    path = download_dump("fr", base_url=server.url, progress=lambda *step: told.append(step))
    assert path.read_bytes() == server.content
    assert left() == ["FR.zip"]
    assert server.asked == [("/dump/FR.zip", None)]
    assert told[-1] == ("FR.zip", len(server.content), len(server.content))


def test_a_connection_that_drops_half_way_is_taken_up_where_it_broke(server):
    half = len(server.content) // 2
    server.answers = [half, 1000]
    path = download_dump("FR", base_url=server.url, patience=QUICK)
    assert path.read_bytes() == server.content
    assert [asked for _, asked in server.asked] == [None, f"bytes={half}-", f"bytes={half + 1000}-"]


def test_what_came_before_the_last_try_is_kept_for_the_next_call(server):
    server.answers = [1000, 0, 0, 0]
    with pytest.raises(GazetteerError, match=r"the connection broke after 1,000 of .* bytes; 1,000 bytes are kept"):
        download_dump("FR", base_url=server.url, patience=QUICK)
    assert left() == ["FR.zip.part", "FR.zip.part.mark"]
    server.asked.clear()
    assert download_dump("FR", base_url=server.url, patience=QUICK).read_bytes() == server.content
    assert server.asked == [("/dump/FR.zip", "bytes=1000-")]


def test_all_that_came_before_a_process_died_is_not_asked_for_again(server):
    path = download_dump("FR", base_url=server.url)
    part = path.replace(path.with_name("FR.zip.part"))
    part.with_name("FR.zip.part.mark").write_text(json.dumps([f"{server.url}FR.zip", server.mark]))
    server.asked.clear()
    assert download_dump("FR", base_url=server.url, patience=QUICK).read_bytes() == server.content
    assert server.asked == [("/dump/FR.zip", f"bytes={len(server.content)}-")]
    assert left() == ["FR.zip"]


def test_a_file_that_changed_meanwhile_is_got_from_its_beginning(server):
    server.answers = [1000, (500, {}), (500, {}), (500, {}), (500, {})]
    with pytest.raises(GazetteerError, match="the server answers 500"):
        download_dump("FR", base_url=server.url, patience=QUICK)
    server.content, server.mark = packed("another"), '"v2"'
    assert download_dump("FR", base_url=server.url, patience=QUICK).read_bytes() == server.content


def test_a_server_that_knows_no_ranges_is_asked_for_all(server):
    server.ranges = False
    server.answers = [1000]
    assert download_dump("FR", base_url=server.url, patience=QUICK).read_bytes() == server.content


def test_a_server_in_trouble_is_asked_again_later_and_longer_each_time(server):
    server.answers = [(500, {}), (503, {"Retry-After": "7"}), (502, {})]
    pauses = []
    path = download_dump("FR", base_url=server.url, patience=Patience(tries=4, pause_s=1.0), pause=pauses.append)
    assert path.read_bytes() == server.content
    assert pauses == [1.0, 7.0, 4.0]


def test_a_server_that_stays_in_trouble_is_one_line(server):
    server.answers = [(500, {})] * 9
    with pytest.raises(
        GazetteerError, match=r"cannot download http://127.*FR\.zip: the server answers 500 Internal"
    ) as error:
        download_dump("FR", base_url=server.url, patience=QUICK)
    assert "\n" not in str(error.value)
    assert len(server.asked) == 4


def test_what_is_not_there_is_not_asked_for_again(server):
    server.answers = [(404, {})] * 9
    with pytest.raises(GazetteerError, match="the server answers 404 Not Found; check the name and --base-url"):
        download_dump("FR", base_url=server.url, patience=QUICK)
    assert len(server.asked) == 1


def test_a_server_that_tells_too_large_a_size_is_not_believed(server):
    server.told_size = len(server.content) + 100
    with pytest.raises(GazetteerError, match=r"the connection broke after [\d,]+ of [\d,]+ bytes"):
        download_dump("FR", base_url=server.url, patience=QUICK)
    assert not (imports_folder() / "FR.zip").exists()


def test_a_server_that_tells_too_small_a_size_gives_no_zip_and_nothing_is_kept(server):
    server.told_size = len(server.content) // 3
    with pytest.raises(GazetteerError, match="what came is no whole zip file"):
        download_dump("FR", base_url=server.url, patience=QUICK)
    assert left() == []


def test_a_page_of_excuses_is_no_dump(server):
    server.content = b"<html>come back tomorrow</html>"
    with pytest.raises(GazetteerError, match="what came is no whole zip file"):
        download_dump("FR", base_url=server.url, patience=QUICK)


def test_a_size_beyond_any_dump_is_refused_before_it_comes(server):
    server.told_size = 10**12
    with pytest.raises(GazetteerError, match="said to have 1,000,000,000,000 bytes, more than any dump"):
        download_dump("FR", base_url=server.url, patience=QUICK)


def test_a_server_that_is_silent_or_not_there_is_given_up_in_time(server):
    url = server.url
    server.shutdown()
    server.server_close()
    began = time.monotonic()
    with pytest.raises(GazetteerError, match=r"cannot download .*refused"):
        download_dump("FR", base_url=url, patience=QUICK)
    with pytest.raises(GazetteerError, match="cannot download"):
        download_dump("FR", base_url=url, patience=Patience(tries=99, pause_s=60, whole_s=1.0))
    assert time.monotonic() - began < 30


def test_names_are_those_that_geonames_offers():
    assert [dump_name(name) for name in ("fr", "ALLCOUNTRIES", "cities500")] == ["FR", "allCountries", "cities500"]
    for name in ("France", "../FR", "cities", ""):
        with pytest.raises(GazetteerError, match=r"GeoNames offers allCountries, .* or a country by its two letters"):
            dump_name(name)
    with pytest.raises(GazetteerError, match="--base-url must begin with http:// or https://, got 'file:///etc'"):
        download_dump("FR", base_url="file:///etc")
