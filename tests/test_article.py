"""Reading an article: what is kept to the letter, what is dropped, what looks like furniture and must stay."""

import datetime
import http.server
import re
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.article import FILE_LIMIT, TEXT_LIMIT, clean_text, read_article, read_bytes
from graph.errors import SourceError
from graph.reading.cleaning import split_paragraphs
from graph.reading.datelines import cut_dateline, read_date_line
from graph.reading.furniture import find_headline, is_furniture, strip_furniture

PROSE = "The mayor of Whitby opened the new harbour bridge on Monday."
MORE = "She thanked the builders, who had worked through the winter."


def read(text: str, name: str = "article.txt", **options):
    return read_bytes(text.encode() if isinstance(text, str) else text, source=name, **options)


# Encodings


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("“We won’t,” said Zoë – twice.".encode(), "“We won’t,” said Zoë – twice."),
        ("“We won’t,” said Zoë – twice.".encode("utf-8-sig"), "“We won’t,” said Zoë – twice."),
        ("“We won’t,” said Zoë – twice.".encode("cp1252"), "“We won’t,” said Zoë – twice."),
        ("“We won’t,” said Zoë – twice.".encode("utf-16"), "“We won’t,” said Zoë – twice."),
        ("“We won’t,” said Zoë – twice.".encode("utf-16-be"), "“We won’t,” said Zoë – twice."),
        ("The fine was £500 and the café shut.".encode("cp1252"), "The fine was £500 and the café shut."),
        ("“We won’t,” said the mayor.".encode("mac_roman"), "“We won’t,” said the mayor."),
        ("The café in Évreux was shut on Monday…".encode()[:-1], "The café in Évreux was shut on Monday"),
        (b"The bill rose by a fifth, \x81the council said.", "The bill rose by a fifth, the council said."),
    ],
)
def test_encodings_are_told_apart(data, expected):
    assert read(data).text == expected


# Characters


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The may\x00or resi\xadgned to\u200bday.", "The mayor resigned today."),
        ("\u202eThe\u202c mayor \u2067resigned\u2069 today.\u200f", "The mayor resigned today."),
        ("\ufeffThe mayor\u00a0resigned\u2009today.  ", "The mayor resigned today."),
        ("The o\ufb03cer \ufb01led a report.", "The officer filed a report."),
        ("Jose\u0301 resigned on Monday.", "José resigned on Monday."),
        ("The mayor &amp; the clerk resigned &#8211; at last.", "The mayor & the clerk resigned – at last."),
        ("The <b>mayor</b> resigned.<script>alert('x')</script>", "The mayor resigned."),
        # near misses: signs that belong to the text
        ("He wrote that 3 < 4 and 5 > 2 on the wall.", "He wrote that 3 < 4 and 5 > 2 on the wall."),
        ("AT&T sued the R&D firm; fear & loathing followed.", "AT&T sued the R&D firm; fear & loathing followed."),
        ("She signed off with <3 and a wink 😉 on Monday.", "She signed off with <3 and a wink 😉 on Monday."),
        ("Naïve voters “don't” care – ½ stayed at home…", "Naïve voters “don't” care – ½ stayed at home…"),
    ],
)
def test_characters(text, expected):
    assert clean_text(text).text == expected


