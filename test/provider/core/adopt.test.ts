/**
 * Adoption by the handlers themselves: no mark, no default in the way, one object only; and settings, which carry no mark.
 * @module
 */
import { markInput } from "../../../provider/core/mark";
import { fakeKind, inputsOf, type FakeKind, type Thing } from "../../support/fake-kind";

const found: Thing = { id: "id-9", name: "found", tags: ["one", "two"], place: "here" };

const withThings = (...things: Thing[]): FakeKind =>
  fakeKind({ things: new Map(things.map((thing) => [thing.id, thing])) });

describe("an adopted object", () => {
  const adopting = inputsOf({ adopt: { id: "id-9" } });

  it("gets no mark, neither by its adoption nor by later updates", async () => {
    const { handlers, things } = withThings(found);
    const { id, outs } = await handlers.create(adopting);
    const { outs: later } = await handlers.update(id, outs, { ...adopting, tags: ["three"] });
    expect(things.get("id-9")).toEqual({ ...found, tags: ["three"] });
    expect(later).toMatchObject({ adopted: true, name: "found", tags: ["three"] });
  });

  it("keeps what the program says nothing about, which no default replaces", async () => {
    const { handlers, calls } = withThings(found);
    const { inputs } = await handlers.check({}, adopting);
    expect(inputs).not.toHaveProperty("tags");
    const { id, outs } = await handlers.create(inputs);
    expect(outs).toMatchObject({ name: "found", tags: ["one", "two"] });
    expect(await handlers.diff(id, outs, inputs)).toMatchObject({ changes: false, replaces: [] });
    expect(calls).not.toContain("write");
  });

  it("gets a mark once the program no longer says adopt and something changes", async () => {
    const { handlers, things } = withThings(found);
    const { id, outs } = await handlers.create(adopting);
    await handlers.update(id, outs, inputsOf({ name: "found", tags: ["three"] }));
    expect(things.get("id-9")?.tags.join()).toContain("pulumi-storage-access=");
  });

  it("is announced by check only while the resource is new", async () => {
    const { handlers, lines } = withThings(found);
    await handlers.check(adopting, adopting);
    expect(lines).toEqual([]);
    await handlers.check({}, { ...adopting, tags: ["three"] });
    expect(lines).toEqual([
      'adopts the existing thing id-9: changes tags from ["one","two"] to ["three"]',
    ]);
  });

  it("is found by its name, and one of several is taken by id only", async () => {
    const twin = { ...found, id: "id-8" };
    const byName = inputsOf({ name: "found", adopt: "existing" });
    await expect(withThings(found, twin).handlers.create(byName)).rejects.toThrow(
      "several have that name: id-9, id-8",
    );
    expect(await withThings(found).handlers.create(byName)).toMatchObject({ id: "id-9" });
  });

  it("is not looked for where its name is not known yet", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const { handlers, calls } = withThings(found);
    await handlers.check({}, inputsOf({ name: unknown, adopt: "existing" }));
    await handlers.check({}, inputsOf({ adopt: { id: unknown } }));
    expect(calls).toEqual([]);
  });

  it("needs a name where it is to be found by one", async () => {
    const { failures } = await withThings(found).handlers.check(
      {},
      inputsOf({ adopt: "existing" }),
    );
    expect(failures.map(({ property }) => property)).toEqual(["name"]);
  });
});

describe("a kind that carries no mark", () => {
  const setting = (there: Thing | undefined, alwaysThere = false): FakeKind =>
    settingIn(new Map(there ? [[there.id, there]] : []), alwaysThere);
  /** The handlers of another process. */
  const fakeSetting = (things: Map<string, Thing>) => settingIn(things).handlers;
  const settingIn = (things: Map<string, Thing>, alwaysThere = false): FakeKind =>
    fakeKind({
      things,
      adjust: ({ get, ...plain }) => ({
        ...plain,
        // A kind that carries no mark, whatever its other ways.
        token: "scaleway:BucketPolicy",
        place: {
          nameOf: () => "id-9",
          find: (context, wish) => get(context, "id-9", wish),
          alwaysThere,
        },
      }),
    });
  const wish = inputsOf({ name: "found", tags: ["two", "one"] });

  it("takes what is just as the program describes", async () => {
    const { handlers, calls } = setting(found);
    expect(await handlers.create(wish)).toMatchObject({ id: "id-9" });
    expect(calls).not.toContain("make");
    expect(calls).not.toContain("write");
  });

  it("takes nothing else unless it is to be adopted, and names the difference", async () => {
    const other = { ...wish, tags: ["three"] };
    await expect(setting(found).handlers.create(other)).rejects.toThrow(
      'tags is ["one","two"] there and ["three"] here',
    );
    const { handlers, things } = setting(found);
    await handlers.create({ ...other, adopt: "existing" });
    expect(things.get("id-9")?.tags).toEqual(["three"]);
  });

  it("takes what this very resource is known to hold, and brings it to what the program says", async () => {
    const { handlers, things } = setting(found);
    const { id, outs } = await handlers.create(wish);
    const next = fakeSetting(things);
    await next.diff(id, outs, wish);
    await next.create({ ...wish, tags: ["three"] });
    expect(things.get("id-9")?.tags).toEqual(["three"]);
    const mark = markInput("other", { organization: "acme", urn: "urn:other", owner: undefined });
    await expect(next.create({ ...wish, mark })).rejects.toThrow("another resource");
  });

  it("becomes its own successor where the engine deletes the old half of a forced replacement first", async () => {
    const { handlers, things } = setting(found);
    const { id, outs } = await handlers.create(wish);
    const next = fakeSetting(things);
    const { inputs } = await next.check({}, { ...wish, tags: ["three"] });
    await next.delete(id, outs);
    expect(things.get("id-9")?.tags).toEqual(["three"]);
    // Interrupted here, another process goes on.
    await fakeSetting(things).create(inputs);
    expect(things.get("id-9")?.tags).toEqual(["three"]);
  });

  it("is written by its old half no more once its successor has what the program says", async () => {
    const { handlers, things } = setting(found);
    const { id, outs } = await handlers.create(wish);
    const { handlers: next, calls } = setting(found);
    const { inputs } = await next.check({}, wish);
    await next.create(inputs);
    await next.delete(id, outs);
    expect(calls).not.toContain("write");
    expect(calls).not.toContain("remove");
    expect(things.get("id-9")).toEqual(found);
  });

  it("takes what is always there, whatever it is", async () => {
    const { handlers, things } = setting(found, true);
    await handlers.create({ ...wish, tags: ["three"] });
    expect(things.get("id-9")?.tags).toEqual(["three"]);
  });
});
