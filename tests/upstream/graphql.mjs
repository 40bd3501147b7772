// POST /graphql: parses, validates and executes against GitHub's published schema.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { GraphQLNonNull, Kind, buildSchema, execute, parse, validate } from 'graphql';
import { analyse } from './cost.mjs';
import { instant } from './activity.mjs';
import { BoundedMap } from './hash.mjs';
import { gistOwner } from './gist.mjs';
import { Refusal, forbidden, notFound } from './refusal.mjs';
import { issueCount, personOf } from './search.mjs';
import { executionError, parseError, validationErrors } from './wording.mjs';

// GitHub answers a forbidden field with null in its place, although its schema says it cannot be null.
const SOFT = {
	User: ['contributionsCollection', 'organizations', 'pinnedItems', 'repositoriesContributedTo',
		'repositoryDiscussionComments'],
	Repository: ['stargazers'],
};

function loadSchema() {
	// The package exports no path to the file itself: look where node would.
	const path = createRequire(import.meta.url).resolve.paths('@octokit/graphql-schema')
		.map(dir => join(dir, '@octokit/graphql-schema/schema.graphql')).find(existsSync);
	// The published file defines two fields of one type twice, hence assumeValidSDL.
	const schema = buildSchema(readFileSync(path, 'utf8'), { assumeValid: true, assumeValidSDL: true, noLocation: true });
	for (const [name, fields] of Object.entries(SOFT))
		for (const field of fields.map(key => schema.getType(name).getFields()[key]))
			if (field.type instanceof GraphQLNonNull)
				field.type = field.type.ofType;
	return schema;
}

function resolveField(source, args, context, info) {
	const { fieldName } = info;
	if (source.banned?.has(fieldName) || context.banned?.has(fieldName) && source.__typename === 'User')
		throw forbidden();
	const value = source[fieldName];
	if (value === undefined)
		throw new Refusal('NOT_SERVED', `The stand-in does not serve ${info.parentType.name}.${fieldName}.`);
	return typeof value === 'function' ? source[fieldName](args, context, info) : value;
}

const found = (value, ...what) => {
	if (!value)
		throw notFound(...what);
	return value;
};

// The root of every query; `world` and the rate limit come with the context.
const ROOT = {
	__typename: 'Query',
	user: ({ login }, { world }) => found(world.user(login), 'a User', 'login', login),
	organization: ({ login }, { world }) => found(world.organization(login), 'an Organization', 'login', login),
	repositoryOwner: ({ login }, { world }) => world.account(login),
	viewer: (args, { world, user }) => world.user(user.name),
	repository: ({ owner, name }, { world }) =>
		found(world.account(owner)?.findRepository(name), 'a Repository', 'name', `${owner}/${name}`),
	node: ({ id }, { world }) => found(world.node(id), 'a node', 'global id', id),
	nodes: ({ ids }, { world }) => ids.map(id => world.node(id)),
	search: ({ query, type }, { world }) => {
		if (type !== 'ISSUE')
			throw new Refusal('NOT_SERVED', `The stand-in does not search for ${type}.`);
		return { __typename: 'SearchResultItemConnection', issueCount: issueCount(world, query) };
	},
	rateLimit: (args, { bucket, analysis }) => ({
		cost: analysis.cost, nodeCount: analysis.nodeCount, limit: bucket.limit, remaining: bucket.remaining,
		used: bucket.used, resetAt: instant(bucket.reset),
	}),
};

const MARK = '@rateLimit@';
const PLACE = JSON.stringify(MARK);

function fill(names, context) {
	const now = ROOT.rateLimit({}, context);
	return Object.fromEntries(names.map(name => [name, now[name]]));
}

const told = ({ rate, text }, context) =>
	rate ? text.replace(PLACE, () => JSON.stringify(fill(rate, context))) : text;

// How many users one request asks for, the same one under several names included.
const partsOf = ({ selectionSet }) => selectionSet.selections.filter(({ name }) => name?.value === 'user').length;

const LOGIN_ARGUMENTS = { user: 'login', organization: 'login', repositoryOwner: 'login', repository: 'owner' };

