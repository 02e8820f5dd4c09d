/* The area finder: a postcode, council, constituency, place, MP or page, in one box.
   Everything is looked up on this device. Two kinds of file are fetched, both from this site: the list of names, and
   the table of one postcode area (such as GU). What is typed is never sent, stored, logged or put in an address. */
(() => {
  "use strict";
  const form = document.getElementById("finder-form");
  if (!form) return;
  const input = document.getElementById("finder");
  const list = document.getElementById("finder-list");
  const results = document.getElementById("finder-results");
  const status = results.querySelector("[role=status]");
  const { root, level, then = "" } = form.dataset; // then: a page below an area's, such as leaflets/
  const WAIT = 300; // ms without a key before something is looked up or said
  const SLOW = 800; // ms before we say that we are looking
  const GIVE_UP = 8000; // ms before a fetch has failed
  const OPTIONS = 6;
  const TILES = 8;

  /* --- Names ------------------------------------------------------------------------------------------------- */

  /** Text without case, accents, quotes and hyphens; & reads "and", Saint reads "St". */
  const plain = (text) =>
    text.normalize("NFD").replace(/[\p{M}'’‘ʼ`´]/gu, "").toLowerCase().replace(/&/g, " and ")
      .replace(/[^\p{L}\p{N}]+/gu, " ").replace(/\bsaint\b/g, "st").trim();

  const FILLER = new RegExp("\\b(london borough|the|of|rt|right|hon|honourable|sir|dame|dr|mr|mrs|ms|miss|mp|council|city|" +
    "county|borough|metropolitan|district|royal|corporation|constituency)\\b", "g");

  /** The telling words of a name: "Bristol, City of" and "Bristol City Council" are both "bristol". */
  const bare = (text) => text.replace(FILLER, "").replace(/ +/g, " ").trim() || text;

  /** 0 the whole name, 1 its start, 2 the start of its words, 3 a part of it, 9 not at all. */
  const score = (key, query, words) => {
    if (key.startsWith(query)) return key === query ? 0 : 1;
    if (words.every((word) => key.startsWith(word) || key.includes(" " + word))) return 2;
    return query.length > 2 && key.includes(query) ? 3 : 9;
  };

  /** How unlike two names are, by their pairs of letters; the last resort, for a misspelt one. */
  const unlike = (key, query) => {
    if (Math.abs(key.length - query.length) > 3) return 9;
    const pairs = (text) => [...text].map((c, i) => c + (text[i + 1] || ""));
    const rest = pairs(query);
    const shared = pairs(key).filter((pair) => rest.includes(pair) && rest.splice(rest.indexOf(pair), 1)).length;
    const distance = 1 - (2 * shared) / (key.length + query.length);
    return distance <= 0.42 ? distance : 9;
  };

  /** Everything with a name, and what its answer shows. Made once, when the list arrives. */
  const prepare = (index) => {
    const entries = [];
    const add = (kind, names, title, small, href) => {
      const keys = names.filter(Boolean).map(plain);
      entries.push({ kind, keys: [...new Set([...keys, ...keys.map(bare)])], title, small, href });
    };
    for (const [id, name, official, districts, region] of index.councils) {
      add(0, [name, official], name, `Council. ${region}`, `councils/${id}/`);
      for (const district of districts) {
        const small = `${official} is in charge of SEND here, not the district`;
        add(3, [district], `${district}, in ${name}`, small, `councils/${id}/`);
      }
    }
    for (const [id, name, mp, at] of index.constituencies) {
      const where = `Council${at.length > 1 ? "s" : ""}: ${at.map((n) => index.councils[n][1]).join(", ")}`;
      add(1, [name], name, `Constituency. ${mp ? `MP ${mp}` : "No MP just now"}. ${where}`, `constituencies/${id}/`);
      if (mp) add(2, [mp], mp, `MP for ${name}. ${where}`, `constituencies/${id}/`);
    }
    for (const [address, title, words] of index.pages) add(4, [title, ...words.split(",")], title, "A page of this site", address);
    const known = new Set([index.areas, ...index.nations.map(({ areas }) => areas)].join(" ").split(" "));
    return { ...index, entries, known };
  };

  /** The entries that fit, best first, one for each address. `guess`: only a misspelling fits. */
  const search = (data, text) => {
    const typed = plain(text);
    const queries = [...new Set([typed, bare(typed)])].map((query) => [query, query.split(" ")]);
    const ranked = (points) => {
      const met = new Set();
      return data.entries.map((entry) => ({ ...entry, points: points(entry) })).filter((entry) => entry.points < 9)
        .sort((a, b) => a.points - b.points || (a.kind > 2) - (b.kind > 2) || a.title.localeCompare(b.title) || a.kind - b.kind)
        .filter(({ href }) => !met.has(href) && met.add(href));
    };
    const lowest = (keys, measure) => Math.min(...keys.map((key) => Math.min(...queries.map((q) => measure(key, ...q)))));
    const found = typed.length < 2 ? [] : ranked(({ keys }) => lowest(keys, score));
    if (found.length || typed.length < 5) return { found, guess: false };
    return { found: ranked(({ keys, kind }) => (kind < 4 ? lowest(keys, unlike) : 9)), guess: true };
  };

  /* --- Postcodes (the reference is hooks/askmp/postcodes.py) -------------------------------------------------- */

  const UNITS = "ABDEFGHJLNPQRSTUWXYZ"; // the letters Royal Mail ends a postcode with
  /** A postcode, or its first half, that stands among words: "Woking GU21 6XR". */
  const amongWords = (text) => {
    const found = /\b[a-z]{1,2}\d[a-z\d]?(?: ?\d[a-z]{2})?\b/i.exec(text);
    return found && /\b[a-z]{3,}\b/i.test(text.replace(found[0], " ").replace(/\S*\d\S*/g, " ")) ? found[0] : "";
  };
  const OUTCODE = /^[A-Z]{1,2}(\d|[1-9]\d|\d[A-HJKMNPR-Y])$/;
  const INCODE = new RegExp(`^(\\d[${UNITS}]{0,2})?$`);
  const SLIPS = { O: "O0", 0: "0O", I: "I1", L: "L1", 1: "1IL" };

  /** The ways to read a part that have the right form: as typed, then with O for 0 and I or L for 1 put right. */
  const readings = (part, right) => {
    const slips = (reading) => [...reading].filter((c, i) => c !== part[i]).length;
    return [...part].reduce((all, c) => all.flatMap((start) => [...(SLIPS[c] || c)].map((one) => start + one)), [""])
      .filter((reading) => right.test(reading)).sort((a, b) => slips(a) - slips(b));
  };

  /** The ways to read a whole or begun postcode in an area we know, the likeliest first. */
  const parsePostcode = (text, known) => {
    const parts = text.toUpperCase().trim().split(/\s+/).map((part) => part.replace(/[^A-Z0-9]/g, ""));
    const joined = parts.join("");
    if (joined.length < 2 || joined.length > 7) return [];
    // "GU1 1" is a sector; "GU11" is an outcode before it is a sector. A space in the right place decides.
    const cuts = new Set([3, ...(parts.length === 2 ? [parts[1].length] : []), 0, 1, 2]);
    const slips = (code) => [...`${code.out}${code.rest}`].filter((c, i) => c !== joined[i]).length;
    const spaced = ({ rest }) => parts.length === 2 && rest.length === parts[1].length;
    return [...cuts].filter((cut) => cut < joined.length).flatMap((cut) =>
      readings(joined.slice(0, joined.length - cut), OUTCODE).flatMap((out) =>
        readings(joined.slice(joined.length - cut), INCODE).map((rest) => ({ area: out.match(/^[A-Z]+/)[0], out, rest }))))
      .filter(({ area }) => known.has(area))
      // A slip is mended only where nothing can be read as it was typed: GU11 1A is begun, and not GU1 1LA.
      .sort((a, b) => spaced(b) - spaced(a) || slips(a) - slips(b));
  };

  /** The step that an inward code such as 4DR stands on: the last one that is not after it. */
  const stepAt = (runs, sector, unit) => {
    const sectors = Object.keys(runs).sort();
    for (const at of sectors.filter((one) => one <= sector).reverse()) {
      for (let i = runs[at].length - 3; i >= 0; i -= 3) {
        if (at < sector || runs[at].slice(i, i + 2) <= unit) return runs[at][i + 2];
      }
    }
    return runs[sectors[0]][2];
  };

  /** Every step that a whole or begun postcode may stand on. A whole one also takes its neighbours', its own first. */
  const stepsFor = (runs, [sector, first, last]) => {
    if (!sector) return Object.values(runs).flatMap((run) => run.match(/.../g).map((step) => step[2]));
    if (last) {
      const place = UNITS.indexOf(first) * 20 + UNITS.indexOf(last);
      return [place, place - 1, place + 1].filter((at) => at >= 0 && at < 400)
        .map((at) => stepAt(runs, sector, UNITS[Math.floor(at / 20)] + UNITS[at % 20]));
    }
    const inside = ((runs[sector] || "").match(/.../g) || []).filter((step) => !first || step[0] === first);
    return [stepAt(runs, sector, `${first || "A"}A`), ...inside.map((step) => step[2])];
  };

  /** What to show for a postcode. */
  const answerPostcode = async (codes, typed, data) => {
    const { area } = codes[0];
    const nation = (field) => data.nations.find((one) => one[field].split(" ").includes(area));
    const shard = data.areas.split(" ").includes(area) && (await load(`api/v1/postcodes/${area}.json`));
    const code = shard && codes.find((one) => one.area === area && shard.outcodes[one.out]);
    if (!code) {
      if (nation("areas")) return abroad(typed, "is in", nation("areas"));
      return nation("shared") ? abroad(typed, "may be in", nation("shared")) : nothing(typed, data);
    }
    const place = shard.outcodes[code.out];
    const steps = [...new Set(stepsFor(place.runs, code.rest))];
    const beyond = data.nations.find(({ mark }) => steps.includes(mark));
    if (beyond && (steps.length === 1 || (code.rest.length === 3 && steps[0] === beyond.mark))) {
      return abroad(typed, steps.length === 1 ? "is in" : "is most likely in", beyond);
    }
    const pairs = steps.filter((step) => /[^WS]/.test(step)).map((step) => shard.pairs[place.pairs[parseInt(step, 36)]]);
    const tiles = pairs.map(([councilId, seatId]) => {
      const council = data.councils.find(([id]) => id === councilId)[1];
      const [, name, mp, at] = data.constituencies.find(([id]) => id === seatId);
      const twice = pairs.filter(([, id]) => id === seatId).length > 1;
      return {
        title: twice ? `${name}, in ${council}` : name,
        small: `${mp ? `MP ${mp}` : "No MP just now"}. Council: ${council}`,
        href: `constituencies/${seatId}/${at.length > 1 ? `#${councilId}` : ""}`,
      };
    });
    const whole = code.rest.length === 3;
    if (!whole) tiles.sort((a, b) => (a.title < b.title ? -1 : 1));
    const why = [];
    if (tiles.length > 1 && whole) why.push("A boundary runs close by, so it may be any of these. The likeliest is first.");
    if (tiles.length > 1 && !whole) why.push("A boundary runs through here. Type your full postcode, or pick yours.");
    if (new Set(pairs.map(([id]) => id)).size > 1) why.push("Your council tax bill names your council.");
    if (beyond) why.push(`Some homes here are in ${beyond.name}. This site covers England only.`);
    return {
      heading: counted(tiles.length, "area", typed),
      text: why.join(" "),
      tiles,
      foot: `Not your area? Check your postcode. It is looked up in Ordnance Survey and mySociety data of ${data.postcodes}: a newer one may be wrong here.`,
    };
  };

  /* --- Answers: {heading, text, tiles: [{title, small, href}], foot} ------------------------------------------- */

  const counted = (number, what, typed) => `${number} ${what}${number > 1 ? "s match" : " matches"} “${typed}”`;
  const listTile = (small) => ({ title: "Pick your area from a list", small, href: "areas/" });

  const abroad = (typed, where, { name, text, links }) => ({
    heading: `“${typed}” ${where} ${name}`,
    text: `This site covers England only. ${text} ${links.length > 1 ? `These ${links.length} pages` : "This page"} can help:`,
    tiles: links.map(([title, href]) => ({ title, small: new URL(href).hostname.replace("www.", ""), href })),
    foot: "Not there? Check your postcode for a slip.",
  });

  const nothing = (typed, { councils, constituencies, postcodes }) => ({
    heading: `We cannot find “${typed}”`,
    text: "Check for a slip. We cannot look up most towns: your postcode works best. Or try the first half of your postcode, like GU11, your council, or your MP’s last name.",
    tiles: [listTile(`All ${councils.length} councils and ${constituencies.length} constituencies, A to Z`)],
    foot: `A new postcode may be missing: ours are from ${postcodes}. This site covers England only.`,
  });

  const short = { heading: "Type two letters or more", text: "Like GU11 1AA, Surrey or Alex Baker.", tiles: [] };

  const offline = {
    heading: "We could not load the list",
    text: "Check your connection, then press Find again.",
    tiles: [listTile("Councils and constituencies, A to Z")],
  };

  const named = ({ found, guess }, typed) => {
    const more = found.length > TILES ? `The best ${TILES} are here. Type more letters to see fewer.` : "";
    return {
      heading: guess ? `Nothing is spelt quite like “${typed}”` : counted(found.length, found.some(({ kind }) => kind === 4) ? "answer" : "area", typed),
      text: guess ? "Did you mean one of these? We cannot look up most towns: your postcode works best." : more,
      tiles: found.slice(0, TILES),
    };
  };

  const resolve = async (typed, data) => {
    if (plain(typed).length < 2) return short;
    const names = search(data, typed);
    const whole = parsePostcode(typed, data.known);
    const codes = whole.length ? whole : parsePostcode(amongWords(typed), data.known);
    if (codes.length && (/\d/.test(typed) || names.guess || !names.found.length)) return answerPostcode(codes, typed, data);
    return names.found.length ? named(names, typed) : nothing(typed, data);
  };

  /* --- Files ------------------------------------------------------------------------------------------------- */

  const files = new Map();

  /** A JSON file of this site, fetched once; one that failed is asked for afresh next time. */
  const load = (path) => {
    if (!files.has(path)) {
      const stop = new AbortController();
      const timer = setTimeout(() => stop.abort(), GIVE_UP);
      const wanted = fetch(root + path, { credentials: "omit", signal: stop.signal })
        .then((response) => (response.ok ? response.json() : Promise.reject(new Error(path))))
        .finally(() => clearTimeout(timer));
      files.set(path, path.startsWith("assets/") ? wanted.then(prepare) : wanted);
      files.get(path).catch(() => files.delete(path));
    }
    return files.get(path);
  };
  const loadIndex = () => load("assets/finder.json");

  /* --- Page: data becomes text nodes only, never markup -------------------------------------------------------- */

  const make = (tag, text, attributes = {}) => {
    const element = document.createElement(tag);
    element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };

  const AREA = /^(councils|constituencies)\/[^/]+\//;
  const below = (href) => (then && AREA.test(href) ? href.match(AREA)[0] + then : href);

  const tile = ({ title, small, href }) => {
    const item = make("li", "");
    const link = make("a", "", { href: /^https?:/.test(href) ? href : root + below(href) });
    const words = make("span", "");
    words.append(make("strong", title), " ", make("small", small));
    link.append(words, form.querySelector(".btn .i").cloneNode(true));
    item.append(link);
    return item;
  };

  const clear = () => {
    status.replaceChildren();
    results.replaceChildren(status);
    results.classList.remove("res");
  };

  const show = ({ heading, text, tiles, foot }) => {
    clear();
    results.classList.add("res");
    status.append(make(`h${level}`, heading));
    if (text) results.append(make("p", text));
    if (then && tiles.some(({ href }) => AREA.test(href))) results.append(make("p", "Each link opens the leaflets for that area."));
    if (tiles.length) results.append(make("ul", ""));
    if (tiles.length) results.lastChild.append(...tiles.map(tile));
    if (foot) results.append(make("p", foot, { class: "src" }));
  };

  /* --- Combobox: suggestions for a begun name ------------------------------------------------------------------ */

  let turn = 0; // the newest question; an answer to an older one is thrown away
  let timer = 0;
  let options = [];
  let active = -1;

  const close = () => {
    options = [];
    active = -1;
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const open = (entries) => {
    close();
    options = entries.slice(0, OPTIONS);
    if (!options.length) return;
    list.append(...options.map((entry, i) => {
      const option = make("li", "", { role: "option", id: `finder-option-${i}`, "aria-selected": "false" });
      option.append(make("b", entry.title), " ", make("span", entry.small));
      option.addEventListener("click", () => choose(entry));
      return option;
    }));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };

  const activate = (next) => {
    active = next;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    list.children[active].scrollIntoView({ block: "nearest" });
    return input.setAttribute("aria-activedescendant", list.children[active].id);
  };

  /** A touch screen's keyboard would cover the answer. */
  const putKeyboardAway = () => matchMedia("(pointer: coarse)").matches && input.blur();

  /** Start a new turn: whatever was asked for before may no longer show. */
  const begin = () => {
    clearTimeout(timer);
    turn += 1;
    return turn;
  };

  const choose = (entry) => {
    begin();
    close();
    input.value = entry.title;
    show(named({ found: [entry] }, entry.title));
    putKeyboardAway();
  };

  const answer = async () => {
    const mine = begin();
    close();
    const slow = setTimeout(() => mine === turn && status.replaceChildren(make("p", "Looking…")), SLOW);
    const shown = await loadIndex().then((data) => resolve(input.value.trim(), data)).catch(() => offline);
    clearTimeout(slow);
    if (mine === turn) show(shown);
  };

  /** A whole name or a postcode is answered by itself; a begun name brings suggestions. */
  const typing = async () => {
    const mine = begin();
    clear();
    const data = plain(input.value).length < 2 ? null : await loadIndex().catch(() => null); // Find says what is wrong
    if (mine !== turn) return;
    close();
    if (!data) return;
    const { found, guess } = search(data, input.value);
    if ((found.length && found[0].points === 0) || (/\d/.test(input.value) && parsePostcode(input.value, data.known).length)) {
      timer = setTimeout(answer, WAIT);
    } else if (!guess) {
      open(found);
      const said = `${options.length} suggestion${options.length === 1 ? "" : "s"}. Use the up and down arrow keys.`;
      if (options.length) timer = setTimeout(() => status.replaceChildren(make("p", said, { class: "vh" })), WAIT);
    }
  };

  /** Up and down go round through the suggestions and the box; they open a closed list. */
  const move = async (by) => {
    if (!options.length) {
      const mine = begin();
      const data = await loadIndex().catch(() => null);
      if (data && mine === turn) open(search(data, input.value).found);
    }
    const places = options.length + 1;
    if (options.length) activate(((active + 1 + by + places) % places) - 1);
  };

  input.addEventListener("keydown", (event) => {
    const { key } = event;
    if (event.isComposing) return;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      move(key === "ArrowDown" ? 1 : -1);
    } else if (key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(options[active]);
    } else if (key === "Escape" && (options.length || input.value)) {
      event.preventDefault();
      if (!options.length) input.value = "";
      if (!options.length) typing();
      close();
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(key)) {
      activate(-1); // the caret moves in the text again
    } else if (key === "Tab") {
      close();
    }
  });
  input.addEventListener("input", typing);
  input.addEventListener("focus", () => loadIndex().catch(() => null));
  input.addEventListener("blur", () => setTimeout(() => document.activeElement !== input && close(), 200));
  list.addEventListener("mousedown", (event) => event.preventDefault()); // a tap leaves the focus in the box
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer();
    putKeyboardAway();
  });

  form.hidden = false;
  form.parentElement.querySelectorAll(".alt .btn").forEach((link) => link.classList.remove("btn"));
})();
