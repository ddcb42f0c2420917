/**
 * Every lookup of many, from one table: filters, orders, pages, forms, refusals, and no secret in any answer.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import * as scaleway from "../../../provider/scaleway";
import {
  MANY,
  MARK,
  NOWHERE,
  startLookupWorld,
  type LookupWorld,
} from "../../support/lookup-world";
import { unknownOutput, valueOf } from "../../support/outputs";

type Args = Record<string, unknown>;
type Item = Record<string, unknown>;

/** One lookup of many. */
interface Row {
  readonly name: string;
  readonly plural: string;
  /** What identifies an item. */
  readonly key: string;
  /** How many there are at least without a filter. */
  readonly atLeast: number;
  /** Arguments that must always be given. */
  readonly required?: (ids: Ids) => Args;
  /** Arguments, and the ids of exactly what they find; a number where only the count matters. */
  readonly filters: (ids: Ids) => readonly (readonly [Args, readonly unknown[] | number])[];
  /** Where the answer says that it looked. Default: in the Organization. */
  readonly place?: (ids: Ids) => Item;
  /** How many the service answers at once. Default: 100. */
  readonly page?: number;
  /** Orders by what is not shown. */
  readonly hiddenOrders?: readonly string[];
  readonly right: RegExp;
}
type Ids = Readonly<Record<string, string>>;

const rows: readonly Row[] = [
  {
    name: "getApplications",
    plural: "applications",
    key: "id",
    atLeast: MANY,
    filters: ({ ci }) => [
      [{ name: "ci" }, [ci]],
      [{ tag: "team=data" }, [ci]],
      [{ applicationIds: [ci, NOWHERE] }, [ci]],
      [{ applicationIds: [] }, []],
      [{ editable: false }, []],
      [{ editable: true, name: "ci" }, [ci]],
    ],
    right: /needs read on application/,
  },
  {
    name: "getGroups",
    plural: "groups",
    key: "id",
    atLeast: MANY,
    filters: ({ devs, ci, ada }) => [
      [{ name: "devs" }, [devs]],
      [{ tag: "team=data" }, [devs]],
      [{ groupIds: [devs] }, [devs]],
      [{ applicationIds: [ci] }, [devs]],
      [{ userIds: [ada] }, [devs]],
      [{ userIds: [ada], name: "other" }, []],
    ],
    right: /needs read on group/,
  },
  {
    name: "getPolicies",
    plural: "policies",
    key: "name",
    atLeast: MANY,
    filters: ({ ci, ada, devs, tagged }) => [
      [{ name: "for-ci" }, ["for-ci"]],
      [{ applicationIds: [ci] }, ["for-ci"]],
      [{ userIds: [ada] }, ["for-ada"]],
      [{ groupIds: [devs] }, ["for-devs"]],
      [{ policyIds: [tagged] }, ["tagged"]],
      [{ tag: "team=data" }, ["tagged"]],
      [{ noPrincipal: false, orderBy: "nameAsc" }, ["for-ada", "for-ci", "for-devs"]],
      [{ noPrincipal: true }, MANY],
      [{ editable: false }, []],
    ],
    right: /needs read on policy/,
  },
  {
    name: "getRules",
    plural: "rules",
    key: "id",
    atLeast: MANY,
    required: ({ tagged }) => ({ policyId: tagged }),
    filters: ({ tagged }) => [[{ policyId: tagged }, MANY]],
    right: /needs read on policy/,
  },
  {
    name: "getPermissionSets",
    plural: "permissionSets",
    key: "name",
    atLeast: 200,
    filters: () => [],
    hiddenOrders: ["createdAt"],
    right: /needs read on permission_set/,
  },
  {
    name: "getApiKeys",
    plural: "apiKeys",
    key: "accessKey",
    atLeast: MANY,
    filters: ({ key, ci, owner }) => [
      [{ accessKey: key }, [key]],
      [{ accessKeys: [key, "SCWNOBODY00000000000"] }, [key]],
      [{ description: "of ci" }, [key]],
      [{ bearerId: ci, description: "of ci" }, [key]],
      [{ bearerId: owner }, 1],
      [{ bearerType: "user" }, 1],
      [{ bearerType: "application" }, MANY + 1],
      [{ expired: true }, []],
      [{ expired: false, description: "of ci" }, [key]],
      [{ editable: false }, []],
    ],
    right: /needs read on api_key/,
  },
  {
    name: "getUsers",
    plural: "users",
    key: "username",
    atLeast: MANY,
    filters: ({ ada }) => [
      [{ userIds: [ada] }, ["ada"]],
      [{ tag: "team=data" }, ["ada"]],
      [{ type: "owner" }, ["owner"]],
      [{ type: "member" }, MANY],
      [{ mfa: true }, []],
      [{ mfa: false, userIds: [ada] }, ["ada"]],
    ],
    hiddenOrders: ["lastLogin"],
    right: /needs read on user/,
  },
  {
    name: "getSshKeys",
    plural: "sshKeys",
    key: "id",
    atLeast: MANY,
    filters: ({ laptop, archives }) => [
      [{ name: "laptop" }, [laptop]],
      [{ projectId: archives }, [laptop]],
      [{ disabled: true }, [laptop]],
      [{ disabled: false, name: "twice" }, 2],
    ],
    right: /needs read on ssh_key/,
  },
  {
    name: "getProjects",
    plural: "projects",
    key: "id",
    atLeast: MANY,
    filters: ({ archives, organization }) => [
      [{ name: "archives" }, [archives]],
      [{ name: "twice" }, 2],
      [{ projectIds: [archives, organization] }, [organization, archives]],
    ],
    right: /needs read on account_project/,
  },
  {
    name: "getQuotas",
    plural: "quotas",
    key: "name",
    atLeast: 7,
    filters: () => [
      [{ names: ["UsrProjectsWidth", "IamGroups"] }, ["IamGroups", "UsrProjectsWidth"]],
    ],
    right: /needs read on quota/,
  },
  {
    name: "getJwts",
    plural: "jwts",
    key: "id",
    atLeast: MANY - 1,
    required: ({ owner }) => ({ audienceId: owner }),
    filters: ({ owner }) => [
      [{ audienceId: owner, expired: false }, MANY - 1],
      [{ audienceId: owner, expired: true }, []],
    ],
    right: /signed in to the console/,
  },
  {
    name: "getLogs",
    plural: "logs",
    key: "id",
    atLeast: 5 * MANY,
    filters: ({ ci, ada, key }) => [
      [{ search: key }, 1],
      [{ search: ada, action: "updated" }, 1],
      [{ search: ci, action: "created", resourceType: "application" }, 1],
      [{ resourceType: "apiKey" }, MANY + 1],
      [{ createdAfter: "2099-01-01T00:00:00Z" }, []],
      [{ createdBefore: "2020-01-01T00:00:00Z" }, []],
    ],
    right: /needs read on log/,
  },
  {
    name: "getBuckets",
    plural: "buckets",
    key: "name",
    atLeast: MANY,
    place: ({ organization }) => ({ projectId: organization, region: "fr-par" }),
    page: 1_000,
    filters: ({ archives }) => [
      [{ namePrefix: "pl" }, ["plain"]],
      [{ namePrefix: "n-" }, MANY - 1],
      [{ projectId: archives }, []],
      [{ region: "nl-ams" }, []],
      [{ projectId: archives, region: "nl-ams" }, ["pictures"]],
      [{ projectId: archives, region: "nl-ams", namePrefix: "n-" }, []],
    ],
    right: /needs one of .*ObjectStorageReadOnly.* on that Project/,
  },
];

