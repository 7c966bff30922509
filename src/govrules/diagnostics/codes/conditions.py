"""Codes of the area `conditions`: see `govrules.diagnostics.codes` for the numbering."""

from govrules.diagnostics.core import Code

EMPTY_CONDITION = Code(
    id="GR201",
    name="empty-condition",
    en="no condition is written here",
    zh="此处没有写条件",
    why_en="A key that takes a condition stands without one.",
    why_zh="需要条件的键后面没有内容。",
    wrong="if:",
    right="if: not case.joint",
)
UNEXPECTED = Code(
    id="GR202",
    name="unexpected-in-condition",
    en="`{text}` is not expected here",
    zh="此处不应出现 `{text}`",
    why_en="A condition reads like `a == b and c`: values, with one operator between each two.",
    why_zh="条件写作 `a == b and c`：值与值之间有且只有一个运算符。",
    wrong="if: event.role event.unit",
    right='if: event.role == "head" and event.unit == "A"',
)
ENDS_TOO_SOON = Code(
    id="GR203",
    name="condition-ends-too-soon",
    en="the condition ends after `{text}`, where a value is wanted",
    zh="条件在 `{text}` 之后结束，而此处还需要一个值",
    why_en="Every operator stands between two values.",
    why_zh="每个运算符两侧都要有值。",
    wrong="if: event.role ==",
    right='if: event.role == "head"',
)
FOREIGN_OPERATOR = Code(
    id="GR204",
    name="foreign-operator",
    en="`{text}` is no operator of conditions",
    zh="`{text}` 不是条件中的运算符",
    why_en="Conditions say `and`, `or`, `not`, `==`, `!=`, `<`, `<=`, `>`, `>=`, `in`.",
    why_zh="条件使用 `and`、`or`、`not`、`==`、`!=`、`<`、`<=`、`>`、`>=`、`in`。",
    wrong="if: case.joint && event.role = 'head'",
    right="if: case.joint and event.role == 'head'",
)
FULL_WIDTH_SIGN = Code(
    id="GR205",
    name="full-width-sign",
    en="the full-width `{text}` is no sign of conditions",
    zh="条件中不能使用全角符号 `{text}`",
    why_en="Brackets, commas, quotation marks and operators of conditions are ASCII.",
    why_zh="条件中的括号、逗号、引号和运算符须用半角。",
    wrong="if: happened（受理）",
    right="if: happened(受理)",
)
REACHES_FOR_PYTHON = Code(
    id="GR206",
    name="reaches-for-python",
    en="`{text}` reaches for Python: {what} is no part of conditions",
    zh="`{text}` 试图使用 Python：条件中不能使用{what_zh}",
    why_en="A rule file is data. A condition looks values up, compares them and calls the listed functions; "
    "nothing in it is ever executed.",
    why_zh="规则文件是数据。条件只能查值、比较、调用列出的函数；其中没有任何内容会被执行。",
    wrong='if: __import__("os").system("ls")',
    right='if: event.role == "head"',
)
CONDITION_TOO_LONG = Code(
    id="GR207",
    name="condition-too-long",
    en="the condition has more than {limit} {unit}",
    zh="条件超过 {limit} 个{unit_zh}",
    why_en="A condition that long cannot be checked against its text by a reader.",
    why_zh="如此长的条件，读者无法与条文核对。",
    wrong='if: event.kind == "a" or event.kind == "b" or event.kind == "c" or ...',
    right='if: event.kind in ["a", "b", "c"]',
)
CONDITION_TOO_DEEP = Code(
    id="GR208",
    name="condition-too-deep",
    en="more than {limit} levels are nested in the condition",
    zh="条件的嵌套超过 {limit} 层",
    why_en="Readers and evaluators lose their way in such depth; a named event can hold a part of it.",
    why_zh="如此深的嵌套难以阅读和求值；可将其中一部分写成具名事件。",
    wrong="if: (((((((((((((((((((((((((((((((event.urgent)))))))))))))))))))))))))))))))",
    right="if: event.urgent",
)
UNKNOWN_FUNCTION = Code(
    id="GR209",
    name="unknown-function",
    en="there is no function `{name}`",
    zh="没有函数 `{name}`",
    why_en="Conditions call only the listed functions.",
    why_zh="条件只能调用列出的函数。",
    wrong="if: occurred(accepted)",
    right="if: happened(accepted)",
)
WRONG_ARGUMENTS = Code(
    id="GR210",
    name="wrong-arguments",
    en="`{function}` takes {expected}, and {found} stand here",
    zh="`{function}` 需要{expected_zh}，此处有 {found} 个",
    why_en="Each function takes what its line in the language reference says.",
    why_zh="每个函数的参数见语言参考。",
    wrong="if: days_between(trigger.time) > 3",
    right="if: days_between(trigger.time, event.time) > 3",
)
UNKNOWN_ARGUMENT = Code(
    id="GR211",
    name="unknown-argument",
    en="`{function}` has no argument `{name}`",
    zh="`{function}` 没有参数 `{name}`",
    why_en="Named arguments are those of the function's line in the language reference.",
    why_zh="具名参数以语言参考所列为准。",
    wrong="if: count(accepted, form=start_of(year)) >= 1",
    right="if: count(accepted, since=start_of(year)) >= 1",
)
TEXT_NOT_CLOSED = Code(
    id="GR212",
    name="text-not-closed",
    en="the quotation mark `{text}` is never closed",
    zh="引号 `{text}` 没有闭合",
    why_en="A text in a condition stands between two equal quotation marks.",
    why_zh="条件中的文字写在两个相同的引号之间。",
    wrong='if: event.role == "head',
    right='if: event.role == "head"',
)
BRACKET_WITHOUT_PARTNER = Code(
    id="GR213",
    name="bracket-without-partner",
    en="the bracket `{text}` has no partner",
    zh="括号 `{text}` 没有配对",
    why_en="Every bracket that opens is closed by one of its kind.",
    why_zh="每个左括号都要由同类的右括号闭合。",
    wrong="if: (a or b and c",
    right="if: (a or b) and c",
)
NAME_WANTED = Code(
    id="GR214",
    name="name-wanted",
    en="`{function}` takes the name of {kind}, and this is `{text}`",
    zh="`{function}` 需要{kind_zh}的名称，而此处是 `{text}`",
    why_en="History functions take bare names, so that the checker can resolve them.",
    why_zh="历史函数使用名称本身，以便检查程序核对。",
    wrong="if: happened(event.kind)",
    right="if: happened(accepted)",
)
LOOKUP_WANTED = Code(
    id="GR215",
    name="look-up-wanted",
    en="`{function}` asks about a field, and `{text}` is none",
    zh="`{function}` 询问的是字段，而 `{text}` 不是字段",
    why_en="Only what is looked up can be given or missing, or have been different at another date.",
    why_zh="只有查得的字段才可能缺失，或在另一日期有不同的值。",
    wrong="if: given(3)",
    right="if: given(event.opinion)",
)
NOT_A_CONDITION = Code(
    id="GR216",
    name="not-a-condition",
    en="`{text}` is neither true nor false",
    zh="`{text}` 无所谓真假",
    why_en="A condition must hold or not hold; a number or a text does neither.",
    why_zh="条件或成立或不成立；数和文字无所谓成立。",
    wrong="if: \"'urgent'\"",
    right="if: event.kind == 'urgent'",
)
NUMBER_FORM = Code(
    id="GR217",
    name="number-form",
    en="`{text}` is no number as conditions write it",
    zh="`{text}` 不是条件中数的写法",
    why_en="Numbers are digits with at most one decimal point; periods stand in `within`, or in parameters.",
    why_zh="数由数字和至多一个小数点组成；期间写在 `within` 或参数中。",
    wrong="require: item.limit <= 20日",
    right="require: item.limit <= params.longest",
)
STRANGE_CHARACTER = Code(
    id="GR218",
    name="strange-character",
    en="the character `{text}` means nothing in a condition",
    zh="字符 `{text}` 在条件中没有意义",
    why_en="Conditions consist of names, numbers, texts in quotation marks, and operators.",
    why_zh="条件由名称、数、带引号的文字和运算符组成。",
    wrong="if: event.unit? == 'A'",
    right="if: event.unit == 'A'",
)
