/* One option of a card as a form control, by its type in the server's table. */

const label = (name) => name.replace(/[_-]/g, " ").replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
const isOn = (text) => text === "true";

function Boolean_({ option, value, onValue, id }) {
	const usual = isOn(option.default);
	const on = value === undefined ? usual : isOn(value);
	return (
		<label class="check" for={id}>
			<input type="checkbox" id={id} checked={on} title={option.doc}
				onChange={(e) => onValue(e.currentTarget.checked === usual ? "" : String(e.currentTarget.checked))} />
			<span>{label(option.name)}</span>
		</label>
	);
}

function Words({ option, value, onValue, id }) {
	const chosen = (value ?? "").split(",").filter(Boolean);
	const toggle = (word) => onValue(option.words.filter((w) => (w === word) !== chosen.includes(w)).join(","));
	return (
		<fieldset class="wordlist" id={id} title={option.doc}>
			<legend>{label(option.name)}</legend>
			{option.words.map((word) => (
				<label class="check" key={word}>
					<input type="checkbox" checked={chosen.includes(word)} onChange={() => toggle(word)} /> <span>{label(word)}</span>
				</label>
			))}
		</fieldset>
	);
}

function Word({ option, value, onValue, id }) {
	return (
		<select id={id} value={value ?? option.default ?? ""} title={option.doc} onChange={(e) => onValue(e.currentTarget.value === option.default ? "" : e.currentTarget.value)}>
			{option.default === null ? <option value="">–</option> : null}
			{option.words.map((word) => <option key={word} value={word}>{word}</option>)}
		</select>
	);
}

/* A swatch beside the text: hex digits without "#", which a picker always has. */
function Color({ option, value, onValue, id }) {
	const plain = /^[0-9a-f]{6}$/i.test(value ?? "") ? value : "";
	return (
		<div class="swatch">
			<input type="color" value={`#${plain || "888888"}`} aria-label={`Pick ${label(option.name)}`} onInput={(e) => onValue(e.currentTarget.value.slice(1))} />
			<input id={id} value={value ?? ""} title={option.doc} placeholder="theme" maxlength={120} spellcheck={false} onInput={(e) => onValue(e.currentTarget.value.replace("#", "").trim())} />
		</div>
	);
}

/* A default outside of the range stands for "not given". */
function Number_({ option, value, onValue, id }) {
	const usual = option.default === null || Number(option.default) < option.min ? "auto" : option.default;
	return (
		<input id={id} type="number" value={value ?? ""} title={option.doc} placeholder={usual} min={option.min} max={option.max}
			step={option.type === "integer" ? 1 : "any"} onInput={(e) => onValue(e.currentTarget.value)} />
	);
}

function Choice({ option, id, value, onValue, choices, empty }) {
	return (
		<select id={id} value={value ?? ""} title={option.doc} onChange={(e) => onValue(e.currentTarget.value)}>
			<option value="">{empty}</option>
			{choices.map(({ value: key, text }) => <option key={key} value={key}>{text}</option>)}
		</select>
	);
}

function Text({ option, value, onValue, id }) {
	return (
		<input id={id} value={value ?? ""} title={option.doc} placeholder={option.default ?? ""} maxlength={option.max > 0 ? option.max : 200} required={option.required}
			autocomplete="off" autocapitalize="none" spellcheck={false} onInput={(e) => onValue(e.currentTarget.value)} />
	);
}

const controls = { boolean: Boolean_, words: Words, word: Word, color: Color, background: Color, integer: Number_, number: Number_ };
const labelled = ["boolean", "words"]; /* these carry their own */

export function Field({ option, value, onValue, choices, empty }) {
	const id = `option-${option.name}`;
	const Control = choices ? Choice : controls[option.type] ?? Text;
	const control = <Control id={id} option={option} value={value} onValue={onValue} choices={choices} empty={empty} />;
	return (
		<div class={`field ${option.type}`}>
			{labelled.includes(option.type) ? null : <label for={id}>{label(option.name)}{option.required ? " *" : ""}</label>}
			{control}
		</div>
	);
}
