/* The page of the case brief. What is typed stays on this device; a draft is kept only when the reader asks. */
import { facts } from "./area.js";
import { AIM, DATES, EVENTS, KINDS, appeals, brief, faults, formOf, mailLink, plain, wordCount } from "./brief.js";
import { today, words } from "./dates.js";
import { calendar, work } from "./deadlines.js";
import { calendarFile } from "./ics.js";
import { clearErrors, copy, id, loadRules, make, readDates, save, showErrors } from "./forms.js";
import { rtf } from "./rtf.js";

const STORE = "askmp-brief";
const form = id("brief");
const ready = loadRules();
ready.catch(() => {}); // said when somebody asks for the brief
let rules;
let made;
let coming = [];

const controls = () => [...form.elements].filter((one) => one.name);
/** The parts of the form that the chosen kind uses; a field in another part stays as typed and is left out. */
const shows = (one) => !one.closest("[data-for][hidden]");
const valueOf = (one) => (one.type === "checkbox" ? (one.checked ? one.value : "") : one.value);
const typed = () => Object.fromEntries(controls().map((one) => [one.name, valueOf(one)]));

/* --- The form -------------------------------------------------------------------------------------------------- */

const chooseKind = () => {
  const kind = form.elements.kind.value;
  const used = formOf(kind);
  for (const part of form.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(used);
  id("kind-tip").textContent = KINDS[kind] ? KINDS[kind].tip : "";
  id("kind-tip").hidden = !KINDS[kind];
};

const count = (box) => {
  const number = wordCount(box.value);
  const aim = `Aim for under ${box.dataset.aim}.`;
  id(`${box.id}-count`).textContent = number ? `${number} word${number === 1 ? "" : "s"}. ${aim}` : aim.replace(".", " words.");
};
const refresh = () => {
  chooseKind();
  for (const box of form.querySelectorAll("[data-aim]")) count(box);
};

/* --- The draft, only when asked for ------------------------------------------------------------------------------- */

const storage = () => {
  try {
    return window.localStorage;
  } catch {
    return null; // the browser forbids it
  }
};
const forget = () => {
  storage()?.removeItem(STORE);
  form.elements.keep.checked = false;
  id("brief-forget").hidden = true;
};
const keep = () => {
  if (!form.elements.keep.checked) return;
  try {
    storage().setItem(STORE, JSON.stringify(typed()));
    id("brief-forget").hidden = false;
  } catch {
    forget();
    id("keep-hint").textContent = "This browser does not let us keep a draft.";
  }
};
const restore = () => {
  let held;
  try {
    held = JSON.parse(storage()?.getItem(STORE) ?? "null");
  } catch {
    return false;
  }
  if (!held || typeof held !== "object") return false;
  for (const one of controls()) {
    if (typeof held[one.name] !== "string") continue;
    if (one.type === "checkbox") one.checked = held[one.name] === one.value;
    else one.value = held[one.name];
  }
  id("brief-forget").hidden = false;
  return true;
};

/* --- The area ------------------------------------------------------------------------------------------------------ */

const fill = (name, value) => {
  if (value && !form.elements[name].value) form.elements[name].value = value;
};
const showArea = async () => {
  const area = await facts();
  if (!area) return;
  const councils = area.councils.filter(({ ended }) => !ended).map((council) => council.official_name);
  if (area.mp) {
    fill("mp", area.mp.name);
    fill("mp_email", area.mp.email);
  }
  if (councils.length === 1) fill("council", councils[0]);
  id("councils").replaceChildren(...councils.map((name) => make("option", { value: name })));
  const many = councils.length > 1;
  if (many) id("council-hint").textContent = `One of these: ${councils.join("; ")}. Your council tax bill says which.`;
  const mp = area.mp ? `, MP ${area.mp.name}` : area.kind === "constituencies" ? ". It has no MP at the moment" : "";
  id("brief-area").textContent = `For ${area.name}${mp}.${many ? "" : " We have put in what we know. Change it if it is not right."}`;
  id("brief-area").hidden = false;
};

/* --- The answers ---------------------------------------------------------------------------------------------------- */

/** {answers, dates, events, errors} of the fields that show, errors in their order on the page. */
const read = () => {
  const shown = new Set(controls().filter(shows).map((one) => one.name));
  const answers = Object.fromEntries(controls().filter(shows).map((one) => [one.name, valueOf(one)]));
  const names = [...DATES, "wrote-mp", ...EVENTS.map((n) => `event${n}`)].filter((name) => shown.has(`${name}_day`));
  const { dates, errors } = readDates(form, names);
  const events = [];
  for (const n of EVENTS) {
    const [date, what] = [dates[`event${n}`], (answers[`event${n}_what`] || "").trim()];
    const wrong = errors.some(({ name }) => name === `event${n}`);
    if (date && what) events.push({ date, what });
    else if (date) errors.push({ name: `event${n}_what`, error: `Write what happened on ${words(date)}` });
    else if (what && !wrong) errors.push({ name: `event${n}`, part: "day", error: "Write the date of this event" });
  }
  errors.push(...faults(answers));
  const place = ({ name }) => [...form.querySelectorAll("[data-field]")].findIndex((one) => one.dataset.field === name);
  errors.sort((a, b) => place(a) - place(b));
  return { answers, dates, events, errors: errors.filter(({ name }, at) => errors.findIndex((one) => one.name === name) === at) };
};

/* --- The result ----------------------------------------------------------------------------------------------------- */

const paragraph = (text) => make("p", { dir: "auto", text });

const sheet = () => {
  const parts = made.blocks.flatMap(({ heading, lines, dated }) => {
    const head = heading ? [make("h3", { text: heading })] : [];
    if (!dated) return [...head, ...lines.map(paragraph)];
    const rows = lines.map(([day, text]) => make("tr", {}, make("th", { scope: "row", text: words(day) }), make("td", { dir: "auto", text })));
    const columns = make("thead", {}, make("tr", {}, make("th", { scope: "col", text: "When" }), make("th", { scope: "col", text: "What" })));
    return [...head, make("table", { class: "sheet__dates" }, columns, make("tbody", {}, ...rows))];
  });
  id("brief-sheet").replaceChildren(make("h2", { dir: "auto", text: made.subject }), ...parts);
};

/** The deadline, in front of the letter: worked out where a date starts one. */
const due = (answers, dates, on) => {
  const found = appeals(answers, dates, rules);
  const next = found.find(({ last }) => last >= on);
  const texts = [];
  if (next) texts.push(`This is counted from the dates you gave. The limit is ${words(next.last)}.`);
  else if (found.length) texts.push("Ask the Tribunal at once to take a late appeal, and ask for free help today.");
  else texts.push(`An appeal clock starts on the date of a letter that says no, or that brings the final plan. Then you have ${limitWords()}.`);
  texts.push("A letter to your MP does not stop that clock.");
  id("brief-due-h").textContent = next ? `Appeal by ${words(next.by, { withDay: true })}`
    : found.length ? `Your time to appeal ended on ${words(found.at(-1).last)}` : "Check your deadline before you write";
  const link = make("a", { href: found.length && !next ? "../help/#your-time-to-appeal-is-nearly-up-or-has-passed" : "../deadlines/", text: found.length && !next ? "What to do now" : "See all my dates" });
  id("brief-due-text").replaceChildren(...texts.map((text) => make("p", { text })), make("p", {}, link));
};
const limitWords = () => {
  const { number, unit } = rules.rules.find((rule) => rule.id === "appeal").limits[0];
  return `${number} ${unit}`;
};

const after = (answers, on) => {
  const asked = ["ring-mp", "chase-mp"].map((name) => rules.rules.find((rule) => rule.id === name)).filter(Boolean);
  const results = formOf(answers.kind) === "thanks" ? [] : work(asked, { "wrote-mp": on }, calendar(rules.holidays));
  coming = results.map(({ id: name, by }) => {
    const rule = asked.find((one) => one.id === name);
    return { id: name, date: by, title: `SEND: ${rule.title}`, text: rule.note };
  });
  const steps = coming.map(({ date, title, text }) =>
    make("li", {}, make("h3", { text: words(date, { withDay: true }) }), make("p", { text: `Heard nothing? ${title.replace("SEND: ", "")}. ${text}` })));
  const last = formOf(answers.kind) === "thanks"
    ? make("li", {}, make("h3", { text: "That is all" }), make("p", { text: "Keep a copy." }))
    : make("li", {}, make("h3", { text: "A decision comes?" }), make("p", { text: "Look at its date first. Then work out your deadline." }));
  id("brief-after").replaceChildren(...steps, last);
  id("brief-ics").hidden = !coming.length;
};

const show = ({ answers, dates, events }) => {
  const on = today();
  made = brief(answers, dates, events, rules, on);
  sheet();
  due(answers, dates, on);
  after(answers, on);
  const mail = mailLink(made);
  const to = made.to || "your MP’s address";
  id("brief-mail").setAttribute("href", mail.href);
  id("brief-mail").firstChild.textContent = mail.whole ? "Open in my e-mail" : "Open an empty e-mail";
  id("brief-mail").classList.toggle("btn--2", !mail.whole);
  id("brief-copy").classList.toggle("btn--2", mail.whole);
  id("brief-mail").parentElement.prepend(id(mail.whole ? "brief-mail" : "brief-copy")); // what to press first
  id("brief-long").hidden = mail.whole;
  id("brief-long").textContent = `This brief is too long to open in your e-mail by itself: some programs would cut it. Copy the text first. Then open an empty e-mail to ${to} and paste it there.`;
  const who = answers.mp.trim();
  id("brief-lead").textContent = `Read it once. Then send it to ${who ? `${who}’s office` : "your MP’s office"}. We have not sent it.`;
  const number = wordCount(plain(made));
  id("brief-words").textContent = `${number} words. ${number > AIM.most ? `One page is about ${AIM.least} to ${AIM.most}. Try to make it shorter.` : "That fits on one page."}`;
  id("brief-done").textContent = "";
  id("brief-h").textContent = "Your brief is ready";
  id("brief-ask").hidden = true;
  id("brief-output").hidden = false;
  id("brief-said").textContent = "Your brief is ready.";
  id("brief-output").focus();
  window.scrollTo(0, 0);
};

const title = id("brief-h").textContent;
const back = () => {
  id("brief-h").textContent = title;
  id("brief-ask").hidden = false;
  id("brief-output").hidden = true;
};

/* --- What can be pressed ------------------------------------------------------------------------------------------- */

const say = (text) => {
  id("brief-done").textContent = text;
};
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const found = read();
  if (found.errors.length) {
    showErrors(form, found.errors);
    return;
  }
  clearErrors(form);
  try {
    rules = await ready;
  } catch {
    showErrors(form, [{ name: "kind", error: "The time limits did not load, so the brief cannot be made. Keep this page open, and try on a new tab" }]);
    return;
  }
  show(found);
});
form.addEventListener("input", ({ target }) => {
  if (target.dataset.aim) count(target);
  if (target.name === "kind") chooseKind();
  if (target.name === "keep" && !target.checked) forget();
  keep();
});
id("brief-forget").addEventListener("click", () => {
  forget();
  form.elements.keep.focus();
  id("brief-said").textContent = "The draft is deleted from this device.";
});
id("brief-clear").addEventListener("click", () => {
  if (!window.confirm("Clear all your answers?")) return;
  forget();
  form.reset();
  clearErrors(form);
  refresh();
  id("brief-said").textContent = "The form is empty.";
  form.elements.kind.focus();
});
id("brief-back").addEventListener("click", () => {
  back();
  form.elements.kind.focus();
});
id("brief-copy").addEventListener("click", async () => {
  say((await copy(plain(made))) ? "Copied. Paste it into an e-mail." : "Copying did not work here. Select the text and copy it.");
});
id("brief-print").addEventListener("click", () => window.print());
id("brief-txt").addEventListener("click", () => {
  save("case-brief.txt", "text/plain;charset=utf-8", plain(made, "\r\n"));
  say("Saved as case-brief.txt.");
});
id("brief-rtf").addEventListener("click", () => {
  const blocks = made.blocks.map(({ heading, lines, dated }) => ({ heading, lines: lines.map((line) => (dated ? `${words(line[0])}: ${line[1]}` : line)) }));
  save("case-brief.rtf", "application/rtf", rtf(made.subject, blocks));
  say("Saved as case-brief.rtf.");
});
id("brief-ics").addEventListener("click", () => {
  save("ask-again.ics", "text/calendar;charset=utf-8", calendarFile(coming, new Date()));
  say("The calendar file is saved. Open it to add the dates.");
});

restore();
// The questions below /route/ say what the brief is about: a word of the list, and nothing else counts.
const kind = new URLSearchParams(location.search).get("kind");
if (!form.elements.kind.value && Object.hasOwn(KINDS, kind)) form.elements.kind.value = kind;
refresh();
showArea();
