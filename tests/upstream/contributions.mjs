// The contributions of one account in one window of whole days, and their calendar.
import { connect } from './connection.mjs';
import { DAY, dateOf, dayOf, instant } from './activity.mjs';
import { Refusal, tooHeavy } from './refusal.mjs';

const COLORS = ['#ebedf0', '#9be9a8', '#40c463', '#30a14e', '#216e39'];
const LEVELS = ['NONE', 'FIRST_QUARTILE', 'SECOND_QUARTILE', 'THIRD_QUARTILE', 'FOURTH_QUARTILE'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const YEAR_MS = 366 * DAY * 1000;

const weekday = day => (day + 4) % 7;

function bounds(world, { from, to }) {
	const year = iso => new Date(iso).getUTCFullYear();
	const shifted = (iso, years) => new Date(new Date(iso).setUTCFullYear(year(iso) + years)).toISOString();
	const end = to ?? (from ? shifted(from, 1) : world.now);
	const start = from ?? shifted(end, -1);
	const span = Date.parse(end) - Date.parse(start);
	if (Number.isNaN(span) || span < 0)
		throw new Refusal('VALIDATION', "'from' must be a time before 'to'");
	if (span > YEAR_MS || Date.parse(end) > Date.parse(shifted(start, 1)))
		throw new Refusal('VALIDATION', "The total time spanned by 'from' and 'to' must not exceed 1 year");
	return [start, end];
}

class Calendar {
	isHalloween = false;
	colors = COLORS.slice(1);

	constructor(activity, from, to) {
		this.from = from;
		this.counts = Array.from({ length: to - from + 1 }, (_, i) => activity.count(from + i));
		this.totalContributions = this.counts.reduce((sum, n) => sum + n, 0);
		this.most = Math.max(1, ...this.counts);
	}

	#day(i) {
		const day = this.from + i;
		const level = Math.ceil(this.counts[i] / this.most * 4);
		return {
			date: dateOf(day), weekday: weekday(day), contributionCount: this.counts[i],
			contributionLevel: LEVELS[level], color: COLORS[level],
		};
	}

	get weeks() {
		const weeks = [];
		for (let i = 0; i < this.counts.length; i++) {
			const day = this.#day(i);
			if (!weeks.length || day.weekday === 0)
				weeks.push({ firstDay: day.date, contributionDays: [] });
			weeks.at(-1).contributionDays.push(day);
		}
		return weeks;
	}

	get months() {
		const months = [];
		for (const { firstDay } of this.weeks) {
			const [year, month] = firstDay.split('-').map(Number);
			if (months.at(-1)?.name !== MONTHS[month - 1])
				months.push({ name: MONTHS[month - 1], year, firstDay, totalWeeks: 0 });
			months.at(-1).totalWeeks++;
		}
		return months;
	}
}

export class Contributions {
	__typename = 'ContributionsCollection';
	earliestRestrictedContributionDate = null;
	latestRestrictedContributionDate = null;

	constructor(user, args, longestDays) {
		[this.startedAt, this.endedAt] = bounds(user.world, args);
		this.user = user;
		this.from = dayOf(this.startedAt);
		this.to = dayOf(this.endedAt);
		const { gapYear } = user.persona;
		this.isTooHeavy = (Date.parse(this.endedAt) - Date.parse(this.startedAt)) / 1000 > longestDays * DAY ||
			gapYear && this.startedAt.slice(0, 4) <= gapYear && this.endedAt.slice(0, 4) >= gapYear;
	}

	get restrictedContributionsCount() { return this.user.activity.restrictedTotal(this.from, this.to); }
	get hasAnyRestrictedContributions() { return this.restrictedContributionsCount > 0; }

