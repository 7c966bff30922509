"use strict";
// Builds the lists and timelines from the data inside the page. Text from the data becomes text nodes and
// attributes only: nothing here turns a string into markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { words, texts, cases, tasks, states, groups, sections, cards, daysOff } = data;
  const named = data.naming !== "left out";
  const chinese = data.lang === "zh";
  const PAGE = 50;
  const MOST_PRINTED = 1000;
  const DAY = 1440;
  const byId = (id) => document.getElementById(id);
  // Sections are not called as the addresses that show them: the browser would scroll to them by itself.
  const part = (view) => byId(`part-${view}`);
  const fill = (text, ...values) => values.reduce((done, value) => done.replace("{}", () => value), text);
  const text = (number) => (number === null ? "" : texts[number]);

  const put = (node, attributes, children) => {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat().filter((each) => each !== null && each !== undefined));
    return node;
  };
  const el = (name, attributes, ...children) => put(document.createElement(name), attributes, children);
  const SVG = "http://www.w3.org/2000/svg";
  const draw = (name, attributes, ...children) => put(document.createElementNS(SVG, name), attributes, children);

  // -- dates: minutes of the local clock since 1970 ------------------------------------------------------

  const parts = (minute) => {
    const date = new Date(minute * 60000);
    return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(),
      hour: date.getUTCHours(), minute: date.getUTCMinutes(), weekday: date.getUTCDay() };
  };
  const two = (number) => String(number).padStart(2, "0");
  const dateOf = (minute) => {
    const at = parts(minute);
    return chinese ? `${at.year}年${at.month}月${at.day}日` : `${at.year}-${two(at.month)}-${two(at.day)}`;
  };
  const shortDate = (minute) => {
    const at = parts(minute);
    return chinese ? `${at.month}月${at.day}日` : `${two(at.month)}-${two(at.day)}`;
  };
  const clockOf = (minute) => {
    const at = parts(minute);
    return `${two(at.hour)}:${two(at.minute)}`;
  };
  // The midnight that ends a day is told as that day.
  const dayEnded = (minute) => (minute % DAY === 0 ? dateOf(minute - 1) : `${dateOf(minute)} ${clockOf(minute)}`);
  const told = (minute, bare) => (bare || minute % DAY === DAY / 2 ? dateOf(minute) : `${dateOf(minute)} ${clockOf(minute)}`);

  // -- what the lists know of each case ------------------------------------------------------------------

  const NONE = states.findIndex((each) => each[0] === "none");
  const about = cases.map(([name, units, , findings], number) => {
    const counted = new Map();
    for (const each of findings) for (const state of [each[0], ...each[8]]) counted.set(state, (counted.get(state) || 0) + 1);
    if (!findings.length) counted.set(NONE, 1);
    const order = [...counted.keys()].sort((one, other) => one - other);
    const worst = [...findings].sort((one, other) => one[0] - other[0]);
    return { number, name: text(name), units, order, counted, worst, due: worst.length ? worst[0][4] : null, rank: order[0] };
  });
  const needle = (value) => value.toLocaleLowerCase().normalize("NFKC");
  const searchable = new Map();
  const wordsOfCase = (number) => {
    if (!searchable.has(number)) {
      const [name, units, , findings] = cases[number];
      const every = [name, ...units, ...findings.flatMap((each) => [each[1], each[3]])];
      searchable.set(number, needle([...new Set(every)].map(text).join("\n")));
    }
    return searchable.get(number);
  };
  const chip = (label, tone, count) => el("span", { class: `chip ${tone}` }, count > 1 ? `${label} ×${count}` : label);

  // -- a list with search, filters and pages -------------------------------------------------------------

  const lists = {};
  function list(id, { rows, columns, filters, row, matches, compare }) {
    const section = part(id);
    const form = section.querySelector("form");
    const body = section.querySelector("tbody");
    const pager = section.querySelector(".pager");
    const status = section.querySelector(".counted");
    let found = rows;
    let page = 0;
    let sorted = null;
    const search = el("input", { type: "search", id: `${id}-search`, placeholder: words.search_hint, autocomplete: "off", spellcheck: "false" });
    form.append(el("label", {}, words.search, search));
    const chosen = {};
    for (const [name, label, every, options] of filters) {
      if (options.length < 2) continue;
      chosen[name] = el("select", { id: `${id}-${name}` }, el("option", { value: "" }, every),
        options.map(([value, shown]) => el("option", { value }, shown)));
      form.append(el("label", { class: "half" }, label, chosen[name]));
    }
    form.append(el("button", { type: "button", onclick: () => { search.value = ""; for (const each of Object.values(chosen)) each.value = ""; apply(); search.focus(); } }, words.clear));
    form.addEventListener("submit", (event) => event.preventDefault());
    search.addEventListener("input", () => apply());
    for (const each of Object.values(chosen)) each.addEventListener("change", () => apply());

    const heads = columns.map(([key, label, sortable]) => {
      if (!sortable) return el("th", { scope: "col", class: key }, label);
      const head = el("th", { scope: "col", class: key });
      const arrow = el("span", { "aria-hidden": "true" }, " ↕");
      head.append(el("button", { type: "button", onclick: () => {
        const up = !(sorted && sorted.key === key && sorted.up);
        sorted = { key, up };
        for (const each of heads) { each.removeAttribute("aria-sort"); const mark = each.querySelector("span"); if (mark) mark.textContent = " ↕"; }
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        arrow.textContent = up ? " ↑" : " ↓";
        apply();
      } }, label, arrow));
      return head;
    });
    section.querySelector("thead").append(el("tr", {}, heads));

    const show = (from, to) => body.replaceChildren(...found.slice(from, to).map(row));
    function render() {
      const pages = Math.max(1, Math.ceil(found.length / PAGE));
      page = Math.min(page, pages - 1);
      show(page * PAGE, (page + 1) * PAGE);
      status.textContent = found.length ? fill(words.shown, found.length, rows.length) : words.none_shown;
      pager.replaceChildren(...(pages < 2 ? [] : [
        el("button", { type: "button", disabled: page === 0, onclick: () => turn(-1) }, words.previous),
        el("span", {}, fill(words.page, page + 1, pages)),
        el("button", { type: "button", disabled: page === pages - 1, onclick: () => turn(1) }, words.next),
      ]));
    }
    function turn(step) {
      page += step;
      render();
      const buttons = pager.querySelectorAll("button");
      const wanted = buttons[step < 0 ? 0 : 1];
      (wanted.disabled ? buttons[step < 0 ? 1 : 0] : wanted).focus({ preventScroll: true });
      section.querySelector("h2").scrollIntoView();
    }
    function apply() {
      const wanted = needle(search.value.trim()).split(/\s+/).filter(Boolean);
      const values = Object.fromEntries(Object.entries(chosen).map(([name, each]) => [name, each.value]));
      found = rows.filter((each) => matches(each, wanted, values));
      if (sorted) {
        const order = compare[sorted.key];
        found = [...found].sort((one, other) => (sorted.up ? order(one, other) : order(other, one)));
      }
      page = 0;
      render();
    }
    let started = false;
    return {
      start() { if (!started) { started = true; render(); } },
      choose(values) { search.value = ""; for (const [name, each] of Object.entries(chosen)) each.value = values[name] || ""; started = true; apply(); },
      printed() { show(0, MOST_PRINTED); if (found.length > MOST_PRINTED) status.textContent = fill(words.print_limit, MOST_PRINTED, found.length); },
      restored() { render(); },
    };
  }

  const options = (numbers) => [...new Set(numbers)].filter((each) => each !== null)
    .map((each) => [String(each), text(each)]).sort((one, other) => (one[1] < other[1] ? -1 : 1));
  const has = (haystack, wanted) => wanted.every((each) => haystack.includes(each));
  const link = (number) => el("a", { href: `#case-${number}` }, about[number].name);
  const nothing = Number.MAX_SAFE_INTEGER;

  const startLists = () => {
    lists.worklist = list("worklist", {
      rows: tasks,
      columns: [["card", words.section], ["case", words.case, true], ["what", words.what], ["due", words.due, true], ["left", words.left], ...(named ? [["who", words.party]] : [])],
      filters: [
        ["section", words.section, words.every_state, sections.map(([name, label], number) => [name, label, number]).filter((each) => tasks.some((task) => task[0] === each[2]))],
        ["unit", words.unit, words.every_unit, options(tasks.map((each) => each[7]))],
        ["clause", words.clause, words.every_clause, options(tasks.map((each) => each[3]))],
      ],
      matches: (task, wanted, values) =>
        (!values.section || sections[task[0]][0] === values.section) &&
        (!values.unit || String(task[7]) === values.unit) &&
        (!values.clause || String(task[3]) === values.clause) &&
        (!wanted.length || has(needle([about[task[2]].name, text(task[3]), text(task[7]), text(task[8])].join("\n")), wanted)),
      compare: {
        case: (one, other) => one[2] - other[2],
        due: (one, other) => (one[4] ?? nothing) - (other[4] ?? nothing),
      },
      row: (task) => el("tr", {},
        el("td", { class: "nowrap" }, chip(sections[task[0]][1], { overdue: "late", unknown: "unknown", paused: "", "no date": "" }[sections[task[0]][0]] ?? "open"), cards[task[1]] ? chip(cards[task[1]], task[1]) : null),
        el("th", { scope: "row" }, link(task[2])),
        el("td", { class: "clauses" }, el("div", {}, text(task[3])), el("div", { class: "why" }, text(task[9]))),
        el("td", { class: "date", "data-label": words.due }, text(task[5])),
        el("td", { class: "date", "data-label": words.left }, text(task[6])),
        named ? el("td", { class: "who", "data-label": words.party }, el("div", {}, text(task[8])), task[7] === null || task[7] === task[8] ? null : el("div", { class: "why" }, text(task[7]))) : null),
    });
    const inGroup = new Map(groups.map(([name]) => [name, 0]));
    for (const each of about) for (const name of new Set(each.order.map((state) => states[state][2]))) inGroup.set(name, inGroup.get(name) + 1);
    lists.cases = list("cases", {
      rows: about,
      columns: [["case", words.case, true], ["state", words.findings, true], ["what", words.clause], ["due", words.due, true], ...(named ? [["units", words.units]] : [])],
      filters: [
        ["state", words.state, words.every_state, groups.filter(([name]) => inGroup.get(name)).map(([name, label]) => [name, `${label} (${inGroup.get(name)})`])],
        ["unit", words.unit, words.every_unit, options(cases.flatMap((each) => each[1]))],
        ["clause", words.clause, words.every_clause, options(cases.flatMap((each) => each[3].map((found) => found[1])))],
      ],
      matches: (each, wanted, values) =>
        (!values.state || each.order.some((state) => states[state][2] === values.state)) &&
        (!values.unit || each.units.includes(Number(values.unit))) &&
        (!values.clause || each.worst.some((found) => String(found[1]) === values.clause)) &&
        (!wanted.length || has(wordsOfCase(each.number), wanted)),
      compare: {
        case: (one, other) => one.number - other.number,
        state: (one, other) => one.rank - other.rank || one.number - other.number,
        due: (one, other) => (one.due ?? nothing) - (other.due ?? nothing) || one.number - other.number,
      },
      row: (each) => {
        const clauses = [...new Set(each.worst.map((found) => found[1]))];
        return el("tr", {},
          el("th", { scope: "row" }, link(each.number)),
          el("td", {}, each.order.map((state) => chip(states[state][1], states[state][2], each.counted.get(state)))),
          el("td", { class: "clauses" }, clauses.slice(0, 2).map((clause) => el("div", {}, text(clause))), clauses.length > 2 ? el("div", { class: "quiet" }, fill(words.more, clauses.length - 2)) : null),
          el("td", { class: "date", "data-label": words.due }, each.worst.length ? text(each.worst[0][5]) : ""),
          named ? el("td", { class: "who" }, each.units.map((unit) => el("div", {}, text(unit)))) : null);
      },
    });
  };

  // -- one case --------------------------------------------------------------------------------------------

  const explained = ([state, clause, verdict, , , , told, , said]) => el("article", { class: "finding" },
    el("h4", {}, text(clause), " ", [state, ...said].map((each) => chip(states[each][1], states[each][2]))),
    el("p", { class: "verdict" }, text(verdict)),
    el("dl", {}, told.map(([title, ...lines]) => el("div", {}, el("dt", {}, text(title)), el("dd", {}, lines.length > 1 ? lines.map((each) => el("p", {}, text(each))) : text(lines[0]))))));

  const eventTable = (events) => el("table", { class: "events" },
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "#"), el("th", { scope: "col" }, words.when), el("th", { scope: "col" }, words.event), named ? el("th", { scope: "col" }, words.unit) : null)),
    el("tbody", {}, events.map(([at, bare, title, unit], number) => el("tr", {}, el("td", {}, number + 1), el("td", { class: "nowrap" }, told(at, bare)), el("td", {}, text(title)), named ? el("td", {}, text(unit)) : null))));

  function openCase(number) {
    const section = part("case");
    const known = about[number];
    const [, , events, findings] = cases[number];
    const back = lastList || "cases";
    const canvas = el("div", {});
    section.replaceChildren(
      el("p", { class: "back" }, el("a", { href: `#${back}` }, `← ${words.back}`)),
      el("div", { class: "case-head" },
        el("h2", { id: "case-title", tabindex: "-1" }, data.naming === "shown" ? `${words.case} ${known.name}` : known.name),
        el("div", {}, known.order.map((state) => chip(states[state][1], states[state][2], known.counted.get(state))))),
      el("p", { class: "quiet" }, known.units.map(text).join(chinese ? "、" : ", ")),
      el("div", { class: "two" },
        el("div", { class: "panel stay" },
          el("h3", {}, words.timeline), canvas, legend(findings), el("p", { class: "quiet" }, words.timeline_hint),
          el("h3", {}, words.event_list), events.length ? eventTable(events) : el("p", { class: "quiet" }, words.no_events)),
        el("div", { class: "panel" },
          el("h3", {}, words.explanation), findings.length ? findings.map(explained) : el("p", {}, words.no_findings))));
    const drawn = () => canvas.replaceChildren(timeline(known.name, events, findings, Math.max(280, Math.min(canvas.clientWidth || 640, 900))));
    redraw = drawn;
    return drawn;
  }

  // -- the timeline ------------------------------------------------------------------------------------------

  const LANE = 66;
  const hatch = () => draw("defs", {}, draw("pattern", { id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, draw("line", { class: "hatch", x1: 0, y1: 0, x2: 0, y2: 6 })));
  const titled = (node, title) => { node.prepend(draw("title", {}, title)); return node; };
  const marks = {
    due: (x, y) => draw("path", { class: "due", d: `M${x} ${y - 13}V${y + 13}M${x} ${y - 13}l6 4l-6 4z` }),
    done: (x, y) => draw("g", {}, draw("circle", { class: "done", cx: x, cy: y, r: 7 }), draw("path", { class: "tick-mark", d: `M${x - 3.2} ${y}l2.4 2.6l4.2 -5` })),
    warned: (x, y) => draw("path", { class: "warned", d: `M${x} ${y - 14}l5.5 9.5h-11z` }),
    extended: (x, y) => draw("path", { class: "extended", d: `M${x} ${y - 9}v18` }),
  };

  function legend(findings) {
    const lines = findings.map((each) => each[7]).filter(Boolean);
    if (!lines.length) return null;
    const swatch = (...nodes) => draw("svg", { viewBox: "0 0 22 14", class: "timeline", "aria-hidden": "true" }, ...nodes);
    const bar = (name) => draw("rect", { class: name, x: 0, y: 2, width: 22, height: 10, rx: 2 });
    const entries = [[words.day_off, swatch(draw("rect", { class: "off", width: 22, height: 14 }))]];
    if (lines.some((each) => each[2] !== null)) entries.push([words.in_time, swatch(bar("in-time"))]);
    if (lines.some((each) => each[2] === null && endOf(each) !== null)) entries.push([words.undated, swatch(bar("undated"))]);
    if (lines.some((each) => isLate(each))) entries.push([words.late_time, swatch(bar("over"))]);
    if (lines.some((each) => each[4].length)) entries.push([words.pause, swatch(bar("stopped-ground"), bar("stopped"))]);
    if (lines.some((each) => each[6].length)) entries.push([words.gap, swatch(bar("over"))]);
    if (lines.some((each) => each[2] !== null)) entries.push([words.due_end, swatch(marks.due(9, 13))]);
    if (lines.some((each) => each[3] !== null)) entries.push([words.done, swatch(marks.done(10, 7))]);
    if (lines.some((each) => each[5].length)) entries.push([words.warning, swatch(marks.warned(11, 15))]);
    if (lines.some((each) => each[7].length)) entries.push([words.extension, swatch(marks.extended(11, 7))]);
    return el("ul", { class: "legend" }, entries.map(([label, picture]) => el("li", {}, picture, label)));
  }
  const endOf = ([, , , done, , , , , open]) => (done !== null ? done : open ? data.asOf : null);
  const isLate = (line) => line[2] !== null && endOf(line) !== null && endOf(line) > line[2];

  function range(events, lines) {
    const points = events.map((each) => each[0]);
    for (const line of lines) {
      points.push(line[1], line[2], line[3], ...line[4].flat(), ...line[5].map((each) => each[0]), ...line[6].flat(), ...line[7]);
      if (line[8] || line[4].some((each) => each[1] === null) || line[6].some((each) => each[1] === null)) points.push(data.asOf);
    }
    const known = points.filter((each) => each !== null && each !== undefined);
    if (!known.length) return null;
    let first = Math.min(...known);
    let last = Math.max(...known);
    const least = known.every((each) => each % DAY !== DAY / 2) && last - first < DAY ? 60 : 5 * DAY;
    const more = Math.max((last - first) * 0.05, (least - (last - first)) / 2);
    first -= more;
    last += more;
    return [first, last];
  }

  const STEPS = [5, 10, 15, 30, 60, 120, 180, 360, 720, DAY, 2 * DAY, 7 * DAY, 14 * DAY];
  function ticks(first, last, most) {
    const step = STEPS.find((each) => (last - first) / each <= most);
    const found = [];
    if (step) {
      // 5 January 1970 was a Monday: steps of weeks begin on Mondays.
      const origin = step >= 7 * DAY ? 4 * DAY : 0;
      for (let at = Math.ceil((first - origin) / step) * step + origin; at <= last; at += step) found.push(at);
      return [found, step < DAY];
    }
    const months = [1, 2, 3, 6, 12, 24, 60, 120].find((each) => (last - first) / (each * 30.4 * DAY) <= most) || 240;
    const begin = parts(first);
    let count = Math.ceil((begin.year * 12 + begin.month - 1) / months) * months;
    for (;; count += months) {
      const at = Date.UTC(Math.floor(count / 12), count % 12, 1) / 60000;
      if (at > last) break;
      if (at >= first) found.push(at);
    }
    return [found, false];
  }

  const widthOf = (value) => [...value].reduce((sum, each) => sum + (each.codePointAt(0) > 0x2e7f ? 12 : 6.6), 0);
  const cut = (value, width) => {
    if (widthOf(value) <= width) return value;
    let kept = "";
    for (const each of value) { if (widthOf(kept + each) > width - 12) break; kept += each; }
    return `${kept}…`;
  };

  function timeline(name, events, findings, width) {
    const lanes = findings.filter((each) => each[7]);
    const between = range(events, lanes.map((each) => each[7]));
    if (!between) return el("p", { class: "quiet" }, words.no_events);
    const [first, last] = between;
    const left = 6;
    const right = width - 6;
    const x = (minute) => left + ((minute - first) / (last - first)) * (right - left);
    const clipped = (minute) => Math.max(left, Math.min(right, x(minute)));

    const levels = [];
    const placed = events.map((each) => {
      const at = x(each[0]);
      let level = levels.findIndex((end) => at - end >= 19);
      if (level < 0) { level = levels.length < 5 ? levels.length : 4; }
      levels[level] = at;
      return [at, level];
    });
    const top = 34;
    const eventsHeight = events.length ? Math.max(1, levels.length) * 20 + 8 : 0;
    const lanesTop = top + eventsHeight;
    const height = lanesTop + lanes.length * LANE + 18;
    const svg = draw("svg", { class: "timeline", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": fill(words.timeline_of, name) }, hatch());

    const shade = (calendar, y, tall) => {
      if (calendar === null) return;
      for (const [day, length, title] of daysOff[calendar]) {
        const from = clipped(day * DAY);
        const to = clipped((day + length) * DAY);
        if (to - from < 0.4) continue;
        const dates = length > 1 ? `${dateOf(day * DAY)} ${words.to} ${dateOf((day + length - 1) * DAY)}` : dateOf(day * DAY);
        svg.append(titled(draw("rect", { class: "off", x: from, y, width: to - from, height: tall }), [text(title) || words.day_off, dates].join(" · ")));
      }
    };
    if (lanes.length) shade(lanes[0][7][0], top, eventsHeight);
    lanes.forEach((each, number) => shade(each[7][0], lanesTop + number * LANE, LANE));

    const [marked, clock] = ticks(first, last, Math.max(2, Math.floor(width / (chinese ? 78 : 66))));
    let year = null;
    let day = null;
    for (const at of marked) {
      const where = x(at);
      const anchor = where < 30 ? "start" : where > right - 30 ? "end" : "middle";
      svg.append(draw("line", { class: "tick", x1: where, x2: where, y1: top, y2: height - 18 }));
      const now = parts(at);
      const label = clock ? clockOf(at) : shortDate(at);
      svg.append(draw("text", { class: "soft", x: where, y: 28, "text-anchor": anchor }, label));
      const above = clock ? (dateOf(at) !== day ? dateOf(at) : "") : now.year !== year ? (chinese ? `${now.year}年` : String(now.year)) : "";
      if (above) svg.append(draw("text", { class: "soft", x: where, y: 13, "text-anchor": anchor }, above));
      year = now.year;
      day = dateOf(at);
    }

    events.forEach(([at, bare, title, unit], number) => {
      const [where, level] = placed[number];
      const y = top + 12 + level * 20;
      svg.append(draw("line", { class: "thread", x1: where, x2: where, y1: y + 8, y2: height - 18 }));
      svg.append(titled(draw("g", {}, draw("circle", { class: "event", cx: where, cy: y, r: 8.5 }), draw("text", { class: "event-number", x: where, y: y + 3.5 }, number + 1)),
        [text(title), told(at, bare), text(unit)].filter(Boolean).join(" · ")));
    });

    lanes.forEach((finding, number) => {
      const line = finding[7];
      const [, start, due, done, pauses, warnings, gaps, extended] = line;
      const y0 = lanesTop + number * LANE;
      const y = y0 + 36;
      const end = endOf(line);
      svg.append(draw("line", { class: "tick", x1: left, x2: right, y1: y0, y2: y0 }));
      const label = `${text(finding[1])} · ${states[finding[0]][1]}`;
      svg.append(titled(draw("text", { x: left + 4, y: y0 + 16, "font-weight": 600 }, cut(label, width - 20)), label));
      const bar = (name, from, to, title) => {
        const at = clipped(from);
        svg.append(titled(draw("rect", { class: name, x: at, y: y - 6, width: Math.max(2, clipped(to) - at), height: 12, rx: 2 }), title));
      };
      if (start !== null) {
        const last_ = due !== null ? due : end !== null ? end : start;
        bar(due !== null ? "in-time" : "undated", start, Math.max(last_, start), due !== null ? `${words.in_time}: ${told(start)} ${words.to} ${dayEnded(due)}` : told(start));
      }
      if (isLate(line) && !gaps.length) bar("over", Math.max(due, start ?? due), end, `${words.late_time}: ${dayEnded(due)} ${words.to} ${told(end)}`);
      for (const [from, to] of pauses) {
        const until = to === null ? data.asOf : to;
        const title = `${words.pause}: ${told(from)} ${words.to} ${to === null ? "…" : told(to)}`;
        bar("stopped-ground", from, until, title);
        bar("stopped", from, until, title);
      }
      for (const [from, to] of gaps) bar("over", from, to === null ? data.asOf : to, `${words.gap}: ${told(from)} ${words.to} ${to === null ? "…" : told(to)}`);
      for (const at of extended) svg.append(titled(draw("g", {}, marks.extended(x(at), y)), `${words.extension}: ${told(at)}`));
      for (const [at, title] of warnings) svg.append(titled(draw("g", { class: "warning" }, marks.warned(x(at), y)), `${words.warning}: ${text(title)} · ${told(at)}`));
      if (due !== null) {
        svg.append(titled(draw("g", { class: "due-end" }, marks.due(x(due), y)), `${words.due_end}: ${dayEnded(due)}`));
        const where = x(due);
        const shown = due % DAY === 0 ? shortDate(due - 1) : clock ? clockOf(due) : `${shortDate(due)} ${clockOf(due)}`;
        const anchor = where < 45 ? "start" : where > right - 45 ? "end" : "middle";
        svg.append(draw("text", { x: where, y: y + 25, "text-anchor": anchor }, shown));
      }
      if (done !== null) svg.append(titled(draw("g", { class: "fulfilled" }, marks.done(x(done), y)), `${words.done}: ${told(done)}`));
    });

    if (data.asOf !== null && data.asOf >= first && data.asOf <= last) {
      const where = x(data.asOf);
      svg.append(titled(draw("line", { class: "as-of", x1: where, x2: where, y1: top, y2: height - 16 }), `${words.up_to} ${dayEnded(data.asOf)}`));
      svg.append(draw("text", { class: "soft", x: Math.min(where, right), y: height - 3, "text-anchor": where > width / 2 ? "end" : "start" }, `${words.up_to} ${dayEnded(data.asOf)}`));
    }
    svg.append(draw("rect", { class: "frame", x: left, y: top, width: right - left, height: height - 18 - top }));
    return svg;
  }

  // -- which part of the page is shown -----------------------------------------------------------------------

  let lastList = null;
  let redraw = null;
  let opened = false;
  const VIEWS = ["overview", "statistics", "worklist", "cases", "case"];

  function route() {
    const wanted = location.hash.slice(1);
    const found = /^case-(\d+)$/.exec(wanted);
    const number = found ? Number(found[1]) : -1;
    const view = number >= 0 && number < cases.length ? "case" : VIEWS.includes(wanted) && wanted !== "case" ? wanted : wanted === "main" && opened ? null : "overview";
    if (view === null) return;
    for (const each of VIEWS) part(each).hidden = each !== view;
    for (const each of document.querySelectorAll("header nav a")) {
      if (each.dataset.view === (view === "case" ? lastList || "cases" : view)) each.setAttribute("aria-current", "page");
      else each.removeAttribute("aria-current");
    }
    redraw = null;
    if (view === "case") openCase(number)();
    else if (lists[view]) { lastList = view; lists[view].start(); }
    window.scrollTo(0, 0);
    if (opened) part(view).querySelector("h2").focus({ preventScroll: true });
    opened = true;
  }

  const by = byId("by");
  const grouped = () => { for (const each of document.querySelectorAll(".grouped")) each.hidden = each.dataset.by !== by.value; };
  by.addEventListener("change", grouped);
  grouped();
  startLists();
  for (const each of document.querySelectorAll("[data-section]")) {
    each.addEventListener("click", () => lists.worklist.choose({ section: each.dataset.section }));
  }
  window.addEventListener("hashchange", route);
  let waiting = 0;
  window.addEventListener("resize", () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(() => redraw && redraw()); });
  const current = () => lists[VIEWS.find((each) => !part(each).hidden)];
  window.addEventListener("beforeprint", () => current() && current().printed());
  window.addEventListener("afterprint", () => current() && current().restored());
  route();
  document.documentElement.dataset.ready = "true";
})();
