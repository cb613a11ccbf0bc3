// The story as a person walks it. Started by tests/browser/main.rs: `node story.mjs WALK MAP`, where MAP is what
// `examples/nation.rs --json` printed. A walk is a width, a language, and script or none. Exits non-zero at the first thing
// that is not as it should be.

import { createRequire } from "node:module";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { filming, photograph } from "./film.mjs";

const require = createRequire(join(process.env.TOOLS, "x.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const jsqr = readFileSync(new URL("../../src/web/assets/jsqr.js", import.meta.url), "utf8");

// A walk is called by its width, its language, and `no-script` where the browser runs none.
const name = process.argv[2];
const [width, language, ...without] = name.split("-");
const walk = {
  viewport: { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } }[width],
  locale: { vi: "vi-VN", en: "en-GB" }[language],
  script: without.length === 0,
};
const map = JSON.parse(process.argv[3]);
const vi = walk.locale.startsWith("vi");
const screens = join(process.env.SCREENS, name);
mkdirSync(screens, { recursive: true });

const browsers = [];
async function launch(...more) {
  const launched = await chromium.launch({
    executablePath: process.env.BROWSER,
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync", ...more],
  });
  browsers.push(launched);
  return launched;
}
const browser = await launch();

let pictures = 0;
const complaints = [];

/** A window of its own: other cookies, another person. */
async function window_(of = browser, storageState = undefined) {
  const context = await of.newContext({
    storageState,
    viewport: walk.viewport, locale: walk.locale, javaScriptEnabled: walk.script, reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  // No page of the nation asks anybody outside it for anything.
  page.on("request", (request) => {
    const host = new URL(request.url()).hostname;
    if (host !== "localhost" && !request.url().startsWith("data:")) complaints.push(`asked ${request.url()}`);
  });
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error}`));
  page.on("console", (message) => {
    // An answer of 4xx is told here too, and is part of the story.
    const told = message.type() === "error" && !message.text().includes("Failed to load resource");
    if (told) complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 500) complaints.push(`${response.url()} answered ${response.status()}`);
  });
  return page;
}

function must(truth, words, page) {
  if (!truth) throw new Error(`${words}${page ? ` at ${page.url()}` : ""}`);
}

/** Clicks what leads to another page, and is there when it stands. */
async function press(page, what) {
  await Promise.all([page.waitForEvent("load"), page.click(what)]);
}

/** Opens an address. A page that leads on by itself at the same moment has its way first. */
async function open(page, address) {
  for (let left = 3; ; left--) {
    try {
      return await page.goto(address);
    } catch (fault) {
      if (!left || !/interrupted by another navigation|ERR_ABORTED/.test(fault.message)) throw fault;
      await page.waitForLoadState("load");
    }
  }
}

/** Takes a picture of the page and judges it. */
async function look(page, what) {
  const number = String(++pictures).padStart(2, "0");
  await page.screenshot({ path: join(screens, `${number}-${what}.png`), fullPage: true });
  must((await page.getAttribute("html", "lang")) === (vi ? "vi" : "en"), "the page speaks another language", page);
  if (!walk.script) return;
  const wide = await page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth");
  must(wide <= 0, `the page is ${wide} px wider than the window`, page);
  await page.evaluate(axe);
  const judged = await page.evaluate(
    // The officer's name over what is shown is there to spoil photographs, not to be read.
    "axe.run({ exclude: ['.watermark'] }, { resultTypes: ['violations'] })",
  );
  for (const violation of judged.violations.filter((found) => ["serious", "critical"].includes(found.impact))) {
    const where = violation.nodes.map((node) => node.html.slice(0, 160)).join("\n    ");
    complaints.push(`${what} (${page.url()}): ${violation.id}: ${violation.help}\n    ${where}`);
  }
}

async function outbox() {
  return (await fetch(`${map.issuer}/sandbox/outbox.json`)).json();
}

/** Does what is due now: letters, notices of sign-outs. */
async function sweep() {
  must((await fetch(`${map.issuer}/sandbox/sweep`, { method: "POST" })).ok, "the chores were not done");
}

/** The newest six-digit code sent to this telephone, as somebody reads it off the screen of a phone. */
async function code(person) {
  await sweep();
  const tail = person.phone.replace(/\D/g, "").slice(-9);
  const message = (await outbox()).find((sent) => sent.to.replace(/\D/g, "").endsWith(tail) && /\b\d{6}\b/.test(sent.text));
  must(message, `no code was sent to ${person.phone}`);
  return message.text.match(/\b\d{6}\b/)[0];
}

/** Takes the stream from the waiting pages of a window: the browser knows none, or the house refuses it. They ask by themselves;
 * what is returned looks whether they did. */
async function withoutStream(page, way) {
  if (!walk.script) return () => {};
  let [asked, refused] = [0, 0];
  page.on("response", (response) => {
    if (/\/state(\?|$)/.test(response.url())) asked++;
  });
  if (way === "unknown") {
    await page.addInitScript("delete window.EventSource");
  }
  await page.route(/\/changes(\?|$)/, (route) => {
    refused++;
    return route.fulfill({ status: 429, headers: { "retry-after": "60" } });
  });
  return () => {
    must(asked > 0, "the page does not ask by itself", page);
    must((refused > 0) === (way === "refused"), `a stream that is ${way} was asked for ${refused} times`, page);
  };
}

/** Answers what the provider asks until it asks nothing more; tells what it asked. */
async function settle(page, person, pictured = {}) {
  const asked = [];
  for (let step = 0; step < 6; step++) {
    if (await page.locator("form#sign-in").count()) {
      asked.push("password");
      if (pictured.signIn) await look(page, pictured.signIn);
      await page.fill("input[name=username]", person.personal_id_number);
      await page.fill("input[name=password]", person.password);
      await press(page, "button#continue");
    } else if (await page.locator("button#verify").count()) {
      asked.push("code");
      if (pictured.code) await look(page, pictured.code);
      await page.fill("input[name=code]", await code(person));
      await press(page, "button#verify");
    } else if (await page.locator("button#allow").count()) {
      asked.push("consent");
      if (pictured.consent) await look(page, pictured.consent);
      await press(page, "button#allow");
    } else {
      return asked;
    }
  }
  throw new Error(`the provider asks without end: ${asked}, at ${page.url()}`);
}

/** What stands in the QR that the page shows, read from its picture, and the brightness of a camera's frame of it. */
async function readSquare(page) {
  const source = (await page.getAttribute("img#qr", "src")).replace(".svg", ".png");
  return readPicture(page, new URL(source, page.url()).href);
}

/** The same of the picture at an address. */
async function readPicture(page, address) {
  const picture = await page.request.get(address);
  const reader = await (await browser.newContext()).newPage();
  await reader.evaluate(jsqr);
  const read = await reader.evaluate(async ({ data, width, height }) => {
    const image = new Image();
    image.src = data;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d");
    context.fillStyle = "#999";
    context.fillRect(0, 0, width, height);
    const side = height - 60;
    context.drawImage(image, (width - side) / 2, 30, side, side);
    const pixels = context.getImageData(0, 0, width, height);
    const frame = Array.from({ length: width * height }, (_, at) => pixels.data[at * 4]);
    return { text: (globalThis.jsQR ?? self.jsQR)(pixels.data, width, height)?.data, frame };
  }, { data: `data:image/png;base64,${(await picture.body()).toString("base64")}`, ...FRAME });
  await reader.context().close();
  must(read.text, "the QR cannot be read", page);
  return read;
}

const FRAME = { width: 1280, height: 720 };

/** A browser with a camera, and what holds a frame before it: the camera, once opened, sees that and nothing else. */
async function withCamera() {
  const folder = mkdtempSync(join(tmpdir(), "dinhdanh-camera-"));
  const film = join(folder, "square.y4m");
  const colour = Buffer.alloc((FRAME.width / 2) * (FRAME.height / 2) * 2, 128);
  const head = `YUV4MPEG2 W${FRAME.width} H${FRAME.height} F10:1 Ip A1:1 C420jpeg\nFRAME\n`;
  const hold = (frame) => writeFileSync(film, Buffer.concat([Buffer.from(head), Buffer.from(frame), colour]));
  hold(Buffer.alloc(FRAME.width * FRAME.height, 128));
  const telephone = await launch("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
    `--use-file-for-fake-video-capture=${film}`);
  telephone.on("disconnected", () => rmSync(folder, { recursive: true }));
  return { telephone, hold };
}

async function story() {
  const citizen = await window_();
  const [applicant] = map.unenrolled;
  applicant.password = "Mot-mat-khau-2026!";

  // Somebody without an account registers.
  await open(citizen, map.issuer);
  await look(citizen, "home");
  await open(citizen, `${map.issuer}/enrol`);
  await look(citizen, "enrol");
  await citizen.fill("[name=personal_id_number]", "12345");
  await press(citizen, "form#enrol .actions button#enrol");
  must(await citizen.locator(".summary").count(), "nothing is said about a form that is wrong", citizen);
  await look(citizen, "enrol-wrong");
  for (const field of ["personal_id_number", "full_name", "birth_date", "phone"]) {
    await citizen.fill(`[name=${field}]`, applicant[field]);
  }
  if (applicant.email) await citizen.fill("[name=email]", applicant.email);
  await citizen.check(`[name=gender][value=${applicant.gender}]`);
  await citizen.check("[name=channel][value=sms]");
  await press(citizen, "form#enrol .actions button#enrol");
  await citizen.waitForSelector("#enrolled");
  await look(citizen, "enrolled");
  await open(citizen, `${map.issuer}/activate`);
  await look(citizen, "activate");
  await citizen.fill("[name=personal_id_number]", applicant.personal_id_number);
  await citizen.fill("[name=code]", await code(applicant));
  await citizen.fill("[name=password]", applicant.password);
  await citizen.fill("[name=password_again]", applicant.password);
  await press(citizen, ".actions button#activate");
  await citizen.waitForSelector("#activated");
  await look(citizen, "activated");

  // In at the national portal, with a form filled from the identity.
  await open(citizen, map.national_portal);
  await look(citizen, "portal");
  await press(citizen, "#sign-in");
  await citizen.waitForSelector("form#sign-in");
  await look(citizen, "sign-in");
  await citizen.fill("input[name=username]", applicant.personal_id_number);
  await citizen.fill("input[name=password]", "Khong-phai-mat-khau-1");
  await press(citizen, "button#continue");
  await citizen.waitForSelector(".summary");
  await look(citizen, "sign-in-wrong");
  const first = await settle(citizen, applicant, { consent: "consent" });
  must(first.includes("consent"), "the first party is given data without consent", citizen);
  must(citizen.url().startsWith(map.national_portal), "the way does not lead back to the portal", citizen);
  await look(citizen, "portal-signed-in");
  const [here] = await citizen.locator("#sub").allTextContents();
  await press(citizen, "a[href='/procedure/temporary-residence']");
  await citizen.waitForSelector("form#procedure");
  await citizen.fill("[name=phone]", "");
  await citizen.evaluate("document.forms.procedure && document.forms.procedure.setAttribute('novalidate', '')").catch(() => {});
  await look(citizen, "procedure");
  await citizen.fill("[name=phone]", applicant.phone);
  await citizen.fill("[name=job]", vi ? "Giáo viên" : "Teacher");
  await citizen.fill("[name=request]", vi ? "Đăng ký tạm trú tại nhà thuê" : "To register at a rented home");
  await press(citizen, "button#submit");
  await citizen.waitForSelector("#dossier");
  await look(citizen, "dossier");

  // In at the provincial portal: no password, only the consent for another party.
  await open(citizen, map.provincial_portal);
  await press(citizen, "#sign-in");
  const second = await settle(citizen, applicant);
  must(!second.includes("password") && !second.includes("code"), `the second portal asked for ${second}`, citizen);
  must(citizen.url().startsWith(map.provincial_portal), "the way does not lead to the province", citizen);
  must((await citizen.textContent("#sub")) !== here, "two parties know the person by one name", citizen);
  await look(citizen, "province-signed-in");

  // The bank needs level 2, which this account does not have yet.
  await open(citizen, map.bank);
  await look(citizen, "bank");
  await press(citizen, "#sign-in");
  await settle(citizen, applicant);
  must(!(await citizen.locator("#account-number, button#open-account").count()), "a bank opened at level 1", citizen);
  await look(citizen, "bank-level-1");

  await raise(applicant);

  // Now the bank opens an account, with a second factor.
  await open(citizen, map.bank);
  await press(citizen, "#sign-in");
  const third = await settle(citizen, applicant, { code: "second-factor", consent: "consent-bank" });
  must(third.includes("code"), `the bank asked for ${third} and no second factor`, citizen);
  await citizen.waitForSelector("button#open-account");
  await look(citizen, "bank-review");
  await press(citizen, "button#open-account");
  await citizen.waitForSelector(".summary");
  await citizen.check("[name=agree]");
  await press(citizen, "button#open-account");
  await citizen.waitForSelector("#account-number");
  await look(citizen, "bank-open");

  await desks();
  await show(citizen, applicant);
  await letIn(citizen, applicant);
  await answerPrinted(citizen, applicant);
  await family();
  await leave(citizen, applicant);
  await keys(citizen, applicant);
  await devices();
  await guard();
  await recover();
  await stumble(citizen);
}

/** An officer receives the application, looks and compares; another one approves. */
async function raise(applicant) {
  const [receiving, approving] = map.officers;
  const first = await window_();
  await open(first, `${map.issuer}/office`);
  await settle(first, receiving);
  await look(first, "office-queue");
  await press(first, "#new-case");
  await first.fill("[name=personal_id_number]", applicant.personal_id_number);
  await look(first, "office-new-case");
  await press(first, "button#open");
  await first.waitForSelector("h1#case");
  await look(first, "office-case");
  const address = first.url();
  // Returned for all that is lacking, and taken up again when the person has brought it.
  await first.click("summary#return-open");
  await first.check("[name=identity_document]");
  await first.fill("[name=supplement_guidance]", "Mang thẻ căn cước bản gốc đến nơi đã tiếp nhận.");
  await look(first, "office-return");
  await press(first, "button#return");
  await first.waitForSelector("#stands-still");
  await look(first, "office-returned");
  await press(first, "a#print-receipt");
  await look(first, "office-receipt");
  await open(first, address);
  await press(first, "button#resume");
  await press(first, "button#card-passed");
  await press(first, "button#compare-face");
  await press(first, "button#compare-fingerprints");
  await first.fill("[name=opinion]", "Đã đối chiếu thẻ, ảnh và vân tay.");
  await look(first, "office-evidence");
  await press(first, "form#submit-case button#submit");
  await open(first, address);
  must(!(await first.locator("button#approve").count()), "who submitted may approve", first);
  for (const [page, name] of [["case/new/account", "apply"], ["case/new/foreigner", "foreigner"], ["search", "search"]]) {
    await open(first, `${map.issuer}/office/${page}`);
    await look(first, `office-${name}`);
  }
  const second = await window_();
  await open(second, `${map.issuer}/office`);
  await settle(second, approving);
  await open(second, address);
  await look(second, "office-decide");
  await press(second, "button#approve");
  await look(second, "office-approved");
  await first.context().close();
  await second.context().close();
}

/** The other desks: near matches and corrections, visits, organisations, locks, foreigners, permissions. */
async function desks() {
  const [counter, , administrator, immigration] = map.officers;
  const neighbour = map.unenrolled[1];
  const words = neighbour.full_name.split(" ");
  const swapped = [...words.slice(0, -2), words.at(-1), words.at(-2)].join(" ");
  const person = await window_();
  await open(person, `${map.issuer}/enrol`);
  for (const [field, value] of Object.entries({
    personal_id_number: neighbour.personal_id_number, full_name: swapped, birth_date: neighbour.birth_date,
    phone: neighbour.phone,
  })) await person.fill(`[name=${field}]`, value);
  await person.check(`[name=gender][value=${neighbour.gender}]`);
  await person.check("[name=channel][value=sms]");
  await press(person, "form#enrol .actions button#enrol");
  for (const page of ["correction", "unlock"]) {
    await open(person, `${map.issuer}/${page}`);
    await look(person, page);
  }
  await person.context().close();

  const desk = await window_();
  await open(desk, `${map.issuer}/office`);
  await settle(desk, counter);
  await open(desk, `${map.issuer}/office/matches`);
  await look(desk, "office-matches");
  await press(desk, "tr[data-match] a");
  await look(desk, "office-match");
  await press(desk, "button#correct");
  await open(desk, `${map.issuer}/office/corrections`);
  await look(desk, "office-corrections");
  await press(desk, "tr[data-correction] a");
  await look(desk, "office-correction");
  await open(desk, `${map.issuer}/office/measure/new?deed=lock_breach`);
  await desk.fill("[name=personal_id_number]", map.level_1[1].personal_id_number);
  await desk.fill("[name=reason]", "Cho người khác mượn tài khoản để mở ví điện tử.");
  await look(desk, "office-measure-new");
  await press(desk, "button#receive-measure");
  await desk.waitForSelector("#state");
  await look(desk, "office-measure");
  for (const page of ["measures", "measure/lock", "visits", "organisations", "call"]) {
    await open(desk, `${map.issuer}/office/${page}`);
    await look(desk, `office-${page.replace("/", "-")}`);
  }
  await checked(desk, map.level_1[1]);
  await desk.context().close();
  for (const [who, pages] of [[immigration, ["case/new/foreigner"]], [administrator, ["groups", "groups/matrix", "grants"]]]) {
    const other = await window_();
    await open(other, `${map.issuer}/office`);
    await settle(other, who);
    for (const page of pages) {
      await open(other, `${map.issuer}/office/${page}`);
      await look(other, `office-${page.replaceAll("/", "-")}-of-${who === immigration ? "immigration" : "administrator"}`);
    }
    await other.context().close();
  }
}

/** An officer opens a contact; who is called checks the code that was read out, and one that nobody was told. */
async function checked(desk, person) {
  await open(desk, `${map.issuer}/office/contact`);
  await look(desk, "office-contact-new");
  await desk.fill("[name=personal_id_number]", person.personal_id_number);
  await desk.selectOption("[name=purpose]", "residence_check");
  await press(desk, "button#open");
  await look(desk, "office-contact");
  const told = await desk.textContent("#contact-code");
  const called = await window_();
  for (const [code, answer] of [[told, "genuine"], ["", "none"]]) {
    await open(called, `${map.issuer}/officer`);
    if (code) await look(called, "officer");
    await called.fill("[name=personal_id_number]", person.personal_id_number);
    await called.fill("[name=code]", code);
    await press(called, "button#check");
    must(await called.locator(`#answer[data-answer=${answer}]`).count(), `the officer's code is not ${answer}`, called);
    await look(called, `officer-${answer}`);
  }
  await called.check("[name=complaint][value=not_genuine]");
  await press(called, "button#send-report");
  must(await called.locator("#reported").count(), "the report has no number", called);
  await called.context().close();
  await open(desk, `${map.issuer}/office/contact/reports`);
  await look(desk, "office-reports");
  await press(desk, "tr[data-report] a");
  await look(desk, "office-report");
}

/** A mother declares her son of eight, comes to the counter with him, and shows his square; a ward's guardian declares her
 * ward. */
async function family() {
  const [child, ward] = map.dependants;
  const answers = (dependant) => map.level_2.find((person) => person.personal_id_number === dependant.answered_for_by);
  const mother = await window_();
  const motherAsked = await withoutStream(mother, "unknown");
  await open(mother, `${map.issuer}/wallet/dependants`);
  await settle(mother, answers(child));
  await look(mother, "dependants-none");
  await press(mother, "a#declare");
  await look(mother, "declare");
  await press(mother, "a#to-card");
  await look(mother, "child-card");
  await press(mother, "a#declare");
  await press(mother, "button#send");
  must(await mother.locator(".summary").count(), "nothing is said about an empty declaration", mother);
  await look(mother, "declare-wrong");
  await declare(mother, { ...child, full_name: "Trịnh Minh Không" });
  await mother.waitForSelector("#refused");
  await look(mother, "declare-refused");
  await declare(mother, child);
  await mother.waitForSelector("#waits");
  await look(mother, "dependant-waits");
  await press(mother, "button#activate");
  await mother.waitForSelector("#card");
  await look(mother, "dependant");
  const page = mother.url();

  // Both stand at the counter: without the mother nothing is handed on.
  const [receiving, approving] = map.officers;
  const first = await window_();
  const firstAsked = await withoutStream(first, "refused");
  await open(first, `${map.issuer}/office/case/new`);
  await settle(first, receiving);
  await first.fill("[name=personal_id_number]", child.personal_id_number);
  await press(first, "button#open");
  await first.waitForSelector("#may-come");
  await look(first, "office-company");
  const address = first.url();
  await first.fill("[name=companion_number]", "001090111111");
  await first.check("[name=companion_seen]");
  await press(first, "button#accompany");
  await first.waitForSelector(".summary");
  await look(first, "office-company-wrong");
  await first.fill("[name=companion_number]", child.answered_for_by);
  await first.check("[name=companion_seen]");
  await press(first, "button#accompany");
  await first.waitForSelector("#came");
  for (const check of ["card-passed", "compare-face", "compare-fingerprints"]) await press(first, `button#${check}`);
  await look(first, "office-company-came");
  await press(first, "form#submit-case button#submit");
  const second = await window_();
  await open(second, address);
  await settle(second, approving);
  await press(second, "button#approve");
  await second.context().close();

  // The child's square, a question about it, and the mother's answer.
  await open(mother, `${map.issuer}/wallet`);
  await press(mother, "button#turn-on");
  await open(mother, page);
  if (walk.script) await heldToLedger(mother);
  await look(mother, "dependant-level-2");
  await press(mother, "a#to-freeze");
  await mother.check("input[name=bank_account]");
  await press(mother, "button#freeze");
  await mother.waitForSelector("[data-category=bank_account]");
  await look(mother, "dependant-freeze");
  await open(mother, page);
  await press(mother, "button#show-qr");
  await mother.waitForSelector("#in-name-of");
  await look(mother, "dependant-square");
  const shown = mother.url();
  const { text } = await readSquare(mother);
  await open(first, `${map.issuer}/office/scan`);
  await settle(first, receiving);
  await first.fill("[name=token]", text);
  await press(first, "button#check");
  await first.waitForSelector("#presented-by");
  await look(first, "office-scan-dependant");
  await first.selectOption("[name=purpose]", "identity_check").catch(() => first.check("[name=purpose][value=identity_check]"));
  await first.check("[name=field_name]");
  await press(first, "button#send");
  // The square follows, by script or by refresh: it leads to what is asked.
  await mother.waitForURL(`${map.issuer}/wallet/requests`);
  await mother.waitForSelector("[data-in-name-of]");
  await look(mother, "request-dependant");
  await press(mother, "button[name=allow]");
  await mother.waitForSelector("#receipt-of");
  await look(mother, "receipt-dependant");
  await first.waitForSelector("#released");
  motherAsked();
  firstAsked();
  must(shown.includes("/wallet/qr"), "the square has no address of its own", mother);
  await open(mother, `${page}/share`);
  await look(mother, "dependant-share");
  await first.context().close();
  await mother.context().close();

  const guardian = await window_();
  await open(guardian, `${map.issuer}/wallet/dependants/new`);
  await settle(guardian, answers(ward));
  await declare(guardian, ward);
  await guardian.waitForSelector("#waits");
  await look(guardian, "ward-waits");
  await open(guardian, `${map.issuer}/wallet/dependants`);
  await look(guardian, "dependants");
  await guardian.context().close();
}

/** The script of the page holds each line to the ledger: what was written this second waits for its place there. */
async function heldToLedger(page) {
  await page.waitForSelector("#history[data-checked=all], #history[data-checked=soon]");
  must(await page.locator("#history [data-ledger=good]").count(), "no line was found in the ledger", page);
  must(!(await page.locator("#history [data-ledger=wrong]").count()), "a line does not agree with the ledger", page);
}

/** Fills in the declaration of a dependant and sends it. */
async function declare(page, dependant) {
  if (!page.url().endsWith("/wallet/dependants/new")) await open(page, `${map.issuer}/wallet/dependants/new`);
  for (const field of ["personal_id_number", "full_name", "birth_date"]) {
    await page.fill(`[name=${field}]`, dependant[field]);
  }
  await page.check(`[name=gender][value=${dependant.gender}]`);
  await press(page, "button#send");
}

/** The one-minute QR: shown, scanned, three fields allowed, a receipt for both. */
async function show(citizen, applicant) {
  await open(citizen, `${map.issuer}/wallet`);
  await settle(citizen, applicant);
  await look(citizen, "wallet");
  await press(citizen, "button#turn-on");
  await citizen.waitForSelector("button#show-qr");
  // The officer is on duty before the square is there, whose minute is short on a busy machine.
  const duty = await window_();
  await open(duty, `${map.issuer}/office/scan`);
  await settle(duty, map.officers[0]);
  await open(duty, `${map.issuer}/office/scan`);
  await look(duty, "scan");
  const onDuty = await duty.context().storageState();
  await duty.context().close();
  await press(citizen, "button#show-qr");
  await citizen.waitForSelector("img#qr");
  await look(citizen, "qr");
  // With script the officer's telephone holds its camera before the square; without, the text is typed off.
  const camera = walk.script ? await withCamera() : null;
  const telephone = camera?.telephone ?? browser;
  const scanning = await window_(telephone, onDuty);
  await open(scanning, `${map.issuer}/office/scan`);
  // Another one, of which the whole minute is left.
  await open(citizen, `${map.issuer}/wallet`);
  await press(citizen, "button#show-qr");
  await citizen.waitForSelector("img#qr");
  const { text, frame } = await readSquare(citizen);
  if (camera) {
    camera.hold(frame);
    await scanning.click("button#open-camera");
  } else {
    await scanning.fill("textarea[name=token]", text);
    await press(scanning, "button#check");
  }
  await scanning.waitForSelector("#result");
  must((await scanning.getAttribute("#result", "data-result")) === "genuine", "the QR is not genuine", scanning);
  await look(scanning, "scan-genuine");
  await scanning.locator("#purpose input[name=purpose]").first().check();
  const fields = scanning.locator("#fields input[type=checkbox]");
  for (let index = 0; index < 3; index++) await fields.nth(index).check();
  await press(scanning, "button#send");
  await scanning.waitForSelector("#result[data-result=asked]");
  await look(scanning, "asked");
  // The square follows too, by script or by refresh: it leads to what is asked.
  await citizen.waitForURL(`${map.issuer}/wallet/requests`);
  await look(citizen, "requests");
  await press(citizen, "button[name=allow]");
  await citizen.waitForSelector("#receipt[data-genuine=true]");
  await look(citizen, "allowed");
  // The desk follows by itself, by script or by refresh: a reload from here would race with it.
  await scanning.waitForSelector("#released");
  must((await scanning.locator("#released dd").count()) === 3, "three fields were allowed", scanning);
  await look(scanning, "released");
  await press(scanning, "#to-receipt");
  await scanning.waitForSelector("#receipt[data-genuine=true]");
  await look(scanning, "receipt-officer");
  await open(scanning, `${map.issuer}/office/scan`);
  await scanning.fill("textarea[name=token]", text);
  await press(scanning, "button#check");
  await scanning.waitForSelector("#result[data-result=used]");
  await look(scanning, "scan-used");
  if (walk.script) await withoutNetwork(citizen, scanning);
  await scanning.context().close();
  if (telephone !== browser) await telephone.close();
  await open(citizen, `${map.issuer}/wallet/receipts`);
  await press(citizen, "#receipts a");
  await citizen.waitForSelector("#receipt[data-genuine=true]");
  await look(citizen, "receipt-holder");
  await open(citizen, `${map.issuer}/wallet/history`);
  must(await citizen.locator("#history li").count(), "the history is empty", citizen);
  if (walk.script) await heldToLedger(citizen);
  await look(citizen, "history");
  // At the bank's counter the citizen shows what they pick, and the bank's own system has it checked.
  await open(citizen, `${map.issuer}/wallet/share`);
  for (const field of ["name", "birthdate"]) await citizen.check(`[name=field_${field}]`);
  await press(citizen, "button#create");
  await citizen.waitForSelector("img#qr");
  const picked = await readSquare(citizen);
  const teller = await window_();
  await open(teller, `${map.bank}/counter`);
  await look(teller, "bank-counter");
  await teller.fill("[name=square]", picked.text);
  await press(teller, "button#check");
  must((await teller.getAttribute("#result", "data-result")) === "genuine", "the bank was shown no genuine QR", teller);
  must((await teller.locator("#customer dd").count()) === 2, "the bank sees what was not picked", teller);
  await look(teller, "bank-counter-genuine");
  await teller.context().close();
}

/** In a dead spot: the officer's scanner checks and keeps, the wallet says what works; with the network back what was kept is
 * told and confirmed. */
async function withoutNetwork(citizen, scanning) {
  for (const [page, address] of [[citizen, "wallet"], [scanning, "office/scan"]]) {
    await open(page, `${map.issuer}/${address}`);
    await page.waitForFunction("navigator.serviceWorker.controller");
  }
  await press(citizen, "button#show-qr");
  await citizen.waitForSelector("img#qr");
  const { text } = await readSquare(citizen);
  await scanning.context().setOffline(true);
  await scanning.fill("textarea#token", text);
  await scanning.click("button#check");
  await scanning.waitForSelector("#result[data-result=genuine_not_confirmed]");
  await look(scanning, "scan-offline");
  for (const [read, answer] of [[text, "repeated"], ["a.b.c", "unknown"]]) {
    await scanning.fill("textarea#token", read);
    await scanning.click("button#check");
    await scanning.waitForSelector(`#result[data-result=${answer}]`);
  }
  await scanning.context().setOffline(false);
  // The page looks for the house every five seconds.
  await scanning.waitForSelector("#told li[data-answer=confirmed]", { timeout: 60_000 });
  must((await scanning.locator("#told li").count()) === 2, "the scans were not told", scanning);
  await look(scanning, "scan-told");
  await open(scanning, `${map.issuer}/office/scan`);
  must(await scanning.locator("form#queued[hidden]").count(), "what was told waits still", scanning);
  await open(citizen, `${map.issuer}/wallet/history`);
  must(await citizen.locator("[data-event=presentation_confirmed]").count(), "the holder is not told", citizen);
  await citizen.context().setOffline(true);
  await open(citizen, `${map.issuer}/wallet`);
  await citizen.waitForSelector("h1#offline");
  await look(citizen, "offline");
  await citizen.context().setOffline(false);
  await press(citizen, "a#again");
  await press(citizen, "a#to-documents");
  await look(citizen, "documents");
}

/** A computer at its sign-in page, with a square for the wallet. */
async function atComputer() {
  const computer = await window_();
  await open(computer, `${map.issuer}/sign-in?back=/account`);
  await press(computer, "button#to-square");
  await computer.waitForSelector("img#qr");
  return computer;
}

/** The wallet lets a computer in: its camera films that screen, or its letters are typed off; the number is always typed. */
async function letIn(citizen, applicant) {
  const pictured = await atComputer();
  await look(pictured, "sign-in-square");
  const { text } = await readSquare(pictured);
  must(text.startsWith(`${map.issuer}/q/`), `the square says ${text}`, pictured);
  // An ordinary camera finds what it is, and nothing happens.
  await open(pictured, text);
  await look(pictured, "sign-in-picture");
  await pictured.context().close();
  await open(citizen, `${map.issuer}/wallet/sign-in`);
  await settle(citizen, applicant);
  await look(citizen, "sign-in-answer");
  if (walk.script) await filmed(citizen);
  // Pictures take their time: another square, and its letters, which do not grow old with each second.
  const computer = await atComputer();
  await citizen.fill("input[name=square]", await computer.textContent("#code"));
  await press(citizen, "button#open");
  await agree(citizen, computer);
  await look(citizen, "sign-in-approved");
  await look(computer, "signed-in-by-square");
  await computer.context().close();
}

/** Types the number of that screen, which is in. */
async function agree(wallet, computer) {
  await wallet.waitForSelector("form#answer");
  await computer.waitForSelector("#number");
  await wallet.fill("input[name=number]", await computer.textContent("#number"));
  await press(wallet, "button#yes");
  await wallet.waitForSelector("#said[data-said=approved]");
  await computer.waitForURL(`${map.issuer}/account`);
}

/** The wallet's camera before the computer's screen, whose square is another one each second. */
async function filmed(citizen) {
  const wallet = await window_(browser, await citizen.context().storageState());
  const camera = await filming(wallet);
  const relayed = await atComputer();
  // A photograph of it that was sent to somebody has grown old on its way.
  camera.photograph(await photograph(relayed));
  await later(4);
  await scan(wallet);
  await wallet.waitForSelector("#said[data-said=stale]");
  await look(wallet, "sign-in-stale");
  // The screen itself. Who lets the browser send the form for them has said no.
  camera.screen(relayed);
  await scan(wallet, "form#answer");
  must(await wallet.locator("#place[data-near=true]").count(), "the computer is said to be far", wallet);
  await look(wallet, "sign-in-asked");
  await relayed.waitForSelector("#number");
  await look(relayed, "sign-in-number");
  await wallet.fill("input[name=number]", await relayed.textContent("#number"));
  await Promise.all([wallet.waitForEvent("load"), wallet.press("input[name=number]", "Enter")]);
  await wallet.waitForSelector("#said[data-said=denied]");
  await relayed.waitForSelector("#square[data-state=denied]");
  await look(relayed, "sign-in-denied");
  await relayed.context().close();
  const computer = await atComputer();
  camera.screen(computer);
  await scan(wallet, "form#answer");
  await agree(wallet, computer);
  await computer.context().close();
  await wallet.context().close();
}

/** Opens the camera of the wallet; where the picture was too old when it came to the house, once more, as a person does. */
async function scan(wallet, until = "#said") {
  for (let left = 5; ; left--) {
    await open(wallet, `${map.issuer}/wallet/scan`);
    await Promise.all([wallet.waitForEvent("load"), wallet.click("button#open-camera")]);
    await wallet.waitForSelector("form#answer, #said");
    if (await wallet.locator(until).count()) return;
    must(left && (await wallet.locator("#said[data-said=stale]").count()), "the square is not read", wallet);
  }
}

/** The square that the bank has printed, found by an ordinary camera and opened in the wallet by its own. */
async function answerPrinted(citizen, applicant) {
  const stranger = await window_();
  await open(stranger, map.bank_square.address);
  await look(stranger, "organisation-square");
  const { text, frame } = await readPicture(stranger, map.bank_square.png);
  must(text === map.bank_square.address, `the printed square says ${text}`, stranger);
  await stranger.context().close();
  // With script the telephone's camera reads it; without, the letters under it are typed off.
  const camera = walk.script ? await withCamera() : null;
  camera?.hold(frame);
  const wallet = camera ? await window_(camera.telephone) : citizen;
  await open(wallet, `${map.issuer}/wallet/scan`);
  await settle(wallet, applicant);
  await look(wallet, "wallet-scan");
  if (walk.script) {
    await wallet.click("button#open-camera");
  } else {
    await wallet.fill("input[name=square]", map.bank_square.code);
    await press(wallet, "button#read");
  }
  await wallet.waitForSelector("button#open");
  await look(wallet, "organisation-asks");
  await press(wallet, "button#open");
  await wallet.waitForURL(`${map.issuer}/wallet/requests`);
  await look(wallet, "organisation-request");
  await press(wallet, "button[name=allow]");
  await wallet.waitForSelector("#receipt[data-genuine=true]");
  await look(wallet, "organisation-receipt");
  if (walk.script) await wallet.context().close();
}

/** Out at one portal, and so everywhere. */
async function leave(citizen, applicant) {
  await open(citizen, map.national_portal);
  await press(citizen, "button#sign-out");
  if (await citizen.locator("main form button#sign-out").count()) {
    await look(citizen, "sign-out");
    await press(citizen, "main form button#sign-out");
  }
  await look(citizen, "signed-out");
  await sweep();
  for (const party of [map.provincial_portal, map.bank]) {
    await open(citizen, party);
    must(await citizen.locator("a#sign-in").count(), "a session outlives the sign-out", citizen);
  }
  await look(citizen, "ended-elsewhere");
  await open(citizen, `${map.issuer}/wallet`);
  must(await citizen.locator("form#sign-in").count(), "the wallet opens after the sign-out", citizen);
  await settle(citizen, applicant);
  await open(citizen, `${map.issuer}/sign-out`);
  await look(citizen, "sign-out-here");
  await press(citizen, "main form button#sign-out");
  await citizen.waitForSelector("#signed-out");
  await look(citizen, "signed-out-here");
}

/** Gives a window a device that makes passkeys and opens them for whoever holds it. */
async function withAuthenticator(page) {
  const device = await page.context().newCDPSession(page);
  await device.send("WebAuthn.enable");
  const { authenticatorId } = await device.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { device, authenticatorId };
}

/** Adds a passkey and leaves, with the device still in the hand. */
async function hasPasskey(page, person) {
  await withAuthenticator(page);
  await open(page, `${map.issuer}/account/passkeys`);
  await settle(page, person);
  await press(page, "button#add");
  await page.waitForSelector("li[data-passkey-id]");
  await signOut(page);
}

/** A passkey and a sheet of paper: added, used in place of everything else, removed. */
async function keys(citizen, applicant) {
  const at = `${map.issuer}/account/passkeys`;
  await open(citizen, at);
  await settle(citizen, applicant);
  must(citizen.url() === at, "the way does not lead to the passkeys", citizen);
  await look(citizen, "passkeys-none");
  await open(citizen, `${map.issuer}/account/paper-codes`);
  await look(citizen, "paper-codes");
  await press(citizen, "button#make");
  must((await citizen.locator("#codes li").count()) === 10, "no sheet of ten codes", citizen);
  await look(citizen, "paper-sheet");
  await open(citizen, at);
  if (!walk.script) {
    // Nothing is offered that cannot be done, and the page says so.
    must(await citizen.isVisible("#no-passkeys"), "nothing is said to who has no script", citizen);
    must(!(await citizen.isVisible("button#add")), "a button that does nothing", citizen);
    return;
  }
  const { device, authenticatorId } = await withAuthenticator(citizen);
  must(!(await citizen.isVisible("#no-passkeys")), "a browser that has passkeys is told that it has none", citizen);
  await citizen.fill("input#name", vi ? "Điện thoại của tôi" : "My telephone");
  await press(citizen, "button#add");
  await citizen.waitForSelector("li[data-passkey-id]");
  const { credentials } = await device.send("WebAuthn.getCredentials", { authenticatorId });
  must(credentials.length === 1 && credentials[0].isResidentCredential, "the passkey does not stand by itself", citizen);
  await look(citizen, "passkeys-one");

  // A second one on the same device is none.
  await citizen.click("button#add");
  await citizen.waitForSelector("[data-said]:not(:empty)");
  await look(citizen, "passkeys-known");

  // Out, and in at the bank by the passkey alone: by the button, with nothing typed.
  await signOut(citizen);
  await citizen.addInitScript("delete PublicKeyCredential.isConditionalMediationAvailable");
  await open(citizen, map.bank);
  await press(citizen, "#sign-in");
  await citizen.waitForSelector("form#sign-in");
  await look(citizen, "sign-in-passkey");
  await citizen.click("button#to-passkey");
  await citizen.waitForURL((url) => url.href.startsWith(map.bank));
  must(!(await citizen.locator("a#sign-in").count()), "the bank did not take the passkey", citizen);
  await look(citizen, "bank-by-passkey");

  // The second step of a sign-in by password.
  await signOut(citizen);
  await open(citizen, `${map.issuer}/wallet/sign-in`);
  await citizen.fill("input[name=username]", applicant.personal_id_number);
  await citizen.fill("input[name=password]", applicant.password);
  await press(citizen, "button#continue");
  await citizen.waitForSelector("button#verify");
  await look(citizen, "second-factor-passkey");
  await citizen.click("button#to-passkey");
  await citizen.waitForURL(`${map.issuer}/wallet/sign-in`);

  // Removed, it opens nothing any more, and the page says what to do.
  await open(citizen, at);
  await citizen.click("li[data-passkey-id] details:last-of-type summary");
  await look(citizen, "passkeys-remove");
  await press(citizen, "li[data-passkey-id] button.danger");
  await citizen.waitForSelector("#none");
  await signOut(citizen);
  await open(citizen, `${map.issuer}/sign-in`);
  await press(citizen, "button#to-passkey");
  await citizen.waitForSelector(".summary");
  await look(citizen, "sign-in-passkey-removed");
}

async function signOut(page) {
  await open(page, `${map.issuer}/sign-out`);
  await press(page, "main form button#sign-out");
  await page.waitForSelector("#signed-out");
}

/** Where somebody is signed in: another browser is ended and each portal confirms; a session that is not fresh says who it is. */
async function devices() {
  const [, person] = map.level_2;
  const [here, there] = [await window_(), await window_()];
  for (const party of [map.national_portal, map.bank]) {
    await open(there, party);
    await press(there, "#sign-in");
    await settle(there, person);
  }
  await open(here, `${map.issuer}/account/sessions`);
  await settle(here, person);
  must((await here.locator("#listed > li").count()) === 2, "two browsers are signed in", here);
  await look(here, "sessions");
  await press(here, "#listed button[name=end]");
  must(await here.locator("#again").count(), "nobody is waited for", here);
  await look(here, "session-ended");
  await sweep();
  // The page looks again by itself.
  await here.waitForSelector("#all-known");
  must((await here.locator("#signed-out .rows li .tag.warning").count()) === 0, "a portal does not know", here);
  await look(here, "session-ended-known");
  await open(there, map.national_portal);
  must(await there.locator("a#sign-in").count(), "the portal lives on", there);
  await there.context().close();
  await open(here, `${map.issuer}/account/sessions`);
  await press(here, "button#end-all");
  await here.waitForSelector("#signed-out");
  await look(here, "sessions-all-ended");
  await here.context().close();
}

/** New bank accounts are frozen, the bank is turned away, the lifting is asked for and taken back; another password; and "it was
 * not me". */
async function guard() {
  const [, person] = map.level_2;
  const page = await window_();
  const at = `${map.issuer}/account/freeze`;
  await open(page, at);
  await settle(page, person);
  await look(page, "freeze");
  await press(page, "button#freeze");
  must(await page.locator(".summary").count(), "nothing is said about nothing", page);
  await look(page, "freeze-nothing");
  for (const category of ["bank_account", "sim"]) await page.check(`input[name=${category}]`);
  await press(page, "button#freeze");
  await page.waitForSelector("[data-category=bank_account][data-stands=frozen]");
  await look(page, "frozen");
  await open(page, map.bank);
  await press(page, "#sign-in");
  await page.waitForSelector("main#frozen");
  await look(page, "frozen-on-the-way");
  await press(page, "button#back");
  must(page.url().startsWith(map.bank), "the way does not lead back to the bank", page);
  await look(page, "bank-turned-away");
  await later(61);
  await open(page, at);
  await press(page, "button#lift-bank_account");
  await settle(page, person);
  await press(page, "button#lift-bank_account");
  await page.waitForSelector("[data-stands=lifting]");
  await look(page, "freeze-lifting");
  await press(page, "button#keep-bank_account");
  must(!(await page.locator("[data-stands=lifting]").count()), "what was kept opens", page);

  await open(page, `${map.issuer}/account/password`);
  await look(page, "password");
  await change(page, "Khong-phai-mat-khau-1", "Mat-khau-khac-2026!");
  must(await page.locator(".summary").count(), "another password is taken for the present one", page);
  await look(page, "password-wrong");
  await change(page, person.password, "Mat-khau-khac-2026!");
  await page.waitForSelector("#changed");
  await look(page, "password-changed");

  const told = await window_();
  await open(told, `${map.issuer}/account/not-me`);
  await look(told, "not-me-by-code");
  await told.context().close();
  await open(page, `${map.issuer}/account/not-me`);
  await look(page, "not-me");
  await press(page, "button#end-and-lock");
  await page.waitForSelector("#not-me-done");
  await look(page, "not-me-done");
  await page.context().close();
}

async function change(page, present, password) {
  for (const [field, typed] of Object.entries({ present, password, password_again: password })) {
    await page.fill(`[name=${field}]`, typed);
  }
  await press(page, "button#change");
}

/** An account is taken back: once its holder says no, once nobody does, and the waiting is over. */
async function recover() {
  const person = map.level_1[2];
  const page = await window_();
  await open(page, `${map.issuer}/recover`);
  await look(page, "recover");
  await press(page, "button#begin");
  must(await page.locator(".summary").count(), "nothing is said about an empty declaration", page);
  await look(page, "recover-wrong");
  await prove(page, person, "recover-proofs");
  await look(page, "recover-waits");
  const told = (await outbox()).find((sent) => sent.kind === "recovery_waiting").text.match(/\b[A-Z0-9]{5}-[A-Z0-9]{5}\b/)[0];
  const holder = await window_();
  await open(holder, `${map.issuer}/recover/stop`);
  await look(holder, "recover-stop");
  for (const [code, stopped] of [["BBBBB-BBBBB", false], [told, true]]) {
    await holder.fill("[name=personal_id_number]", person.personal_id_number);
    await holder.fill("[name=code]", code);
    await press(holder, "button#stop");
    must((await holder.locator("#recovery-stopped").count() > 0) === stopped, `${code} decides wrongly`, holder);
    await look(holder, stopped ? "recovery-stopped" : "recover-stop-wrong");
  }
  await holder.context().close();
  await open(page, `${map.issuer}/recover`);
  must(await page.locator("#stopped").count(), "who began is not told", page);
  await look(page, "recover-stopped");
  await page.context().close();

  // The same once more, in another browser, and nobody says no. It has a passkey, where it can.
  const again = await window_();
  if (walk.script) await hasPasskey(again, person);
  await later(61);
  await open(again, `${map.issuer}/recover`);
  await prove(again, person);
  if (walk.script) {
    const wait = () => again.getAttribute("#waits", "data-ready");
    const before = await wait();
    await again.click("#way-passkey");
    await look(again, "recover-passkey");
    await press(again, "button#show-passkey");
    await again.waitForSelector("#proofs [data-proof=passkey]");
    must((await wait()) < before, "a passkey makes the waiting no shorter", again);
    await look(again, "recover-waits-less");
  }
  await later(3 * 24 * 3600);
  await open(again, `${map.issuer}/recover`);
  await press(again, "button#send-last");
  await again.fill("[name=code]", await code(person));
  for (const field of ["password", "password_again"]) await again.fill(`[name=${field}]`, "Mat-khau-moi-2026!");
  await look(again, "recover-ready");
  await press(again, "button#finish");
  await again.waitForSelector("#recovered");
  await look(again, "recovered");
  await again.context().close();
}

/** Declares who one is, and shows the registered telephone and the password. */
async function prove(page, person, pictured) {
  for (const field of ["personal_id_number", "full_name", "birth_date", "phone"]) {
    await page.fill(`[name=${field}]`, person[field]);
  }
  await page.check(`[name=gender][value=${person.gender}]`);
  await press(page, "button#begin");
  await page.waitForSelector("#gather");
  if (pictured) await look(page, pictured);
  must(!(await page.isVisible("button#send-phone")), "the proofs are not folded", page);
  await page.click("#way-phone");
  await press(page, "button#send-phone");
  must(await page.isVisible("input#phone_code"), "the code that was sent has no field", page);
  if (pictured) await look(page, `${pictured}-sent`);
  await page.fill("[name=phone_code]", "000000");
  await press(page, "button#show-phone");
  must(await page.isVisible("#phone_code-error"), "what is wrong is folded away", page);
  await page.fill("[name=phone_code]", await code(person));
  await press(page, "button#show-phone");
  await page.click("#way-password");
  await page.fill("[name=known_password]", person.password);
  await press(page, "button#show-password");
  await page.waitForSelector("#waits");
}

/** Moves the clock of the nation on, and does what became due. */
async function later(seconds) {
  const moved = await fetch(`${map.issuer}/sandbox/clock`, { method: "POST", body: `advance=${seconds}` });
  must(moved.ok, "the clock does not move");
}

/** What is shown when something is wrong. */
async function stumble(citizen) {
  await open(citizen, `${map.issuer}/authorize?client_id=nobody&redirect_uri=https://evil.example/&response_type=code`);
  must(citizen.url().startsWith(map.issuer), "an unregistered party is answered", citizen);
  must(await citizen.locator("main#error[data-error]").count(), "no error page", citizen);
  await look(citizen, "error-party");
  await open(citizen, `${map.issuer}/no/such/page`);
  await look(citizen, "error-not-found");
}

try {
  await story();
  must(complaints.length === 0, `\n${complaints.join("\n")}\n`);
  console.log(`${name}: walked, ${pictures} pictures`);
} catch (error) {
  for (const [index, context] of browsers.flatMap((open) => open.contexts()).entries()) {
    for (const page of context.pages()) {
      await page.screenshot({ path: join(screens, `stopped-${index}.png`), fullPage: true }).catch(() => {});
    }
  }
  console.error(`${name}: ${error.stack ?? error}`);
  if (complaints.length) console.error(`and before that:\n${complaints.join("\n")}`);
  process.exitCode = 1;
} finally {
  await Promise.all(browsers.map((open) => open.close()));
}
