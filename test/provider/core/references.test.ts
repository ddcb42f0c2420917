/**
 * @module
 */
import * as pulumi from "@pulumi/pulumi";
import { findReferences, findSecretInputs } from "../../../provider/core/references";
import { boolean, record, set, text, uuid } from "../../../provider/core/rules";

class Thing extends pulumi.CustomResource {
  constructor(name: string) {
    super("example:index:Thing", name, {});
  }
}

const urn = (name: string): string => `urn:pulumi:dev::site::example:index:Thing::${name}`;

const rules = {
  applicationId: uuid("an application"),
  description: text({ minimum: 0, maximum: 200 }),
  noPrincipal: boolean(),
  rules: set(
    record({
      projectIds: { rule: set(uuid("a Project")) },
      condition: { rule: text({ minimum: 0, maximum: 200 }) },
    }),
  ),
};

describe.each([
  ["at a first preview, when no id is known", true],
  ["at a deployment, when ids are known", false],
])("references %s", (_when, isPreview) => {
  let a: Thing;
  let b: Thing;
  beforeAll(async () => {
    await pulumi.runtime.setMocks(
      {
        newResource: ({ name }) => ({ id: isPreview ? "" : `id-of-${name}`, state: {} }),
        call: () => ({}),
      },
      "site",
      "dev",
      isPreview,
    );
    a = new Thing("a");
    b = new Thing("b");
  });

  const found = (args: Record<string, unknown>) => findReferences(rules, args);

  it("name the resource whose id an argument is", async () => {
    expect(await found({ applicationId: a.id })).toEqual({ applicationId: urn("a") });
  });

  it("tell each leaf of a nested list apart", async () => {
    const args = { rules: [{ projectIds: [a.id] }, { projectIds: ["fixed", b.id] }] };
    expect(await found(args)).toEqual({
      "rules[0].projectIds[0]": urn("a"),
      "rules[1].projectIds[1]": urn("b"),
    });
  });

  it("see through a wrapping Output behind which one resource stands", async () => {
    expect(await found({ applicationId: pulumi.output(a.id) })).toEqual({
      applicationId: urn("a"),
    });
    expect(await found({ applicationId: a.id.apply((id) => id) })).toEqual({
      applicationId: urn("a"),
    });
    expect(await found({ applicationId: Promise.resolve(a.id) })).toEqual({
      applicationId: urn("a"),
    });
  });

  it("see into an Output of a list, and into an Output of everything", async () => {
    const both = { "rules[0].projectIds[0]": urn("b"), "rules[0].projectIds[1]": urn("a") };
    expect(await found({ rules: [{ projectIds: pulumi.all([b.id, a.id]) }] })).toEqual(both);
    expect(await found({ rules: pulumi.output([{ projectIds: [b.id, a.id] }]) })).toEqual(both);
  });

  it("name nothing where no id belongs, where nothing is given, or where the value is no resource's", async () => {
    expect(
      await found({
        applicationId: "fixed",
        description: a.id.apply((id) => `for ${id}`),
        noPrincipal: undefined,
        rules: [{ condition: pulumi.interpolate`resource.id == ${b.id}` }],
      }),
    ).toEqual({});
  });
});

describe("the arguments that are secret", () => {
  const known = (value: unknown): pulumi.Output<unknown> => pulumi.output(value);

  it("are named where they are secret in whole or in part, by derivation, and in a promise", async () => {
    const derived = pulumi.secret("x").apply((text) => `${text}, and more`);
    const args = {
      plain: "a",
      open: known("a"),
      whole: pulumi.secret({ a: 1 }),
      derived,
      inside: [known("a"), { deep: derived }],
      promised: Promise.resolve(derived),
      combined: pulumi.all([known("a"), derived]).apply(([, text]) => text),
    };
    expect(await findSecretInputs(args)).toEqual([
      ...["whole", "derived", "inside", "promised", "combined"],
    ]);
  });

  it("are named where the program hides them in the state, and absent where there are none", async () => {
    expect(await findSecretInputs({ name: known("a") }, ["name"])).toEqual(["name"]);
    expect(await findSecretInputs({ name: known("a") })).toBeUndefined();
  });
});
