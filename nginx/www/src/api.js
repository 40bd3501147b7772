/* The calls to our own API; every failure becomes {kind, title, text, retryAfter}. */

const ANALYZE = "/api/v1/public/analyze";
const SESSION = "/api/v1/public/session/";

/* 1..39 letters, digits and inner hyphens, as GitHub allows. */
export const LOGIN = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?$/;

const kinds = { 400: "invalid", 403: "refused", 404: "notfound", 422: "invalid", 429: "limited", 503: "busy" };

const titles = {
	invalid: "That is not a GitHub login",
	notfound: "No such developer",
	refused: "Not for this name",
	limited: "Too many requests",
	busy: "The service is busy",
	offline: "The service cannot be reached",
	upstream: "GitHub did not answer",
};

function failure(kind, text, retryAfter) {
	return { kind, title: titles[kind], text, retryAfter };
}

async function failureOf(response) {
	const problem = await response.json().catch(() => ({}));
	const kind = kinds[response.status] ?? "upstream";
	return failure(kind, problem.detail ?? problem.title ?? "", Number(response.headers.get("retry-after")) || 0);
}

export async function analyze(login, signal) {
	let response;
	try {
		response = await fetch(ANALYZE, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify({ github_username: login }),
			signal,
		});
	} catch (error) {
		if (error.name === "AbortError") throw error;
		throw failure("offline", "Check the connection and try again.", 0);
	}
	if (!response.ok) throw await failureOf(response);
	return response.json().catch((error) => {
		throw error.name === "AbortError" ? error : failure("offline", "The answer broke off. Try again.", 0);
	});
}

/* Delete the session before its time; true when it is gone. */
export async function forget(session) {
	const response = await fetch(SESSION + encodeURIComponent(session), { method: "DELETE" }).catch(() => null);
	return Boolean(response && (response.ok || response.status === 404));
}
