"""What the page says itself, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

from govrules.diagnostics import Language
from govrules.model.findings import (
    Alert,
    AnyFinding,
    Attribution,
    Lapse,
    LateDecision,
    Obligation,
    ProposedMeasure,
    Shortfall,
    Unknown,
    Violation,
)
from govrules.model.views import Stance

STATES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "overdue": ("overdue", "已逾期", "late"),
        "violated": ("broken", "违规", "late"),
        "met_late": ("done late", "逾期办结", "late"),
        "lapsed": ("lapsed", "届期视为", "lapsed"),
        "late_decision": ("decided after the lapse", "视为之后作出", "lapsed"),
        "shortfall": ("fell short", "未达到要求", "short"),
        "unknown": ("cannot be told", "无法判断", "unknown"),
        "warning": ("warned", "已预警", "open"),
        "pending": ("open", "在办", "open"),
        "paused": ("clock stopped", "暂停计时", "open"),
        "met": ("kept", "按期", "done"),
        "excused": ("excused", "免责", "closed"),
        "ended": ("ended", "终结", "closed"),
        "proposed": ("measure proposed", "建议措施", "answers"),
        "imposed": ("measure imposed", "已决定措施", "answers"),
        "dismissed": ("no measure", "不予追究", "answers"),
        "exempt": ("exempt", "免予追究", "answers"),
        "answers": ("answers for it", "责任认定", "answers"),
        "contested": ("contested", "有异议", "said"),
        "excused_by_people": ("excused by a person", "已认可免责", "said"),
        "none": ("nothing to judge", "无可判定事项", "none"),
    }
)
"""each state in both languages, and the group that a filter takes; the gravest first. What people say is no
state of a finding, but is shown and found like one"""

STATE_OF_STANCE: Mapping[Stance, str] = MappingProxyType(
    {"contested": "contested", "excused": "excused_by_people"}
)

GROUPS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "late": ("late or broken", "逾期或违规"),
        "lapsed": ("lapsed", "届期视为"),
        "short": ("fell short", "未达到要求"),
        "unknown": ("cannot be told", "无法判断"),
        "open": ("open", "在办"),
        "done": ("kept", "按期"),
        "closed": ("excused or ended", "免责或终结"),
        "answers": ("somebody answers", "涉及责任"),
        "said": ("contested or excused", "有异议或已认可免责"),
        "none": ("nothing to judge", "无可判定事项"),
    }
)


def state_of(finding: AnyFinding, obligation: Obligation | None) -> str:
    """The state under which a finding is listed; a broken duty is told by what became of it."""
    match finding:
        case Obligation():
            return finding.state
        case Shortfall():
            return "shortfall"
        case Violation():
            known = obligation.state if obligation is not None else ""
            return known if known in {"overdue", "met_late"} else "violated"
        case ProposedMeasure():
            return finding.state
        case Lapse():
            return "lapsed"
        case LateDecision():
            return "late_decision"
        case Alert():
            return "warning"
        case Unknown():
            return "unknown"
        case Attribution():
            return "answers"


_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "title": ("Report", "办理情况报告"),
        "as_of": ("as known up to {}", "数据截至{}"),
        "skip": ("Skip to the content", "跳到正文"),
        "sections": ("Sections of the report", "报告各部分"),
        "overview": ("Overview", "概览"),
        "statistics": ("Statistics", "统计"),
        "worklist": ("Worklist", "工作清单"),
        "cases": ("Cases", "案件"),
        "case": ("Case", "案件"),
        "all_cases": ("not of a single case", "不属单个案件"),
        "no_script": (
            "The lists and timelines need JavaScript, which is turned off here. The figures above do not.",
            "清单和时间轴需要 JavaScript，当前已停用；上方数字不受影响。",
        ),
        "hidden_replaced": (
            "Cases, units and parties are called by pseudonyms; what the source says of them besides is left "
            "out.",
            "案件、单位和责任方均以代号显示，来源数据中的其他内容不予显示。",
        ),
        "hidden_left_out": (
            "Names of units and parties are left out, and cases are numbered; what the source says of them "
            "besides is left out.",
            "单位和责任方名称已略去，案件以编号显示，来源数据中的其他内容不予显示。",
        ),
        "policies": ("Policies", "政策"),
        "judged_cases": ("cases judged in full", "可完整判定的案件"),
        "partly_cases": ("cases judged in part", "部分可判定的案件"),
        "not_cases": ("cases with nothing to judge", "无可判定事项的案件"),
        "events": ("events", "事件"),
        "number_cases": ("cases", "案件"),
        "data_notes": ("What to know of the data", "数据说明"),
        "more_notes": ("and {} more notes", "另有 {} 条说明"),
        "open_now": ("Open now", "当前待办"),
        "nothing_open": ("nothing is open", "没有待办事项"),
        "how_well": ("How well it went", "办理成效"),
        "what_found": ("What was found", "判定结果"),
        "set_aside": (
            "Contesting or excusing what is not found, or without a reason, and so set aside: {}; "
            "`govrules evaluate --show ignored` lists them",
            "提出异议或者认可免责，但所指结论不存在或者未写理由，因而未予采用：{}；"
            "见 `govrules evaluate --show ignored`",
        ),
        "people": ("What people say: {}", "对结论的意见：{}"),
        "definitions": ("What the figures mean", "指标定义"),
        "by": ("group by", "分组"),
        "clause": ("clause", "条款"),
        "unit": ("unit", "单位"),
        "party": ("who answers", "责任方"),
        "month": ("month due", "届满月份"),
        "all": ("all", "合计"),
        "not_named": ("not named", "未写明"),
        "judged": ("judged", "已判定"),
        "on_time": ("on time", "按时率"),
        "early": ("early", "提前率"),
        "overdue_rate": ("overdue", "逾期率"),
        "median": ("median", "中位数"),
        "ninety": ("90%", "九成"),
        "used": ("time used", "用时占比"),
        "open": ("open", "未到期"),
        "unknown": ("cannot be told", "无法判断"),
        "share": ("share", "构成"),
        "days_unit": ("working days", "个工作日"),
        "ageing": ("Open duties by age in working days", "未了结义务的时长（工作日）"),
        "search": ("Search", "搜索"),
        "search_hint": ("case, unit, clause", "案件、单位、条款"),
        "state": ("state", "状态"),
        "every_state": ("every state", "全部状态"),
        "every_unit": ("every unit", "全部单位"),
        "every_clause": ("every clause", "全部条款"),
        "clear": ("Clear", "清除"),
        "shown": ("{} of {}", "{} / {}"),
        "none_shown": ("Nothing fits the search and the filters.", "没有符合搜索和筛选条件的内容。"),
        "previous": ("Previous", "上一页"),
        "next": ("Next", "下一页"),
        "page": ("page {} of {}", "第 {} 页，共 {} 页"),
        "print_limit": ("printed: the first {} of {}", "打印前 {} 条，共 {} 条"),
        "card": ("card", "亮牌"),
        "what": ("to be done", "事项"),
        "due": ("due", "届满日"),
        "left": ("left", "剩余"),
        "why": ("why", "依据"),
        "section": ("section", "状态"),
        "findings": ("findings", "判定"),
        "units": ("unit", "单位"),
        "more": ("and {} more", "另有 {} 项"),
        "more_groups": (
            "and {} more, which count among all; `govrules stats --by {}` lists every one",
            "另有 {} 组，已计入合计；全部见 `govrules stats --by {}`",
        ),
        "back": ("Back to the list", "返回清单"),
        "timeline": ("Timeline", "时间轴"),
        "timeline_of": ("Timeline of {}", "{} 的时间轴"),
        "timeline_hint": (
            "Every date of the drawing stands in the explanation as well.",
            "图中各日期均见文字说明。",
        ),
        "explanation": ("Explanation", "说明"),
        "event_list": ("Events", "事件"),
        "when": ("when", "时间"),
        "event": ("event", "事件"),
        "no_findings": ("No clause has anything to say about this case.", "没有条款涉及本案。"),
        "no_events": ("The log holds no events of this case.", "日志中没有本案的事件。"),
        "due_end": ("due end", "期限届满"),
        "done": ("done", "办结"),
        "trigger": ("trigger", "触发"),
        "day_off": ("day off", "非工作日"),
        "pause": ("clock stopped", "暂停计时"),
        "late_time": ("late", "逾期"),
        "undated": ("no due end known", "无届满日"),
        "in_time": ("within the time limit", "期限之内"),
        "warning": ("warning", "预警"),
        "gap": ("gap", "中断"),
        "extension": ("extension", "延长"),
        "up_to": ("log read up to here", "数据截至"),
        "to": ("to", "至"),
        "made_by": ("Made by govrules {}", "由 govrules {} 生成"),
        "provenance": ("What it was made from", "生成依据"),
        "rules_hash": ("rules", "规则"),
        "calendar_hash": ("calendar", "日历"),
        "convention_hash": ("convention", "计期规则"),
        "events_hash": ("events", "事件"),
        "records_hash": ("records", "记录"),
        "known_at": ("days off as announced by {}", "放假安排以 {} 所知为准"),
    }
)
"""of each text, English and Chinese"""


def words(lang: Language) -> dict[str, str]:
    """The page's own texts in a language."""
    return {name: pair[lang == "zh"] for name, pair in _WORDS.items()}
