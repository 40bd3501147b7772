/* The card and the lines to paste. */
import { useEffect, useState } from "preact/hooks";

export function Copy({ label, text }) {
	const [done, setDone] = useState("");

	async function copy() {
		try {
			await navigator.clipboard.writeText(text);
			setDone("Copied");
		} catch {
			setDone("Select the text and copy it by hand");
		}
	}

	/* the word fades by itself */
	useEffect(() => {
		const timer = done ? setTimeout(() => setDone(""), 2500) : 0;
		return () => clearTimeout(timer);
	}, [done]);

	const id = `copy-${label.toLowerCase()}`;
	return (
		<div class="copy">
			<label for={id}>{label}</label>
			<div class="ask-row">
				<input id={id} readOnly value={text} onFocus={(e) => e.currentTarget.select()} />
				<button type="button" onClick={copy} aria-label={`Copy the ${label}`}>Copy</button>
			</div>
			<span class="done" role="status">{done}</span>
		</div>
	);
}

export function CardSection({ login }) {
	const [theme, setTheme] = useState("auto");
	const query = theme === "auto" ? "" : `?theme=${theme}`;
	const path = `/card/${encodeURIComponent(login)}.svg${query}`;
	const url = location.origin + path;
	const alt = `Scorecard of ${login}`;
	return (
		<section class="panel" aria-labelledby="card">
			<h2 id="card">Card</h2>
			<img class="card" src={path} width="800" height="418" alt={alt} />
			<fieldset class="themes">
				<legend>Theme</legend>
				{["auto", "light", "dark"].map((t) => (
					<label key={t}><input type="radio" name="theme" value={t} checked={theme === t} onChange={() => setTheme(t)} /> {t}</label>
				))}
			</fieldset>
			<Copy label="Markdown" text={`![${alt}](${url})`} />
			<Copy label="HTML" text={`<img src="${url}" width="800" alt="${alt}">`} />
			<Copy label="PNG" text={url.replace(".svg", ".png")} />
			<p><a href={`/cards#card=scorecard&username=${encodeURIComponent(login)}`}>More cards, themes and languages</a></p>
		</section>
	);
}
