"""Codes of the area `packs`: see `govrules.diagnostics.codes` for the numbering."""

from govrules.diagnostics.core import Code

UNKNOWN_PACK = Code(
    id="GR701",
    name="unknown-pack",
    en="no {kind} is called `{name}`",
    zh="没有名为 `{name}` 的{kind_zh}",
    why_en=(
        "Policies, calendars and conventions are found by name: first in the local folders, "
        "then among those that govrules brings along. This name is in neither."
    ),
    why_zh="政策、日历和计时约定按名称查找：先找本地文件夹，再找 govrules 自带的。两处都没有这个名称。",
    wrong="calendar: china",
    right="calendar: cn",
)

UNSAFE_PACK_NAME = Code(
    id="GR702",
    name="unsafe-pack-name",
    en="`{name}` is not the name of a {kind}",
    zh="`{name}` 不是{kind_zh}的名称",
    why_en=(
        "A name is made of words joined by `/`, as in `cn/licensing-law`. "
        "Absolute paths, `..`, backslashes and file endings are refused, "
        "so that a rule file cannot make govrules read files elsewhere on the machine."
    ),
    why_zh=(
        "名称由若干词以 `/` 相连，如 `cn/licensing-law`。"
        "绝对路径、`..`、反斜杠和文件后缀一律拒绝，以免规则文件让 govrules 读取机器上别处的文件。"
    ),
    wrong="--after 2026-03-02 --calendar ../other/cn",
    right="--after 2026-03-02 --calendar cn",
)

PACKS_MISSING = Code(
    id="GR703",
    name="packs-missing",
    en="the rule packs that belong to govrules are not installed",
    zh="govrules 自带的规则包未安装",
    why_en=(
        "The rule packs travel inside the installed package, or stand in the folder `rules` of a checkout. "
        "Neither is there, or the package was imported from an archive, so the installation is damaged."
    ),
    why_zh=(
        "规则包随安装包一起提供，或位于源码目录的 `rules` 文件夹。"
        "两处都没有，或程序包是从压缩包中导入的，说明安装不完整。"
    ),
    wrong="cp -r src/govrules /somewhere/else",
    right="python -m pip install --force-reinstall govrules",
)
