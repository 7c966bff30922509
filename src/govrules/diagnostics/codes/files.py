"""Codes of the area `files`: see `govrules.diagnostics.codes` for the numbering."""

from govrules.diagnostics.core import Code

FILE_MISSING = Code(
    id="GR001",
    name="file-missing",
    en="there is no file `{path}`",
    zh="找不到文件 `{path}`",
    why_en="The path names nothing that exists.",
    why_zh="该路径下没有任何文件。",
    wrong="govrules check rulse/policy.yaml",
    right="govrules check rules/policy.yaml",
)
FILE_IS_FOLDER = Code(
    id="GR002",
    name="file-is-folder",
    en="`{path}` is a folder, and a file is wanted here",
    zh="`{path}` 是文件夹，此处需要文件",
    why_en="This place reads one file.",
    why_zh="此处只读取单个文件。",
    wrong="govrules evaluate rules.yaml --events events.csv --mapping docs/",
    right="govrules evaluate rules.yaml --events events.csv --mapping docs/mapping.yaml",
)
FILE_UNREADABLE = Code(
    id="GR003",
    name="file-unreadable",
    en="`{path}` cannot be read: {reason}",
    zh="无法读取 `{path}`：{reason_zh}",
    why_en="The system refused, or the path is a device and no ordinary file.",
    why_zh="系统拒绝访问，或该路径是设备而非普通文件。",
    wrong="a file without permission to read",
    right="a file that you may read",
    wrong_zh="没有读取权限的文件",
    right_zh="您有权读取的文件",
)
FILE_TOO_LARGE = Code(
    id="GR004",
    name="file-too-large",
    en="the file has more than {limit} characters",
    zh="文件超过 {limit} 个字符",
    why_en="Rule files are written by people. One this large is a log, or is meant to exhaust the machine.",
    why_zh="规则文件由人编写。如此大的文件多半是日志，或意在耗尽机器资源。",
    wrong="govrules check events.jsonl",
    right="govrules evaluate rules/ --events events.jsonl",
)
FILE_ENCODING = Code(
    id="GR005",
    name="file-encoding",
    en="the file is not UTF-8: it looks like {encoding}",
    zh="文件不是 UTF-8 编码，疑似 {encoding}",
    why_en="Rule files are UTF-8, with or without a byte order mark: every system reads the same text.",
    why_zh="规则文件使用 UTF-8（有无 BOM 均可），以便各系统读到相同的文字。",
    wrong="a file saved as GB18030 or UTF-16",
    right="the same file saved as UTF-8",
    wrong_zh="以 GB18030 或 UTF-16 保存的文件",
    right_zh="同一文件，另存为 UTF-8",
)
FILE_BINARY = Code(
    id="GR006",
    name="file-binary",
    en="the file is no text: it looks like {kind}",
    zh="文件不是文本，疑似{kind_zh}",
    why_en="Rule files are plain text.",
    why_zh="规则文件是纯文本。",
    wrong="govrules check policy.docx",
    right="govrules check policy.yaml",
)
FILE_EMPTY = Code(
    id="GR007",
    name="file-empty",
    en="the file says nothing",
    zh="文件没有内容",
    why_en="Nothing but blanks and comments was found; an empty rule file would let every case pass.",
    why_zh="文件只有空白或注释；空的规则文件会让一切案件通过。",
    wrong="# to be written",
    right="govrules: 1\npolicy: my-policy",
    wrong_zh="# 待写",
)
CONTROL_CHARACTER = Code(
    id="GR008",
    name="control-character",
    en="the character {character} is not allowed in a rule file",
    zh="规则文件中不允许出现字符 {character}",
    why_en="Control characters and Unicode line separators hide text or shift lines between editors.",
    why_zh="控制字符与 Unicode 行分隔符会隐藏文字，或使各编辑器的行号不一致。",
    wrong="title: one line\u2028and another",
    right="title: one line and another",
)
YAML_SYNTAX = Code(
    id="GR010",
    name="yaml-syntax",
    en="this is not YAML as it can be read: {problem}",
    zh="YAML 语法有误：{problem_zh}",
    why_en="The file breaks a rule of YAML.",
    why_zh="文件违反了 YAML 的语法。",
    wrong="note: > 5",
    right='note: "> 5"',
)
TAB = Code(
    id="GR011",
    name="tab",
    en="a tab cannot indent a line",
    zh="不能用制表符缩进",
    why_en="YAML allows only spaces, because the width of a tab differs between editors.",
    why_zh="YAML 只允许用空格缩进，因为制表符的宽度因编辑器而异。",
    wrong="duty:\n\twhen: accepted",
    right="duty:\n  when: accepted",
)
TOO_DEEP = Code(
    id="GR012",
    name="too-deep",
    en="more than {limit} levels are nested here",
    zh="此处嵌套超过 {limit} 层",
    why_en="No rule needs that depth, and readers of YAML fail on it.",
    why_zh="任何规则都不需要这样深的嵌套，而且 YAML 读取程序会因此崩溃。",
    wrong="if: [[[[[[[[[[...",
    right="if: event.urgent",
)
TOO_MANY_NODES = Code(
    id="GR013",
    name="too-many-nodes",
    en="the file holds more than {limit} values, aliases written out",
    zh="展开别名后，文件的值超过 {limit} 个",
    why_en="Aliases of aliases grow without bound: a few lines can stand for billions of values.",
    why_zh="别名套别名会无限膨胀：几行文字可代表数十亿个值。",
    wrong="a: &a [1, 2, 3]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]   # and so on",
    right="b: [1, 2]",
    wrong_zh="a: &a [1, 2, 3]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]   # 依此类推",
)
DUPLICATE_KEY = Code(
    id="GR014",
    name="duplicate-key",
    en="`{key}` is said twice; first in line {first_line}, column {first_column}",
    zh="`{key}` 重复出现，首次出现在第 {first_line} 行第 {first_column} 列",
    why_en="YAML readers keep the last one without a word, so one of the two would be lost.",
    why_zh="YAML 读取程序会默默保留最后一个，另一个就丢失了。",
    wrong="within: 5 days\nwithin: 7 days",
    right="within: 7 days",
)
TAG = Code(
    id="GR015",
    name="tag",
    en="`{tag}` is read as a YAML tag",
    zh="`{tag}` 会被当作 YAML 标签",
    why_en="A value that begins with an exclamation mark is a tag for YAML; rule files use none.",
    why_zh="以感叹号开头的值在 YAML 中是标签；规则文件不使用标签。",
    wrong="if: !case.joint",
    right="if: not case.joint",
)
SEVERAL_DOCUMENTS = Code(
    id="GR016",
    name="several-documents",
    en="a second document begins here; one file holds one",
    zh="此处开始第二个文档；一个文件只能有一个文档",
    why_en="A line of three dashes begins a new YAML document, and what follows would be lost.",
    why_zh="三个连字符的行会开始新的 YAML 文档，其后的内容会丢失。",
    wrong="policy: a\n---\npolicy: b",
    right="policy: a",
)
MERGE_KEY = Code(
    id="GR017",
    name="merge-key",
    en="the merge key `<<` is not supported",
    zh="不支持合并键 `<<`",
    why_en="What a clause says stands in the clause, so that a reader of it sees all of it.",
    why_zh="条款的内容应写在条款里，读者才能看到全部。",
    wrong="<<: *base",
    right="when: accepted",
)
KEY_NOT_WORD = Code(
    id="GR018",
    name="key-not-a-word",
    en="a key must be a word, and this is {found}",
    zh="键必须是词语，而此处是{found_zh}",
    why_en="Keys are names; a list or a mapping names nothing. Two braces are a template, not a rule.",
    why_zh="键是名称；列表或映射不是名称。双花括号是模板，不是规则。",
    wrong="source: {[status, address]: read}",
    right="source: {status: read}",
)
FULL_WIDTH_COLON = Code(
    id="GR019",
    name="full-width-colon",
    en="a full-width colon `：` joins no key to a value",
    zh="全角冒号 `：` 不能连接键与值",
    why_en="For YAML `：` is a letter like any other.",
    why_zh="对 YAML 而言，`：` 只是普通字符。",
    wrong="when：accepted",
    right="when: accepted",
)
COMMA_SPLIT = Code(
    id="GR020",
    name="comma-split",
    en="inside braces or brackets the comma after `{text}` begins a new entry",
    zh="在花括号或方括号内，`{text}` 之后的逗号会开始新的条目",
    why_en="In {a: b, c: d} YAML splits at every comma, those of a condition too.",
    why_zh="在 {a: b, c: d} 中，YAML 在每个逗号处拆分，条件中的逗号也不例外。",
    wrong="requirement: {when: listed, require: given(item.mode, item.unit)}",
    right="requirement:\n  when: listed\n  require: given(item.mode, item.unit)",
)
UNKNOWN_ALIAS = Code(
    id="GR021",
    name="unknown-alias",
    en="the alias `*{name}` stands for nothing that is complete before it",
    zh="别名 `*{name}` 所指的内容在此之前并不完整",
    why_en="A value that begins with a star repeats a value marked with & above it.",
    why_zh="以星号开头的值重复前文以 & 标记的值。",
    wrong="at_most: *limit",
    right="at_most: 3",
)
NOT_FINITE = Code(
    id="GR022",
    name="number-without-bound",
    en="`{text}` is no number that can be counted with",
    zh="`{text}` 不是可用于计算的数",
    why_en="Infinite and undefined numbers, and those of hundreds of digits, never stand in a rule.",
    why_zh="无穷大、非数以及数百位的数不会出现在规则中。",
    wrong="at_most: .inf",
    right="at_most: 3",
)
COLON_IN_TEXT = Code(
    id="GR023",
    name="colon-in-text",
    en="a colon and a space inside a text begin a new key",
    zh="文字中的冒号加空格会开始新的键",
    why_en="YAML reads `a: b: c` as a key within a key.",
    why_zh="YAML 会把 `a: b: c` 读作键中之键。",
    wrong="note: see article 5: hearings",
    right='note: "see article 5: hearings"',
    wrong_zh="note: 见第五条: 听证",
    right_zh='note: "见第五条: 听证"',
)
TEXT_AFTER_QUOTE = Code(
    id="GR024",
    name="text-after-quote",
    en="the value ends at its closing quotation mark, and more follows",
    zh="值在引号闭合处已结束，其后还有内容",
    why_en="A value that begins with a quotation mark is the text between the two marks and nothing else.",
    why_zh="以引号开头的值只包含两个引号之间的文字。",
    wrong='if: "head" == event.role',
    right='if: event.role == "head"',
)
NOT_CLOSED = Code(
    id="GR025",
    name="not-closed",
    en="`{opening}` is never closed",
    zh="`{opening}` 没有闭合",
    why_en="Every opening bracket, brace and quotation mark has its partner.",
    why_zh="每个左括号、左花括号和引号都要有对应的另一半。",
    wrong="when: [accepted, listed",
    right="when: [accepted, listed]",
)
INDENTATION = Code(
    id="GR026",
    name="indentation",
    en="this line is not aligned with the ones around it",
    zh="此行与前后行没有对齐",
    why_en="Keys of one mapping begin in one column; what belongs to a key stands deeper than it.",
    why_zh="同一映射的键要在同一列开始；属于某个键的内容要缩进得更深。",
    wrong="duty:\n  when: accepted\n   must: decided",
    right="duty:\n  when: accepted\n  must: decided",
)
NO_COLON = Code(
    id="GR027",
    name="no-colon",
    en="`{text}` stands where a key is wanted, and no colon follows it",
    zh="`{text}` 处应为键，但其后没有冒号",
    why_en="A line of a mapping reads `key: value`, with a colon and a space.",
    why_zh="映射的每一行都写作 `键: 值`，冒号后有空格。",
    wrong="when: accepted\nmust decided",
    right="when: accepted\nmust: decided",
)
RESERVED_CHARACTER = Code(
    id="GR028",
    name="reserved-character",
    en="`{character}` cannot begin a value",
    zh="值不能以 `{character}` 开头",
    why_en="YAML keeps this character for itself; a text that begins with it stands in quotation marks.",
    why_zh="YAML 保留此字符；以它开头的文字须加引号。",
    wrong="title: @start",
    right='title: "@start"',
)
FLOW_TEXT = Code(
    id="GR029",
    name="text-in-braces",
    en="inside braces or brackets `{character}` cannot stand in the middle of a value",
    zh="在花括号或方括号内，值的中间不能出现 `{character}`",
    why_en="Brackets, braces and quotation marks have a meaning of their own in {a: b}.",
    why_zh="在 {a: b} 中，方括号、花括号和引号各有含义。",
    wrong='requirement: {when: a, if: event.kind in ["x", "y"]}',
    right='requirement:\n  when: a\n  if: event.kind in ["x", "y"]',
)
BLANK_INDENT = Code(
    id="GR030",
    name="blank-indent",
    en="{blank} cannot indent a line",
    zh="不能用{blank_zh}缩进",
    why_en="YAML counts ASCII spaces alone; every other blank is a letter to it, and begins a key.",
    why_zh="YAML 只计半角空格；其他空白在它看来是普通字符，会成为键的开头。",
    wrong="duty:\n　　when: accepted",
    right="duty:\n  when: accepted",
)
FULL_WIDTH_SIGN = Code(
    id="GR031",
    name="full-width-bracket-or-comma",
    en="a full-width `{sign}` is a letter like any other, and {does}",
    zh="全角 `{sign}` 只是普通字符，不能{does_zh}",
    why_en="Chinese input methods write full-width brackets and commas; YAML knows the ASCII ones alone.",
    why_zh="中文输入法会输入全角括号和逗号；YAML 只认半角的。",
    wrong="in_force: ｛from: 2025-01-01，until: 2026-01-01｝",
    right="in_force: {from: 2025-01-01, until: 2026-01-01}",
)
CLOSES_NOTHING = Code(
    id="GR032",
    name="closes-nothing",
    en="`{closing}` closes nothing that was opened before it",
    zh="`{closing}` 之前没有与之对应的开括号",
    why_en="Every closing bracket and brace has its partner.",
    why_zh="每个右括号和右花括号都要有对应的另一半。",
    wrong="in_force: {from: 2025-01-01}}",
    right="in_force: {from: 2025-01-01}",
)
ONLY_A_COMMENT = Code(
    id="GR033",
    name="only-a-comment",
    en="`{key}` is empty: what follows `#` is a comment",
    zh="`{key}` 是空的：`#` 之后的内容是注释",
    why_en="After a blank, `#` begins a comment in YAML; a text that begins with it stands in quotes.",
    why_zh="在 YAML 中，空格之后的 `#` 开始注释；以它开头的文字须加引号。",
    wrong="cite: #3",
    right='cite: "#3"',
)
