/**
 * Every lookup of one, from one table: by each identifier, none, several, denied, and no secret in any answer.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import * as scaleway from "../../../provider/scaleway";
import { asOwner } from "../../support/owner";
import { MARK, NOWHERE, startLookupWorld, type LookupWorld } from "../../support/lookup-world";
import { unknownOutput, valueOf } from "../../support/outputs";

type Args = Record<string, unknown>;
type Item = Record<string, unknown>;

/** One lookup of one. */
interface Row {
  readonly name: string;
  /** Each way to say which is meant, with what is found then. */
  readonly finds: (ids: Ids) => readonly (readonly [Args, Item])[];
  /** Each way to say what is not there. */
  readonly misses: readonly Args[];
  /** Arguments that fit two. */
  readonly several?: Args;
  readonly right: RegExp;
}
type Ids = Readonly<Record<string, string>>;

const both = (
  key: string | undefined,
  name: string,
  found: Item,
): readonly (readonly [Args, Item])[] => [
  [{ id: key }, { id: key, name, ...found }],
  [{ name }, { id: key, name, ...found }],
];
/** What narrows a search beside an identifier. */
const BESIDE: readonly string[] = ["projectId", "region"];
const nothing: readonly Args[] = [{ id: NOWHERE }, { name: "nobody" }];

const rows: readonly Row[] = [
  {
    name: "getApplication",
    finds: ({ ci }) => both(ci, "ci", { tags: ["team=data"], description: "later" }),
    misses: nothing,
    several: { name: "double" },
    right: /needs read on application/,
  },
  {
    name: "getGroup",
    finds: ({ devs, ada, ci }) =>
      both(devs, "devs", { tags: ["team=data"], userIds: [ada], applicationIds: [ci] }),
    misses: nothing,
    several: { name: "double" },
    right: /needs read on group/,
  },
  {
    name: "getPolicy",
    finds: ({ tagged, devs, "for-devs": policy }) => [
      ...both(tagged, "tagged", { tags: ["team=data"], noPrincipal: true, groupId: undefined }),
      ...both(policy, "for-devs", { groupId: devs, noPrincipal: false, userId: undefined }),
    ],
    misses: nothing,
    several: { name: "double" },
    right: /needs read on policy/,
  },
  {
    name: "getApiKey",
    finds: ({ key, ci, organization }) => [
      [
        { accessKey: key },
        {
          ...{ accessKey: key, applicationId: ci, userId: undefined, description: "of ci" },
          ...{ expiresAt: "2099-01-01T00:00:00Z", defaultProjectId: organization },
        },
      ],
    ],
    misses: [{ accessKey: "SCWNOBODY00000000000" }],
    right: /needs read on api_key/,
  },
  {
    name: "getUser",
    finds: ({ ada }) => {
      const found = { id: ada, username: "ada", firstName: "Ada", tags: ["team=data"] };
      return [
        [{ id: ada }, found],
        [{ email: "Ada@Example.com" }, found],
        [{ username: "ada" }, found],
      ];
    },
    misses: [{ id: NOWHERE }, { email: "nobody@example.com" }, { username: "nobody" }],
    right: /needs read on user/,
  },
  {
    name: "getSshKey",
    finds: ({ laptop, archives }) => [
      ...both(laptop, "laptop", { disabled: true, projectId: archives }),
      [{ name: "laptop", projectId: archives }, { id: laptop }],
    ],
    misses: [...nothing, { name: "laptop", projectId: NOWHERE }],
    several: { name: "twice" },
    right: /needs read on ssh_key/,
  },
  {
    name: "getProject",
    finds: ({ archives }) => both(archives, "archives", { description: "Old things" }),
    misses: nothing,
    several: { name: "twice" },
    right: /needs read on account_project/,
  },
  {
    name: "getQuota",
    finds: () => [
      [
        { name: "UsrProjectsWidth" },
        { limit: 1_000, limits: [{ locality: "global", limit: 1_000 }] },
      ],
      [{ name: "IamGroups" }, { limit: undefined, localityType: "global" }],
    ],
    misses: [{ name: "Nothing" }],
    right: /needs read on quota/,
  },
  {
    name: "getLog",
    finds: ({ log, ci }) => [[{ id: log }, { id: log, action: "created", resourceId: ci }]],
    misses: [{ id: NOWHERE }],
    right: /needs read on log/,
  },
  {
    name: "getJwt",
    finds: ({ token, owner }) => [[{ id: token }, { id: token, audienceId: owner }]],
    misses: [{ id: NOWHERE }],
    right: /signed in to the console/,
  },
  {
    name: "getBucket",
    finds: ({ organization, archives }) => [
      [
        { name: "plain" },
        {
          ...{ name: "plain", projectId: organization, region: "fr-par", tags: {} },
          ...{ versioning: false, objectLock: false },
        },
      ],
      [
        { name: "pictures", projectId: archives, region: "nl-ams" },
        {
          ...{ name: "pictures", projectId: archives, region: "nl-ams", tags: { team: "data" } },
          ...{ versioning: true, objectLock: true },
        },
      ],
    ],
    misses: [{ name: "nobody" }, { name: "plain", region: "nl-ams" }],
    right: /needs one of .*ObjectStorageReadOnly.* on that Project/,
  },
];

