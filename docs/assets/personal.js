/* Puts a surgery's or school's name and logo into the stamp box of the leaflet on this page, and prints it.
   All on this device: nothing is sent, stored or put in an address. */
(() => {
  "use strict";
  const before = document.getElementById("personal");
  const stamp = document.getElementById("stamp");
  if (!before || !stamp) return;
  // Only a script can use this form, so only a script makes it. It sends nowhere.
  before.insertAdjacentHTML("beforebegin", `
    <form class="personal" method="dialog" autocomplete="off" aria-labelledby="personal-title">
    <div class="field"><label for="stamp-name">Name of your surgery, school or library</label>
    <p class="hint" id="stamp-name-hint">Up to 80 characters.</p>
    <p class="emsg" id="stamp-name-error" role="alert"></p>
    <input type="text" id="stamp-name" name="place" aria-describedby="stamp-name-hint stamp-name-error"></div>
    <div class="field"><label for="stamp-logo">Your logo, if you like</label>
    <p class="hint" id="stamp-logo-hint">A picture in PNG, JPEG or WebP, up to 2 MB. Please do not use the logo of the NHS or of Parliament: they have not approved this leaflet.</p>
    <p class="emsg" id="stamp-logo-error" role="alert"></p>
    <input type="file" id="stamp-logo" name="logo" accept="image/png,image/jpeg,image/webp" aria-describedby="stamp-logo-hint stamp-logo-error"></div>
    <p class="btns"><button class="btn btn--2" type="submit">Print my leaflet</button><button class="btn btn--2" type="reset">Remove</button></p>
    <p class="hint" role="status" id="stamp-status"></p>
    </form>`);
  const form = before.previousElementSibling;
  const [place, logo, status] = ["name", "logo", "status"].map((id) => document.getElementById(`stamp-${id}`));
  const LONGEST = 80; // characters
  const HEAVIEST = 2 * 1024 * 1024; // bytes
  const WIDEST = 1200; // pixels of the picture that is printed: 500 dots an inch in a box of 62 mm
  const KINDS = [/^\x89PNG/, /^\xff\xd8\xff/, /^RIFF[^]{4}WEBP/]; // how these files begin, whatever they are called

  let name = null; // what stands in the box: a paragraph, a canvas
  let picture = null;
  let ready = Promise.resolve(); // when the picture last chosen is in the box, or cannot be
  let turn = 0; // the newest picture asked for; an older one that comes late is thrown away

  /** Show what is wrong with a field, or that nothing is. */
  const fault = (field, text) => {
    const message = document.getElementById(`${field.id}-error`);
    if (message.textContent !== text) message.textContent = text;
    if (text) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    field.closest(".field").classList.toggle("field--err", Boolean(text));
    return Boolean(text);
  };

  /** Put something into the box in the place of what was there, if anything. */
  const swap = (old, made) => {
    if (old) old.remove();
    if (made) stamp.append(made);
    stamp.classList.toggle("stamp--full", stamp.children.length > 1);
    return made;
  };

  const showName = () => {
    const text = place.value.trim().replace(/\s+/g, " ");
    const long = [...text].length > LONGEST;
    fault(place, long ? `This name is too long. Use up to ${LONGEST} characters.` : "");
    let made = null;
    if (text && !long) {
      made = document.createElement("p");
      made.className = "stamp__name";
      made.dir = "auto";
      made.textContent = text;
    }
    name = swap(name, made);
  };

  const wrong = async (file) => {
    if (file.size > HEAVIEST) return "This picture is too large. Use one of up to 2 MB.";
    const start = String.fromCharCode(...new Uint8Array(await file.slice(0, 12).arrayBuffer()));
    return KINDS.some((kind) => kind.test(start)) ? "" : "This is not a PNG, JPEG or WebP picture. Choose another file.";
  };

  /** A picture file as a canvas: no address is made for it, and nothing but its dots is taken over. */
  const draw = async (file) => {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, WIDEST / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(image.width * scale));
    canvas.height = Math.max(1, Math.round(image.height * scale));
    canvas.className = "stamp__logo";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", "Your logo");
    const pen = canvas.getContext("2d");
    pen.imageSmoothingQuality = "high";
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    return canvas;
  };

  const showLogo = async () => {
    turn += 1;
    const mine = turn;
    const file = logo.files[0];
    let text = "";
    let made = null;
    if (file) {
      try {
        text = await wrong(file);
        if (!text) made = await draw(file);
      } catch {
        text = "We cannot read this picture. Choose another file.";
      }
    }
    if (mine !== turn) return;
    fault(logo, text);
    picture = swap(picture, made);
    say();
  };

  const say = () => {
    const held = [name && `“${name.textContent}”`, picture && "your logo"].filter(Boolean).join(" and ");
    status.textContent = held ? `In the box on side 2: ${held}.` : "The box on side 2 is empty.";
  };

  place.addEventListener("input", showName);
  place.addEventListener("change", say);
  logo.addEventListener("change", () => {
    ready = showLogo();
  });
  form.addEventListener("reset", () => {
    turn += 1;
    fault(place, "");
    fault(logo, "");
    name = swap(name, null);
    picture = swap(picture, null);
    say();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await ready;
    const bad = [place, logo].find((field) => field.hasAttribute("aria-invalid"));
    if (bad) bad.focus();
    else window.print();
  });
})();
