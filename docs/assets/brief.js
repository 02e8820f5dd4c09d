/* The case brief: from answers to blocks of text, in the order a caseworker reads. Pure: no page, no clock, no network.
   It adds headings, dates and legal limits. Every other word is the family's own. */
import { days, toNumber, words } from "./dates.js";
import { calendar, overtaken, work } from "./deadlines.js";

/* For each kind of brief: what the subject says, a prompt, and the council's limits that the dates are held against. */
export const KINDS = {
  "late-assessment": { about: "assessment decision is late", limits: ["assess"], tip: "You could ask for: the day on which the council will decide." },
  "late-plan": { about: "EHC plan is late", limits: ["plan"], tip: "You could ask for: the date of the final plan, in writing." },
  "late-review": { about: "annual review is late", limits: ["review-decision", "review-plan"], tip: "You could ask for: the date of the decision after the review." },
  "no-school": { about: "no school place", limits: ["plan"], tip: "You could ask for: the name of a school, and from which day. You can appeal about the school that is named, so check your deadline." },
  support: { about: "help in the plan is not given", limits: [], tip: "You could ask for: the day on which each missing part will start." },
  "out-of-school": { about: "child out of school", limits: ["plan"], tip: "You could ask for: what education the council will give, and from which day." },
  transport: { about: "school transport", limits: [], tip: "You could ask for: an answer to your transport appeal, by a date. Use the council’s own transport appeal first." },
  refused: { about: "the council said no", limits: [], tip: "Contact the mediation adviser and appeal first. An MP cannot change the decision. You could ask for: the reasons in writing." },
  nhs: { about: "long wait for the NHS", limits: [], tip: "You could ask for: the date of the appointment. The MP can write to the NHS body." },
  other: { about: "help needed", limits: ["plan"], tip: "You could ask for: a date, an answer, or a reason." },
  chase: { about: "second letter", limits: [], form: "chase", tip: "Short and polite. Say when you wrote first, and ask again." },
  thanks: { about: "thank you", limits: [], form: "thanks", tip: "Offices seldom hear how it ended. Two or three lines are enough." },
};
/** Which parts of the form a kind uses: case, chase or thanks. */
export const formOf = (kind) => (KINDS[kind] || {}).form || "case";

/* Longer answers than these are a slip, such as a whole report: the message says so, and nothing is cut. */
const LONG = { name: 120, postcode: 20, contact: 200, mp: 120, mp_email: 120, council: 160, reference: 120, child: 300, address: 400, problem: 500 };
const LONGEST = 2000;
/* Mail programs cut a longer address: Windows hands on about 2,000 characters. */
export const MAIL_LIMIT = 1900;
/** What an office reads first is one page. */
export const AIM = { least: 300, most: 400 };

/* What is required, for which forms. */
const NEEDED = [
  ["kind", "Choose what the brief is about", ["case", "chase", "thanks"]],
  ["name", "Write your full name", ["case", "chase", "thanks"]],
  ["address", "Write your address", ["case", "chase", "thanks"]],
  ["postcode", "Write your postcode", ["case", "chase", "thanks"]],
  ["council", "Write the name of your council", ["case", "chase", "thanks"]],
  ["problem", "Write the problem in one sentence", ["case"]],
  ["since", "Write what has happened since your first letter", ["chase"]],
  ["outcome", "Write what came of it", ["thanks"]],
  ["ask", "Write the one thing you ask for", ["case", "chase"]],
];
/* Only as far as needed that nothing but one address can stand in a link. */
const EMAIL = /^[A-Za-z0-9.'*+_~-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}$/;

export const EVENTS = [1, 2, 3, 4];
/** The date fields that count limits. */
export const DATES = ["request", "refusal", "draft", "final", "certificate", "review"];

/** Text without signs that no one can see or print, and without half an emoji; the lines stay. */
const clean = (text) => (text || "").replace(/\r\n?|[\u2028\u2029]/g, "\n").replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "").replace(/[\ud800-\udfff]/gu, "\ufffd").trim();
const oneLine = (text) => clean(text).replace(/\s+/g, " ");
export const wordCount = (text) => (text.match(/\S*[\p{L}\p{N}]\S*/gu) || []).length;

