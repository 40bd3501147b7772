// The queries a profile is made of, as clients are expected to ask them.

const RATE = 'rateLimit { cost limit nodeCount remaining resetAt used }';
const REPOSITORIES = 'ownerAffiliations: OWNER, isFork: false, privacy: PUBLIC, orderBy: {field: PUSHED_AT, direction: DESC}';

export const PROFILE = `query profile($login: String!, $after: String) { ${RATE} user(login: $login) {
	id login name bio company location createdAt
	followers { totalCount } following { totalCount } pullRequests { totalCount }
	merged: pullRequests(states: MERGED) { totalCount } issues { totalCount }
	repositoryDiscussionComments(onlyAnswers: true) { totalCount }
	repositories(first: 100, after: $after, ${REPOSITORIES}) {
		totalCount pageInfo { hasNextPage endCursor }
		nodes { nameWithOwner stargazerCount forkCount pushedAt isArchived
			repositoryTopics(first: 5) { nodes { topic { name } } }
			languages(first: 10, orderBy: {field: SIZE, direction: DESC}) { totalSize edges { size node { name color } } } }
	} } }`;

export const WINDOW = `query window($login: String!, $from: DateTime!, $to: DateTime!) { ${RATE} user(login: $login) {
	contributionsCollection(from: $from, to: $to) {
		totalCommitContributions totalIssueContributions totalPullRequestContributions
		totalPullRequestReviewContributions totalRepositoryContributions restrictedContributionsCount contributionYears
		contributionCalendar { totalContributions colors isHalloween months { name year firstDay totalWeeks }
			weeks { contributionDays { date weekday contributionCount contributionLevel color } } }
		commitContributionsByRepository(maxRepositories: 100) {
			repository { nameWithOwner } contributions { totalCount } }
	} } }`;

export const MARKS = `query marks($login: String!, $id: ID!) { ${RATE} user(login: $login) {
	repositories(first: 10, ${REPOSITORIES}) { nodes { nameWithOwner
		defaultBranchRef { target { ... on Commit { history(first: 50, author: {id: $id}) { totalCount nodes {
			oid committedDate message author { name email } committer { name email }
			authors(first: 5) { nodes { name email user { login } } } } } } } }
		root: object(expression: "HEAD:") { ... on Tree { entries { name type } } }
		github: object(expression: "HEAD:.github") { ... on Tree { entries { name type } } }
	} } } }`;
