// An error as GitHub words it: `type` is the machine-readable half of a GraphQL error.
export class Refusal extends Error {
	constructor(type, message) {
		super(message);
		this.type = type;
	}
}

const PAT = 'Resource not accessible by personal access token';

export const forbidden = () => new Refusal('FORBIDDEN', PAT);
export const notFound = (what, how, name) =>
	new Refusal('NOT_FOUND', `Could not resolve to ${what} with the ${how} of '${name}'.`);
export const tooHeavy = () =>
	new Refusal('RESOURCE_LIMITS_EXCEEDED', 'Resource limits for this query exceeded.');
