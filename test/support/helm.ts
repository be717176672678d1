/** Helm, as operators run it on our chart. */
import { spawnSync } from 'node:child_process';
import { parseAllDocuments } from 'yaml';
import { operatorTool } from './operator-tool.ts';

export const chart = new URL('../../docker/helm/usher', import.meta.url).pathname;

export type Values = Record<string, unknown>;
export type Setting = readonly [path: string, value: unknown];
export type Manifest = { kind: string; metadata: { name: string }; data?: Values; stringData?: Values; spec?: unknown };
export type Container = Values & {
  env: { name: string; value: string }[];
  envFrom: { configMapRef?: { name: string }; secretRef?: { name: string } }[];
};

const { program, canRun } = operatorTool('helm');
/** Where CI is set it must run: its absence fails the tests instead of skipping them. */
export const canRender = canRun;

type Answer = { readonly status: number | null; readonly stdout: string; readonly stderr: string };
/** The same chart and values always give the same. */
const answers = new Map<string, Answer>();

/** Runs Helm; `input` is what it reads as values from `-`. A Helm that Go built takes itself for one of Kubernetes 1.20. */
export function helm(command: readonly string[], input = ''): Answer {
  const key = JSON.stringify([command, input]);
  const known = answers.get(key);
  if (known) return known;
  const answer = spawnSync(program, [...command, '--kube-version', '1.33.0'], { input, encoding: 'utf8' });
  answers.set(key, answer);
  return answer;
}

/** Runs Helm with these values. */
export function run(command: readonly string[], values: readonly Setting[]) {
  const input: Values = {};
  for (const [path, value] of values) {
    const steps = path.split('.');
    const last = steps.pop() as string;
    let at = input;
    for (const step of steps) {
      at[step] ??= {};
      at = at[step] as Values;
    }
    at[last] = value;
  }
  return helm([...command, '-f', '-'], JSON.stringify(input));
}

export const readManifests = (text: string): Manifest[] =>
  parseAllDocuments(text).map((document) => document.toJS() as Manifest);

export function deploymentOf(manifests: readonly Manifest[]) {
  const { spec } = manifests.find(({ kind }) => kind === 'Deployment') as Manifest;
  const { template } = spec as { template: { spec: Values & { containers: Container[] } } };
  return { pod: template.spec, container: template.spec.containers[0] as Container };
}

/** The variables of the container, as Kubernetes makes them: `env` wins over `envFrom`. */
export function environmentOf(manifests: readonly Manifest[]): Record<string, string> {
  const { container } = deploymentOf(manifests);
  const env: Record<string, string> = {};
  for (const { configMapRef, secretRef } of container.envFrom) {
    const kind = configMapRef ? 'ConfigMap' : 'Secret';
    const name = (configMapRef ?? secretRef)?.name;
    const source = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
    Object.assign(env, source?.data ?? source?.stringData);
  }
  for (const { name, value } of container.env) env[name] = value;
  return env;
}
