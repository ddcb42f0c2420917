import { APPLICATION, POLICY } from "../kinds";
import type { Declared } from "../declared";
import { nameOf, rulesHeldBy } from "../rights";
import { stackRule } from "../rule";
import type { Stack } from "../stack";

const FULL = ["ObjectStorageFullAccess", "AllProductsFullAccess"];
const LESS: ReadonlyMap<string, string> = new Map([
  ["read", "ObjectStorageObjectsRead"],
  ["write", "ObjectStorageObjectsRead, ObjectStorageObjectsWrite and ObjectStorageObjectsDelete"],
]);

/** The full set may also delete every bucket of the Project. */
export const iamStorageFullWhenLess = stackRule({
  id: "iam-storage-full-when-less",
  severity: "medium",
  description:
    "An application that says it reads or writes objects is not given all of Object Storage.",
  remediation: "Give the sets for objects instead; or take the tag away that says what it is for.",
  config: {
    tag: {
      type: "string",
      default: "storage",
      description:
        "The tag by which an application says what it is for, as in `storage=read` or `storage=write`.",
    },
  },
  subjects: function* (stack, { config }) {
    for (const application of stack.of(APPLICATION)) {
      const use = useOf(application, config.text("tag") ?? "");
      if (use !== undefined) yield* fullRulesOf(stack, application, use);
    }
  },
  check: ({ policy, use, holder }, stack) => ({
    urn: policy?.urn,
    message: `${nameOf(stack, holder)} is tagged as one that only ${use}s, and is given all of Object Storage: ${String(LESS.get(use))} would do`,
  }),
});

/** What an application says it is for. @throws Undecidable */
function useOf(application: Declared, tag: string): string | undefined {
  const uses = application
    .at("tags")
    .texts()
    .map((text) => text.split("="));
  return uses.find(([name, use = ""]) => name === tag && LESS.has(use))?.[1];
}

function* fullRulesOf(stack: Stack, application: Declared, use: string) {
  const holder = { kind: "application" as const, id: stack.idOf(application) };
  for (const { policy, rule } of rulesHeldBy(stack.world, holder)) {
    if (!rule.permissionSetNames.some((set) => FULL.includes(set))) continue;
    yield { use, holder, policy: stack.of(POLICY).find((each) => stack.idOf(each) === policy.id) };
  }
}