# Paragraphs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{PROSE}\n\n\n \n{MORE}\n", [PROSE, MORE]),
        (f"{PROSE}\r\n\r\n{MORE}\r\n", [PROSE, MORE]),
        (f"{PROSE}\r\r{MORE}", [PROSE, MORE]),
        (f"{PROSE}\n{MORE}", [PROSE, MORE]),
        (f"{PROSE}\u2029{MORE}", [PROSE, MORE]),
        (f"   {PROSE}\n   {MORE}", [PROSE, MORE]),
        ("The mayor of Whitby opened\nthe new harbour bridge on Monday.", [PROSE]),
        (
            "The mayor of Whitby opened the new harbour\nbridge on Monday. She thanked the builders,\nwho had worked\n\nHarbour Street was closed.",
            ["The mayor of Whitby opened the new harbour bridge on Monday. She thanked the builders, who had worked", "Harbour Street was closed."],
        ),
        # wrapped at a capital, and a short last line before the next paragraph
        (
            "A lorry driver told the inquiry that the bridge near\nWhitby had moved under his wheels in the week before\nChristmas.\nThe council said that nobody had warned it about the\nLeeds firm that built it.",
            [
                "A lorry driver told the inquiry that the bridge near Whitby had moved under his wheels in the week before Christmas.",
                "The council said that nobody had warned it about the Leeds firm that built it.",
            ],
        ),
        ("The south-\neast of the town was flooded.", ["The south-east of the town was flooded."]),
        ("Both pre-\nand post-war houses were flooded.", ["Both pre- and post-war houses were flooded."]),
        ("Repairs\nThe bridge will be repaired.", ["Repairs", "The bridge will be repaired."]),
        ("• The bridge opened in 1909.\n• It carries 9,000 cars a day.", ["The bridge opened in 1909.", "It carries 9,000 cars a day."]),
        # a table goes, a lone gap in a line stays
        (f"{PROSE}\n\nYear\tCars\tLorries\n2020\t200\t20\n2021\t300\t30\n\n{MORE}", [PROSE, MORE]),
        (f"{PROSE}\n\n| Year | Cars |\n|------|------|\n| 2020 | 200 |\n\n{MORE}", [PROSE, MORE]),
        ("The vote was 12\tto 3   in favour of the mayor.", ["The vote was 12 to 3 in favour of the mayor."]),
    ],
)
def test_paragraphs(text, expected):
    assert clean_text(text).text.split("\n\n") == expected


@given(st.text(max_size=400))
def test_cleaning_twice_changes_nothing_and_leaves_no_odd_white_space(text):
    try:
        once = clean_text(text).text
    except SourceError:
        return
    assert not re.search(r"\n\n\n|(?<!\n)\n(?!\n)|  |[ \n]\Z|\A[ \n]|\n |[\x00-\x09\x0b-\x1f\u200b-\u200f\u202a-\u202e\ufeff]", once)


@given(st.lists(st.sampled_from([PROSE, MORE, "“I do,” she said.", "Repairs", "Nobody came, he said: it rained."]), min_size=1, max_size=8))
def test_good_text_keeps_every_word(paragraphs):
    text = "\n\n".join([PROSE, *paragraphs, MORE])
    assert clean_text(text).text == text
    assert clean_text(text.replace("\n\n", "\r\n\r\n")).text == text
    assert split_paragraphs(text.replace("\n\n", "\n")) == text.split("\n\n")


# Furniture


@pytest.mark.parametrize(
    "paragraph",
    [
        "Read more: How the bridge was built",
        "READ MORE",
        "Read the full story here.",
        "Read the rest of this article here",
        "Related stories",
        "Related: Who is the mayor?",
        "ADVERTISEMENT",
        "Story continues below advertisement",
        "Sign up to our daily newsletter for more news",
        "Follow us on Twitter and Facebook",
        "Share this article",
        "Facebook | Twitter | WhatsApp",
        "Home | News | Sport | Weather",
        "© 2022 Harehills Courier",
        "Copyright 2022 Harehills Courier. All rights reserved.",
        "The mayor opens the bridge. Photograph: Jo Bloggs/PA",
        "The mayor opens the bridge Image: Jo Bloggs.",
        "The mayor opens the bridge. (Photo by Jo Bloggs/Getty Images)",
        "The mayor at the bridge on Monday. Jo Bloggs/Getty Images",
        "The mayor at the bridge, 2019 (AP Photo/Jo Bloggs)",
        "The mayor in her office; from file, 2019.",
        "FILE PHOTO: The mayor leaves the court",
        "Image caption, The mayor leaves the court",
        "Image source, Getty Images",
        "Pictured: the mayor with her dog",
        "* * *",
        "___.",
        "Tags: bridges, mayors, Whitby",
    ],
)
def test_furniture_goes_wherever_it_stands(paragraph):
    assert is_furniture(paragraph)
    assert clean_text(f"{PROSE}\n\n{paragraph}\n\n{MORE}").text == f"{PROSE}\n\n{MORE}"


