"""Codes of the area `bundles` (GR663-GR649): findings kept with all that they were made from."""

from govrules.diagnostics.core import Code

NO_BUNDLE = Code(
    "GR663",
    "not-a-bundle",
    "`{path}` is no bundle: {reason}",
    "`{path}` 不是证明文件夹：{reason_zh}",
    why_en="A bundle is a folder that `govrules evaluate --bundle` wrote, with a manifest in it.",
    why_zh="证明文件夹由 `govrules evaluate --bundle` 写出，其中有清单文件。",
    wrong="govrules verify findings.json",
    right="govrules verify proof-2025-12",
)
FILE_CHANGED = Code(
    "GR664",
    "bundle-file-changed",
    "`{file}` is not what it was when the bundle was written",
    "`{file}` 与写出时的内容不同",
    why_en="Its hash differs from the one in the manifest: somebody or something changed it.",
    why_zh="其哈希值与清单所载不同，说明内容已被改动。",
    wrong="(events.jsonl edited by hand)",
    right="(write a new bundle from the corrected events)",
    wrong_zh="（手工改动 events.jsonl）",
    right_zh="（用更正后的事件另写一个证明文件夹）",
)
FILE_GONE = Code(
    "GR665",
    "bundle-file-gone",
    "`{file}` is missing from the bundle",
    "缺少 `{file}`",
    why_en="What is missing cannot be replayed.",
    why_zh="缺少的内容无法重新评估。",
    wrong="(events.jsonl deleted)",
    right="(the bundle as it was written)",
    wrong_zh="（events.jsonl 被删除）",
    right_zh="（原样的证明文件夹）",
)
FILE_MORE = Code(
    "GR666",
    "bundle-file-more",
    "`{file}` was not in the bundle when it was written",
    "写出时没有 `{file}`",
    why_en="A file that was added could change what is read.",
    why_zh="后来加入的文件可能改变读取的内容。",
    wrong="(a calendar added to rules/0/calendars)",
    right="(the bundle as it was written)",
    wrong_zh="（在 rules/0/calendars 中添加日历）",
    right_zh="（原样的证明文件夹）",
)
INPUT_DIFFERS = Code(
    "GR667",
    "bundle-input-differs",
    "the {what} of the bundle are not those that the findings were made from",
    "证明文件夹中的{what_zh}并非得出结论时所用",
    why_en="The findings name the hashes of what they were made from, and these differ.",
    why_zh="结论中记有所依据内容的哈希值，两者不同。",
    wrong="(another version of the rules put into the bundle)",
    right="(the bundle as it was written)",
    wrong_zh="（把另一版本的规则放入证明文件夹）",
    right_zh="（原样的证明文件夹）",
)
FINDINGS_DIFFER = Code(
    "GR668",
    "bundle-findings-differ",
    "evaluated again, {count} findings come out otherwise: {findings}",
    "重新评估后有 {count} 项结论不同：{findings}",
    why_en="The same rules and events give the same findings; where they do not, the findings were changed, "
    "or another version of govrules evaluates otherwise (the manifest names the version).",
    why_zh="同样的规则和事件必得出同样的结论；若不同，则结论被改动，"
    "或另一版本的 govrules 评估方式不同（清单中记有版本）。",
    wrong="(a violation deleted from findings.json)",
    right="(the findings as they were written)",
    wrong_zh="（从 findings.json 中删去一项违规）",
    right_zh="（原样的结论）",
)
FOLDER_TAKEN = Code(
    "GR669",
    "bundle-folder-taken",
    "`{path}` is there already, and a bundle needs a new folder",
    "`{path}` 已存在，证明须写入新文件夹",
    why_en="What is kept as proof is never written over.",
    why_zh="留作证明的内容不会被覆盖。",
    wrong="--bundle proof (a second time)",
    right="--bundle proof-2026-01",
    wrong_zh="--bundle proof（第二次）",
)
