"""A diagnostic keeps to its lines, whatever stands in the file or in its name."""

from govrules.diagnostics import Diagnostic, Help, Span, render
from govrules.diagnostics.codes import files


def test_a_file_whose_name_holds_a_line_break_feigns_no_diagnostic() -> None:
    name = "a\nb.yaml:1:1: error[GR101]: \x1b[31mfeigned\u202e"
    shown = render(Diagnostic(files.FILE_MISSING, Span(name), {"path": name}))
    harmless = "a b.yaml:1:1: error[GR101]: \ufffd[31mfeigned\ufffd"
    assert shown == f"{harmless}: error[GR001]: there is no file `{harmless}`"


def test_help_and_citation_keep_to_one_line_each() -> None:
    told = Diagnostic(
        files.FILE_EMPTY, help=[Help(en="one\r\ntwo\tthree", zh="")], citation="第三条\u2028第四条"
    )
    assert render(told).splitlines() == [
        "error[GR007]: the file says nothing",
        "  help: one two three",
        "  clause: 第三条 第四条",
    ]