@pytest.mark.parametrize(
    "paragraph",
    [
        "Repairs",
        "What happens next?",
        "The mayor and the bridge",
        "Nobody was hurt.",
        "Read more books, the minister told pupils.",
        "Related charges were dropped on Tuesday.",
        "Sign up now, the union told its members.",
        "Follow the money, an old hand told the inquiry.",
        "Share prices fell by a tenth.",
        "Below, the Courier lists what the council has promised to do.",
        "By Tuesday the bridge was open again.",
        "By the time the police came the thieves had fled.",
        "From Leeds the train goes on to York.",
        "The force released one picture: a man in a red coat.",
        "“We have no comment,” a spokesman told Reuters.",
        "The film was sold to the BBC and shown in 2019.",
        "He held a photo of Jo Bloggs.",
        "Photographs by Jo Bloggs were sold at the auction.",
        "Home Secretary Ann Carter resigned.",
        "Watch out for thieves, the police said.",
        "Advertisements for the bridge had cost £9,000.",
        "More than 200 people came; the rest stayed at home.",
        "12 people were hurt.",
        "1. Build a bridge",
    ],
)
def test_near_misses_stay(paragraph):
    for text in (f"{paragraph}\n\n{PROSE}\n\n{MORE}", f"{PROSE}\n\n{paragraph}\n\n{MORE}", f"{PROSE}\n\n{MORE}\n\n{paragraph}"):
        assert clean_text(text).text == text


@pytest.mark.parametrize(
    ("paragraph", "goes"),
    [
        ("By Jo Bloggs", True),
        ("BY JO BLOGGS AND ANN CARTER", True),
        ("By Jo Bloggs, Ann Carter and Tom Hale in Leeds", True),
        ("By Jo Bloggs, transport correspondent", True),
        ("Jo Bloggs, Political Editor", True),
        ("Jo Bloggs Chief reporter", True),
        ("Last updated at 10:45 on 21 June", True),
        ("3 hours ago", True),
        ("By Jo Bloggs the bridge was opened on Monday.", False),
        ("Jo Bloggs, the political editor, resigned.", False),
        ("Jo Bloggs of Leeds", False),
        ("By Whitby standards the crowd was large.", False),
    ],
)
def test_bylines_go_only_near_the_top_and_the_bottom(paragraph, goes):
    top = clean_text(f"Bridge opens\n\n{paragraph}\n\n{PROSE}\n\n{MORE}").text
    assert (paragraph not in top) is goes
    middle = "\n\n".join([PROSE] * 9 + [paragraph] + [MORE] * 9)
    assert paragraph in clean_text(middle).text


@pytest.mark.parametrize(
    ("paragraph", "goes"),
    [
        ("(Reporting by Jo Bloggs; editing by Ann Carter)", True),
        ("Additional reporting by Jo Bloggs", True),
        ("Jo Bloggs and Ann Carter contributed reporting.", True),
        ("The Associated Press contributed to this report.", True),
        ("Jo Bloggs contributed £500 to the fund.", False),
        ("Reporting by the Courier led to his arrest.", False),
    ],
)
def test_signatures_go_at_the_bottom(paragraph, goes):
    assert (paragraph not in clean_text(f"{PROSE}\n\n{MORE}\n\n{paragraph}").text) is goes


def test_a_menu_at_the_top_goes_and_two_short_headings_stay():
    assert strip_furniture(["Home", "News", "Sport", "Weather", PROSE, MORE]).paragraphs == (PROSE, MORE)
    assert strip_furniture(["Bridge opens", "Mayor cheered", PROSE]).paragraphs == ("Bridge opens", "Mayor cheered", PROSE)


# Dates and datelines


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Tuesday, June 21, 2022", "2022-06-21"),
        ("21 June 2022", "2022-06-21"),
        ("21st of June, 2022", "2022-06-21"),
        ("Published: Tue, 21 Jun 2022, 10:45 BST", "2022-06-21"),
        ("Updated on Sept. 3, 2021 at 5:30 p.m. EDT", "2021-09-03"),
        ("2022-06-21", "2022-06-21"),
        ("2022-06-21T10:45:00Z", "2022-06-21"),
        ("10:45, 21 June 2022", "2022-06-21"),
        ("June 2022", None),
        ("31 June 2022", None),
        ("06/07/2022", None),
        ("On 21 June 2022 the bridge opened.", None),
        ("21 June 2022 was a black day for Whitby.", None),
    ],
)
def test_date_lines(line, day):
    assert read_date_line(line) == (datetime.date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("LEEDS — ", True),
        ("LEEDS, England (AP) — ", True),
        ("LEEDS, June 21 (Reuters) - ", True),
        ("LEEDS/YORK (Reuters) - ", True),
        ("Leeds (Reuters) - ", True),
        ("LEEDS -- ", True),
        ("(AFP) — ", True),
        ("Tuesday, June 21, 2022 ", True),
        ("Leeds - ", False),
        ("In LEEDS - ", False),
        ("LEEDS, ", False),
    ],
)
def test_datelines_are_cut_from_the_first_word(before, after):
    assert cut_dateline(before + PROSE)[0] == (PROSE if after else before + PROSE)


