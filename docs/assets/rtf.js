/* A brief as a file that every word processor opens. Pure. blocks: {heading, lines: [text]}. */

/** Text as RTF: its own three signs escaped, everything beyond ASCII as numbered UTF-16 units. */
const escaped = (text) =>
  [...text.split("")].map((unit) => {
    const code = unit.charCodeAt(0);
    if (unit === "\n") return "\\line ";
    if (unit === "\t") return "\\tab ";
    if ("\\{}".includes(unit)) return `\\${unit}`;
    if (code < 32) return "";
    return code < 127 ? unit : `\\u${code > 32767 ? code - 65536 : code}?`;
  }).join("");

export const rtf = (title, blocks) => {
  const paragraphs = blocks.flatMap(({ heading, lines }) => [
    ...(heading ? [`{\\pard\\sb160\\sa40\\keepn\\b ${escaped(heading)}\\par}`] : []),
    ...lines.map((line) => `{\\pard\\sa40 ${escaped(line)}\\par}`),
  ]);
  return [
    "{\\rtf1\\ansi\\ansicpg1252\\deff0\\uc1{\\fonttbl{\\f0\\fswiss Arial;}}\\paperw11906\\paperh16838\\margl1134\\margr1134\\margt1134\\margb1134\\f0\\fs22",
    `{\\pard\\sa120\\b\\fs28 ${escaped(title)}\\par}`,
    ...paragraphs,
    "}",
  ].join("\r\n");
};
