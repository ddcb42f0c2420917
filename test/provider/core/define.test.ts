/**
 * The rules that the platform forces on handlers.
 * @module
 */
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { PartialFailure } from "../../../provider/core/operation";
import { UNKNOWN } from "../../../provider/core/unknown";
import { CREDENTIALS, fakeKind, inputsOf } from "../../support/fake-kind";

const ORGANIZATION = CREDENTIALS.SCW_DEFAULT_ORGANIZATION_ID;

/** What an operation throws. */
async function failureOf(operation: Promise<unknown>): Promise<Error> {
  try {
    await operation;
  } catch (thrown) {
    return thrown as Error;
  }
  throw new Error("it did not fail");
}

/** The partial failure that an operation throws. */
async function partialFailureOf(operation: Promise<unknown>): Promise<PartialFailure> {
  const failure = await failureOf(operation);
  if (failure instanceof PartialFailure) return failure;
  throw failure;
}

describe("configure", () => {
  it("counts for a handler that is called before it has finished", async () => {
    const { handlers } = fakeKind({
      env: {},
      adjust: () => ({ organization: ({ settings }) => Promise.resolve(settings.accessKey) }),
    });
    const config: Record<string, string> = {
      "storage-access:accessKey": "SCWFROMCONFIG0000000",
      "storage-access:secretKey": "00000000-0000-4000-8000-0000000000aa",
    };
    const configuring = handlers.configure({ config: { get: (key) => config[key] } });
    const { outs } = await handlers.create(inputsOf());
    await configuring;
    expect(outs["organizationId"]).toBe("SCWFROMCONFIG0000000");
  });

  it("fails nothing by itself: without credentials check and diff work, and every call fails alike", async () => {
    const { handlers } = fakeKind({ env: {} });
    await handlers.configure({ config: { get: () => undefined } });
    expect((await handlers.check({}, inputsOf())).failures).toEqual([]);
    const first = await failureOf(handlers.create(inputsOf()));
    const second = await failureOf(handlers.delete("id", inputsOf()));
    expect(first.message).toContain("SCW_ACCESS_KEY");
    expect(second.message).toBe(first.message);
  });
});

describe("check", () => {
  it("lets what is not known yet pass untouched, at any depth, and makes no call", async () => {
    const { handlers, calls } = fakeKind();
    const news = inputsOf({ tags: ["a", UNKNOWN], place: UNKNOWN, timeouts: { createSeconds: 5 } });
    const { inputs, failures } = await handlers.check({}, news);
    expect(failures).toEqual([]);
    expect(inputs).toEqual({ ...news, gentle: false });
    expect(calls).toEqual([]);
  });

  it("reports all that is wrong at once", async () => {
    const { handlers } = fakeKind();
    const news = {
      mark: "thing#0",
      tags: ["", 5],
      onForeignChange: "ask",
      timeouts: { create: 1 },
    };
    const { failures } = await handlers.check({}, news);
    expect(failures.map(({ property }) => property)).toEqual([
      "tags[0]",
      "tags[1]",
      "place",
      "timeouts.create",
      "onForeignChange",
    ]);
  });
});

describe("diff", () => {
  const made = async () => {
    const fake = fakeKind();
    const { id, outs } = await fake.handlers.create(inputsOf({ tags: ["a", "b"] }));
    const diff = (given: Record<string, unknown>) =>
      fake.handlers.diff(id, outs, inputsOf({ tags: ["a", "b"], ...given }));
    return { diff };
  };

  it("sees no change in order, in what names a resource, or in what directs one operation", async () => {
    const { diff } = await made();
    const silent = {
      tags: ["b", "a"],
      mark: "renamed#0123",
      references: { place: "urn:other" },
      timeouts: { createSeconds: 5 },
      onForeignChange: "overwrite",
      __provider: "another text",
    };
    expect(await diff(silent)).toEqual({
      changes: false,
      replaces: [],
      deleteBeforeReplace: false,
    });
  });

  it("counts what is not known yet as changed, and as replacing where a change replaces", async () => {
    const { diff } = await made();
    expect(await diff({ tags: ["a", UNKNOWN] })).toMatchObject({ changes: true, replaces: [] });
    expect(await diff({ place: UNKNOWN })).toMatchObject({ changes: true, replaces: ["place"] });
  });

  it("records what only directs the provider, such as a profile", async () => {
    const { diff } = await made();
    expect(await diff({ profile: "other" })).toMatchObject({ changes: true, replaces: [] });
    expect(await diff({ gentle: true })).toMatchObject({ changes: true, replaces: [] });
  });
});