@pytest.mark.parametrize(
    "paragraph",
    ["NASA - the American agency - said no to the plan.", "RMT members walked out.", "Tuesday, June 21, 2022 was a black day.", "VAT — it is a tax — rose."],
)
def test_what_looks_like_a_dateline_stays(paragraph):
    assert cut_dateline(paragraph) == (paragraph, None)


def test_a_date_line_gives_the_date_and_an_option_goes_before_it():
    text = f"Bridge opens\n\nMonday, 20 June 2022\n\n{PROSE}"
    assert read(text).date == datetime.date(2022, 6, 20)
    assert read(text, date=datetime.date(2020, 1, 1)).date == datetime.date(2020, 1, 1)
    assert "June" not in read(text).text


# Titles


@pytest.mark.parametrize(
    ("first", "is_headline"),
    [
        ("Mayor opens harbour bridge", True),
        ("Will the bridge ever open?", True),
        ("‘Nobody told us’: families speak out", True),
        ("Bridge opens in Washington D.C.", True),
        ("The mayor opened the harbour bridge.", False),
        ("“Nobody told us.”", False),
        ("The mayor opened the bridge; she said:", False),
        (PROSE + " " + MORE + " And on it went, all day and all night without an end in sight, until the sun came up", False),
    ],
)
def test_headlines(first, is_headline):
    assert find_headline([first, PROSE]) == (first if is_headline else None)
    assert read(f"{first}\n\n{PROSE}").text == f"{first}\n\n{PROSE}"


def test_a_given_title_is_not_put_in_the_text():
    article = read(PROSE, title="Bridge opens")
    assert (article.title, article.text) == ("Bridge opens", PROSE)


# Markdown and HTML


def test_markdown_becomes_plain_text():
    text = (
        "---\ntitle: Bridge opens\ndate: 2022-06-20\n---\n\n# Bridge *opens*\n\nThe [mayor](http://x.example) of **Whitby**\nopened it.\n\n"
        "> “I am *glad*,” she said.\n\n- It cost £9m.\n- It is `red`.\n\n![A photo](x.png)\n\n```\nprint('code')\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<script>alert(1)</script>\n"
    )
    article = read(text, "a.md")
    assert article.text.split("\n\n") == ["Bridge opens", "The mayor of Whitby opened it.", "“I am glad,” she said.", "It cost £9m.", "It is red."]
    assert (article.title, article.date) == ("Bridge opens", datetime.date(2022, 6, 20))


def test_signs_of_markdown_stay_in_plain_text():
    assert read("He wrote *no* on the _wall_.\n\n# 1 hit was his.").text == "He wrote *no* on the _wall_.\n\n# 1 hit was his."


PAGE = """<!doctype html><html><head><meta charset="{charset}"><title>Bridge opens - Harehills Courier</title>
<meta property="og:site_name" content="Harehills Courier"><meta property="article:published_time" content="2022-06-20T08:00:00Z">
<link rel="canonical" href="https://courier.example/bridge"></head><body><nav><a href="/">Home</a> <a href="/s">Sport</a></nav>
<article><h1>Bridge opens</h1><p>By Jo Bloggs</p><figure><img src="x.jpg"><figcaption>The mayor. Photograph: Jo Bloggs/PA</figcaption></figure>
<p>The mayor of Whitby opened the new
harbour bridge on Monday.<br>Nobody was hurt.</p><h2>Repairs</h2><p>“We won’t close it,” said Zoë Hale, the leader of the council.</p>
<p>She thanked the builders, who had worked through the winter, and the firms that had paid for the bridge.</p>
<p>Read more: <a href="/x">Other bridges</a></p><script>alert("x")</script></article><footer>© 2022 Courier</footer></body></html>"""


