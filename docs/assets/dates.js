/* Calendar dates without hours and time zones: text like 2026-11-24, counted as days since 1970. No page in here. */

const DAY = 86400000;
const MONTHS = "January February March April May June July August September October November December".split(" ");
const WEEKDAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");
/* The Act is of 2014. A later year than a life with a plan lasts is a slip. */
export const YEARS = { first: 2014, after: 5 };

export const toNumber = (iso) => Date.parse(`${iso}T00:00:00Z`) / DAY;
export const toIso = (number) => new Date(number * DAY).toISOString().slice(0, 10);
/** 0 for Sunday; 1 January 1970 was a Thursday. */
export const weekday = (number) => (((number + 4) % 7) + 7) % 7;
/** The day on this device's clock. */
export const today = (now = new Date()) =>
  [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

const lastOf = (year, month) => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** The same day some months later; the last day of that month where it is too short. */
export const addMonths = (iso, months) => {
  const [year, month, day] = iso.split("-").map(Number);
  const at = year * 12 + month - 1 + months;
  const [y, m] = [Math.floor(at / 12), (at % 12) + 1];
  return toIso(Date.UTC(y, m - 1, Math.min(day, lastOf(y, m))) / DAY);
};

/** 24 November 2026, or with its weekday: Tuesday 24 November 2026. */
export const words = (iso, { withDay = false } = {}) => {
  const [year, month, day] = iso.split("-").map(Number);
  return `${withDay ? `${WEEKDAYS[weekday(toNumber(iso))]} ` : ""}${day} ${MONTHS[month - 1]} ${year}`;
};
export const weekdayName = (iso) => WEEKDAYS[weekday(toNumber(iso))];

/** 1 day, 12 days. */
export const days = (number) => `${number} day${number === 1 ? "" : "s"}`;

const monthNumber = (text) => {
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const typed = text.toLowerCase().replace(/\.$/, "");
  return typed.length < 3 ? 0 : MONTHS.findIndex((name) => name.toLowerCase().startsWith(typed === "sept" ? "sep" : typed)) + 1;
};

/** What three boxes hold: {} when all are empty, {iso}, or {error, part}: a sentence, and the box it is about. */
export const parse = ({ day = "", month = "", year = "" }, now = today()) => {
  const [d, m, y] = [day, month, year].map((text) => text.normalize("NFKC").trim());
  if (!d && !m && !y) return {};
  const wrong = (part, error) => ({ part, error });
  if (!d) return wrong("day", "Write the day too");
  if (!m) return wrong("month", "Write the month too");
  if (!y) return wrong("year", "Write the year too");
  if (!/^\d{1,2}$/.test(d)) return wrong("day", "Write the day as a number, like 9");
  const number = monthNumber(m);
  if (!number || number > 12) {
    return wrong("month", /^\d+$/.test(m) ? "The month must be from 1 to 12" : "Write the month as a number, like 11");
  }
  if (/^\d{2}$/.test(y)) return wrong("year", `Write the year with four digits, like 20${y}`);
  if (!/^\d{4}$/.test(y)) return wrong("year", `Write the year with four digits, like ${now.slice(0, 4)}`);
  const latest = Number(now.slice(0, 4)) + YEARS.after;
  if (Number(y) < YEARS.first || Number(y) > latest) {
    return wrong("year", `Check the year. It must be from ${YEARS.first} to ${latest}`);
  }
  const most = lastOf(Number(y), number);
  if (!Number(d) || Number(d) > most) {
    return wrong("day", `${MONTHS[number - 1]} ${y} has ${most} days. Check the day`);
  }
  return { iso: [y, String(number).padStart(2, "0"), d.padStart(2, "0")].join("-") };
};
