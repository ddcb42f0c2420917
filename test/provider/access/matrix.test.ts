/** The whole table of a world: what it says of everybody is what single questions are answered. */
import {
  Access,
  actionsOf,
  ACCESS_LEVELS,
  diff,
  entriesOf,
  isGain,
  matrix,
  type Matrix,
  type World,
} from "../../../provider/access";
import {
  ANYBODY,
  APP,
  BILLS,
  fullAccess,
  LOCKED,
  OTHER,
  OWNER,
  PHOTOS,
  pictures,
  policyFor,
  USER,
  worldOf,
} from "./support/worlds";

/** Something of everything. */
const WORLD: World = worldOf({
  groups: [{ id: "readers", name: "readers", members: [OTHER, USER] }],
  policies: [
    fullAccess(APP),
    policyFor(
      { kind: "group", id: "readers" },
      { sets: ["ObjectStorageReadOnly"] },
      {
        sets: ["ObjectStorageObjectsDelete"],
        projectIds: [BILLS],
        condition: 'request.ip == "1.2.3.4"',
      },
    ),
    policyFor(LOCKED, { sets: ["IAMManager"] }),
    policyFor(OTHER, { sets: ["IAMPolicyManager"] }),
  ],
  keys: [{ accessKey: "SCW1", bearer: APP, defaultProjectId: BILLS }],
  buckets: [
    pictures([
      { who: { applicationIds: [APP.id] }, actions: ["s3:GetObject", "s3:ListBucket"] },
      { who: { everyone: true }, actions: ["s3:GetObject"], resources: ["pictures/public/*"] },
    ]),
    ...["one", "two", "three"].map((name) => ({ name, projectId: BILLS, region: "fr-par" })),
    {
      ...{ name: "shown", projectId: BILLS, region: "fr-par" },
      grants: [
        { grantee: "allUsers", permission: "READ" } as const,
        { grantee: { projectId: PHOTOS }, permission: "WRITE" } as const,
      ],
    },
  ],
});

const rowOf = ({ places, rows }: Matrix, name: string) =>
  rows.find((row) => row.places.some((at) => places[at]?.name === name));

describe("the table of a world", () => {
  const table = matrix(WORLD);

  it("says of everybody and every bucket what single questions are answered", () => {
    const access = new Access(WORLD);
    const said = new Map(
      [...entriesOf(table)].map(({ asker, place, profile }) => [
        JSON.stringify([asker.asker, place.id, place.kind]),
        profile,
      ]),
    );
    let count = 0;
    for (const asker of [ANYBODY, APP, OTHER, USER, LOCKED, OWNER]) {
      for (const { name, grants } of WORLD.buckets) {
        for (const action of ACCESS_LEVELS.flatMap((level) => actionsOf(level, "bucket"))) {
          const profile = said.get(JSON.stringify([asker, name, "bucket"]));
          const question = { asker, action, target: { bucket: name } };
          const answers = [undefined, ...(grants ? [PHOTOS] : [])].map((actsIn) =>
            access.answer({ ...question, circumstances: { actsIn } }),
          );
          const expected = answers.includes("allow")
            ? "allow"
            : answers.includes("undecided")
              ? "undecided"
              : "deny";
          const actual = profile?.allowed.includes(action)
            ? "allow"
            : profile?.undecided.includes(action)
              ? "undecided"
              : "deny";
          expect([asker, name, action, actual]).toEqual([asker, name, action, expected]);
          count += 1;
        }
      }
    }
    expect(count).toBeGreaterThan(1000);
  });

  it("says once what is equal: buckets of one Project without policies share a row", () => {
    expect(rowOf(table, "one")?.places).toHaveLength(3);
    expect(rowOf(table, "one")).toBe(rowOf(table, "three"));
    expect(rowOf(table, "pictures")?.places).toHaveLength(1);
  });

  it("tells those whom a bucket's policy names from others with the same rights", () => {
    const policies = [fullAccess(APP), fullAccess(OTHER)];
    const buckets = [pictures([{ who: { applicationIds: [APP.id] } }])];
    const named = [...entriesOf(matrix(worldOf({ policies, buckets })))].filter(
      ({ place, profile }) => place.name === "pictures" && profile.allowed.includes("GetObject"),
    );
    expect(named.map(({ asker }) => asker.name)).toEqual(["uploader"]);
  });

  it("sums up by levels: all of one, some of it, or perhaps some", () => {
    const entries = [...entriesOf(table)];
    const levels = (who: string, place: string) =>
      entries.find(({ asker, place: { name } }) => asker.name === who && name === place)?.profile
        .levels;
    expect(levels("reader", "one")).toEqual({
      ...{ list: "all", read: "all", delete: "undecided", inspect: "some" },
    });
    expect(levels("everybody", "pictures")).toEqual({ read: "undecided" });
    expect(levels("reader", "the Organization")).toEqual({
      ...{ inspect: "some", manage: "some", grant: "some" },
    });
    expect(levels("bob", "the Organization")).toBeUndefined();
  });

  it("leaves out whoever and whatever is not asked for", () => {
    const few = matrix(WORLD, {
      principals: ({ name }) => name === "uploader",
      buckets: ({ name }) => name === "pictures",
      everybody: false,
    });
    expect(few.askers.map(({ name }) => name)).toEqual(["uploader"]);
    expect(few.places.filter(({ kind }) => kind === "bucket").map(({ name }) => name)).toEqual([
      "pictures",
    ]);
  });

  it("has keys as well where they are wanted, each in the Project that it prefers", () => {
    const entries = [...entriesOf(matrix(WORLD, { keys: true }))];
    const ofKey = entries
      .filter(({ asker }) => asker.name === "SCW1")
      .map(({ place }) => place.name);
    expect(ofKey).toEqual(["pictures", "shown"]);
  });

  it("is the same as JSON", () => {
    expect(JSON.parse(JSON.stringify(table))).toEqual(table);
  });
});