@pytest.mark.parametrize(
    ("said", "charset", "name"),
    [
        ("utf-8", "utf-8", "a.html"),
        ("windows-1252", "windows-1252", "a.html"),
        ("iso-8859-1", "windows-1252", "a.html"),
        ("no-such-thing", "windows-1252", "a.html"),
        ("utf-8", "utf-8", "a.txt"),
        ("utf-8", "utf-8", "-"),
    ],
)
def test_a_page_gives_its_article(said, charset, name):
    article = read(PAGE.format(charset=said).encode(charset), name)
    assert article.text.split("\n\n") == [
        "Bridge opens",
        PROSE,
        "Nobody was hurt.",
        "Repairs",
        "“We won’t close it,” said Zoë Hale, the leader of the council.",
        "She thanked the builders, who had worked through the winter, and the firms that had paid for the bridge.",
    ]
    assert (article.title, article.date, article.publisher) == ("Bridge opens", datetime.date(2022, 6, 20), "Harehills Courier")
    assert article.url == "https://courier.example/bridge"


@pytest.fixture(scope="module")
def site():
    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/moved":
                self.send_response(302)
                self.send_header("Location", "file:///etc/hosts")
                self.end_headers()
                return
            bodies = {"/page": (200, "text/html; charset=utf-8", PAGE.format(charset="utf-8").encode()), "/image": (200, "image/png", b"\x89PNG")}
            code, kind, body = bodies.get(self.path, (404, "text/html", b"<html><p>gone</p></html>"))
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *parts):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_an_address_is_read_and_kept(site):
    article = read_article(f"{site}/page")
    assert article.url == f"{site}/page"
    assert PROSE in article.text


@pytest.mark.parametrize("path", ["/gone", "/image", "/moved"])
def test_an_address_without_an_article_is_refused(site, path):
    with pytest.raises(SourceError, match=re.escape(f"{site}{path}")):
        read_article(f"{site}{path}")


def test_a_dead_address_is_refused():
    with pytest.raises(SourceError, match="could not be read"):
        read_article("http://127.0.0.1:9/x")


# Bad input


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"%PDF-1.4 abc", "PDF"),
        (b"PK\x03\x04abc", "zipped"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x00\x01\x02\x03" * 100, "binary"),
        (b"12345 67890 --- 11.5%\n\n* * *", "no sentence"),
        (b"Whitby", "no sentence"),
        (b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "no article"),
        (b"<html><body></body></html>", "no article"),
        ((PROSE + " ").encode() * (TEXT_LIMIT // 50), "characters"),
        (b"a" * (FILE_LIMIT + 1), "larger"),
    ],
)
def test_bad_bytes_are_refused_in_one_line_that_names_the_source(data, words):
    with pytest.raises(SourceError, match=words) as caught:
        read(data, "news/article.txt")
    assert "news/article.txt" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_bad_paths_are_refused(tmp_path):
    for path, words in [(tmp_path, "folder"), (tmp_path / "none.txt", "does not exist"), (tmp_path / ("x" * 400), "cannot be read")]:
        with pytest.raises(SourceError, match=words):
            read_article(path)


@given(st.binary(max_size=300))
def test_any_bytes_give_an_article_or_a_source_error(data):
    try:
        assert read(data).text
    except SourceError as error:
        assert "article.txt" in str(error)


def test_reading_a_file_tells_where_it_came_from(tmp_path):
    path = tmp_path / "bridge.txt"
    path.write_text(PROSE)
    article = read_article(path)
    assert (article.text, article.source, article.url) == (PROSE, str(path), None)


@pytest.mark.parametrize(
    "line",
    [
        "By " + "AND " * 90,
        "Image: " + "A and " * 70,
        "Jo " * 60 + "editor " * 80,
        "A, and " * 60,
        "<script " * 20_000,
        "<!--" * 40_000,
        "a b\n" * 40_000,
        "Jo/" * 300,
    ],
    ids=lambda line: line[:8],
)
def test_hostile_text_is_read_in_time(line):
    began = time.perf_counter()
    assert clean_text(f"{PROSE}\n\n{line}\n\n{MORE}").text.startswith(PROSE)
    assert time.perf_counter() - began < 20  # a tenth of that on a quiet machine; what is quadratic takes minutes
