/* What the calculator and the brief share: reading fields, messages tied to them, files, copying. Nothing is sent. */
import { parse } from "./dates.js";

export const id = (name) => document.getElementById(name);

/** An element with text and children; text never becomes markup. */
export const make = (tag, { text = "", ...attributes } = {}, ...children) => {
  const one = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
  one.append(...(text ? [text] : []), ...children);
  return one;
};

/** An icon of the page's own set: a copy of one that is drawn already. */
export const icon = (name) => {
  const svg = document.querySelector("main svg.i").cloneNode(true);
  svg.querySelector("use").setAttribute("href", `#i-${name}`);
  return svg;
};

/** A source's link, or its name alone when the address is not one a page may link to. */
export const sourceLine = ({ law, source, checked }, words) => {
  const line = make("p", { class: "src", text: law ? `Law: ${law}. Source: ` : "Source: " });
  const safe = /^(https?:|\.\.\/)/.test(source.url);
  line.append(safe ? make("a", { href: source.url, text: source.label }) : source.label);
  line.append(`. Checked ${words(checked)}.`);
  return line;
};

/** What is typed into a date's three boxes, read: {}, {iso} or {part, error}. */
const readDate = (form, name) => {
  const typed = (part) => form.elements[`${name}_${part}`].value;
  return parse({ day: typed("day"), month: typed("month"), year: typed("year") });
};

/* What cannot come before what, and the sentence that says so. */
const ORDER = [
  ["request", "refusal", "The letter cannot be older than your request. Check both dates"],
  ["request", "draft", "The draft cannot be older than your request. Check both dates"],
  ["request", "final", "The final plan cannot be older than your request. Check both dates"],
  ["draft", "final", "The final plan cannot be older than the draft. Check both dates"],
];

/** The dates that are given, and what is wrong with the others. */
export const readDates = (from, names) => {
  const dates = {};
  const errors = [];
  for (const name of names) {
    const { iso, part, error } = readDate(from, name);
    if (iso) dates[name] = iso;
    if (error) errors.push({ name, part, error });
  }
  for (const [first, second, error] of ORDER) {
    if (dates[first] && dates[second] && dates[second] < dates[first]) errors.push({ name: second, part: "day", error });
  }
  const letters = ["refusal", "final"].filter((name) => dates[name]);
  if (dates.certificate && letters.length && letters.every((name) => dates[name] > dates.certificate)) {
    errors.push({ name: "certificate", part: "day", error: "The certificate cannot be older than the letter. Check both dates" });
  }
  return { dates, errors: errors.filter(({ name }, at) => errors.findIndex((one) => one.name === name) === at) };
};

const shown = document.title;
const fieldOf = (form, name) => form.querySelector(`[data-field="${name}"]`);

/** Take every message away. */
export const clearErrors = (form) => {
  document.title = shown;
  id(`${form.id}-errors`).hidden = true;
  for (const one of form.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
  for (const one of form.querySelectorAll(".field--err")) one.classList.remove("field--err");
  for (const one of form.querySelectorAll(".emsg")) {
    one.hidden = true;
    one.textContent = "";
  }
};

/** Show messages by their fields and in the summary, which gets the focus. errors: {name, part?, error}. */
export const showErrors = (form, errors) => {
  clearErrors(form);
  const list = errors.map(({ name, part, error }) => {
    const field = fieldOf(form, name);
    const control = id(part ? `${name}-${part}` : name);
    const target = control.tagName === "FIELDSET" ? control.querySelector("input") : control;
    field.classList.add("field--err");
    target.setAttribute("aria-invalid", "true");
    const message = id(`${name}-error`);
    message.textContent = error;
    message.hidden = false;
    const link = make("a", { href: `#${target.id}`, text: error });
    link.addEventListener("click", (event) => {
      event.preventDefault(); // the address stays as it is
      target.focus();
    });
    return make("li", {}, link);
  });
  const summary = id(`${form.id}-errors`);
  id(`${form.id}-errors-h`).textContent = errors.length === 1 ? "One thing to put right" : `${errors.length} things to put right`;
  summary.querySelector("ul").replaceChildren(...list);
  summary.hidden = false;
  document.title = `Error: ${shown}`;
  summary.focus();
};

/** Hand a file to the reader's device. */
export const save = (name, type, text) => {
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
};

/** Copy text; true when it is on the clipboard. */
export const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = make("textarea", { "aria-hidden": "true", class: "vh" });
    box.value = text;
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy"); // where the clipboard is closed to pages, as without https
    box.remove();
    return done;
  }
};

/** The rules and bank holidays of this site. */
export const loadRules = async () => {
  const answer = await fetch(new URL("deadlines.json", import.meta.url));
  if (!answer.ok) throw new Error(`deadlines.json: ${answer.status}`);
  return answer.json();
};
