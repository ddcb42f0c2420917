/**
 * Whatever stands in properties: rules find something or nothing, and never fail.
 * @module
 */
import * as fc from "fast-check";
import { UNKNOWN } from "../../provider/access/world";
import { Config } from "../../policy/config";
import { Declared } from "../../policy/declared";
import * as kinds from "../../policy/kinds";
import { rules } from "../../policy/rules";
import { Stack } from "../../policy/stack";

const NOW = new Date("2027-03-10T12:00:00Z");
const NAMES = [
  ...["acl", "actions", "allowedMethods", "allowedOrigins", "applicationId", "applicationIds"],
  ...["bucket", "condition", "conditions", "defaultProjectId", "document", "effect", "everyone"],
  ...["expiresAt", "forceDestroy", "grants", "group", "groupId", "keepDeployer", "name"],
  ...["objectLock", "organizationId", "permission", "permissionSetNames", "previousKeys"],
  ...["principals", "projectId", "projectIds", "references", "resources", "rules", "sid"],
  ...["statements", "tags", "userId", "userIds", "version", "versioning", "accessKey", "Statement"],
  ...[
    "Version",
    "Principal",
    "Action",
    "Resource",
    "Condition",
    "Effect",
    "SCW",
    "__proto__",
    "toString",
  ],
];
const TEXTS = [
  ...[UNKNOWN, "*", "s3:*", "s3:GetObject", "photos", "photos/*", "arn:aws:s3:::photos", ""],
  ...["ObjectStorageFullAccess", "IAMManager", "2023-04-17", "2012-10-17", "Allow", "Deny"],
  ...["request.ip == '1.1.1.1' && ((", '{"Version":1,"Statement":[{"Principal":{"SCW":7}}]}'],
  ...[
    "urn:pulumi:dev::p::t::missing",
    "2027-13-45",
    "application_id:",
    "public-read",
    "constructor",
  ],
];

const text = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ maxLength: 12 }));
const value = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    text,
    text,
    fc.constantFrom<unknown>(null, true, false, 0, -1, 1e300),
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie("any"), { maxKeys: 4 }),
  ),
})).any;

const resource = fc
  .record({
    type: fc.constantFrom(...Object.values(kinds)),
    name: fc.constantFrom("a", "b", "c"),
    content: fc.dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 8 }),
    dependencies: fc.dictionary(
      fc.constantFrom("bucket", "accessKey"),
      fc.array(text, { maxLength: 2 }),
    ),
  })
  .map(({ type, name, content, dependencies }) => {
    const urn = `urn:pulumi:prod::program::${type}::${name}`;
    return new Declared(type, urn, name, { protect: false }, content, dependencies);
  });

const settings = fc.dictionary(
  fc.constantFrom("allowed", "stacks", "tags", "owners", "environments", "deployers", "breakGlass"),
  value,
);

it("Rules never fail, whatever stands in the properties and in their settings", () => {
  fc.assert(
    fc.property(fc.array(resource, { maxLength: 6 }), settings, (resources, given) => {
      const stack = new Stack(resources);
      for (const rule of rules) {
        const circumstances = { config: new Config(given, rule.config), now: NOW };
        const found =
          rule.kind === "stack"
            ? rule.findings(stack, circumstances)
            : resources
                .filter(({ type }) => rule.types.includes(type))
                .flatMap((declared) => rule.findings(declared, circumstances));
        for (const { message } of found) expect(message).not.toBe("");
      }
    }),
    { numRuns: 400 },
  );
}, 120_000);

it("Remedies never fail, and leave nothing for their rule to find", () => {
  fc.assert(
    fc.property(resource, settings, (declared, given) => {
      for (const rule of rules) {
        if (rule.kind !== "resource" || !rule.remedy || !rule.types.includes(declared.type))
          continue;
        const circumstances = { config: new Config(given, rule.config), now: NOW };
        const properties = structuredClone(declared.content) as Record<string, unknown>;
        if (!rule.remedy(properties, declared, circumstances)) continue;
        const { type, urn, name, options } = declared;
        const after = new Declared(type, urn, name, options, properties);
        const open = rule
          .findings(after, circumstances)
          .filter(({ isUndecidable }) => !isUndecidable);
        expect(open).toEqual([]);
      }
    }),
    { numRuns: 1_000 },
  );
}, 120_000);
