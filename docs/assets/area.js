/* The reader's area, as an area page hands it on in the address: ?area=constituencies/aldershot, or councils/surrey.
   Only that, the address of a page of this site; never a postcode, never anything typed, and nothing is kept.
   A page marks with `data-area` the links that carry the area on, with `data-area-advice` the box that shows who gives
   free advice there, and with `data-area-none` what stands in its place as long as the area is not known.
   Other scripts import `path`, `carry` and `facts`. */

const FORM = /^(constituencies|councils)\/[a-z0-9]+(-[a-z0-9]+)*$/;
const LONGEST = 80;
const root = new URL("../", import.meta.url); // this script lies in assets/

const given = new URLSearchParams(location.search).getAll("area");

/** Like "constituencies/aldershot"; "" when the address carries no area, or one of another form. */
export const path = given.length === 1 && given[0].length <= LONGEST && FORM.test(given[0]) ? given[0] : "";

/** An address with the area put into its query. The slash stays one: it may stand there. */
export const carry = (address) => {
  if (!path) return address;
  const [rest, anchor] = address.split("#");
  return `${rest}${rest.includes("?") ? "&" : "?"}area=${path}${anchor === undefined ? "" : `#${anchor}`}`;
};

const get = async (name) => {
  const answer = await fetch(new URL(`api/v1/${name}.json`, root), { credentials: "omit" });
  if (!answer.ok) throw new Error(name);
  return answer.json();
};

const load = async () => {
  const [kind, id] = path.split("/");
  const area = await get(path);
  const councils = await Promise.all(
    kind === "councils" ? [area] : area.councils.map((council) => get(`councils/${council.id}`)));
  return { kind, id, name: area.name, mp: area.mp || null, councils };
};

let loaded;
/** A promise of what this site knows of the area, {kind, id, name, mp, councils}: its files of the open data. Null when
    there is no area, when no page has that name, or when the files do not come. */
export const facts = () => (loaded ||= path ? load().catch(() => null) : Promise.resolve(null));

const put = (tag, text, to, more = {}) =>
  to.appendChild(Object.assign(document.createElement(tag), { textContent: text, ...more }));

/** Who gives free advice in one council's area: only what somebody has sourced. */
const advice = (council, box) => {
  const known = council.contacts.sendiass || {};
  const other = (kind) => (known.more || []).find((one) => one.kind === kind);
  const [phone, email] = [known.phone || other("phone"), known.email || other("email")];
  const row = (label, text, href) => put("a", text, put("p", `${label}: `, box), { href, className: "tapline" });
  put("h3", council.name, box);
  put("p", known.name ? known.name.value : "SENDIASS", box);
  if (phone) row("Phone", phone.value, `tel:${phone.value.replace(/\D/g, "")}`);
  if (email) row("E-mail", email.value, `mailto:${email.value}`);
  if (known.url) row("Website", new URL(known.url.value).hostname.replace(/^www\./, ""), known.url.value);
  if (!phone && !email && !known.url) put("p", "We do not know how to reach it yet. Ask the school or the council.", box);
  const more = { href: new URL(`councils/${council.id}/#contacts`, root), className: "tapline" };
  put("a", `Sources, and more contacts in ${council.name}`, put("p", "", box), more);
};

const show = async (box) => {
  const found = await facts();
  const councils = found ? found.councils.filter((council) => !council.ended) : [];
  if (!councils.length) return;
  if (councils.length > 1) put("p", "Your council tax bill says which council is yours.", box);
  for (const council of councils) advice(council, box);
  box.hidden = false;
  for (const one of document.querySelectorAll("[data-area-none]")) one.hidden = true;
};

if (path) {
  for (const link of document.querySelectorAll("a[data-area]")) link.setAttribute("href", carry(link.getAttribute("href")));
  for (const box of document.querySelectorAll("[data-area-advice]")) show(box);
}
