/**
 * Calls that the service answers, per operation and resource type, counted by the local cloud.
 * The lookup of the default Project, where a program has one, is counted too.
 * @module
 */
import { Workbench } from "./support/workbench";

const KINDS = [
  "Application",
  "Group",
  "GroupMembership",
  "OrganizationSecuritySettings",
  "Policy",
  "ApiKey",
  "Project",
  "SshKey",
  "User",
  "Bucket",
  "BucketLifecycle",
  "BucketCors",
  "BucketWebsite",
  "BucketEncryption",
  "BucketLock",
  "BucketObject",
];

/** An application for the key to belong to, made outside the stack. */
async function makeApplication(bench: Workbench): Promise<string> {
  const { apiUrl, secretKey, organizationId } = bench.cloud.description.scaleway;
  const answer = await fetch(`${apiUrl}/iam/v1alpha1/applications`, {
    method: "POST",
    headers: { "X-Auth-Token": secretKey, "Content-Type": "application/json" },
    body: JSON.stringify({ name: "bearer", organization_id: organizationId }),
  });
  return ((await answer.json()) as { id: string }).id;
}

async function callsOf(kind: string): Promise<Record<string, string>> {
  const bench = await Workbench.open("one-of-each");
  try {
    const APPLICATION = await makeApplication(bench);
    const row: Record<string, string> = {};
    for (const [name, operation, environment] of [
      ["create", "up", {}],
      ["no-op", "up", {}],
      ["update", "up", { EDIT: "1" }],
      ["refresh", "refresh", { EDIT: "1" }],
      ["destroy", "destroy", { EDIT: "1" }],
    ] as const) {
      await bench.run(operation, { KIND: kind, APPLICATION, ...environment });
      row[name] = Object.entries(bench.cloud.counts())
        .map(([call, count]) => `${String(count)} ${call}`)
        .join(", ");
    }
    return row;
  } finally {
    await bench.close();
  }
}

/** Prints the table. */
export async function printCalls(): Promise<void> {
  console.log("\n## Calls per operation and resource type\n");
  for (const kind of KINDS) {
    console.log(kind);
    for (const [operation, calls] of Object.entries(await callsOf(kind)))
      console.log(`  ${operation.padEnd(8)} ${calls === "" ? "0" : calls}`);
  }
}
