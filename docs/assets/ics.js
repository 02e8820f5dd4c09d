/* A calendar file (RFC 5545) of all-day events with reminders. Pure: the time of writing is an argument. */
import { toIso, toNumber } from "./dates.js";

const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r\n|[\n\r]/g, "\\n");

/** Lines are at most 75 bytes of UTF-8; a longer one goes on after a line break and a space. */
const folded = (line) => {
  const bytes = (text) => new TextEncoder().encode(text).length;
  const lines = [];
  let now = "";
  for (const character of line) {
    if (bytes(now + character) > 75) {
      lines.push(now);
      now = " ";
    }
    now += character;
  }
  return [...lines, now].join("\r\n");
};

/** events: {id, date, title, text}. The same event has the same UID, so that loading a file twice makes no double. */
export const calendarFile = (events, written) => {
  const stamp = `${written.toISOString().replace(/[-:]/g, "").slice(0, 15)}Z`;
  const compact = (iso) => iso.replace(/-/g, "");
  const alarm = (days, title) => [
    "BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:${escaped(title)}`, `TRIGGER:-P${days}D`, "END:VALARM",
  ];
  const lines = events.flatMap(({ id, date, title, text }) => [
    "BEGIN:VEVENT",
    `UID:${id}-${compact(date)}@ask-your-mp-about-send`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${compact(date)}`,
    `DTEND;VALUE=DATE:${compact(toIso(toNumber(date) + 1))}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(text)}`,
    "CLASS:PRIVATE",
    "TRANSP:TRANSPARENT",
    ...alarm(7, title),
    ...alarm(1, title),
    "END:VEVENT",
  ]);
  const head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Ask your MP about SEND//Deadlines//EN", "CALSCALE:GREGORIAN"];
  return [...head, ...lines, "END:VCALENDAR"].map((line) => `${folded(line)}\r\n`).join("");
};
