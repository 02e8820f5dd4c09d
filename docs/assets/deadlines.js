/* Legal time limits counted from dates a family knows. The rules are data/deadlines.yaml, as assets/deadlines.json
   brings them; nothing in here knows a limit. Pure: no page, no clock, no network. */
import { addMonths, toIso, toNumber, weekday } from "./dates.js";

/** Working days: Monday to Friday without bank holidays, which are known from one day to another only. */
export const calendar = ({ from, until, days }) => {
  const off = new Set(days);
  const [first, last] = [toNumber(from), toNumber(until)];
  const works = (number) => weekday(number) % 6 !== 0 && !off.has(toIso(number));
  const nearest = (number, step) => {
    let at = number;
    while (!works(at)) at += step;
    return at;
  };
  return {
    works: (iso) => works(toNumber(iso)),
    knows: (iso) => toNumber(iso) >= first && toNumber(iso) <= last,
    /** This day, or the nearest working day before it. */
    notAfter: (iso) => toIso(nearest(toNumber(iso), -1)),
    /** The first working day after this day. */
    after: (iso) => toIso(nearest(toNumber(iso) + 1, 1)),
  };
};

/** The last day of one time limit, from the day it starts on. */
export const ends = (limit, start, working) => {
  const base = toIso(toNumber(start) - (limit.first ? 1 : 0));
  if (limit.unit === "months") return addMonths(base, limit.number);
  if (limit.unit === "working days") {
    let at = base;
    for (let n = 0; n < limit.number; n += 1) at = working.after(at);
    return at;
  }
  return toIso(toNumber(base) + limit.number * (limit.unit === "weeks" ? 7 : 1));
};

/** The rule for a part of the year that a day falls in, and the last day of that part. */
const moved = (moves, iso) => {
  const [year, day] = [Number(iso.slice(0, 4)), iso.slice(5)];
  for (const move of moves) {
    const over = move.from > move.until; // spans New Year
    if (over ? day >= move.from || day <= move.until : day >= move.from && day <= move.until) {
      return { move, end: `${year + (over && day >= move.from ? 1 : 0)}-${move.until}` };
    }
  }
  return null;
};

/** From the last day of the latest limit to the day to act by.
    `last` is the legal last day; `by` is earlier where that is no working day and the reader must act: no source says
    that a limit which ends on a weekend is longer. `unsure`: bank holidays of that time are not known. */
const settle = (rule, counted, working) => {
  const raw = counted.map(({ end }) => end).sort().at(-1);
  const found = moved(rule.moves, raw);
  const last = found ? working.after(found.end) : raw;
  const acts = rule.who === "you";
  const by = acts ? working.notAfter(last) : last;
  const spans = counted.some(({ limit, start }) => limit.unit === "working days" && !working.knows(start));
  const unsure = acts && (spans || !working.knows(by) || !working.knows(last));
  return { id: rule.id, counted, raw, last, by, move: found ? found.move.id : null, early: by < last, unsure };
};

/** Every time limit that the given dates start, the soonest first.
    `dates` are days by the names the rules use: {request: "2026-09-01"}. A rule's first limit starts once for each of
    its dates that is given; a further limit (the certificate) belongs to the newest of these that is not after it. */
export const work = (rules, dates, working) => {
  const count = (limit, name) => ({ limit, name, start: dates[name], end: ends(limit, dates[name], working) });
  const results = rules.flatMap((rule) => {
    const [main, ...others] = rule.limits;
    const given = main.start.filter((name) => dates[name]);
    const extra = others.flatMap((limit) => limit.start.filter((name) => dates[name]).map((name) => count(limit, name)));
    if (!given.length) return extra.length ? [settle(rule, extra, working)] : [];
    return given.map((name) => {
      const mine = extra.filter(({ start }) => {
        const before = given.filter((one) => dates[one] <= start).sort((a, b) => (dates[a] < dates[b] ? -1 : 1));
        return before.at(-1) === name;
      });
      return settle(rule, [count(main, name), ...mine], working);
    });
  });
  return results.sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0));
};

/** Does what is known show that this limit no longer matters? A draft shows that an assessment was made and that
    there will be a plan; a refusal of this request shows that there will be none. */
export const overtaken = (rule, dates) => {
  const agreed = dates.draft || dates.final;
  const refused = dates.refusal && dates.refusal >= (dates.request || "");
  return Boolean({ assess: !refused && agreed, refuse: !refused && agreed, plan: refused && !agreed }[rule.id]);
};

/** How a limit stands on a day: days left until `by`, or days since `last` has passed. */
export const standing = ({ by, last }, on) => {
  const [now, safe, end] = [on, by, last].map(toNumber);
  if (now > end) return { passed: true, late: false, days: now - end };
  return { passed: false, late: now > safe, days: Math.max(safe - now, 0) };
};
