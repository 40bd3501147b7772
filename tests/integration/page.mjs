/*
 * The pages in Debian's Chromium, through nginx and the responders: node page.mjs URL CONTROL [SHOTS]
 * CONTROL is the stand-in's base URL; SHOTS a directory for screenshots. Prints TAP.
 */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { chromium } from "playwright-core";

const [url, upstream, shots] = process.argv.slice(2);
let n = 0;
let failed = 0;

function ok(good, name, detail = "") {
	n += 1;
	if (!good) failed += 1;
	console.log(`${good ? "ok" : "not ok"} ${n} - ${name}`);
	if (!good && detail) console.log(`# ${String(detail).replaceAll("\n", "\n# ")}`);
}

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
	await page.waitForFunction(() => !document.querySelector(".report"));
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
	ok((await page.locator(".partial li").count()) > 0, "partial data is told part by part");
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
	await page.context().close();
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
	for (const part of [front, done, failures, phone]) await part();
} catch (error) {
	ok(false, "the browser came to the end", error.stack);
} finally {
	await browser.close();
}
console.log(`1..${n}`);
process.exit(failed ? 1 : 0);
