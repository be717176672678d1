/** The text of a set-up file, and where in it something stands. */
import { type Document, isMap, isNode, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';

export type Path = readonly PropertyKey[];

export type Source = {
  /** What the file says; undefined where it is no YAML. */
  readonly content: unknown;
  /** Faults of the YAML itself. */
  readonly faults: readonly string[];
  /** `file:line:column` of a value, or of the nearest thing around it that is there. */
  readonly placeOf: (path: Path) => string;
  /** The same of a key in the map at `path`. */
  readonly placeOfKey: (path: Path, key: string) => string;
};

/** @param label how messages call the file */
export function readSource(label: string, yaml: string): Source {
  const lines = new LineCounter();
  const document: Document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${label}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  const nodeAt = (path: Path) => document.getIn(path, true);
  const placeOf = (path: Path): string => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = length === 0 ? document.contents : nodeAt(path.slice(0, length));
      if (isNode(node) && node.range) return at(node.range[0]);
    }
    return at(0);
  };
  const faults = [...document.errors, ...document.warnings].map((error) => `${at(error.pos[0])}: ${said(error)}`);
  if (faults.length === 0)
    visit(document, {
      Alias: (_, alias) => {
        if (!alias.resolve(document)) faults.push(`${at(alias.range?.[0] ?? 0)}: There is no anchor &${alias.source}.`);
      },
    });
  return {
    content: faults.length === 0 ? document.toJS() : undefined,
    faults,
    placeOf,
    placeOfKey: (path, key) => {
      const map = path.length === 0 ? document.contents : nodeAt(path);
      const pair = isMap(map) ? map.items.find((item) => isNode(item.key) && String(item.key) === key) : undefined;
      return isNode(pair?.key) && pair.key.range ? at(pair.key.range[0]) : placeOf(path);
    },
  };
}

function said({ code, message }: YAMLError): string {
  return code === 'MULTIPLE_DOCS' ? 'Here a second document begins: make it a file of its own.' : `${message}.`;
}
