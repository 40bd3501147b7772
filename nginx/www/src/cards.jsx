/*
 * /cards#card=stats&username=...: choose a card, its looks and contents; see it; copy it. The form is made of the server's own table
 * of cards, and the page's address holds the whole state.
 */
import { Fragment } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { Copy } from "./card.jsx";
import { Field } from "./cards-field.jsx";
import { cardPath, carryOver, fromFragment, isComplete, isWho, snippets, toFragment } from "./cards-url.js";

const DELAY_MS = 500; /* the preview follows the keyboard, not each key */

const looks = ["theme", "hide_border", "border_radius", "disable_animations", "text_bold"];
const output = ["locale", "type", "scale", "cache_seconds"];
const isLook = ({ name, type }) => looks.includes(name) || type === "color" || type === "background";

const groups = [
	{ title: "Whom", open: true, has: isWho },
	{ title: "Contents", open: true, has: (option) => !isWho(option) && !isLook(option) && !output.includes(option.name) },
	{ title: "Looks", open: true, has: (option) => !isWho(option) && isLook(option) },
	{ title: "Language and file", open: false, has: ({ name }) => output.includes(name) },
];

/* What must be filled in first, then boxes of one height, then lists and ticks; themes before all other looks. */
const ranks = { boolean: 3, words: 2, background: 1 };
const rank = ({ name, type, required }) => (required ? -2 : name === "theme" ? -1 : ranks[type] ?? 0);
const inOrder = (options) => options.map((option, i) => [rank(option), i, option]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, , option]) => option);

function useKinds() {
	const [table, setTable] = useState(null);
	const [failed, setFailed] = useState(false);
	useEffect(() => {
		fetch("/api/v1/cards").then((answer) => (answer.ok ? answer.json() : Promise.reject(answer))).then(setTable, () => setFailed(true));
	}, []);
	return [table, failed];
}

function useLate(value) {
	const [late, setLate] = useState(value);
	useEffect(() => {
		const timer = setTimeout(() => setLate(value), DELAY_MS);
		return () => clearTimeout(timer);
	}, [value]);
	return late;
}

function choicesOf(option, kind, locales) {
	if (option.name === "theme") return { empty: "the card's own", choices: ["auto", ...kind.themes].map((name) => ({ value: name, text: name })) };
	if (option.name === "locale") return { empty: "English", choices: locales.map(({ code, name }) => ({ value: code, text: `${name} (${code})` })) };
	return {};
}

function Preview({ kind, values, dark }) {
	const path = useLate(isComplete(kind, values) ? cardPath(kind, values) : "");
	const night = useLate(dark && isComplete(kind, values) ? cardPath(kind, { ...values, theme: dark }) : "");
	if (!path) return <p class="muted">Fill in the fields with a star, and the card appears here.</p>;
	if (values.type === "json") return <p><a href={path}>The card’s numbers as JSON</a></p>;
	return (
		<div class="previews">
			<div class="paper day"><img src={path} alt={`${kind.title}, on light ground`} /></div>
			<div class="paper night"><img src={night || path} alt={`${kind.title}, on dark ground`} /></div>
		</div>
	);
}

function Kinds({ kinds, kind, onKind }) {
	return (
		<div class="kinds" role="radiogroup" aria-label="Card">
			{kinds.map((k) => (
				<label key={k.name} class={k === kind ? "kind on" : "kind"}>
					<input type="radio" name="kind" class="sr" checked={k === kind} onChange={() => onKind(k)} />
					<b>{k.title}</b> <span>{k.doc}</span>
				</label>
			))}
		</div>
	);
}

function Wizard({ kinds, locales }) {
	const [state, setState] = useState(() => fromFragment(location.hash, kinds));
	const { kind, values, dark } = state;

	useEffect(() => history.replaceState(null, "", toFragment(kind, values, dark)), [state]);
	useEffect(() => {
		const follow = () => setState(fromFragment(location.hash, kinds));
		addEventListener("hashchange", follow);
		return () => removeEventListener("hashchange", follow);
	}, [kinds]);

	const set = (name, value) => setState((s) => ({ ...s, values: { ...s.values, [name]: value || undefined } }));
	const lines = useMemo(() => snippets(kind, values, dark, location.origin), [state]);
	const themes = kind.themes.map((name) => ({ value: name, text: name }));

	return (
		<>
			<Kinds kinds={kinds} kind={kind} onKind={(k) => setState({ kind: k, values: carryOver(values, k), dark: k.themes.includes(dark) ? dark : "" })} />
			<div class="wizard">
				<form class="panel" onSubmit={(e) => e.preventDefault()} aria-label={`Options of ${kind.title}`}>
					{groups.map(({ title, open, has }) => {
						const options = inOrder(kind.options.filter(has));
						return options.length ? (
							<details key={title} open={open}>
								<summary>{title}</summary>
								<div class="fields">
									{options.map((option) => (
										<Fragment key={`${kind.name}.${option.name}`}>
											<Field option={option} value={values[option.name]} onValue={(value) => set(option.name, value)}
												{...choicesOf(option, kind, locales)} />
											{option.name === "theme" ? (
												<Field option={{ name: "theme for dark viewers", type: "word", doc: "makes a <picture> of two cards" }} value={dark}
													onValue={(value) => setState((s) => ({ ...s, dark: value }))} choices={themes} empty="the same" />
											) : null}
										</Fragment>
									))}
								</div>
							</details>
						) : null;
					})}
				</form>
				<section class="panel result" aria-labelledby="preview">
					<h2 id="preview">{kind.title}</h2>
					<Preview kind={kind} values={values} dark={dark} />
					{isComplete(kind, values) ? (
						<>
							<Copy label="Markdown" text={lines.markdown} />
							<Copy label="HTML" text={lines.html} />
							<Copy label="Address" text={lines.url} />
						</>
					) : null}
				</section>
			</div>
		</>
	);
}

export function Cards() {
	const [table, failed] = useKinds();
	return (
		<>
			<h1 class="page-title">Make a card</h1>
			<p>Pictures for a README that stay up to date. The address is the card; this page’s address is your draft.</p>
			{failed ? <p class="panel failed">The cards cannot be listed now. Reload the page in a moment.</p> : null}
			{table ? <Wizard kinds={table.kinds} locales={table.locales} /> : null}
		</>
	);
}
