"""Codes of the area `reports` (GR675): pages to send, keep or print."""

from govrules.diagnostics.core import Code

PACKAGE_MISSING = Code(
    "GR675",
    "report-extra-missing",
    "`govrules report` needs the package `{package}`",
    "`govrules report` 需要 `{package}` 软件包",
    why_en="govrules itself needs few packages; what writes pages is an extra.",
    why_zh="govrules 本身只依赖少数软件包；生成页面的软件包另行安装。",
    wrong="pip install govrules",
    right="pip install 'govrules[report]'",
)
