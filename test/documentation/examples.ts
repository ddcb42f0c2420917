/**
 * The examples of the documentation: every ```ts block of a doc comment and of the two READMEs, as parts of programs.
 * @module
 */
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { providerFiles, WORKSPACE } from "./sources";

/** One example. */
export interface Example {
  /** Such as `provider/scaleway/bucket.ts, example 2`. */
  readonly where: string;
  readonly source: string;
}

/** Pages whose blocks are programs of resources. */
export const PROGRAM_PAGES: readonly string[] = ["README.md", "provider/README.md"];

/** What the examples speak of and do not declare themselves. */
const PRELUDE = `import * as pulumi from "@pulumi/pulumi";
import { access } from "pulumi-storage-access";
import * as scaleway from "pulumi-storage-access/scaleway";

const project = new scaleway.Project("known-project");
const first = new scaleway.Project("known-first");
const second = new scaleway.Project("known-second");
const app = new scaleway.Application("known-app");
const other = new scaleway.Application("known-other");
const team = new scaleway.Group("known-team");
const bucket = new scaleway.Bucket("known-bucket", { projectId: second.id });
const key = new scaleway.ApiKey("known-key", { applicationId: app.id, defaultProjectId: second.id });
const world: access.World = {
  organizationId: "11111111-1111-4111-8111-111111111111",
  projects: [{ id: "11111111-1111-4111-8111-111111111111", name: "default" }],
  principals: [{ kind: "application", id: "22222222-2222-4222-8222-222222222222", name: "reports" }],
  groups: [],
  policies: [],
  keys: [],
  buckets: [{ name: "photos", projectId: "11111111-1111-4111-8111-111111111111", region: "fr-par" }],
};
void [pulumi, project, first, second, app, other, team, bucket, key, world];
`;

/** Every example, in the order of the files. */
export function examples(): Example[] {
  const readmes = PROGRAM_PAGES.map((page) => join(WORKSPACE, page));
  const files = [...providerFiles(), ...readmes];
  return files.flatMap((file) => {
    const text = readFileSync(file, "utf8");
    const fence = file.endsWith(".md")
      ? /^```ts\n(.*?)^```$/gms
      : /^ *\* ```ts\n(.*?)^ *\* ```$/gms;
    return [...text.matchAll(fence)].map(([, block = ""], index) => ({
      where: `${relative(WORKSPACE, file)}, example ${String(index + 1)}`,
      source: file.endsWith(".md") ? block : block.replace(/^ *\* ?/gm, ""),
    }));
  });
}

/** Names that only one object of a stack or of the cloud can have. */
function namesIn(source: string): string[] {
  const resources = [...source.matchAll(/new scaleway\.(\w+)\(\s*"([^"]+)"/g)];
  const given = [...source.matchAll(/\b(?:name|username|email): "([^"]+)"/g)];
  return [
    ...resources.map(([, type, name]) => `${String(type)} ${String(name)}`),
    ...given.map(([, name]) => String(name)),
  ];
}

/** As few programs as possible, each free of names that are given twice. */
export function programs(all: readonly Example[]): { text: string; examples: Example[] }[] {
  const groups: { names: Set<string>; examples: Example[] }[] = [];
  for (const example of all) {
    const names = namesIn(example.source);
    let group = groups.find((candidate) => !names.some((name) => candidate.names.has(name)));
    if (!group) {
      group = { names: new Set(), examples: [] };
      groups.push(group);
    }
    names.forEach((name) => group.names.add(name));
    group.examples.push(example);
  }
  return groups.map(({ examples: some }) => ({
    examples: some,
    text: `${importsOf(some)}${PRELUDE}\n${some.map(asBlock).join("\n")}\nexport {};\n`,
  }));
}

/** What the examples import beside what every program imports: once, at the top. */
function importsOf(some: readonly Example[]): string {
  const lines = some.flatMap(({ source }) => source.match(/^import .*\n/gm) ?? []);
  const own = lines.filter(
    (line) => !/"(@pulumi\/pulumi|pulumi-storage-access(\/scaleway)?)"/.test(line),
  );
  return [...new Set(own)].join("");
}

/** An example in a scope of its own: imports are the program's, and a block exports nothing. */
function asBlock({ where, source }: Example): string {
  const body = source.replace(/^import .*\n/gm, "").replace(/^export /gm, "");
  return `// ${where}\nvoid (async () => {\n${body}})();\n`;
}