let world: LookupWorld;
beforeAll(async () => (world = await startLookupWorld()), 60_000);
afterAll(() => world.stop());

const functions = scaleway as unknown as Record<string, (args?: Args) => unknown>;
const ask = async ({ name, plural, place }: Row, args: Args = {}): Promise<Item[]> => {
  const answer = (await functions[name]!({ profile: "owner", ...args })) as Item;
  const { organization: organizationId } = world.ids;
  // Where a program says where to look, that is where the answer looked.
  const said = Object.entries(args).filter(([argument]) => argument in (place?.(world.ids) ?? {}));
  expect(answer).toMatchObject({
    ...(place?.(world.ids) ?? { organizationId }),
    ...Object.fromEntries(said),
  });
  return answer[plural] as Item[];
};
const requiredOf = ({ required }: Row): Args => required?.(world.ids) ?? {};
const messageOf = async (call: unknown): Promise<string> => {
  const thrown: unknown = await (call as Promise<unknown>).catch((error: unknown) => error);
  return (thrown as Error).message;
};
/** Timestamps leave out zeros at their end. */
const sortable = (value: unknown): string => String(value).replace(/Z$/, "").toLowerCase();
/** The words between two texts of a message. */
const wordsOf = (message: string, between: RegExp): string[] =>
  [...(between.exec(message)?.[1] ?? "").matchAll(/\w+/g)].map(([word]) => word);
const argumentsOf = async (row: Row): Promise<string[]> =>
  wordsOf(
    await messageOf(functions[row.name]!({ ...requiredOf(row), nonsense: 1 })),
    /known are (.*?)\)/,
  );
const ordersOf = async (row: Row): Promise<string[]> =>
  wordsOf(
    await messageOf(functions[row.name]!({ ...requiredOf(row), orderBy: "nonsense" })),
    /one of (.*?)\./,
  );

