/** From the environment to parsed values, with every fault found on the way instead of the first one only. */
import {
  namesOf,
  type Variable,
  type VariableName,
  type VariableValues,
  variableNames,
  variables,
} from './variables.ts';

export type Reading = {
  /** Complete only if there is no fault. */
  readonly values: VariableValues;
  /** Variable -> the name under which it was set. A variable that is not set is absent. */
  readonly sources: Readonly<Partial<Record<VariableName, string>>>;
  readonly faults: readonly string[];
};

type Parsed = { readonly name: string; readonly text: string; readonly value: unknown };

/** Reads every variable of the table. Surrounding white space is ignored; an empty text means "not set". */
export function readVariables(env: NodeJS.ProcessEnv): Reading {
  const values: Partial<Record<VariableName, unknown>> = {};
  const sources: Partial<Record<VariableName, string>> = {};
  const faults: string[] = [];
  for (const variable of variableNames) {
    const { secret, fallback, schema }: Variable = variables[variable];
    const parsed: Parsed[] = [];
    for (const name of namesOf(variable)) {
      const text = env[name]?.trim() ?? '';
      if (text === '') continue;
      const result = schema.safeParse(text);
      if (result.success) parsed.push({ name, text, value: result.data });
      else faults.push(`${name}${secret ? '' : `=${show(text)}`}: ${result.error.issues[0]?.message}.`);
    }
    const [first, ...others] = parsed;
    for (const other of others) {
      if (first && other.value !== first.value) faults.push(conflict(first, other));
    }
    values[variable] = first ? first.value : fallback === undefined ? null : schema.parse(fallback);
    if (first) sources[variable] = first.name;
  }
  return { values: values as VariableValues, sources, faults };
}

/** The value as it was set, save for the credentials that an address may carry by mistake. */
function show(text: string): string {
  return JSON.stringify(text.replaceAll(/\/\/[^/\s]*@/g, '//***@'));
}

function conflict(first: Parsed, other: Parsed): string {
  const both = [first, other].map(({ name, text }) => `${name}=${show(text)}`).join(' and ');
  return `${both}: these are two names of one setting with different values. Keep one of them.`;
}

/** Names of other programs begin like these only by chance, so a stranger among them is worth a warning. */
const ownPrefix =
  /^(OAUTH|FF|SCIM|BOOTSTRAP|INITIAL_ORG|ISSUER_SUB|MONGO(DB)?_UR[IL]|USER_ORG|ORG_CREATION|PERSONAL_ORG|WORKSPACE_SCOPE|SELF_HOSTED|DEFAULT_WORKSPACE|BASIC_AUTH|MONGODB|AUTH_TYPE|INVITATION|SMTP|TRUSTED)(_|$|S_)/;

/** One sentence for each variable that looks like a misspelt one of ours. Names only, never values. */
export function warnOfUnknownNames(env: NodeJS.ProcessEnv): string[] {
  const known = variableNames.flatMap(namesOf);
  const squeeze = (name: string) => name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  return Object.keys(env)
    .filter((name) => env[name]?.trim() && !known.includes(name))
    .flatMap((name) => {
      const squeezed = squeeze(name);
      const twin = known.find((each) => squeeze(each) === squeezed);
      if (!twin && !ownPrefix.test(name)) return [];
      const nearest = twin ?? known.find((each) => squeeze(each).startsWith(squeezed));
      return [`${name} is not a setting and has no effect.${nearest ? ` Did you mean ${nearest}?` : ''}`];
    })
    .sort();
}