describe("create", () => {
  it("answers outputs that the engine's conversion carries: no dates, nothing undefined", async () => {
    const { outs } = await fakeKind().handlers.create(inputsOf());
    expect(() => Struct.fromJavaScript(outs as Record<string, JavaScriptValue>)).not.toThrow();
    expect(outs).toMatchObject({ madeAt: "1970-01-01T00:00:00.000Z" });
    expect("nothing" in outs).toBe(false);
  });

  it("records the schema, the Organization and a random incarnation", async () => {
    const { handlers } = fakeKind();
    const { outs } = await handlers.create(inputsOf());
    expect(outs).toMatchObject({ schema: 2, organizationId: ORGANIZATION });
    expect(outs["incarnation"]).toMatch(/^[0-9a-f]{8}$/);
  });

  it("chooses a name once and keeps it, also when it was changed elsewhere", async () => {
    const { handlers, things } = fakeKind();
    const { id, outs } = await handlers.create(inputsOf());
    const name = outs["name"] as string;
    expect(name).toMatch(/^thing-[0-9a-f]{7}$/);
    const thing = things.get(id);
    if (thing) things.set(id, { ...thing, name: "renamed" });
    const later = fakeKind({ things }).handlers;
    const { props = {}, inputs = {} } = await later.read(id, outs);
    expect(inputs).not.toHaveProperty("name");
    expect(await later.diff(id, props, inputsOf())).toMatchObject({ changes: true });
    await later.update(id, props, inputsOf());
    expect(things.get(id)?.name).toBe(name);
  });

  it("throws what fails after the object exists with id, outputs and reasons, so that nothing is lost", async () => {
    const fake = fakeKind();
    fake.before = (call) => {
      if (call === "write") throw new Error("the second call failed");
    };
    const failure = await partialFailureOf(fake.handlers.create(inputsOf()));
    const [id] = [...fake.things.keys()];
    expect(failure.id).toBe(id);
    expect(failure.reasons).toEqual([expect.stringContaining("the second call failed")]);
    expect(failure.properties).toMatchObject({
      __provider: "text",
      organizationId: ORGANIZATION,
      incarnation: expect.any(String) as string,
    });
    fake.before = () => undefined;
    const { outs } = await fake.handlers.update(failure.id, failure.properties, inputsOf());
    expect(outs["name"]).toMatch(/^thing-/);
    expect(fake.things.size).toBe(1);
  });

  it("throws what fails before without an id", async () => {
    const fake = fakeKind();
    fake.before = (call) => {
      if (call === "make") throw new Error("refused");
    };
    expect(await failureOf(fake.handlers.create(inputsOf()))).not.toHaveProperty("id");
  });

  it("keeps to the time that the resource allows", async () => {
    const deadlines: number[] = [];
    const timed = () =>
      fakeKind({
        adjust: () => ({
          list: ({ clock, deadline }) => {
            deadlines.push(deadline.getTime() - clock.now().getTime());
            return Promise.resolve([]);
          },
        }),
      });
    await timed().handlers.create(inputsOf());
    await timed().handlers.create(inputsOf({ timeouts: { createSeconds: 7 } }));
    expect(deadlines).toEqual([600_000, 7_000]);
  });

  it("shows an error without a stack that says it again, which the engine would print", async () => {
    const fake = fakeKind();
    fake.before = () => {
      throw new Error("something odd");
    };
    const failure = await failureOf(fake.handlers.create(inputsOf()));
    expect(failure.message).toContain('Could not make thing "thing"');
    expect(failure.stack).toBe("(scaleway:Application thing)");
  });
});

describe("update", () => {
  it("records what was written before a later failure", async () => {
    const fake = fakeKind();
    const { id, outs } = await fake.handlers.create(inputsOf({ name: "before" }));
    const last = () => Promise.reject(new Error("the last call failed"));
    const failing = fakeKind({
      things: fake.things,
      adjust: (plain) => ({ aspects: [...plain.aspects, { fields: ["place"], write: last }] }),
    });
    const news = inputsOf({ name: "after", place: "there" });
    const failure = await partialFailureOf(failing.handlers.update(id, outs, news));
    expect(failure.message).toContain("the last call failed");
    expect(failure.properties).toMatchObject({ name: "after", place: "here", __provider: "text" });
  });
});

