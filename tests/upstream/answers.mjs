// Answers as GitHub words them, as {status, headers, body}.

const DOCS = 'https://docs.github.com/rest';
const SECONDARY = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';

export const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

export const json = (status, value, headers = {}) =>
	({ status, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(value) });
export const plain = (status, message) =>
	json(status, { message, documentation_url: DOCS, status: String(status) });
export const secondary = () =>
	json(403, { message: SECONDARY, documentation_url: DOCS, status: '403' }, { 'retry-after': '60' });

export function overrun({ user }, resource) {
	const message = `API rate limit already exceeded for user ID ${user.id}.`;
	const headers = user.buckets[resource].headers;
	return resource === 'graphql'
		? json(200, { errors: [{ type: 'RATE_LIMIT', code: 'graphql_rate_limit', message }] }, headers)
		: json(403, { message: message.replace('already ', ''), documentation_url: DOCS, status: '403' }, headers);
}

// Modes that answer for the API itself, rather than spoil an answer.
export const MODES = {
	primary: (caller, resource) => {
		const headers = { ...caller.user.buckets[resource].headers, 'x-ratelimit-remaining': 0 };
		const answer = overrun(caller, resource);
		return { ...answer, headers: { ...answer.headers, ...headers } };
	},
	secondary,
	unauthorized: () => plain(401, 'Bad credentials'),
	suspended: () => plain(403, 'Sorry. Your account was suspended.'),
	forbidden: () => plain(403, 'Resource not accessible by personal access token'),
};
