"""In: nothing. Out: the malformed files beside it, made anew (they are kept in git, for their bytes are the point). It refuses to make large ones.

python tests/malformed/make.py
"""

from pathlib import Path

HERE = Path(__file__).parent
STORY = "The mayor of Whitby opened the new harbour bridge on Monday. “We won’t close it again,” said Ann Carter, the leader of the council."
GERMAN = (
    "Der Bürgermeister eröffnete am Montag die neue Brücke über den Fluss. „Wir schließen sie nicht wieder“, sagte die Sprecherin der Stadt.\n\n"
    "Die Gewerkschaft hatte davor gewarnt, dass die Kosten weiter steigen würden. Der Stadtrat will im Herbst noch einmal darüber beraten."
)
FILES: dict[str, bytes] = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\r\n \n",
    "binary.txt": bytes(range(256)) * 8,
    "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(200)),
    "document.txt": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
    "no-sentence.txt": b"12 345 --- 67 %\n\n* * *\n",
    "no-article.html": b"<!doctype html><html><head><title>Log in</title></head><body><form><input name=q></form><nav><a href='/'>Home</a></nav></body></html>",
    "german.txt": GERMAN.encode(),
    "windows.txt": STORY.encode("cp1252"),
    "macintosh.txt": STORY.encode("mac_roman"),
    "utf-16.txt": STORY.encode("utf-16"),
    "nul.txt": STORY.replace("mayor", "may\0or").encode(),
    "bidi.txt": STORY.replace("Monday", "\u202eMonday\u202c\u200f").encode(),
    "markup.txt": STORY.replace("Monday", "<b onclick=alert(1)>Monday</b><script>alert('x')</script><img src=x onerror=alert(1)>").encode(),
    "tags-in-names.txt": STORY.replace("Ann Carter", "Ann </script><script>alert(1)</script> Carter").encode(),
    "not-turtle.ttl": b"This is no Turtle. {",
    "not-ours.ttl": b'<https://example.org/a> <https://example.org/says> "hello" .\n',
    "cut-short.ttl": b"@prefix tw: <https://w3id.org/triplewire/ontology#> .\n<https://w3id.org/triplewire/article/0> a <https://schema.org/News",
    "unknown-key.toml": b'[build]\nfromats = ["ttl"]\n',
    "wrong-kind.toml": b'[build]\nformats = "ttl"\n',
    "no-toml.toml": b"[build\n",
    "no-name.csv": b"person,born\nAnn Carter,1970\n",
    "windows.csv": "name,type\nZoë Carter,Person\n".encode("cp1252"),
    "binary.csv": b"name\0\x01\x02,type\nAnn\0,Person\n",
    "only-head.csv": b"name,aliases,type\n",
    "corrections-key.toml": b'[[rename]]\nentity = "Ann"\nlabel = "Anne"\n[[retype]]\nentity = "Ann"\ntyp = "Person"\n',
    "corrections-kind.toml": b'[[renaem]]\nentity = "Ann"\n',
    "corrections-type.toml": b'[[retype]]\nentity = "Ann"\ntype = "Persn"\n',
    "corrections-single.toml": b'[merge]\nentities = ["Ann", "Anne"]\n',
    "broken.rq": b"SELECT ?a WHERE { ?a tw:opposes \n",
}

if __name__ == "__main__":
    for name, data in FILES.items():
        (HERE / name).write_bytes(data)
