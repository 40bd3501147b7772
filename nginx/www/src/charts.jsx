/* Drawings as SVG: the radar of the scores, the bar of languages, the calendar. */
import { useLayoutEffect, useRef } from "preact/hooks";

const SIZE = 340;
const MID = SIZE / 2;
const RADIUS = 108;

function spoke(i, n, share) {
	const angle = (2 * Math.PI * i) / n - Math.PI / 2;
	return [MID + Math.cos(angle) * RADIUS * share, MID + Math.sin(angle) * RADIUS * share];
}

function ring(n, share) {
	return Array.from({ length: n }, (_, i) => spoke(i, n, share).map((v) => v.toFixed(1)).join(",")).join(" ");
}

/* Where a label's two lines (name, value) stand, seen from its spoke's end. */
const labels = [[0, -26], [10, -32], [0, 20], [-10, -32]];

/* scores: [{id, name, score, shown}]; shown is "n/a" where nothing could be measured */
export function Radar({ scores }) {
	const n = scores.length;
	const shape = scores.map((s, i) => spoke(i, n, Math.max(s.score, 2) / 100).map((v) => v.toFixed(1)).join(",")).join(" ");
	const words = scores.map((s) => `${s.name} ${s.shown}`).join(", ");
	return (
		<svg class="radar" viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={`Scores of 100: ${words}`}>
			{[0.25, 0.5, 0.75, 1].map((share) => <polygon key={share} class="grid" points={ring(n, share)} />)}
			{scores.map((s, i) => {
				const [x, y] = spoke(i, n, 1);
				return <line key={s.id} class="grid" x1={MID} y1={MID} x2={x} y2={y} />;
			})}
			<polygon class="shape" points={shape} />
			{scores.map((s, i) => {
				const [x, y] = spoke(i, n, Math.max(s.score, 2) / 100);
				const [lx, ly] = spoke(i, n, 1);
				return (
					<g key={s.id}>
						<circle class="dot" cx={x} cy={y} r="4" />
						<text x={lx + labels[i][0]} y={ly + labels[i][1]} text-anchor="middle">
							{s.name}<tspan class="value" x={lx + labels[i][0]} dy="17">{s.shown}</tspan>
						</text>
					</g>
				);
			})}
		</svg>
	);
}

/* A share of 0..1 as a bar; the number beside it is the text. */
export function Bar({ share, tone }) {
	return (
		<svg class={`meter ${tone ?? ""}`} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
			<rect class="track" width="100" height="6" />
			<rect class="fill" width={Math.max(0, Math.min(1, share)) * 100} height="6" />
		</svg>
	);
}

/* parts: [{name, percentage, color}] */
export function LanguageBar({ parts }) {
	let x = 0;
	return (
		<svg class="languages" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
			{parts.map((p) => {
				const rect = <rect key={p.name} x={x} width={Math.max(0, p.percentage - 0.25)} height="4" fill={p.color ?? "#8b949e"} />;
				x += p.percentage;
				return rect;
			})}
		</svg>
	);
}

const CELL = 13;

function level(count, most) {
	if (!count) return 0;
	return Math.min(4, 1 + Math.floor((4 * (count - 1)) / Math.max(most, 1)));
}

/* days: [{date, count, weekday}], oldest first */
export function Calendar({ days }) {
	const most = days.reduce((m, d) => Math.max(m, d.count), 0);
	const total = days.reduce((s, d) => s + d.count, 0);
	const active = days.filter((d) => d.count).length;
	const first = days.length ? days[0].weekday : 0;
	const weeks = Math.ceil((days.length + first) / 7);
	const frame = useRef(null);
	useLayoutEffect(() => { frame.current.scrollLeft = frame.current.scrollWidth; }, []); /* the newest days first */
	const date = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" });
	return (
		<figure class="calendar">
			<div class="scroll" ref={frame} tabindex="0" role="group" aria-label="Contribution calendar, scrolls sideways">
				<svg width={weeks * CELL} height={7 * CELL} viewBox={`0 0 ${weeks * CELL} ${7 * CELL}`} role="img"
					aria-label={`${total} contributions on ${active} of ${days.length} days`}>
					{days.map((d, i) => (
						<rect key={d.date} class={`l${level(d.count, most)}`} x={Math.floor((i + first) / 7) * CELL} y={((i + first) % 7) * CELL} width="10" height="10" rx="2">
							<title>{`${date.format(new Date(`${d.date}T00:00:00Z`))}: ${d.count}`}</title>
						</rect>
					))}
				</svg>
			</div>
			<figcaption>{total.toLocaleString()} contributions on {active} of {days.length} days</figcaption>
		</figure>
	);
}