/** What is wrong with the texts, in the order of the form: {name, error}. */
export const faults = (answers) => {
  const form = formOf(answers.kind);
  const errors = NEEDED.filter(([name, , forms]) => forms.includes(form) && !clean(answers[name])).map(([name, error]) => ({ name, error }));
  if (clean(answers.mp_email) && !EMAIL.test(clean(answers.mp_email))) {
    errors.push({ name: "mp_email", error: "Write one e-mail address, like name.mp@parliament.uk, or leave it empty" });
  }
  for (const [name, text] of Object.entries(answers)) {
    const most = LONG[name] || LONGEST;
    if (typeof text === "string" && text.length > most && !errors.some((one) => one.name === name)) {
      errors.push({ name, error: `This has ${text.length.toLocaleString("en-GB")} characters. Cut it to ${most.toLocaleString("en-GB")} or fewer` });
    }
  }
  return errors;
};

/** Which given date answers a limit of the council: its decision, its plan. */
const answered = (rule, dates) => {
  const [start] = rule.limits[0].start;
  const names = { assess: ["refusal"], refuse: ["refusal"], plan: ["final"], "review-decision": ["refusal", "draft"], "review-plan": ["final"] }[rule.id] || [];
  return names.map((name) => dates[name]).filter((day) => day && day >= dates[start]).sort()[0];
};

const missed = (rule, last, dates, on) => {
  const came = answered(rule, dates);
  const gap = (from) => days(toNumber(from) - toNumber(last));
  if (came && came > last) return `It came ${gap(came)} late, on ${words(came)}.`;
  if (came) return "";
  return on > last ? `Nothing by ${words(on)}: ${gap(on)} late.` : "Still to come.";
};

const HAPPENED = {
  request: "The council got my request for an EHC needs assessment.",
  refusal: "Date on the council’s letter that says no.",
  draft: "I got the draft plan.",
  final: "Date on the letter with the final plan.",
  certificate: "Date on my mediation certificate.",
  review: "Annual review meeting.",
};

/** The dated list: [day, text], oldest first; each limit the council missed stands on its last day. */
export const history = (answers, dates, events, rules, on) => {
  const about = (KINDS[answers.kind] || KINDS.other).limits;
  const known = DATES.filter((name) => dates[name]).map((name) => [dates[name], HAPPENED[name]]);
  const told = events.map(({ date, what }) => [date, oneLine(what)]);
  const limits = work(rules.rules.filter(({ id }) => about.includes(id)), dates, calendar(rules.holidays)).flatMap(({ id, last }) => {
    const rule = rules.rules.find((one) => one.id === id);
    if (overtaken(rule, dates)) return [];
    const said = missed(rule, last, dates, on);
    const limit = `${rule.limits[0].number} ${rule.limits[0].unit}${rule.law ? `, ${rule.law}` : ""}`;
    return said ? [[last, `Legal limit (${limit}): ${rule.title.replace(/your child/g, "my child").replace(/\byou\b/g, "me")}. ${said}`]] : [];
  });
  return [...known, ...told, ...limits].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
};

/** The appeal dates that the given letters start, the soonest first. Not for decisions that are no plan's. */
export const appeals = (answers, dates, rules) =>
  formOf(answers.kind) === "case" && (dates.refusal || dates.final)
    ? work(rules.rules.filter(({ id }) => id === "appeal"), dates, calendar(rules.holidays)) : [];

const appealLine = (found, kind, on) =>
  found.map(({ by, last, counted }) => {
    const which = found.length > 1 ? ` against the letter of ${words(counted[0].start)}` : "";
    if (last < on) return `My time to appeal${which} ended on ${words(last)}.`;
    // The day we advise is earlier where the last one is no working day: the letter says both, and which is which.
    return by === last ? `My last day to appeal${which} is ${words(last)}.` : `My time to appeal${which} ends on ${words(last)}. I plan to appeal by ${words(by)}.`;
  }).join(" ") || (kind === "refused" ? "I have not yet worked out my last day to appeal." : "None of these dates starts a time to appeal.");