// Which accounts a query asks for, without executing it.
function loginsOf(operation, variables) {
	const said = (node, wanted) => {
		const value = node.arguments?.find(({ name }) => name.value === wanted)?.value;
		return value?.kind === Kind.VARIABLE ? variables[value.name.value] : value?.value;
	};
	const { selections } = operation.selectionSet;
	const gists = selections.filter(({ name }) => name?.value === 'viewer').flatMap(({ selectionSet }) => selectionSet.selections)
		.filter(({ name }) => name?.value === 'gist').map(node => gistOwner(said(node, 'name')));
	const logins = selections.map(node => said(node, LOGIN_ARGUMENTS[node.name?.value]));
	const people = selections.filter(({ name }) => name?.value === 'search').map(node => personOf(said(node, 'query')));
	return [...new Set([...logins, ...gists, ...people].filter(login => typeof login === 'string' && login).map(login => login.toLowerCase()))];
}

class Document {
	constructor(schema, text) {
		this.schema = schema;
		try {
			this.ast = parse(text);
		} catch (error) {
			this.errors = [parseError(error)];
			return;
		}
		if (validate(schema, this.ast).length)
			this.errors = validationErrors(schema, this.ast);
		this.operations = this.ast.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
		this.analyses = new BoundedMap(64);
	}

	operation(name) {
		return this.operations.find(node => !name || node.name?.value === name);
	}

	// The cost depends on numbers and switches among the variables, not on logins and cursors.
	analysis(operation, variables) {
		const relevant = Object.entries(variables).map(([name, value]) =>
			typeof value === 'string' ? [name] : [name, value]);
		return this.analyses.obtain(JSON.stringify([operation.name?.value, relevant]),
			() => analyse(this.ast, operation, this.schema, { ...defaults(operation), ...variables }));
	}
}

const defaults = operation => Object.fromEntries((operation.variableDefinitions ?? [])
	.filter(({ defaultValue }) => defaultValue)
	.map(({ variable, defaultValue }) => [variable.name.value,
		defaultValue.kind === Kind.INT ? Number(defaultValue.value) : defaultValue.value]));

export class GraphqlService {
	constructor() {
		this.schema = loadSchema();
		this.documents = new BoundedMap(500);
	}

	// What a request is, before it may cost anything: {errors} or {run, analysis, logins, name}.
	prepare({ query, variables, operationName }) {
		const document = this.documents.obtain(query, text => new Document(this.schema, text));
		if (document.errors)
			return { errors: document.errors, logins: [], name: operationName ?? '' };
		const operation = document.operation(operationName);
		if (!operation)
			return { errors: [{ message: `No operation named "${operationName}"` }], logins: [], name: '' };
		const values = variables ?? {};
		const analysis = document.analysis(operation, values);
		const name = operation.name?.value ?? '';
		const logins = loginsOf(operation, values);
		if (analysis.errors.length)
			return { errors: analysis.errors.map(executionError), logins, name };
		const key = JSON.stringify([query, values, name]);
		const run = context => this.#remember(key, { ...context, analysis }, all => this.#run(document.ast, name, values, all));
		return { analysis, logins, name, run, parts: partsOf(operation) };
	}

	// The world does not change, so an answer without errors is computed once; what is left of the budget
	// is put in each time. Tokens see different things, hence they are part of the key.
	#remember(key, context, run) {
		const { world, user, banned, allowStargazers } = context;
		const full = `${user.name}/${banned ? 1 : 0}${allowStargazers ? 1 : 0}/${key}`;
		const known = world.answers.get(full);
		if (known)
			return { text: told(known, context) };
		const result = run(context);
		const rate = result.data?.rateLimit;
		if (result.errors || rate && !Object.keys(rate).every(name => name in ROOT.rateLimit({}, context)))
			return { text: JSON.stringify(result), errors: result.errors };
		const kept = { rate: rate && Object.keys(rate),
			text: JSON.stringify(rate ? { data: { ...result.data, rateLimit: MARK } } : result) };
		world.answers.obtain(full, () => kept);
		return { text: told(kept, context) };
	}

	#run(document, operationName, variableValues, contextValue) {
		const { data, errors } = execute({
			schema: this.schema, document, rootValue: ROOT, contextValue, variableValues,
			operationName: operationName || undefined, fieldResolver: resolveField,
		});
		return errors ? { data: emptied(data, errors), errors: errors.map(executionError) } : { data };
	}
}

// GitHub gives up the whole object when one of its fields is too expensive.
function emptied(data, errors) {
	for (const { originalError, path } of errors)
		if (originalError?.type === 'RESOURCE_LIMITS_EXCEEDED' && data)
			data[path[0]] = null;
	return data ?? undefined;
}