let world: LookupWorld;
let ids: Ids;
beforeAll(async () => {
  world = await startLookupWorld(4);
  const { cloud } = world;
  const organization_id = cloud.description.scaleway.organizationId;
  for (const kind of ["applications", "groups", "policies"]) {
    const body = {
      name: "double",
      organization_id,
      ...(kind === "policies" && { no_principal: true }),
    };
    for (const path of Array<string>(2).fill(`/iam/v1alpha1/${kind}`)) {
      await asOwner(cloud, "POST", path, body);
    }
  }
  const first = await asOwner(
    cloud,
    "GET",
    `/iam/v1alpha1/logs?organization_id=${organization_id}`,
  );
  ids = { ...world.ids, log: String((first["logs"] as Item[])[0]?.["id"]) };
}, 60_000);
afterAll(() => world.stop());

const functions = scaleway as unknown as Record<string, (args?: Args) => Promise<Item>>;
const ask = (row: Row, args: Args): Promise<Item> =>
  functions[row.name]!({ profile: "owner", ...args });

describe.each(rows.map((row) => [row.name, row] as const))("%s", (_name, row) => {
  it("finds the one that is meant, however it is said, without a secret or a mark", async () => {
    for (const [args, expected] of row.finds(ids)) {
      const found = await ask(row, args);
      expect(found).toMatchObject(expected);
      const text = JSON.stringify(found);
      expect(text).not.toContain(MARK);
      expect(text).not.toMatch(/"(secret\w*|token|renew\w*|password)":/i);
      expect(world.secrets.filter((secret) => text.includes(secret))).toEqual([]);
    }
  });

  it("says so where there is none", async () => {
    for (const args of row.misses) {
      const missing = ask(row, args);
      await expect(missing).rejects.toMatchObject({ kind: "notFound" });
      const [[by] = []] = Object.entries(args);
      await expect(missing).rejects.toThrow(new RegExp(`there is no .* with that ${String(by)}`));
    }
  });

  it("names them where there are several", async () => {
    if (row.several === undefined) return;
    const doubtful = ask(row, row.several);
    await expect(doubtful).rejects.toMatchObject({ kind: "conflict" });
    await expect(doubtful).rejects.toThrow(/2 have that name: \S{36}, \S{36}\. Give the id/);
  });

  it("names the right that is missing", async () => {
    for (const [args] of row.finds(ids)) {
      const denied = functions[row.name]!({ ...args, profile: "denied" });
      await expect(denied).rejects.toMatchObject({ kind: "denied" });
      await expect(denied).rejects.toThrow(row.right);
    }
  });

  it("is the same as an Output; unknown, without a call, where an argument is unknown", async () => {
    const output = functions[`${row.name}Output`] as unknown as (args: Args) => pulumi.Output<Item>;
    const [[args] = [{}]] = row.finds(ids);
    const known = await valueOf(output({ profile: "owner", ...args }));
    expect(known).toEqual({ isKnown: true, value: await ask(row, args) });
    const before = world.cloud.requests.length;
    const unknown = Object.fromEntries(Object.keys(args).map((name) => [name, unknownOutput()]));
    expect((await valueOf(output({ profile: "owner", ...unknown }))).isKnown).toBe(false);
    expect(world.cloud.requests.length).toBe(before);
  });

  it("refuses wrong arguments before any call", async () => {
    const before = world.cloud.requests.length;
    const all = Object.assign({}, ...row.finds(ids).map(([args]) => args)) as Args;
    const identifiers = Object.fromEntries(
      Object.entries(all).filter(([name]) => !BESIDE.includes(name)),
    );
    await expect(ask(row, {})).rejects.toThrow(/none of|it is missing/);
    if (Object.keys(identifiers).length > 1) {
      await expect(ask(row, identifiers)).rejects.toThrow(/exactly one is allowed/);
    }
    for (const name of Object.keys(identifiers)) {
      await expect(ask(row, { [`${name}x`]: "1" })).rejects.toThrow(`did you mean "${name}"?`);
      await expect(ask(row, { [name]: 1 })).rejects.toMatchObject({ kind: "invalid" });
    }
    expect(world.cloud.requests.length).toBe(before);
  });
});

it("says where it looked for a bucket, and in which Project a bucket of another one is refused", async () => {
  const { organization, archives } = ids;
  const { getBucket } = scaleway;
  await expect(getBucket({ profile: "owner", name: "plain", region: "pl-waw" })).rejects.toThrow(
    `there is no bucket with that name in Project ${String(organization)} in pl-waw`,
  );
  await expect(getBucket({ profile: "owner", name: "plain", projectId: archives })).rejects.toThrow(
    `The call acted in Project ${String(archives)}`,
  );
});

it("the table has every lookup of one that there is", () => {
  const one = Object.keys(scaleway).filter(
    (name) => /^get\w+Output$/.test(name) && !name.endsWith("sOutput"),
  );
  const others = ["getCallerIdentity", "getDefaultProject"];
  expect(one.map((name) => name.replace(/Output$/, "")).sort()).toEqual(
    [...rows.map(({ name }) => name), ...others].sort(),
  );
});
