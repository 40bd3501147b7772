// What a query costs and whether it pages politely, computed from its text as GitHub documents it:
// every connection is asked once for each node of the connections around it; 100 requests are a point.
import { GraphQLError, Kind, getNamedType, isAbstractType, isObjectType } from 'graphql';

const MAX_PAGE = 100;
const MAX_NODES = 500000;
const PAGED = new Set(['nodes', 'edges', 'pageInfo']);

const isConnection = type => type.name.endsWith('Connection');

const literal = {
	[Kind.INT]: ({ value }) => Number(value),
	[Kind.BOOLEAN]: ({ value }) => value,
	[Kind.LIST]: ({ values }) => values,
	[Kind.VARIABLE]: ({ name }, variables) => variables[name.value],
};

function argument(node, name, variables) {
	const found = node.arguments?.find(arg => arg.name.value === name);
	return found && literal[found.value.kind]?.(found.value, variables);
}

function isIncluded(node, variables) {
	return (node.directives ?? []).every(directive => {
		const condition = argument(directive, 'if', variables);
		return { skip: !condition, include: condition }[directive.name.value] ?? true;
	});
}

const refuse = (type, message, path, node) =>
	new GraphQLError(message, { nodes: [node], path, extensions: { type } });

class Analysis {
	constructor(document, schema, variables) {
		this.schema = schema;
		this.variables = variables;
		this.fragments = Object.fromEntries(document.definitions
			.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).map(node => [node.name.value, node]));
		this.requests = 0;
		this.nodeCount = 0;
		this.errors = [];
	}

	// Fields of one selection by response key, as the executor merges them.
	collect(type, selectionSet, groups = new Map()) {
		for (const node of selectionSet.selections.filter(item => isIncluded(item, this.variables))) {
			const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.fragments[node.name.value] : node;
			if (node.kind !== Kind.FIELD) {
				const name = fragment.typeCondition?.name.value;
				this.collect(name ? this.schema.getType(name) : type, fragment.selectionSet, groups);
				continue;
			}
			const key = node.alias?.value ?? node.name.value;
			const entry = groups.get(key) ?? groups.set(key, { type, nodes: [] }).get(key);
			entry.nodes.push(node);
		}
		return groups;
	}

	walk(type, selectionSets, times, path) {
		const groups = new Map();
		for (const set of selectionSets)
			this.collect(type, set, groups);
		for (const [key, { type: parent, nodes }] of groups)
			this.field(parent, nodes, times, [...path, key]);
	}

	field(parent, nodes, times, path) {
		const [node] = nodes;
		const definition = parent.getFields?.()[node.name.value];
		const sets = nodes.map(({ selectionSet }) => selectionSet).filter(Boolean);
		if (!definition || !sets.length)
			return;
		const type = getNamedType(definition.type);
		const size = isConnection(type) ? this.connection(node, sets, type, times, path)
			: argument(node, 'maxRepositories', this.variables) ?? argument(node, 'ids', this.variables)?.length ?? 1;
		if (isObjectType(type) || isAbstractType(type))
			this.walk(type, sets, times * size, path);
	}

	connection(node, sets, type, times, path) {
		const name = node.name.value;
		const first = argument(node, 'first', this.variables);
		const size = first ?? argument(node, 'last', this.variables);
		const selected = this.collect(type, sets[0]);
		this.requests += times;
		if (size == null) {
			if ([...selected.values()].some(({ nodes }) => PAGED.has(nodes[0].name.value)))
				this.errors.push(refuse('MISSING_PAGINATION_BOUNDARIES', 'You must provide a `first` or `last` ' +
					`value to properly paginate the \`${name}\` connection.`, path, node));
			return 1;
		}
		const word = first == null ? 'last' : 'first';
		if (size > MAX_PAGE)
			this.errors.push(refuse('EXCESSIVE_PAGINATION', `Requesting ${size} records on the \`${name}\` ` +
				`connection exceeds the \`${word}\` limit of ${MAX_PAGE} records.`, path, node));
		if (size < 0)
			this.errors.push(refuse('ARGUMENT_LIMIT',
				`\`${word}\` on the \`${name}\` connection cannot be less than zero.`, path, node));
		this.nodeCount += times * size;
		return size;
	}
}

export function analyse(document, operation, schema, variables) {
	const analysis = new Analysis(document, schema, variables);
	analysis.walk(schema.getQueryType(), [operation.selectionSet], 1, []);
	const { errors, nodeCount, requests } = analysis;
	if (nodeCount > MAX_NODES)
		errors.push(refuse('MAX_NODE_LIMIT_EXCEEDED', `This query requests up to ${nodeCount.toLocaleString('en-US')} ` +
			`possible nodes which exceeds the maximum limit of ${MAX_NODES.toLocaleString('en-US')}.`, undefined, operation));
	return { errors, nodeCount, requests, cost: Math.max(1, Math.round(requests / 100)) };
}
