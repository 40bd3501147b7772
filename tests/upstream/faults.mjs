// Ways to fail, by the prefix of a login or for everybody as `mode`. Each gets the answer that would have
// been sent and spoils it.

const HTML = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n';
const SILENCE_MS = 60000;

const badGateway = () => ({ status: 502, headers: { 'content-type': 'text/html; charset=utf-8' }, body: HTML });

const gatewayTimeout = () => ({ status: 504, headers: { 'content-type': 'application/json; charset=utf-8' },
	body: JSON.stringify({ message: 'We couldn\'t respond to your request in time. Sorry about that.' }) });

function head({ status, headers }, length) {
	const lines = Object.entries({ ...headers, 'content-length': length }).map(([name, value]) => `${name}: ${value}`);
	return `HTTP/1.1 ${status} Answer\r\n${lines.join('\r\n')}\r\n\r\n`;
}

// Ends the connection in the middle of the announced content.
function cut(answer, { socket }) {
	const body = Buffer.from(answer.body);
	socket.end(Buffer.concat([Buffer.from(head(answer, body.length)), body.subarray(0, body.length >> 1)]));
}

// Announces half of what follows, so that the rest poisons a kept connection.
function lie(answer, { socket }) {
	const body = Buffer.from(answer.body);
	socket.write(Buffer.concat([Buffer.from(head(answer, body.length >> 1)), body]));
	setTimeout(() => socket.destroy(), 500).unref();
}

function hold(answer, { socket }) {
	setTimeout(() => socket.destroy(), SILENCE_MS).unref();
}

// `answer` replaces what is sent; `send` takes over the socket; `once` applies to the first request of a login,
// `applies` chooses among its requests.
export const FAULTS = {
	slow: { delay: 1000 },
	silent: { send: hold },
	broken: { answer: badGateway },
	truncated: { send: cut },
	liar: { send: lie },
	flaky: { answer: badGateway, once: true },
	late: { answer: gatewayTimeout, applies: ({ parts }) => parts > 3 },
};

const PREFIX = new RegExp(`^(${Object.keys(FAULTS).join('|')})-`);

export const faultOf = login => PREFIX.exec(login)?.[1];