/** The brief: {to, subject, blocks: [{heading, lines, dated?}]}; `dated` is true where lines are [date, text]. */
export const brief = (answers, dates, events, rules, on) => {
  const form = formOf(answers.kind);
  const has = (name) => answers[name] === "yes";
  const lines = (name) => clean(answers[name]).split(/\n+/).map((line) => line.trim()).filter(Boolean);
  const council = oneLine(answers.council);
  const about = (KINDS[answers.kind] || KINDS.other).about;
  const blocks = [];
  const add = (heading, list, more = {}) => {
    const kept = list.filter((line) => line.length);
    if (kept.length) blocks.push({ heading, lines: kept, ...more });
  };
  const mp = oneLine(answers.mp);
  add("", [`To: ${mp ? `${mp.replace(/ MP$/, "")} MP` : "my MP"}`, `Date: ${words(on)}`]);
  add("From", [
    oneLine(answers.name), lines("address").join(", "), `${oneLine(answers.postcode)}. I am your constituent.`, oneLine(answers.contact),
  ]);
  const reference = form === "thanks" ? "" : oneLine(answers.reference);
  add("Council", [`${council}${reference ? `. Reference: ${reference}` : ""}`]);
  if (form !== "thanks") add("My child", [oneLine(answers.child)]);
  const wrote = dates["wrote-mp"];
  if (form === "case") {
    add("The problem", [oneLine(answers.problem)]);
    add("Dates", history(answers, dates, events, rules, on), { dated: true });
    add("What I have tried", lines("tried"));
    add("How it affects my child", lines("effect"));
  } else if (form === "chase") {
    add("My first letter", [wrote ? `I wrote to you on ${words(wrote)}${wrote < on ? `, ${days(toNumber(on) - toNumber(wrote))} ago` : ""}.` : ""]);
    add("What has happened since", lines("since"));
  } else {
    add("Thank you", [wrote ? `I wrote to you on ${words(wrote)}.` : ""]);
    add("What came of it", lines("outcome"));
  }
  if (form !== "thanks") {
    add(form === "chase" ? "What I still ask for" : "What I ask you to do", lines("ask"));
    const begun = [["begun_complaint", "a complaint to the council"], ["begun_appeal", "an appeal to the SEND Tribunal"], ["begun_ombudsman", "a complaint to the Ombudsman"]]
      .filter(([name]) => has(name)).map(([, text]) => text);
    add("Time limits", [
      form === "case" && answers.kind !== "nhs" && answers.kind !== "transport" ? appealLine(appeals(answers, dates, rules), answers.kind, on) : "",
      begun.length ? `Begun: ${begun.join("; ")}.` : "",
      "I know that a letter from you does not change any time limit.",
    ]);
    add("My permission", [
      has("agree") ? `You and your staff may share this with the council, and with the NHS if it is about health. ${words(on)}.` : "Please ask me before you share this with anybody.",
      has("agree_young") ? "My child is 16 or over and agrees." : "",
    ]);
    add("Reply", ["Please tell me what you will do, and show me the council’s answer."]);
  }
  return { to: clean(answers.mp_email), subject: `SEND case: ${council}: ${about}`, blocks };
};

/** The brief as plain text, its lines parted by `end`. */
export const plain = ({ subject, blocks }, end = "\n") => {
  const parts = blocks.map(({ heading, lines, dated }) =>
    [...(heading ? [heading.toUpperCase()] : []), ...lines.map((line) => (dated ? `${words(line[0])}: ${line[1]}` : line))].join(end));
  return [subject, ...parts].join(end + end) + end;
};

/** The link that opens the reader's own mail program; without the text when the whole would be cut. */
export const mailLink = (made) => {
  const to = encodeURIComponent(made.to).replace(/%40/g, "@");
  const head = `mailto:${to}?subject=${encodeURIComponent([...made.subject].slice(0, 200).join(""))}`;
  const whole = `${head}&body=${encodeURIComponent(plain(made, "\r\n"))}`;
  return whole.length <= MAIL_LIMIT ? { href: whole, whole: true } : { href: head, whole: false };
};
