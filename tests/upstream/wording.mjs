// GitHub's wording of errors: its codes and phrases for what graphql-js finds.
import { Kind, specifiedRules, validate } from 'graphql';

const noField = (typeName, fieldName) => ({
	message: `Field '${fieldName}' doesn't exist on type '${typeName}'`, extra: { typeName, fieldName } });

// Rule name, GitHub's code, what graphql-js says, and how GitHub says it.
const PHRASES = [
	['FieldsOnCorrectTypeRule', 'undefinedField', /field "(.+?)" on type "(.+?)"/,
		([, f, t]) => noField(t, f)],
	['KnownArgumentNamesRule', 'argumentNotAccepted', /argument "(.+?)" on field "(?:.+\.)?(.+?)"/,
		([, a, f]) => ({ message: `Field '${f}' doesn't accept argument '${a}'`,
			extra: { name: f, typeName: 'Field', argumentName: a } })],
	['ScalarLeafsRule', 'selectionMismatch', /Field "(.+?)" (?:of type|must not have a selection since type) "(.+?)"/,
		([, f, t]) => ({ message: `Field must have selections (field '${f}' returns ${t.replace(/[![\]]/g, '')} ` +
			`but has no selections. Did you mean '${f} { ... }'?)`, extra: { nodeName: `field '${f}'`, typeName: t } })],
	['ProvidedRequiredArgumentsRule', 'missingRequiredArguments', /Field "(.+?)" argument "(.+?)"/,
		([, f, a]) => ({ message: `Field '${f}' is missing required arguments: ${a}`,
			extra: { className: 'Field', name: f, arguments: a } })],
	['ValuesOfCorrectTypeRule', 'argumentLiteralsIncompatible', /^(.*)$/s,
		([, text]) => ({ message: text, extra: { typeName: 'Field' } })],
	['NoUndefinedVariablesRule', 'variableNotDefined', /Variable "\$(.+?)" is not defined(?: by operation "(.+?)")?/,
		([, v, q]) => ({ message: `Variable $${v} is used by ${q ?? 'anonymous query'} but not declared`,
			extra: { variableName: v } })],
	['NoUnusedVariablesRule', 'variableNotUsed', /Variable "\$(.+?)" is never used(?: in operation "(.+?)")?/,
		([, v, q]) => ({ message: `Variable $${v} is declared by ${q ?? 'anonymous query'} but not used`,
			extra: { variableName: v } })],
	['VariablesInAllowedPositionRule', 'variableMismatch', /Variable "\$(.+?)" of type "(.+?)" .* expecting type "(.+?)"/,
		([, v, t, e]) => ({ message: `Type mismatch on variable $${v} and argument (${t} / ${e})`,
			extra: { variableName: v, typeName: t } })],
	['KnownTypeNamesRule', 'undefinedType', /Unknown type "(.+?)"/,
		([, t]) => ({ message: `${t} isn't a defined input type`, extra: { typeName: t } })],
	['KnownFragmentNamesRule', 'useAndDefineFragment', /Unknown fragment "(.+?)"/,
		([, f]) => ({ message: `Fragment ${f} was used, but not defined`, extra: { fragmentName: f } })],
	['NoUnusedFragmentsRule', 'useAndDefineFragment', /Fragment "(.+?)" is never used/,
		([, f]) => ({ message: `Fragment ${f} was defined, but not used`, extra: { fragmentName: f } })],
];

const label = {
	[Kind.OPERATION_DEFINITION]: node => [node.operation, node.name?.value].filter(Boolean).join(' '),
	[Kind.FRAGMENT_DEFINITION]: node => `fragment ${node.name.value}`,
	[Kind.INLINE_FRAGMENT]: node => `... on ${node.typeCondition?.name.value}`,
	[Kind.FRAGMENT_SPREAD]: node => `... ${node.name.value}`,
	[Kind.FIELD]: node => node.alias?.value ?? node.name.value,
	[Kind.ARGUMENT]: node => node.name.value,
};

// The labels from the document's root down to a node.
function pathTo(target, node, path = []) {
	const here = label[node.kind] ? [...path, label[node.kind](node)] : path;
	if (node === target)
		return here;
	for (const value of Object.values(node)) {
		const children = [value].flat().filter(child => child?.kind);
		for (const child of children) {
			const found = pathTo(target, child, here);
			if (found)
				return found;
		}
	}
	return null;
}

function worded(error, document, [, code, pattern, phrase]) {
	const match = pattern.exec(error.message);
	const { message, extra } = match ? phrase(match) : { message: error.message, extra: {} };
	return {
		path: pathTo(error.nodes?.[0], document) ?? [],
		extensions: { code, ...extra },
		locations: error.locations, message,
	};
}

// Rule by rule, since graphql-js does not say which rule an error is of.
export function validationErrors(schema, document) {
	return specifiedRules.flatMap(rule => {
		const row = PHRASES.find(([name]) => name === rule.name) ?? [rule.name, rule.name.replace(/Rule$/, ''), /$^/];
		return validate(schema, document, [rule]).map(error => worded(error, document, row));
	});
}

export function parseError({ message, locations }) {
	const { line = 1, column = 1 } = locations?.[0] ?? {};
	return { locations, message: `Parse error at [${line}, ${column}]: ${message.replace('Syntax Error: ', '')}` };
}

function variableError({ message, locations }) {
	const [, name, rest] = /^Variable "\$(\w+)" (.*)$/s.exec(message);
	return {
		message: `Variable $${name} was provided invalid value`, locations,
		extensions: { value: null, problems: [{ path: [], explanation: rest }] },
	};
}

export function executionError(error) {
	const { message, locations, path, extensions, originalError } = error;
	const type = originalError?.type ?? extensions?.type;
	if (!type && message.startsWith('Variable "$'))
		return variableError(error);
	return { type: type ?? 'INTERNAL', path, locations, message };
}
