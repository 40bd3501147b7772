/* The one input: a login, checked before anything is sent. */
import { useEffect, useRef, useState } from "preact/hooks";
import { LOGIN } from "./api.js";

export function LoginForm({ initial = "", busy = false, onLogin }) {
	const [login, setLogin] = useState(initial);
	const [wrong, setWrong] = useState("");
	const input = useRef(null);
	useEffect(() => setLogin(initial), [initial]);

	function submit(event) {
		event.preventDefault();
		if (busy) return;
		const wanted = login.trim().replace(/^@/, "");
		if (!LOGIN.test(wanted)) {
			setWrong("A GitHub login has 1 to 39 letters, digits or inner hyphens.");
			input.current.focus();
			return;
		}
		setWrong("");
		onLogin(wanted);
	}

	return (
		<form class="ask" action="/explore" role="search" onSubmit={submit} noValidate>
			<label for="login">GitHub login</label>
			<div class="ask-row">
				<input id="login" name="login" ref={input} value={login} onInput={(e) => setLogin(e.currentTarget.value)}
					autocomplete="off" autocapitalize="none" spellcheck={false} maxlength={64} placeholder="octocat"
					aria-invalid={wrong ? "true" : undefined} aria-describedby={wrong ? "login-wrong" : undefined} />
				<button type="submit" aria-disabled={busy ? "true" : undefined}>{busy ? "Analysing…" : "Analyse"}</button>
			</div>
			<p class="wrong" id="login-wrong" role="alert">{wrong}</p>
		</form>
	);
}
