/* Which page this is, and the frame around it. */
import { render } from "preact";
import { Cards } from "./cards.jsx";
import { Explore } from "./explore.jsx";
import { Home } from "./home.jsx";

function Frame({ page, children }) {
	return (
		<>
			<header class="bar">
				<a class="brand" href="/"><img src="/img/icon.svg" alt="" width="26" height="26" /> Git Phantom Scope</a>
				<nav aria-label="Pages">
					<a href="/explore" aria-current={page === "explore" ? "page" : undefined}>Explore</a>
					<a href="/cards" aria-current={page === "cards" ? "page" : undefined}>Cards</a>
					<a href="/api/v1/openapi.json">API</a>
				</nav>
			</header>
			<main id="main" tabindex="-1">{children}</main>
			<footer class="foot">
				Analyses live in memory for 30 minutes, then they are gone. No cookies, no third parties.
			</footer>
		</>
	);
}

const root = document.getElementById("app");
const page = root.dataset.page;
root.textContent = "";
const pages = { home: Home, explore: Explore, cards: Cards };
const Page = pages[page];
render(<Frame page={page}><Page /></Frame>, root);
