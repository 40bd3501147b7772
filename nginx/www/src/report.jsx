/* One analysis, section by section, in the order people ask. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { forget } from "./api.js";
import { CardSection } from "./card.jsx";
import { Bar, Calendar, LanguageBar, Radar } from "./charts.jsx";

const dimensions = [
	["activity", "Activity"],
	["collaboration", "Collaboration"],
	["stack_diversity", "Stack diversity"],
	["ai_savviness", "AI savviness"],
];

const levels = { author: "author", coauthor: "co-author", session: "session", footer: "footer", weak: "weak" };
const sources = { graphql: "GitHub", rest: "GitHub’s public API, without a token", git: "git on disk" };

const number = (n) => (n == null ? "n/a" : n.toLocaleString());
const percent = (share) => `${Math.round(share * 100)} %`;

function Section({ id, title, children }) {
	return (
		<section class="panel" aria-labelledby={id}>
			<h2 id={id}>{title}</h2>
			{children}
		</section>
	);
}

function Person({ profile, meta }) {
	const name = profile.name || profile.username;
	const facts = [profile.company, profile.location].filter(Boolean);
	const stats = [
		["Repositories", profile.stats.repos],
		["Followers", profile.stats.followers],
		["Contributions, last year", profile.stats.contributions_last_year],
		["Pull requests", profile.stats.total_prs],
		["Reviews", profile.stats.total_reviews],
	];
	return (
		<section class="panel person" aria-label="Profile">
			<div class="initial" aria-hidden="true">{[...(name ?? "?")][0]}</div>
			<div>
				<h2 id="answer" tabindex="-1"><bdi>{name}</bdi> <span class="login">@{profile.username}</span></h2>
				{profile.bio ? <p><bdi>{profile.bio}</bdi></p> : null}
				{facts.length ? <p class="muted">{facts.map((f, i) => <span key={f}>{i ? " · " : ""}<bdi>{f}</bdi></span>)}</p> : null}
				<dl class="stats">
					{stats.map(([label, n]) => <div key={label}><dt>{label}</dt><dd>{number(n)}</dd></div>)}
				</dl>
				<p class="muted">Source: {sources[meta?.data_source] ?? meta?.data_source}{meta?.cache_hit ? ", from the cache" : ""}</p>
			</div>
		</section>
	);
}

function Missing({ missing }) {
	if (!missing?.length) return null;
	return (
		<section class="panel partial" aria-labelledby="partial">
			<h2 id="partial">Some of it could not be read</h2>
			<p>What is missing is left out of the scores, not counted as zero.</p>
			<details>
				<summary>{missing.length} {missing.length === 1 ? "part" : "parts"}</summary>
				<ul>{missing.map((m) => <li key={m.field + m.reason}><strong>{m.label}</strong>: {m.why}</li>)}</ul>
			</details>
		</section>
	);
}

function Terms({ terms }) {
	return (
		<div class="scroll" tabindex="0" role="group" aria-label="Signals of this score">
			<table>
				<thead><tr><th scope="col">Signal</th><th scope="col" class="num">Value</th><th scope="col" class="num">Points</th></tr></thead>
				<tbody>
					{terms.map((t) => (
						<tr key={t.signal} class={t.measured ? "" : "absent"}>
							<th scope="row">{t.label}</th>
							<td class="num">{t.measured ? number(Math.round(t.value * 100) / 100) : "not measured"}</td>
							<td class="num">{t.measured ? `${t.points.toFixed(1)} of ${t.max}` : "–"}</td>
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}

function coverageText(why) {
	if (!why.coverage) return "none of its signals could be measured";
	return why.thin ? `only ${percent(why.coverage)} of its signals measured: says little` : `${percent(why.coverage)} of its signals measured`;
}

function Scores({ scores, explanation }) {
	const shown = (id) => (explanation[id].coverage ? scores[id] : "n/a");
	return (
		<Section id="scores" title="Scores">
			<div class="scores">
				<Radar scores={dimensions.map(([id, name]) => ({ id, name, score: explanation[id].coverage ? scores[id] : 0, shown: shown(id) }))} />
				<div class="score-list">
					{dimensions.map(([id, name]) => {
						const why = explanation[id];
						return (
							<details key={id} class="score">
								<summary>
									<span class="score-name">{name}</span>
									<span class={`score-value ${why.thin ? "muted" : ""}`}>{shown(id)}</span>
									<Bar share={why.coverage ? scores[id] / 100 : 0} tone={id} />
									<span class="muted coverage">{coverageText(why)}</span>
								</summary>
								<Terms terms={why.terms} />
							</details>
						);
					})}
				</div>
			</div>
		</Section>
	);
}

function Archetype({ archetype }) {
	return (
		<Section id="archetype" title="Archetype">
			{archetype.undecided ? (
				<>
					<p class="archetype">Undecided</p>
					<p>Too little evidence to tell; nearest so far: {archetype.name}.</p>
				</>
			) : (
				<>
					<p class="archetype">{archetype.name} <span class="badge">{percent(archetype.confidence)} confident</span></p>
					<p>{archetype.description}</p>
				</>
			)}
			{archetype.reasons?.length ? <ul class="reasons">{archetype.reasons.map((r) => <li key={r}>{r}</li>)}</ul> : null}
			{archetype.alternatives?.length ? (
				<p class="muted">Next, by evidence of 100: {archetype.alternatives.map((a) => `${a.name} ${Math.round(a.score)}`).join(", ")}</p>
			) : null}
		</Section>
	);
}

function Tool({ tool }) {
	const by = Object.entries(tool.levels).filter(([, n]) => n).map(([level, n]) => `${levels[level] ?? level} ${n}`);
	return (
		<details class="tool">
			<summary><strong>{tool.name}</strong> <span>{number(tool.commits)} {tool.commits === 1 ? "commit" : "commits"}</span> <span class="muted">{by.join(" · ")}</span></summary>
			<ul class="evidence">
				{tool.evidence.map((e) => (
					<li key={`${e.repo}${e.oid}${e.level}${e.mark}`}><code>{e.oid?.slice(0, 10)}</code> {e.repo ? <span class="muted">{e.repo}</span> : null} <q>{e.mark}</q></li>
				))}
			</ul>
		</details>
	);
}

function Marks({ marks }) {
	return (
		<Section id="marks" title="Marks of AI tools">
			<p class="statement">{marks.statement}</p>
			{marks.tools.map((t) => <Tool key={t.id} tool={t} />)}
			{marks.config_files?.length ? (
				<>
					<h3>Configuration files</h3>
					<p class="muted">A weaker sign: a team’s file, not a person’s use.</p>
					<ul class="config">{marks.config_files.map((c) => <li key={c.repo + c.path}><code>{c.path}</code> <span class="muted">{c.repo}</span></li>)}</ul>
				</>
			) : null}
			<p class="muted">A mark is what a tool wrote into a commit by itself. No mark proves nothing: many tools leave none.</p>
		</Section>
	);
}

function Languages({ languages, tech }) {
	if (!languages.length) return <Section id="languages" title="Languages"><p class="muted">No code of a known language was found.</p></Section>;
	const shown = languages.slice(0, 10);
	return (
		<Section id="languages" title="Languages">
			<LanguageBar parts={shown} />
			<ul class="legend">
				{shown.map((l) => (
					<li key={l.name}>
						<svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true"><circle cx="5" cy="5" r="5" fill={l.color ?? "#8b949e"} /></svg>
						{l.name} <span class="muted">{l.percentage} %</span>
					</li>
				))}
			</ul>
			<p class="muted">Ecosystem: {tech.primary_ecosystem}{tech.frameworks.length ? `. Frameworks: ${tech.frameworks.join(", ")}` : ""}</p>
		</Section>
	);
}

function Repositories({ repos }) {
	if (!repos.length) return null;
	return (
		<Section id="repositories" title="Top repositories">
			<ul class="repos">
				{repos.map((r) => (
					<li key={r.name}>
						<h3><bdi>{r.name}</bdi></h3>
						{r.description ? <p><bdi>{r.description}</bdi></p> : null}
						<p class="muted">{[r.language, r.stars == null ? null : `${number(r.stars)} ★`].filter(Boolean).join(" · ")}</p>
					</li>
				))}
			</ul>
		</Section>
	);
}

function Session({ report, onForgotten }) {
	const [failed, setFailed] = useState(false);
	const href = useMemo(() => URL.createObjectURL(new Blob([JSON.stringify(report, null, 2)], { type: "application/json" })), [report]);
	useEffect(() => () => URL.revokeObjectURL(href), [href]);
	return (
		<section class="panel session" aria-label="This analysis">
			<p>This analysis is kept in memory for 30 minutes at most.</p>
			<p>
				<button type="button" onClick={async () => ((await forget(report.session_id)) ? onForgotten() : setFailed(true))}>Forget it now</button>{" "}
				<a class="button" href={href} download={`${report.profile.username}.json`}>Download as JSON</a>
			</p>
			<p class="wrong" role="alert">{failed ? "It could not be deleted now; it will expire by itself." : ""}</p>
		</section>
	);
}

export function Report({ report, onForgotten }) {
	const days = report.contribution_calendar;
	return (
		<div class="report">
			<Person profile={report.profile} meta={report.meta} />
			<Missing missing={report.missing} />
			<Scores scores={report.scores} explanation={report.explanation} />
			<Archetype archetype={report.archetype} />
			<Marks marks={report.ai_analysis.marks} />
			<Languages languages={report.tech_profile.languages} tech={report.tech_profile} />
			{days?.length ? <Section id="calendar" title="Contributions"><Calendar days={days} /></Section> : null}
			<Repositories repos={report.tech_profile.top_repos} />
			<CardSection login={report.profile.username} />
			<Session report={report} onForgotten={onForgotten} />
		</div>
	);
}
