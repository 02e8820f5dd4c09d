/* The deadline calculator's page. The rules come with the page; what is typed stays here. */
import { days, toNumber, today, weekdayName, words } from "./dates.js";
import { calendar, overtaken, standing, work } from "./deadlines.js";
import { calendarFile } from "./ics.js";
import { clearErrors, copy, icon, id, loadRules, make, readDates, save, showErrors, sourceLine } from "./forms.js";

const form = id("deadlines");
const NAMES = ["request", "refusal", "draft", "final", "certificate", "review", "wrote-council", "wrote-mp", "known"];
let rules;
let shown = { dates: {}, results: [], text: "" };

const LETTERS = { refusal: "the letter that says no", final: "the letter with the final plan" };

/** The words of one result. */
const tell = (rule, result, on) => {
  const { counted, last, by, move, early, unsure, raw } = result;
  const at = standing(result, on);
  const which = rule.limits[0].start.length > 1 && LETTERS[counted[0].name] ? `, for ${LETTERS[counted[0].name]}` : "";
  const how = counted.map(({ limit, start, end }) =>
    `${limit.text} (${words(start)})${limit.first ? ", which counts as day 1," : ""} ends on ${words(end)}.`);
  if (counted.length > 1) how.push("The later date counts.");
  if (move) how.push(`${rule.moves.find(({ id: one }) => one === move).text} That is ${words(last, { withDay: true })}.`);
  const council = rule.who !== "you";
  let state = `${days(at.days)} from today.`;
  if (at.passed) state = council ? `${days(at.days)} ago. If it has not happened, the ${rule.who} is late.` : `Passed ${days(at.days)} ago.`;
  else if (at.late) state = `Do it today. The last day is ${words(last, { withDay: true })}.`;
  else if (!at.days) state = "Today.";
  const doubts = [];
  if (early) {
    doubts.push(`The time ends on ${words(last, { withDay: true })}, which is no working day. Our sources do not say what happens then, so we give the working day before.`);
  }
  if (rule.assumed) doubts.push(rule.assumed);
  if (unsure) doubts.push("We do not know the bank holidays of that time. Check for them yourself.");
  if (counted.some(({ start }) => start > on) && rule.id !== "review-report") doubts.push("You gave a date that is still to come.");
  const lead = rule.advice ? "On" : council ? "By" : "At the latest on";
  return { title: rule.title + which, date: `${lead} ${words(by, { withDay: true })}`, state, how: how.join(" "), doubts, passed: at.passed, raw };
};

const block = (rule, result, on) => {
  const said = tell(rule, result, on);
  const box = make("article", {
    class: `dated dated--${rule.advice ? "advice" : rule.who}${said.passed ? " dated--passed" : ""}`,
    "data-rule": rule.id, "data-by": result.by, "data-last": result.last, "data-from": result.counted[0].name,
  });
  const title = make("h4", { class: "dated__h" }, icon(rule.who === "you" && !rule.advice ? "clock" : "cal"), make("span", { text: said.title }));
  box.append(title, make("p", { class: "big", text: `${said.date}.` }), make("p", { class: "dated__state", text: said.state }));
  box.append(make("p", { text: `${said.how}${rule.note ? ` ${rule.note}` : ""}` }));
  for (const doubt of said.doubts) {
    const line = make("span", {}, make("strong", { text: "Take care:" }), ` ${doubt}`);
    box.append(make("p", { class: "caution" }, icon("ask"), line));
  }
  if (said.passed && ["appeal", "mediation"].includes(rule.id)) {
    box.append(make("p", {}, make("a", { href: "../help/#your-time-to-appeal-is-nearly-up-or-has-passed", text: "Has your time to appeal passed? Ask at once" }), "."));
  }
  box.append(sourceLine(rule, words));
  return { box, lines: [said.title, `${said.date}. ${said.state}`, `${said.how}${rule.note ? ` ${rule.note}` : ""}`, ...said.doubts.map((doubt) => `Take care: ${doubt}`)] };
};

const GROUPS = [
  ["What you must do", (rule) => rule.who === "you" && !rule.advice],
  ["What the council and the school must do", (rule) => rule.who !== "you"],
  ["When to ask again", (rule) => rule.advice],
];

const show = (dates) => {
  const on = today();
  const ruleOf = (result) => rules.rules.find((rule) => rule.id === result.id);
  const results = work(rules.rules, dates, calendar(rules.holidays)).filter((result) => !overtaken(ruleOf(result), dates));
  const text = [`My dates, worked out on ${words(on)}`];
  const parts = GROUPS.flatMap(([heading, fits]) => {
    // What has passed comes after what can still be done.
    const mine = results.filter((result) => fits(ruleOf(result))).sort((a, b) => (a.last < on) - (b.last < on)).map((result) => block(ruleOf(result), result, on));
    if (!mine.length) return [];
    text.push("", heading.toUpperCase(), ...mine.flatMap(({ lines }) => ["", ...lines]));
    return [make("h3", { text: heading }), ...mine.map(({ box }) => box)];
  });
  text.push("", "A letter to an MP does not stop a time limit. This is not legal advice.");
  id("deadlines-on").textContent = `Worked out on ${words(on, { withDay: true })}, the date on this device. A letter to your MP does not stop any of these.`;
  id("deadlines-list").replaceChildren(...parts);
  const coming = results.filter(({ by }) => by >= on);
  id("deadlines-ics").hidden = id("deadlines-ics-hint").hidden = !coming.length;
  id("deadlines-done").textContent = "";
  shown = { dates, results, text: text.join("\n") };
  const output = id("deadlines-output");
  output.hidden = false;
  const passed = results.filter((result) => toNumber(result.last) < toNumber(on)).length;
  id("deadlines-said").textContent = `${results.length} date${results.length === 1 ? "" : "s"} worked out. ${passed} passed.`;
  output.focus();
};

const events = () => {
  const on = today();
  return shown.results.filter(({ by }) => by >= on).map((result) => {
    const rule = rules.rules.find((one) => one.id === result.id);
    const said = tell(rule, result, on);
    return { id: `${rule.id}-${result.counted[0].name}`, date: result.by, title: `SEND: ${said.title}`, text: `${said.how} ${rule.note}`.trim() };
  });
};

if (form) {
  const ready = loadRules().then((loaded) => {
    rules = loaded;
  });
  const say = (text) => {
    id("deadlines-done").textContent = text;
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { dates, errors } = readDates(form, NAMES);
    if (!errors.length && !Object.keys(dates).length) {
      errors.push({ name: "request", part: "day", error: "Write at least one date" });
    }
    if (errors.length) {
      id("deadlines-output").hidden = true;
      showErrors(form, errors);
      return;
    }
    clearErrors(form);
    try {
      await ready;
    } catch {
      showErrors(form, [{ name: "request", part: "day", error: "The rules did not load. Load the page again, or count by hand with the list below" }]);
      return;
    }
    show(dates);
  });
  form.addEventListener("reset", () => {
    clearErrors(form);
    id("deadlines-output").hidden = true;
    id("deadlines-said").textContent = "The form is empty.";
  });
  ready.catch(() => {}); // said when somebody asks
  id("deadlines-ics").addEventListener("click", () => {
    save("send-dates.ics", "text/calendar;charset=utf-8", calendarFile(events(), new Date()));
    say("The calendar file is saved. Open it to add the dates.");
  });
  id("deadlines-print").addEventListener("click", () => window.print());
  id("deadlines-copy").addEventListener("click", async () => {
    say((await copy(shown.text)) ? "Copied." : "Copying did not work here. Select the text and copy it.");
  });
}
