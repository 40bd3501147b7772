/*
 * The pages in Debian's Chromium, through nginx and the responders: node page.mjs URL CONTROL [SHOTS]
 * CONTROL is the stand-in's base URL; SHOTS a directory for screenshots. Prints TAP.
 */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { chromium } from "playwright-core";
import { check, done as end } from "./client.mjs";

const [url, upstream, shots] = process.argv.slice(2);
const ok = (good, name, detail = "") => check(name, good, detail);

if (shots) await mkdir(shots, { recursive: true });

const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
	args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"],
});

/* A page that notes every request, console error and policy violation. */
async function open(options = {}) {
	const context = await browser.newContext({
		ignoreHTTPSErrors: true,
		permissions: ["clipboard-read", "clipboard-write"],
		...options,
	});
	const page = await context.newPage();
	page.seen = [];
	page.errors = [];
	page.on("request", (r) => page.seen.push(r.url()));
	page.on("console", (m) => m.type() === "error" && page.errors.push(m.text()));
	page.on("pageerror", (e) => page.errors.push(e.message));
	return page;
}

const shot = (page, name) => (shots ? page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true }) : null);

const control = (settings) =>
	fetch(`${upstream}/_control/set`, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify(settings),
	});

async function explore(page, login) {
	await page.goto(`${url}/explore`);
	await page.getByLabel("GitHub login").fill(login);
	await page.keyboard.press("Enter");
}

/* The wizard: a form made of the server's table, the preview, the lines to paste, and the address as the draft. */
async function wizard() {
	const page = await open({ viewport: { width: 1280, height: 900 } });
	await page.goto(`${url}/cards`);
	await page.getByRole("heading", { name: "Make a card" }).waitFor();
	const kinds = page.getByRole("radiogroup", { name: "Card" }).getByRole("radio");
	await kinds.first().waitFor({ state: "attached" });
	const known = await page.evaluate(async () => (await (await fetch("/api/v1/cards")).json()).kinds.length);
	ok(known > 10 && (await kinds.count()) === known, "the wizard offers every card", `${await kinds.count()}`);
	await page.getByLabel("username *").fill("octo-dev");
	await page.getByLabel("theme", { exact: true }).selectOption("radical");
	await page.getByLabel("show icons").check();
	const day = page.locator(".day img");
	await page.waitForFunction(() => document.querySelector(".day img")?.src.includes("show_icons=true"));
	await page.waitForFunction(() => document.querySelector(".day img").naturalWidth > 400);
	ok(true, "the preview follows the form");
	const address = await page.getByRole("textbox", { name: "Address" }).inputValue();
	ok(address === `${url}/api?username=octo-dev&theme=radical&show_icons=true` ||
		new URL(address).searchParams.toString() === new URLSearchParams({ theme: "radical", username: "octo-dev", show_icons: "true" }).toString(),
		"the address holds what was chosen and nothing else", address);
	ok(page.url().includes("#card=stats") && page.url().includes("radical"), "the page's address is the draft", page.url());
	await page.reload();
	await page.waitForFunction(() => document.querySelector(".day img")?.src.includes("theme=radical"));
	ok((await page.getByLabel("username *").inputValue()) === "octo-dev", "and a reload brings it back");
	await page.getByLabel("theme for dark viewers").selectOption("dark");
	const html = await page.getByRole("textbox", { name: "HTML" }).inputValue();
	ok(/^<picture><source media="\(prefers-color-scheme: dark\)" srcset="[^"]*theme=dark[^"]*"><img src="[^"]*theme=radical/.test(html), "two themes make a picture element", html);
	await page.getByRole("button", { name: "Copy the Markdown" }).click();
	ok((await page.evaluate(() => navigator.clipboard.readText())).includes("/api?"), "the Markdown can be copied");
	await shot(page, "wizard");
	await page.locator("label.kind", { hasText: "Streak" }).click();
	ok((await page.getByLabel("user *").inputValue()) === "octo-dev", "another card keeps the person");
	await page.locator("label.kind", { hasText: "Calendar" }).click();
	await page.waitForFunction(() => document.querySelector(".day img")?.src.includes("/card/octo-dev/calendar.svg"));
	ok(true, "cards of ours have addresses under /card/");
	ok(page.errors.length === 0, "no error on the console", page.errors.join("; "));
	ok(!page.seen.some((u) => !u.startsWith(url)), "nothing is fetched from elsewhere");
	await shot(page, "wizard-calendar");
	await page.context().close();
	const phone = await open({ viewport: { width: 360, height: 740 }, colorScheme: "dark" });
	await phone.goto(`${url}/cards#card=stats&username=octo-dev`);
	await phone.waitForFunction(() => document.querySelector(".day img")?.naturalWidth > 400);
	ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "a phone shows the wizard without scrolling sideways");
	await shot(phone, "wizard-phone");
	await phone.context().close();
}