	#total(kind) {
		if (this.isTooHeavy)
			throw tooHeavy();
		return this.user.activity.total(kind, this.from, this.to);
	}

	get totalCommitContributions() { return this.#total('commits'); }
	totalIssueContributions() { return this.#total('issues'); }
	totalPullRequestContributions() { return this.#total('prs'); }
	get totalPullRequestReviewContributions() { return this.#total('reviews'); }
	get hasAnyContributions() { return this.contributionCalendar.totalContributions > 0; }
	get hasActivityInThePast() { return this.user.activity.total('commits', undefined, this.from) > 0; }
	get isSingleDay() { return this.from === this.to; }
	get doesEndInCurrentMonth() { return this.endedAt.slice(0, 7) === this.user.world.now.slice(0, 7); }

	get contributionCalendar() {
		if (this.isTooHeavy)
			throw tooHeavy();
		return new Calendar(this.user.activity, this.from, this.to);
	}

	get contributionYears() {
		const first = Number(this.user.createdAt.slice(0, 4));
		const last = Number(this.user.world.now.slice(0, 4));
		const early = [...this.user.activity.stray.keys()].map(day => Number(dateOf(day).slice(0, 4)))
			.filter(year => year < first).sort((a, b) => b - a);
		return [...Array.from({ length: last - first + 1 }, (_, i) => last - i), ...new Set(early)];
	}

	#created() {
		return this.user.repositoryList.filter(({ createdDay, isFork }) =>
			!isFork && createdDay >= this.from && createdDay <= this.to);
	}
	totalRepositoryContributions() { return this.#created().length; }
	repositoryContributions(args) {
		const list = this.#created().sort((a, b) => b.createdDay - a.createdDay);
		return connect(args, list.length, i => ({
			__typename: 'CreatedRepositoryContribution', repository: list[i], user: this.user, isRestricted: false,
			occurredAt: list[i].createdAt, url: list[i].url, resourcePath: list[i].resourcePath,
		}));
	}

	// Most commits first; the commits of all repositories add up to the window's total.
	#byRepository() {
		const days = new Map();
		for (let day = this.from; day <= this.to; day++) {
			if (this.user.activity.on('commits', day) === 0)
				continue;
			const repository = this.user.repositoryOn(day);
			days.set(repository, [...days.get(repository) ?? [], day]);
		}
		return [...days].map(([repository, list]) => this.#commitsOf(repository, list.reverse()))
			.sort((a, b) => b.commits - a.commits);
	}

	#commitsOf(repository, days) {
		const { activity } = this.user;
		const commits = days.reduce((sum, day) => sum + activity.on('commits', day), 0);
		const view = day => ({
			__typename: 'CreatedCommitContribution', commitCount: activity.on('commits', day), isRestricted: false,
			occurredAt: instant(day * DAY), repository, user: this.user,
			url: `${repository.url}/commits`, resourcePath: `${repository.resourcePath}/commits`,
		});
		return {
			repository, commits, url: `${repository.url}/commits`, resourcePath: `${repository.resourcePath}/commits`,
			contributions: args => connect(args, days.length, i => view(days[i]), commits),
		};
	}

	commitContributionsByRepository({ maxRepositories }) {
		if (maxRepositories > 100)
			throw new Refusal('ARGUMENT_LIMIT', 'Only up to 100 repositories is supported.');
		if (this.isTooHeavy)
			throw tooHeavy();
		return this.#byRepository().slice(0, maxRepositories);
	}
	get totalRepositoriesWithContributedCommits() { return this.#byRepository().length; }

	pullRequestContributions(args) {
		return this.#contributed(args, 'prs', 'CreatedPullRequestContribution', 'pullRequest');
	}
	issueContributions(args) { return this.#contributed(args, 'issues', 'CreatedIssueContribution', 'issue'); }
	#contributed(args, kind, __typename, field) {
		const list = this.user.threadList(kind).filter(({ day }) => day >= this.from && day <= this.to);
		return connect(args, list.length, i => ({
			__typename, [field]: list[i], user: this.user, isRestricted: false, occurredAt: list[i].createdAt,
			url: list[i].url, resourcePath: list[i].resourcePath,
		}));
	}
}
