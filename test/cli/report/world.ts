/**
 * A small world with everything that a report shows, names that want to be markup included; and its state, as a file.
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { access } from "pulumi-storage-access";
import type { Source } from "../../../cli/report/source";

export const ORGANIZATION = "00000000-0000-4000-8000-000000000001";
export const PROJECT = "00000000-0000-4000-8000-000000000002";
export const READER = "00000000-0000-4000-8000-00000000000a";
export const WRITER = "00000000-0000-4000-8000-00000000000b";
export const STRANGER = "00000000-0000-4000-8000-00000000000c";
export const OWNER = "00000000-0000-4000-8000-00000000000d";
const GROUP = "00000000-0000-4000-8000-000000000010";
const POLICY = "00000000-0000-4000-8000-000000000020";
const WRITING = "00000000-0000-4000-8000-000000000021";

/** A name that would be a program, were it not shown as it is. */
export const EVIL = `<script>alert("1")</script>|\`[x](y)\` & <b>'`;

export const world: access.World = {
  organizationId: ORGANIZATION,
  projects: [
    { id: ORGANIZATION, name: "default" },
    { id: PROJECT, name: "reports" },
  ],
  principals: [
    { kind: "user", id: OWNER, name: "owner@example.com", isOwner: true },
    { kind: "application", id: READER, name: "reader" },
    { kind: "application", id: WRITER, name: "writer" },
    { kind: "application", id: STRANGER, name: EVIL },
  ],
  groups: [{ id: GROUP, name: "readers", members: [{ kind: "application", id: READER }] }],
  policies: [
    {
      id: POLICY,
      name: "read-reports",
      principal: { kind: "group", id: GROUP },
      rules: [{ permissionSetNames: ["ObjectStorageReadOnly"], projectIds: [PROJECT] }],
    },
    {
      id: WRITING,
      name: "write-reports",
      principal: { kind: "application", id: WRITER },
      rules: [{ permissionSetNames: ["ObjectStorageFullAccess"], projectIds: [PROJECT] }],
    },
  ],
  keys: [
    {
      accessKey: "SCWREADER00000000000",
      bearer: { kind: "application", id: READER },
      defaultProjectId: ORGANIZATION,
    },
  ],
  buckets: [
    { name: "monthly", projectId: PROJECT, region: "fr-par" },
    {
      name: "closed",
      projectId: PROJECT,
      region: "nl-ams",
      policy: {
        version: "2023-04-17",
        statements: [
          {
            effect: "Allow",
            principals: { applicationIds: [READER, STRANGER] },
            actions: ["s3:GetObject"],
            resources: ["closed/*"],
          },
        ],
      },
    },
  ],
};

/** The same, as a report's source. */
export const source: Source = { name: "the test's world", world, findings: [] };

/** A state's file: an application with a key, and with `sets` a policy on the Project that the stack makes. */
export function writeState(folder: string, name: string, sets: readonly string[] = []): string {
  const urn = (kind: string, label: string): string =>
    `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/scaleway:${kind}::${label}`;
  const resource = (kind: string, label: string, id: string, outputs: object): object => ({
    ...{ urn: urn(kind, label), type: `pulumi-nodejs:dynamic/scaleway:${kind}`, id, custom: true },
    outputs: { organizationId: ORGANIZATION, ...outputs },
  });
  const resources = [
    resource("Application", "reader", READER, { name: "reader" }),
    resource("Project", "reports", PROJECT, { name: "reports" }),
    resource("ApiKey", "key", "SCWREADER00000000000", {
      applicationId: READER,
      defaultProjectId: ORGANIZATION,
      accessKey: "SCWREADER00000000000",
      secretKey: SECRET,
    }),
    ...(sets.length === 0
      ? []
      : [
          resource("Policy", "policy", POLICY, {
            ...{ name: "read-reports", applicationId: READER },
            rules: [{ projectIds: [PROJECT], permissionSetNames: sets }],
          }),
        ]),
  ];
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify({ version: 3, deployment: { resources } }));
  return file;
}

/** What no report may contain. */
export const CANARY = "canary-7d1f-secret";
/** Of one state a secret in clear, of another one sealed: neither may come out. */
export const SECRET = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(CANARY),
  value: CANARY,
  ciphertext: CANARY,
};

/** A folder for files of one test. */
export function temporaryFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "storage-access-report-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