describe.each(rows.map((row) => [row.name, row] as const))("%s", (_name, row) => {
  it("finds everything, over all pages, each once", async () => {
    const before = world.cloud.requests.length;
    const found = await ask(row, requiredOf(row));
    expect(found.length).toBeGreaterThanOrEqual(row.atLeast);
    expect(new Set(found.map((item) => item["id"] ?? item[row.key])).size).toBe(found.length);
    const pages = world.cloud.requests.length - before;
    expect(pages).toBe(Math.ceil(found.length / (row.page ?? 100)));
  });

  it("finds by every filter what fits, and nothing else", async () => {
    const used = new Set(["profile", "orderBy"]);
    for (const [args, expected] of row.filters(world.ids)) {
      Object.keys(args).forEach((name) => used.add(name));
      const found = (await ask(row, args)).map((item) => item[row.key]);
      if (typeof expected === "number")
        expect({ args, found: found.length }).toEqual({ args, found: expected });
      else expect({ args, found }).toEqual({ args, found: expected });
    }
    expect((await argumentsOf(row)).filter((name) => !used.has(name))).toEqual([]);
  });

  it("answers in every order", async () => {
    const canBeOrdered = (await argumentsOf(row)).includes("orderBy");
    const orders = canBeOrdered ? await ordersOf(row) : [];
    expect(orders.length > 0).toBe(canBeOrdered);
    const all = await ask(row, requiredOf(row));
    for (const order of orders) {
      const [, by = "", direction] = /^(.*)(Asc|Desc)$/.exec(order) ?? [];
      const found = await ask(row, { ...requiredOf(row), orderBy: order });
      expect(found).toHaveLength(all.length);
      if (row.hiddenOrders?.includes(by)) continue;
      const values = found.flatMap((item) => (item[by] === undefined ? [] : [sortable(item[by])]));
      const sorted = [...values].sort();
      expect({ order, values }).toEqual({
        order,
        values: direction === "Asc" ? sorted : sorted.reverse(),
      });
    }
  });

  it("is the same as an Output; unknown, without a call, where an argument is unknown", async () => {
    const output = functions[`${row.name}Output`] as (args: Args) => pulumi.Output<Item>;
    const args = { profile: "owner", ...requiredOf(row) };
    const { isKnown, value } = await valueOf(output(args));
    expect({ isKnown, found: value[row.plural] }).toEqual({
      isKnown: true,
      found: await ask(row, requiredOf(row)),
    });
    const before = world.cloud.requests.length;
    const [unknown] = Object.keys(requiredOf(row));
    const asked = output({ ...args, [unknown ?? "profile"]: unknownOutput<string>() });
    expect((await valueOf(asked)).isKnown).toBe(false);
    expect(world.cloud.requests.length).toBe(before);
  });

  it("names the right that is missing", async () => {
    const denied = functions[row.name]!({ ...requiredOf(row), profile: "denied" });
    await expect(denied).rejects.toMatchObject({ kind: "denied" });
    await expect(denied).rejects.toThrow(row.right);
  });

  it("refuses wrong arguments before any call, naming the nearest right one", async () => {
    const before = world.cloud.requests.length;
    const known = (await argumentsOf(row)).filter((name) => name !== "profile");
    for (const name of known) {
      const misspelled = `${name}x`;
      const wrong = functions[row.name]!({ ...requiredOf(row), profile: "owner", [misspelled]: 1 });
      await expect(wrong).rejects.toMatchObject({ kind: "invalid" });
      await expect(wrong).rejects.toThrow(`did you mean "${name}"?`);
      const mistyped = functions[row.name]!({
        ...requiredOf(row),
        profile: "owner",
        [name]: { a: 1 },
      });
      await expect(mistyped).rejects.toThrow(
        `Could not call ${row.name}: ${name}: {"a":1} is not allowed`,
      );
    }
    expect(world.cloud.requests.length).toBe(before);
  });

  it("shows neither a secret nor a mark", async () => {
    const text = JSON.stringify(await ask(row, requiredOf(row)));
    expect(world.secrets.length).toBeGreaterThan(3 * MANY - 5);
    expect(world.secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(text).not.toContain(MARK);
    expect(text).not.toMatch(/"(secret\w*|token|renew\w*|password)":/i);
  });
});

describe("the table of lookups", () => {
  it("has every lookup of many that there is", () => {
    const many = Object.keys(scaleway).filter(
      (name) => /^get.*s$/.test(name) && name !== "getSettings",
    );
    expect(many.sort()).toEqual(rows.map(({ name }) => name).sort());
  });

  it("asks once for the same arguments, however they are written, and again for others", async () => {
    const { ci, devs } = world.ids;
    const asked = async (applicationIds: unknown[]): Promise<number> => {
      const before = world.cloud.requests.length;
      await functions["getApplications"]!({ profile: "owner", applicationIds, tag: undefined });
      return world.cloud.requests.length - before;
    };
    expect(await asked([ci, devs])).toBe(1);
    expect(await asked([devs, ci])).toBe(0);
    expect(await asked([devs])).toBe(1);
  });

  it("requires what a list cannot do without", async () => {
    await expect(functions["getRules"]!({ profile: "owner" })).rejects.toThrow(
      "policyId: it is missing",
    );
    await expect(functions["getJwts"]!({ profile: "owner" })).rejects.toThrow(
      "audienceId: it is missing",
    );
  });
});
