/*
 * /explore#LOGIN: the login stands in the fragment, so it is a link that can be shared and is
 * still never sent in a URL.
 */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { analyze } from "./api.js";
import { LoginForm } from "./form.jsx";
import { Report } from "./report.jsx";

function loginOfUrl() {
	const query = new URLSearchParams(location.search).get("login");
	if (query) history.replaceState(null, "", `/explore#${encodeURIComponent(query)}`);
	try {
		return decodeURIComponent(location.hash.slice(1));
	} catch {
		return location.hash.slice(1); /* no valid escape: refused as no login */
	}
}

/* {state: "idle" | "loading" | "failed" | "done" | "forgotten", login, report, failure} */
function useAnalysis() {
	const [view, setView] = useState({ state: "idle", login: loginOfUrl() });
	const running = useRef(null);

	const start = useCallback(async (login) => {
		running.current?.abort();
		const control = (running.current = new AbortController());
		setView({ state: "loading", login });
		try {
			setView({ state: "done", login, report: await analyze(login, control.signal) });
		} catch (failure) {
			if (failure.name !== "AbortError") setView({ state: "failed", login, failure });
		}
	}, []);

	useEffect(() => {
		const follow = () => {
			const login = loginOfUrl();
			if (login) start(login);
		};
		follow();
		addEventListener("hashchange", follow);
		return () => removeEventListener("hashchange", follow);
	}, [start]);

	return [view, start, setView];
}

function Loading({ login }) {
	return (
		<section class="panel loading" aria-busy="true">
			<h2>Reading {login}’s public work…</h2>
			<p>A first look takes a few seconds: repositories, calendar and recent commits are read once, then scored.</p>
			<div class="skeleton" aria-hidden="true"><span /><span /><span /><span /></div>
		</section>
	);
}

function waitText(seconds) {
	if (!seconds) return "Try again later.";
	if (seconds < 120) return `Try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`;
	const minutes = Math.ceil(seconds / 60);
	return minutes < 120 ? `Try again in ${minutes} minutes.` : `Try again in ${Math.ceil(minutes / 60)} hours.`;
}

function Failed({ login, failure, again }) {
	return (
		<section class={`panel failed ${failure.kind}`}>
			<h2 id="answer" tabindex="-1">{failure.title}</h2>
			<p>{failure.text}</p>
			{failure.retryAfter || failure.kind === "limited" ? <p>{waitText(failure.retryAfter)}</p> : null}
			{["notfound", "invalid", "refused"].includes(failure.kind) ? null : (
				<button type="button" onClick={() => again(login)}>Try again</button>
			)}
		</section>
	);
}

const spoken = {
	idle: () => "",
	loading: (v) => `Analysing ${v.login}`,
	failed: (v) => `${v.failure.title}. ${v.failure.text}`,
	done: (v) => `Analysis of ${v.report.profile.username ?? v.login} is ready`,
	forgotten: () => "",
};

export function Explore() {
	const [view, start, setView] = useAnalysis();

	function ask(login) {
		if (loginOfUrl() === login) start(login);
		else location.hash = login;
	}

	/* The answer takes the focus, unless the reader has moved on to something else. */
	useEffect(() => {
		const at = document.activeElement;
		if (!at || at === document.body || at.closest("form.ask")) document.getElementById("answer")?.focus();
	}, [view.state]);

	function onForgotten() {
		history.replaceState(null, "", "/explore");
		setView({ state: "forgotten", login: "" });
	}

	useEffect(() => {
		document.title = view.login ? `${view.login} · Git Phantom Scope` : "Explore · Git Phantom Scope";
	}, [view.login]);

	return (
		<>
			<h1 class="page-title">Explore a developer</h1>
			<LoginForm initial={view.login} busy={view.state === "loading"} onLogin={ask} />
			<p class="sr" role="status" aria-live="polite">{spoken[view.state](view)}</p>
			{view.state === "loading" ? <Loading login={view.login} /> : null}
			{view.state === "failed" ? <Failed login={view.login} failure={view.failure} again={start} /> : null}
			{view.state === "forgotten" ? <section class="panel"><h2 id="answer" tabindex="-1">Forgotten</h2><p>The analysis is deleted.</p></section> : null}
			{view.state === "done" ? <Report key={view.report.session_id} report={view.report} onForgotten={onForgotten} /> : null}
		</>
	);
}
