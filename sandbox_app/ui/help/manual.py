"""The help pages as one page of HTML, pictures inside, with all keys, commands and settings. No widgets."""

import base64
import html
import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from sandbox_app.ui.help.topics import Topic, folder

Rows = Sequence[tuple[str, str]]
"""What something is called, and what it does."""

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 3rem; }
img { max-width: 100%; height: auto; border-radius: 6px; }
figure { margin: 1rem 0; }
figcaption { font-size: 0.9rem; opacity: 0.75; }
code { font-size: 0.95em; }
table { border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 1rem 0.25rem 0; }
th { width: 40%; font-weight: 600; overflow-wrap: anywhere; }
@media print { h2 { break-before: page; } nav { display: none; } }
"""
_STEP = re.compile(r"\d+\. ")
_PICTURE = re.compile(r"!\[(.+)\]\((.+)\)")


def manual(pages: Iterable[Topic], tables: Iterable[tuple[str, str, Rows]], about: str) -> str:
    """Return the whole manual.

    Args:
        pages: the questions with their answers.
        tables: what comes after them: a title, a sentence, and rows.
        about: which version and build it is of.
    """
    answers = [(page.name, page.title, _page(page.text.partition("\n")[2])) for page in pages]
    lists = [(title.casefold().replace(" ", "-"), title, f"<p>{html.escape(said)}</p>\n{_table(rows)}") for title, said, rows in tables]
    sections = [*answers, *lists]
    contents = "\n".join(f'<li><a href="#{name}">{html.escape(title)}</a></li>' for name, title, _ in sections)
    texts = "\n".join(f'<section id="{name}">\n<h2>{html.escape(title)}</h2>\n{text}\n</section>' for name, title, text in sections)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Town Sandbox: manual</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>Town Sandbox</h1>
<p>{html.escape(about)}</p>
<nav><ul>
{contents}
</ul></nav>
{texts}
</body>
</html>
"""


def _page(text: str) -> str:
    """Return a page without its heading: paragraphs, numbered steps, and pictures with what they show."""
    made = []
    for block in re.split(r"\n\s*\n", text.strip()):
        if picture := _PICTURE.fullmatch(" ".join(block.split())):
            made.append(_figure(*picture.groups()))
            continue
        for steps, lines in groupby(block.splitlines(), key=lambda line: bool(_STEP.match(line) or line.startswith("  "))):
            if steps:
                items = re.split(r"^\d+\. ", "\n".join(lines), flags=re.MULTILINE)[1:]
                made.append("<ol>\n" + "\n".join(f"<li>{_words(item)}</li>" for item in items) + "\n</ol>")
            else:
                made.append(f"<p>{_words(chr(10).join(lines))}</p>")
    return "\n".join(made)


def _figure(shows: str, name: str) -> str:
    words = html.escape(shows)
    content = base64.b64encode((folder() / name).read_bytes()).decode()
    return f'<figure><img alt="{words}" src="data:image/png;base64,{content}"><figcaption>{words}</figcaption></figure>'


def _words(text: str) -> str:
    plain = html.escape(" ".join(text.split()), quote=False)
    return re.sub(r"`(.+?)`", r"<code>\1</code>", re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", plain))


def _table(rows: Rows) -> str:
    lines = (f"<tr><th>{html.escape(name)}</th><td>{html.escape(does)}</td></tr>" for name, does in rows)
    return "<table>\n" + "\n".join(lines) + "\n</table>"
