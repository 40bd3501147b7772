/* The front page: what this is, and the way in. */
import { LoginForm } from "./form.jsx";

const points = [
	["Explained", "Four scores, each with every signal that made it, its value and its points. What could not be measured is said, not guessed."],
	["Evidence, not percent", "Marks that AI coding tools leave in commits, with the commit and the mark. Never a claim about who wrote what."],
	["Cards", <>Stats, streak, trophies, languages and more, at the addresses of the services your README asks today. <a href="/cards">Put one together</a>.</>],
	["Forgotten", "Results live in memory for 30 minutes. No database row, no log line and no cookie knows whom you looked at."],
];

export function Home() {
	return (
		<>
			<section class="hero">
				<h1>See a developer’s work,<br />measured and explained</h1>
				<p class="lead">Type a login. Get scores, an archetype, AI-tool marks with evidence, and a card for your README, from one small self-hosted program.</p>
				<LoginForm onLogin={(login) => location.assign(`/explore#${login}`)} />
				<img class="example" src="/img/example.svg" width="800" height="418" alt="An example scorecard: four scores, archetype, languages and AI-tool marks" />
			</section>
			<section class="points" aria-label="What sets it apart">
				{points.map(([title, text]) => (
					<article key={title}><h2>{title}</h2><p>{text}</p></article>
				))}
			</section>
		</>
	);
}