describe("read", () => {
  /** Things that an earlier process made, with their outputs. */
  const made = async (count: number) => {
    const { handlers, things } = fakeKind();
    const states = [];
    for (let number = 0; number < count; number += 1) {
      const mark = `thing-${String(number)}#${String(number)}`;
      states.push(await handlers.create(inputsOf({ name: "named", mark })));
    }
    return { things, states };
  };

  it("answers inputs too, so that drift shows", async () => {
    const { things, states } = await made(1);
    const [state] = states;
    if (!state) return;
    const { props, inputs } = await fakeKind({ things }).handlers.read(state.id, state.outs);
    expect(props).toEqual(state.outs);
    expect(inputs).toEqual({
      ...inputsOf({ name: "named", mark: "thing-0#0" }),
      tags: [],
    });
  });

  it("answers without an id where the service itself says that there is none", async () => {
    const { things, states } = await made(2);
    const [gone, there] = states;
    if (!gone || !there) return;
    things.delete(gone.id);
    const { handlers, calls } = fakeKind({ things });
    const [first, second] = await Promise.all([
      handlers.read(gone.id, gone.outs),
      handlers.read(there.id, there.outs),
    ]);
    expect(first).toEqual({});
    expect(second.id).toBe(there.id);
    expect(calls).toEqual(["list", "get"]);
  });

  it("fails where a whole kind seems gone at once, unless that is confirmed", async () => {
    const { states } = await made(2);
    const readAll = (env: Record<string, string>) => {
      const { handlers } = fakeKind({ env });
      return Promise.all(states.map(({ id, outs }) => handlers.read(id, outs)));
    };
    const failure = await failureOf(readAll(CREDENTIALS));
    expect(failure.message).toContain("STORAGE_ACCESS_ALLOW_EMPTY=1");
    expect(await readAll({ ...CREDENTIALS, STORAGE_ACCESS_ALLOW_EMPTY: "1" })).toEqual([{}, {}]);
  });

  it("fails in whatever order they are read, and for a single one too", async () => {
    const { states } = await made(2);
    const { handlers } = fakeKind();
    for (const { id, outs } of states) {
      await expect(handlers.read(id, outs)).rejects.toThrow("The state is kept");
    }
    const { id, outs } = states[0]!;
    await expect(fakeKind().handlers.read(id, outs)).rejects.toThrow("The state is kept");
  });

  it("counts what this process itself removed as having been there", async () => {
    const { things, states } = await made(2);
    const [gone, there] = states;
    if (!gone || !there) return;
    things.delete(gone.id);
    const { handlers } = fakeKind({ things });
    await handlers.delete(there.id, there.outs);
    expect(await handlers.read(gone.id, gone.outs)).toEqual({});
  });

  it("does not count what is always there, and asks a kind without a list what is around", async () => {
    const { things, states } = await made(2);
    const [gone, always] = states;
    if (!gone || !always) return;
    things.delete(gone.id);
    const isAlwaysThere = ({ id }: { id: string }) => id === always.id;
    const one = fakeKind({ things, adjust: () => ({ isAlwaysThere }) });
    await expect(one.handlers.read(gone.id, gone.outs)).rejects.toThrow("The state is kept");
    for (const isAround of [true, false]) {
      const unlisted = { list: undefined, isKnownAround: () => Promise.resolve(isAround) };
      const { handlers } = fakeKind({ things, adjust: () => unlisted as object });
      const reading = handlers.read(gone.id, gone.outs);
      if (isAround) await expect(reading).resolves.toEqual({});
      else await expect(reading).rejects.toThrow("The state is kept");
    }
  });

  it("fails where the right to read is missing: that is neither gone nor empty", async () => {
    const { states } = await made(1);
    const fake = fakeKind();
    fake.before = () => {
      throw new Error("403");
    };
    for (const { id, outs } of states) {
      await expect(fake.handlers.read(id, outs)).rejects.toThrow("403");
    }
  });
});

describe("every handler", () => {
  it("compares the caller's Organization with the state's before its first call, and names both", async () => {
    const { id, outs } = await fakeKind().handlers.create(inputsOf());
    const other = "0b0b0b0b-0000-4000-8000-000000000002";
    const { handlers, calls } = fakeKind({
      env: { ...CREDENTIALS, SCW_DEFAULT_ORGANIZATION_ID: other },
    });
    for (const operation of [
      () => handlers.read(id, outs),
      () => handlers.update(id, outs, inputsOf()),
      () => handlers.delete(id, outs),
    ]) {
      const { message } = await failureOf(operation());
      expect(message).toContain(other);
      expect(message).toContain(ORGANIZATION);
    }
    expect(calls).toEqual([]);
  });

  it("accepts the state of an older version, which knew less", async () => {
    const { handlers, things } = fakeKind();
    const old = { ...inputsOf(), name: "old", tags: ["a"] };
    things.set("id-old", { id: "id-old", name: "old", tags: ["a"], place: "here" });
    expect(await handlers.diff("id-old", old, inputsOf({ tags: ["a"] }))).toMatchObject({
      changes: false,
    });
    expect((await handlers.read("id-old", old)).props).toMatchObject({ name: "old", schema: 2 });
    const { outs } = await handlers.update("id-old", old, inputsOf({ tags: ["b"] }));
    expect(outs).toMatchObject({ tags: ["b"], organizationId: ORGANIZATION });
    await handlers.delete("id-old", outs);
    expect(things.size).toBe(0);
  });
});