describe("the difference of two worlds", () => {
  it("is nothing where nothing changes", () => {
    expect(diff(WORLD, structuredClone(WORLD))).toEqual([]);
  });

  it("tells who gains what by a new rule, and why", () => {
    const after = { ...WORLD, policies: [...WORLD.policies, fullAccess(USER, BILLS)] };
    const changes = diff(WORLD, after);
    expect(new Set(changes.map(({ name }) => name))).toEqual(new Set(["ann"]));
    expect(changes.every(isGain)).toBe(true);
    expect(changes.map(({ target }) => JSON.stringify(target))).not.toContain(
      '{"bucket":"pictures"}',
    );
    const writes = changes.find(
      ({ level, target }) => level === "write" && "bucket" in target && target.bucket === "one",
    );
    expect(writes).toMatchObject({ before: "deny", after: "allow" });
    expect(writes?.actions).toContain("PutObject");
    expect(writes?.reasons.map(({ code }) => code)).toEqual(["rule"]);
  });

  it("tells who loses what by a bucket's new policy, and why", () => {
    const [first, ...rest] = WORLD.buckets;
    const before = { ...WORLD, buckets: [{ ...first!, policy: undefined }, ...rest] };
    const losses = diff(before, WORLD).filter((change) => !isGain(change));
    expect(new Set(losses.map(({ name }) => name))).toEqual(
      new Set(["uploader", "reader", "ann", "carol"]),
    );
    const read = losses.find(({ name, level }) => name === "uploader" && level === "write");
    expect(read?.reasons.map(({ code }) => code)).toEqual(["notNamed"]);
  });

  it("takes what is in one world alone to allow nothing in the other", () => {
    const without: World = {
      ...WORLD,
      principals: WORLD.principals.filter(({ id }) => id !== APP.id),
      buckets: WORLD.buckets.filter(({ name }) => name !== "one"),
    };
    const lost = diff(WORLD, without);
    expect(lost.some(({ name }) => name === "uploader")).toBe(true);
    expect(lost.some(({ target }) => "bucket" in target && target.bucket === "one")).toBe(true);
    expect(lost.some(isGain)).toBe(false);
    expect(
      diff(without, WORLD).map(({ before, after, ...rest }) => [
        rest.name,
        rest.target,
        rest.actions,
        after,
        before,
      ]),
    ).toEqual(
      expect.arrayContaining(
        lost.map(({ name, target, actions, before, after }) => [
          name,
          target,
          actions,
          before,
          after,
        ]),
      ),
    );
  });

  it("tells of keys that prefer another Project, where keys are wanted", () => {
    const after = { ...WORLD, keys: [{ ...WORLD.keys[0]!, defaultProjectId: PHOTOS }] };
    expect(diff(WORLD, after)).toEqual([]);
    const names = diff(WORLD, after, { keys: true }).map(({ name }) => name);
    expect(new Set(names)).toEqual(new Set(["SCW1"]));
  });
});