async function front() {
	const page = await open();
	await page.goto(url);
	ok(await page.getByRole("heading", { level: 1 }).isVisible(), "the front page has a heading");
	const broken = await page.$$eval("img", (all) => all.filter((i) => !i.complete || !i.naturalWidth).map((i) => i.src));
	ok(broken.length === 0, "every picture of the front page loads", broken.join(" "));
	await shot(page, "home");
	await page.keyboard.press("Tab");
	ok((await page.evaluate(() => document.activeElement.className)) === "skip", "the first tab stop skips to the content");
	await page.getByLabel("GitHub login").fill("-bad-");
	await page.keyboard.press("Enter");
	ok((await page.getByRole("alert").first().textContent()).includes("1 to 39"), "a malformed login is refused on the spot");
	await page.getByLabel("GitHub login").fill("octo-dev");
	await page.getByRole("button", { name: "Analyse" }).click();
	await page.waitForURL("**/explore#octo-dev");
	ok(true, "the front page leads to /explore#login");
	await page.context().close();
}

async function done() {
	const page = await open();
	await control({ delay: 700 });
	await explore(page, "name-arabic");
	await page.getByText("public work").waitFor();
	await shot(page, "loading");
	ok(await page.locator("[aria-busy=true]").isVisible(), "loading says so");
	await page.getByRole("heading", { name: "Scores" }).waitFor();
	await control({ delay: 0 });
	ok((await page.evaluate(() => document.activeElement.id)) === "answer", "the answer takes the focus from the form");
	const radar = page.getByRole("img", { name: /^Scores of 100: Activity \d+, Collaboration \d+/ });
	ok(await radar.isVisible(), "the radar names its four scores");
	for (const name of ["Archetype", "Marks of AI tools", "Languages", "Contributions", "Top repositories", "Card"])
		ok(await page.getByRole("heading", { name, exact: true }).isVisible(), `section ${name} is there`);
	await page.locator("details.score summary").first().focus();
	await page.keyboard.press("Enter");
	ok(await page.locator("details.score[open] table").isVisible(), "a score opens by keyboard and shows its signals");
	const statement = await page.locator(".statement").textContent();
	ok(/marks? found in \d+ of \d+ commits/i.test(statement), "marks are told as commits of commits", statement);
	await page.locator("img.card").scrollIntoViewIfNeeded();
	await page.waitForFunction(() => document.querySelector("img.card").naturalWidth > 0);
	ok(true, "the card is drawn");
	await page.getByRole("radio", { name: "dark" }).check();
	await page.getByRole("button", { name: "Copy the Markdown" }).click();
	const copied = await page.evaluate(() => navigator.clipboard.readText());
	ok(copied === `![Scorecard of name-arabic](${url}/card/name-arabic.svg?theme=dark)`, "the Markdown is copied", copied);
	await shot(page, "done");
	const foreign = page.seen.filter((u) => !u.startsWith(url) && !u.startsWith("data:") && !u.startsWith("blob:"));
	ok(foreign.length === 0, "no request leaves for a third party", foreign.join(" "));
	ok(page.errors.length === 0, "no console error and no policy violation", page.errors.join("\n"));
	await page.getByRole("button", { name: "Forget it now" }).click();
	await page.getByRole("heading", { name: "Forgotten" }).waitFor();
	ok((await page.locator(".report").count()) === 0, "a forgotten analysis says so and is gone");
	ok(page.url() === `${url}/explore`, "a forgotten analysis leaves page and URL");
	await page.context().close();
}

async function failures() {
	const page = await open();
	await explore(page, "ghost-user");
	await page.getByRole("heading", { name: "No such developer" }).waitFor();
	ok(true, "an unknown login is told as such");
	await shot(page, "not-found");
	await explore(page, "forbid-user");
	await page.getByRole("heading", { name: "Some of it could not be read" }).waitFor();
	await page.locator(".partial summary").click();
	const parts = await page.locator(".partial li").allTextContents();
	ok(parts.some((t) => t === "organizations: GitHub does not let this service read it"), "partial data is told part by part", parts.join("\n"));
	ok(!parts.some((t) => /[a-z][A-GI-Z]|\.\.|[A-Z]{4}/.test(t)), "in words, not names of fields", parts.join("\n"));
	await shot(page, "partial");
	await page.route("**/api/v1/public/analyze", (route) =>
		route.fulfill({
			status: 429,
			headers: { "retry-after": "3600", "content-type": "application/problem+json" },
			body: JSON.stringify({ title: "Too many requests", detail: "50 analyses a day from one address." }),
		}));
	await explore(page, "octo-limited");
	await page.getByText("Try again in 60 minutes.").waitFor();
	ok(true, "a limit names the time to wait");
	await shot(page, "limited");
	await page.unroute("**/api/v1/public/analyze");
	await page.route("**/api/v1/public/analyze", (route) =>
		route.fulfill({ status: 403, headers: { "content-type": "application/problem+json" }, body: '{"detail":"For chosen names."}' }));
	await explore(page, "octo-refused");
	await page.getByRole("heading", { name: "Not for this name" }).waitFor();
	ok((await page.getByRole("button", { name: /again/i }).count()) === 0, "who is not served is told so, and not to try again");
	await page.context().close();
}

