"""Reference pages made from the code at build time, so that they cannot fall behind it.

`{public-api}` documents every public name of the modules named in its body, one a line; an object that
several of them export stands under the first. `{diagnostic-codes}` makes a section of every diagnostic code.
"""

import importlib
import inspect
from collections.abc import Iterable, Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.ext.napoleon import Config, GoogleDocstring
from sphinx.util.docutils import SphinxDirective

from govrules.diagnostics import Code
from govrules.diagnostics.codes import all_codes


class PublicApi(SphinxDirective):
    """Every public name of some modules, each documented once."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        seen: set[int] = set()
        text = "\n".join(line for name in self.content for line in _module_page(name.strip(), seen))
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def _module_page(module_name: str, seen: set[int]) -> Iterator[str]:
    module = importlib.import_module(module_name)
    names = [name for name in getattr(module, "__all__", ()) if not name.startswith("__")]
    here, elsewhere = [], []
    for name in names:
        value = getattr(module, name)
        kind = _autodoc_kind(value)
        # Equal strings may be one object in memory, so plain values are never taken for each other.
        if kind != "data" and id(value) in seen:
            elsewhere.append(name)
            continue
        seen.add(id(value))
        here.append((kind, name))
    yield f"## `{module_name}`"
    yield ""
    yield from ("```{eval-rst}", f".. automodule:: {module_name}", "   :no-members:", "```", "")
    if elsewhere:
        listed = ", ".join(f"`{name}`" for name in elsewhere)
        yield f"Also importable from here, and described above: {listed}."
        yield ""
    if not here:
        return
    yield "````{eval-rst}"
    for kind, name in here:
        yield f".. auto{kind}:: {module_name}.{name}"
        if kind in {"class", "exception"}:
            yield "   :members:"
            yield "   :undoc-members:"
        yield ""
    yield "````"
    yield ""


def _autodoc_kind(value: object) -> str:
    if inspect.isclass(value):
        return "exception" if issubclass(value, BaseException) else "class"
    return "function" if inspect.isroutine(value) else "data"


class DiagnosticCodes(SphinxDirective):
    """A section for every diagnostic code: its messages, why, and a wrong and a right example."""

    def run(self) -> list[nodes.Node]:
        codes = all_codes()
        return [_code_section(self, code) for code in codes.values()]


def _code_section(directive: SphinxDirective, code: Code) -> nodes.section:
    section = nodes.section(ids=[code.id.lower()], names=[code.id.lower()])
    directive.set_source_info(section)
    section += nodes.title(code.id, f"{code.id} {code.name}")
    section += _paragraph(code.en, code.zh)
    section += _paragraph(code.why_en, code.why_zh)
    examples = (
        ("Wrong · 错误写法", code.wrong, code.wrong_zh),
        ("Right · 正确写法", code.right, code.right_zh),
    )
    for label, example, example_zh in examples:
        section += nodes.paragraph("", "", nodes.strong(text=label))
        section += nodes.literal_block(example, example, language="text")
        if example_zh:
            section += nodes.literal_block(example_zh, example_zh, language="text")
    directive.state.document.note_explicit_target(section)
    return section


def _paragraph(english: str, chinese: str) -> nodes.line_block:
    return nodes.line_block("", *(nodes.line("", "", *_inline(text)) for text in (english, chinese)))


def _inline(text: str) -> Iterable[nodes.Node]:
    """Text with its parts in backticks as code; nothing else in it is markup."""
    for number, part in enumerate(text.split("`")):
        if part:
            yield nodes.literal(text=part) if number % 2 else nodes.Text(part)


def _read_sections(app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    """Read `Args:` and `Raises:`, but not in attributes: a colon in a sentence opens no section."""
    if what in {"class", "exception", "function", "method"}:
        lines[:] = GoogleDocstring(lines, Config(), app, what, name, obj, options).lines()


def setup(app: Sphinx) -> dict[str, object]:
    app.add_directive("public-api", PublicApi)
    app.add_directive("diagnostic-codes", DiagnosticCodes)
    app.connect("autodoc-process-docstring", _read_sections)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
