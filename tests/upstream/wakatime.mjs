// A strict stand-in for WakaTime's public stats API on 127.0.0.1. It knows one address, refuses what the real one would
// not be asked (other methods, other parameters, credentials), and answers by the user's name.
//
//   node wakatime.mjs [port=0]      prints WAKATIME_URL=http://127.0.0.1:PORT when it is ready
//
// User          What happens
// hidden-*      no coding activity is public          nodetails-*   languages are not public
// pending-*     202, still counting                   empty-*       nothing was coded
// ghost-*       404                                   closed-*      403 in plain text, as Wakapi refuses
// limited-*     429 with retry-after 120              broken-*      502 with HTML
// silent-*      no answer for 60 s                    huge-*        more than a megabyte
// private-*     redirects to another host             wakapi-*      Wakapi's shape
// lang-ar -he -ja -hi: names of languages in that script
// anything else ten languages of the last seven days
//
// GET /_control/asked: how many requests came, and what was wrong with those refused.
import { createServer } from 'node:http';

const text = (seconds) => {
	const h = Math.floor(seconds / 3600), m = Math.floor(seconds / 60) % 60;
	const part = (n, one) => `${n} ${one}${n === 1 ? '' : 's'}`;
	return [h && part(h, 'hr'), (m || !h) && part(m, 'min')].filter(Boolean).join(' ');
};

const TIMES = [['TypeScript', 24600], ['C', 16560], ['Python', 9180], ['Markdown', 4260], ['Jupyter Notebook', 3660],
	['YAML', 1500], ['Bash', 900], ['Docker', 300], ['Vim Script', 120], ['Other', 42]];
const SCRIPTS = {
	ar: ['لغة البرمجة', 'بايثون'], he: ['שפת תכנות', 'פייתון'], ja: ['日本語プログラミング言語なでしこ', 'ひまわり'], hi: ['प्रोग्रामिंग भाषा', 'पाइथन'],
};

const languages = (times) => {
	const sum = times.reduce((n, [, s]) => n + s, 0);
	return times.map(([name, s]) => ({
		name, total_seconds: s + 0.5, percent: Math.round(s * 10000 / sum) / 100, text: text(s), digital: `${Math.floor(s / 3600)}:00`,
		hours: Math.floor(s / 3600), minutes: Math.floor(s / 60) % 60,
	}));
};

const stats = (user, more = {}) => ({
	data: {
		username: user, range: 'last_7_days', human_readable_range: 'last 7 days', status: 'ok', is_up_to_date: true, is_stuck: false,
		is_already_updating: false, percent_calculated: 100, is_including_today: true, is_coding_activity_visible: true,
		is_language_usage_visible: true, is_editor_usage_visible: true, is_other_usage_visible: true, languages: languages(TIMES), ...more,
	},
});

const json = (status, value, headers = {}) => ({ status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) });
const plain = (status, body, headers = {}) => ({ status, headers: { 'content-type': 'text/html', ...headers }, body });

const ANSWERS = {
	hidden: (u) => json(200, stats(u, { languages: [], is_coding_activity_visible: false, is_language_usage_visible: false, is_other_usage_visible: false })),
	nodetails: (u) => json(200, stats(u, { languages: [], is_language_usage_visible: false, is_other_usage_visible: false })),
	pending: (u) => json(202, stats(u, { languages: [], status: 'pending_update', is_up_to_date: false, percent_calculated: 3 })),
	empty: (u) => json(200, stats(u, { languages: [] })),
	ghost: () => json(404, { error: 'Not found.' }),
	closed: () => plain(403, 'requested time range too broad'),
	limited: () => json(429, { error: 'Rate limited.' }, { 'retry-after': '120' }),
	broken: () => plain(502, '<html>Bad gateway</html>'),
	silent: () => null,
	huge: (u) => json(200, stats(u, { padding: 'x'.repeat(1100000) })),
	private: () => plain(302, '', { location: 'http://127.0.0.2/' }),
	wakapi: (u) => json(200, { data: { username: u, user_id: u, status: 'ok', range: 'last_year', human_readable_range: 'last year',
		is_coding_activity_visible: true, is_other_usage_visible: true, languages: languages(TIMES).map((l) => ({ ...l, seconds: 0 })) } }),
	lang: (u) => json(200, stats(u, { languages: languages((SCRIPTS[u.slice(5)] ?? []).map((name, i) => [name, 7380 / (i + 1)])) })),
};

const asked = { n: 0, refused: [] };

const complaint = (req, url) => {
	if (req.method !== 'GET')
		return 'the method is not GET';
	if (url.search !== '?is_including_today=true')
		return `the query is "${url.search}"`;
	if (req.headers.authorization || req.headers.cookie)
		return 'credentials were sent';
	if (req.headers.accept !== 'application/json' || !req.headers['user-agent'])
		return 'accept or user-agent is missing';
	return null;
};

const answer = (req) => {
	const url = new URL(req.url, 'http://localhost');
	if (url.pathname === '/_control/asked')
		return json(200, asked);
	asked.n++;
	const path = /^\/api\/v1\/users\/([^/]+)\/stats$/.exec(url.pathname);
	const why = path ? complaint(req, url) : `the path is "${url.pathname}"`;
	if (why) {
		asked.refused.push(why);
		return json(400, { error: why });
	}
	const user = decodeURIComponent(path[1]), kind = user.split('-')[0];
	return (user.includes('-') && Object.hasOwn(ANSWERS, kind) ? ANSWERS[kind] : (u) => json(200, stats(u)))(user);
};

const options = Object.fromEntries(process.argv.slice(2).map((a) => a.split('=')));
const server = createServer((req, res) => {
	const a = answer(req);
	if (a)
		res.writeHead(a.status, a.headers).end(a.body);
	else
		setTimeout(() => res.destroy(), 60000).unref();
});
server.listen(Number(options.port ?? 0), '127.0.0.1', () => console.log(`WAKATIME_URL=http://127.0.0.1:${server.address().port}`));