/* What a person without much to show gets: the real answer, its evidence taken away. */
async function little() {
	const page = await open();
	await page.route("**/api/v1/public/analyze", async (route) => {
		const response = await route.fetch();
		const report = await response.json();
		report.archetype = { ...report.archetype, name: "Code Explorer", undecided: true, alternatives: [], reasons: [] };
		report.explanation.collaboration = { ...report.explanation.collaboration, coverage: 0, thin: true };
		report.explanation.activity = { ...report.explanation.activity, coverage: 0.3, thin: true };
		report.tech_profile.languages = [];
		report.contribution_calendar = null;
		await route.fulfill({ response, json: report });
	});
	await explore(page, "octo-one");
	await page.getByText("Undecided", { exact: true }).waitFor();
	ok(await page.getByText("nearest so far: Code Explorer").isVisible(), "an undecided archetype is not claimed");
	ok((await page.getByText("confident").count()) === 0, "and has no confidence");
	ok(await page.getByRole("img", { name: /Collaboration n\/a/ }).isVisible(), "a score nobody could measure is n/a, not 0");
	ok(await page.getByText("only 30 % of its signals measured: says little").isVisible(), "a thin score says so");
	ok(await page.getByText("No code of a known language").isVisible(), "no language is told");
	ok((await page.locator(".calendar").count()) === 0, "no calendar, no empty drawing");
	await shot(page, "little");
	await page.context().close();
}

async function brokenLink() {
	const page = await open();
	await page.goto(`${url}/explore#%E0%A4%A`);
	await page.getByRole("heading", { name: "That is not a GitHub login" }).waitFor();
	ok(page.errors.filter((e) => /URI|malformed/i.test(e)).length === 0, "a broken link does not break the page", page.errors.join("\n"));
	await page.context().close();
}

/* WCAG 2 AA: 4.5 for text, 3 for large text; measured on what the browser computed. */
function faint() {
	const parse = (c) => c.match(/[\d.]+/g).map(Number);
	const luminance = ([r, g, b]) => [r, g, b].map((v) => v / 255)
		.map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
		.reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
	const ground = (e) => {
		for (let at = e; at; at = at.parentElement) {
			const c = parse(getComputedStyle(at).backgroundColor);
			if ((c[3] ?? 1) === 1) return c;
		}
		return [255, 255, 255];
	};
	const bad = [];
	for (const e of document.querySelectorAll("body *")) {
		const own = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
		const style = getComputedStyle(e);
		if (!own || !e.getClientRects().length || e.closest(".sr, .skip, title")) continue;
		const [x, y] = [luminance(parse(e.closest("svg") ? style.fill : style.color)), luminance(ground(e))];
		const ratio = (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
		const size = parseFloat(style.fontSize);
		if (ratio < (size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5))
			bad.push(`${ratio.toFixed(2)} ${e.tagName} ${e.className.baseVal ?? e.className} ${e.textContent.slice(0, 30)}`);
	}
	return bad;
}

async function contrast() {
	for (const colorScheme of ["light", "dark"]) {
		const page = await open({ colorScheme, viewport: { width: 640, height: 400 }, reducedMotion: "reduce" });
		await explore(page, "forbid-user");
		await page.getByRole("heading", { name: "Scores" }).waitFor();
		await page.locator(".partial summary").click();
		await page.locator("details.score summary").first().click();
		const bad = await page.evaluate(faint);
		ok(bad.length === 0, `every text is readable in ${colorScheme} colours`, bad.join("\n"));
		const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
		ok(wide <= 0, `nothing runs off the screen at 200 %, ${colorScheme}`, `${wide} px too wide`);
		const landmarks = await page.$$eval("header, nav, main, footer, form[role=search]", (all) => all.length);
		ok(landmarks === 5, "five landmarks: banner, navigation, main, search, footer", landmarks);
		await page.context().close();
	}
}

async function phone() {
	const page = await open({ viewport: { width: 360, height: 740 }, colorScheme: "dark" });
	await explore(page, "name-markup");
	await page.getByRole("heading", { name: "Scores" }).waitFor();
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
	ok(wide <= 0, "nothing runs off a phone's screen", `${wide} px too wide`);
	ok((await page.locator(".person b").count()) === 0, "markup in a name stays text");
	await shot(page, "phone-dark");
	await page.context().close();
}

try {
	for (const part of [front, wizard, done, failures, little, brokenLink, contrast, phone]) await part();
} catch (error) {
	ok(false, "the browser came to the end", error.stack);
} finally {
	await browser.close();
}
end();
