"""GR470-GR489: files of records, and records that no policy declares or that contradict each other."""

from govrules.diagnostics.core import Code

RECORDS_MISSING = Code(
    "GR470",
    "records-missing",
    "there is no such file of records",
    "没有这个记录文件",
    why_en="The path names no file. Relative paths start at the folder in which the command runs.",
    why_zh="该路径下没有文件；相对路径从运行命令的目录算起。",
    wrong="govrules evaluate rules.yaml --events events.csv --records psots.csv",
    right="govrules evaluate rules.yaml --events events.csv --records posts.csv",
)
RECORDS_UNREADABLE = Code(
    "GR471",
    "records-unreadable",
    "the file of records cannot be opened",
    "无法打开记录文件",
    why_en="The path names a folder, or you may not read the file.",
    why_zh="该路径是目录，或没有读取权限。",
    wrong="--records organisation/",
    right="--records organisation/posts.csv",
)
RECORDS_EMPTY = Code(
    "GR472",
    "records-empty",
    "the file of records holds no record",
    "记录文件中没有任何记录",
    why_en="With an empty file every post would be unknown. Leave the option out where there are no records.",
    why_zh="记录文件为空时，所有岗位都将是未知的。没有记录时请不要使用此选项。",
    wrong="posts.csv:\nrecord,key,from,until,unit,role,holder",
    right="posts.csv:\nrecord,key,from,until,unit,role,holder\npost,p1,2025-01-01,,教育局,局长,甲",
)
RECORDS_FORM = Code(
    "GR473",
    "records-form",
    "a file of records cannot end in `{suffix}`",
    "记录文件的扩展名不能是 `{suffix}`",
    why_en="The ending tells how the file is written: .csv, .tsv, .xlsx, .yaml, .json or .jsonl.",
    why_zh="扩展名说明文件的写法：.csv、.tsv、.xlsx、.yaml、.json 或 .jsonl。",
    wrong="posts.txt",
    right="posts.csv",
)
RECORDS_NOT_A_LIST = Code(
    "GR474",
    "records-not-a-list",
    "a file of records in YAML or JSON is one list",
    "YAML 或 JSON 记录文件须为一个列表",
    why_en="Each item of the list is one record, with the keys that a table has as columns.",
    why_zh="列表中每一项是一条记录，其键与表格的列相同。",
    wrong="post: {key: p1, unit: 教育局}",
    right="- {record: post, key: p1, unit: 教育局}",
)
RECORD_NOT_A_MAPPING = Code(
    "GR475",
    "record-not-a-mapping",
    "a record must be a mapping of names to values",
    "记录须为名称到值的映射",
    why_en="A record says of which kind it is, which one, over which days, and then its facts by name.",
    why_zh="一条记录说明其种类、是哪一个、起止日期，以及各项事实的名称和内容。",
    wrong="- post p1",
    right="- {record: post, key: p1, unit: 教育局}",
)
RECORD_SPAN = Code(
    "GR476",
    "record-span",
    "`until` {until} is not after `from` {start}",
    "`until` {until} 不晚于 `from` {start}",
    why_en="A record holds from the day `from` to the day before `until`, which is at least one.",
    why_zh="记录自 `from` 当日起至 `until` 的前一日止有效，其间至少有一天。",
    wrong="from: 2026-03-02, until: 2026-03-02",
    right="from: 2026-03-02, until: 2026-03-03",
)
RECORD_KIND_UNKNOWN = Code(
    "GR477",
    "record-kind-unknown",
    "no policy declares the record `{record}`",
    "没有政策声明记录 `{record}`",
    why_en="A record that no policy knows would be left out in silence. Its name is a key under `records` in "
    "the rule file.",
    why_zh="没有政策使用的记录会被悄然忽略。记录的名称是规则文件中 `records` 下的键。",
    wrong="record: psot",
    right="record: post",
)
RECORD_FIELD_UNKNOWN = Code(
    "GR478",
    "record-field-unknown",
    "the record `{record}` has no field `{field}`",
    "记录 `{record}` 没有字段 `{field}`",
    why_en="A fact that no policy declares would never be read. Its name is a key under the record's `data`.",
    why_zh="没有政策声明的事实永远不会被读取。字段的名称是该记录 `data` 下的键。",
    wrong="record,key,unti,holder",
    right="record,key,unit,holder",
)
RECORD_VALUE = Code(
    "GR479",
    "record-value",
    "not as the policy `{policy}` declares the record `{record}`: {wanted}",
    "不符合政策 `{policy}` 对记录 `{record}` 的声明：{wanted_zh}",
    why_en="The policy declares the type of the field, or the choices that it has.",
    why_zh="政策声明了该字段的类型或可选的值。",
    wrong="legal_limit: soon",
    right="legal_limit: 20 working days",
)
RECORDS_CONTRADICT = Code(
    "GR480",
    "records-contradict",
    "one `{record}` has two values of `{field}` over the same days, here and {where}",
    "同一 `{record}` 的 `{field}` 在相同日期内有两个值：此处与{where_zh}",
    why_en="Two rows of one key that overlap must agree in what they both say: nobody can tell which of the "
    "two held the post. An empty cell says nothing.",
    why_zh="同一键的两行日期重叠时，对同一事项的记载必须一致，否则无从得知以何者为准。空单元格不作任何记载。",
    wrong="post,p1,2025-01-01,,甲\npost,p1,2026-03-02,,乙",
    right="post,p1,2025-01-01,2026-03-02,甲\npost,p1,2026-03-02,,乙",
)
