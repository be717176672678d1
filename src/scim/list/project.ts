import { isJsonObject, type Json, type JsonObject } from '../../json.ts';
import type { Attribute, ResourceType, Schema } from '../schema/model.ts';
import { findExtension, resolveName } from '../schema/resolve.ts';
import type { AttributeSelection } from './query.ts';

/** A selection of attributes, prepared once for a request and applied to each resource. */
export type Projection = {
  /** The resource with the attributes to return; what is not cut is shared with the argument. */
  readonly apply: (resource: JsonObject) => JsonObject;
  /** Whether a core attribute (`members`) or an extension (by URN) will be shown, so worth reading at all. */
  readonly includes: (name: string) => boolean;
};

/**
 * Prepares `attributes` or `excludedAttributes` (RFC 7644 section 3.9) under the attributes' `returned` (RFC 7643
 * section 7): `always` stays, `never` goes, `request` shows only when asked for, by its own name or by its extension's
 * URN, or when it is among `written`. Sub-attributes and names with a schema URN are understood, case-insensitively;
 * unknown names are ignored.
 * @param written for the answer to a write without `attributes`: the attributes and sub-attributes that it sent
 */
export function compileProjection(
  type: ResourceType,
  selection: AttributeSelection,
  written: ReadonlySet<Attribute> = new Set(),
): Projection {
  const { attributes, excludedAttributes } = selection;
  if (attributes !== null || excludedAttributes !== null || written.size > 0) return compile(type, selection, written);
  const present = whole.get(type) ?? compile(type, selection, written);
  whole.set(type, present);
  return present;
}

/** The projections of requests that select nothing, which nearly all are. */
const whole = new WeakMap<ResourceType, Projection>();

function compile(type: ResourceType, selection: AttributeSelection, written: ReadonlySet<Attribute>): Projection {
  const { attributes, excludedAttributes } = selection;
  const asked = attributes === null ? null : readNames(type, attributes);
  const excluded = readNames(type, excludedAttributes ?? []);
  const names = { asked, excluded, written: asked === null ? written : new Set<Attribute>() };
  const core = planAttributes([...type.common, ...type.schema.attributes], names, null);
  const extensions = new Map<string, Plan>();
  for (const schema of type.extensions) {
    const plan = planAttributes(schema.attributes, names, schema);
    if (plan.size > 0) extensions.set(schema.id, plan);
  }
  return {
    apply: (resource) => {
      const shown = pick(core, resource);
      for (const [urn, plan] of extensions) {
        const values = resource[urn];
        if (!isJsonObject(values)) continue;
        const part = pick(plan, values);
        if (Object.keys(part).length > 0) shown[urn] = part;
      }
      return shown;
    },
    includes: (name) => core.has(name) || extensions.has(name),
  };
}

/** Attribute name -> the sub-attributes to show, or null for the value as it is. */
type Plan = ReadonlyMap<string, ReadonlySet<string> | null>;

/** What a list of names means: whole extensions, whole attributes, and single sub-attributes. */
type Names = {
  readonly schemas: ReadonlySet<Schema>;
  readonly attributes: ReadonlySet<Attribute>;
  readonly subs: ReadonlyMap<Attribute, ReadonlySet<Attribute>>;
};

function readNames(type: ResourceType, texts: readonly string[]): Names {
  const schemas = new Set<Schema>();
  const attributes = new Set<Attribute>();
  const subs = new Map<Attribute, Set<Attribute>>();
  for (const text of texts) {
    const schema = text.toLowerCase() === type.schema.id.toLowerCase() ? type.schema : findExtension(type, text);
    const found = schema === null ? resolveName(type, text) : null;
    if (schema !== null) schemas.add(schema);
    else if (found !== null && found.sub === null) attributes.add(found.attribute);
    else if (found?.sub) subs.set(found.attribute, (subs.get(found.attribute) ?? new Set()).add(found.sub));
  }
  for (const schema of schemas) if (schema === type.schema) for (const each of schema.attributes) attributes.add(each);
  return { schemas, attributes, subs };
}

function planAttributes(
  attributes: readonly Attribute[],
  {
    asked,
    excluded,
    written,
  }: { readonly asked: Names | null; readonly excluded: Names; readonly written: ReadonlySet<Attribute> },
  extension: Schema | null,
): Plan {
  const plan = new Map<string, ReadonlySet<string> | null>();
  for (const attribute of attributes) {
    const isWhole = (names: Names) =>
      names.attributes.has(attribute) || (extension !== null && names.schemas.has(extension));
    const askedWhole = asked !== null && isWhole(asked);
    const askedSubs = asked?.subs.get(attribute) ?? null;
    const always = attribute.returned === 'always';
    const isExcluded = isWhole(excluded);
    const isAsked = askedWhole || askedSubs !== null || (written.has(attribute) && !isExcluded);
    if (!isShown(attribute, asked === null, isAsked, isExcluded)) continue;
    const partly = askedSubs !== null && !askedWhole && !always;
    const subs = attribute.subAttributes.filter((sub) => {
      const subExcluded = excluded.subs.get(attribute)?.has(sub) ?? false;
      const subAsked = askedSubs?.has(sub) || (written.has(sub) && !subExcluded);
      return isShown(sub, !partly, subAsked, subExcluded);
    });
    const isCut = subs.length < attribute.subAttributes.length;
    plan.set(attribute.name, isCut ? new Set(subs.map((sub) => sub.name)) : null);
  }
  return plan;
}

function isShown(attribute: Attribute, byDefault: boolean, isAsked: boolean, isExcluded: boolean): boolean {
  switch (attribute.returned) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'request':
      return isAsked;
    case 'default':
      return isAsked || (byDefault && !isExcluded);
  }
}

function pick(plan: Plan, values: JsonObject): JsonObject {
  const picked: JsonObject = {};
  for (const [name, subs] of plan) {
    const value = values[name];
    if (value === undefined) continue;
    const part = subs === null ? value : pickSubs(subs, value);
    if (part !== undefined) picked[name] = part;
  }
  return picked;
}

/** Elements and values with nothing left to show are left out. */
function pickSubs(subs: ReadonlySet<string>, value: Json): Json | undefined {
  if (Array.isArray(value)) {
    const elements = value.map((element) => pickSubs(subs, element)).filter((element) => element !== undefined);
    return elements.length === 0 ? undefined : elements;
  }
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).filter(([name]) => subs.has(name));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
