/**
 * What every kind does: made, unchanged, changed, changed elsewhere, deleted elsewhere, destroyed twice.
 * @module
 */
import { asOwner } from "../../support/owner";
import { CheckFailed, SimulatedStack, type Values } from "../../support/stack";
import { idsInState, startWorld, type World } from "../../support/world";
import { anyNeeded, changed, kinds, programOf } from "./kinds";
import { part } from "./kinds/parts";

jest.setTimeout(30_000);

/** A pattern that matches just that text. */
const literal = (text: string): string => text.replace(/[^\w\s]/g, "\\$&");

/** Arguments that differ from those of the kind's row. */
type Change = (needed: Values) => Values;

describe.each(kinds)("$token", (kind) => {
  let world: World;
  let stack: SimulatedStack;
  /** What the kind needs, by the names of its row. */
  let needed: Values;
  const made = () => ({ world, stack });
  beforeEach(async () => {
    world = await startWorld({ seed: kind.token, ...kind.cloud });
    stack = new SimulatedStack({ cloud: world.cloud });
    await stack.up(
      programOf(kind, (others) => {
        needed = others;
        return {};
      }),
    );
    world.cloud.resetCounts();
  });
  afterEach(() => world.stop());

  const { elsewhere } = kind;
  const note = (text: string): Values => elsewhere.note(text, needed);
  const shown = (text: string): string => elsewhere.shown?.(text, needed) ?? text;
  /** What outputs say of a text that was noted. */
  const told = (text: string): Values => JSON.parse(JSON.stringify(note(text))) as Values;
  const id = (): string => stack.entry("tested").id;
  const noted = (): Promise<string> => elsewhere.read(world.cloud, id());
  const edit = (text: string): Promise<void> => elsewhere.edit(world.cloud, id(), text, needed);
  const removeElsewhere = (): Promise<void> => elsewhere.remove(world.cloud, id());

  it("makes no call where nothing changes", async () => {
    expect(await stack.up(programOf(kind))).toMatchObject({ create: 0, update: 0, replace: 0 });
    expect(world.cloud.counts()).toEqual({});
  });

  it("changes every field in place at once, and is then unchanged", async () => {
    await expectChangedInPlace(changed(kind));
  });

  const expectChangedInPlace = async (change: Change): Promise<void> => {
    const before = id();
    expect(await stack.up(programOf(kind, change))).toMatchObject({ update: 1, replace: 0 });
    expect(id()).toBe(before);
    expect(await stack.up(programOf(kind, change))).toMatchObject({ update: 0 });
    expect(await stack.refresh()).toEqual([]);
    expect(await stack.up(programOf(kind, change))).toMatchObject({ update: 0 });
  };

  describe.each(Object.entries(kind.changes))("its %s", (_field, change) => {
    it("is changed in place", () => expectChangedInPlace(change));

    if (kind.inapplicable?.drift !== undefined) return;
    it("is changed back by the next run after a refresh has seen that somebody changed it", async () => {
      const original = structuredClone(stack.entry("tested"));
      await stack.copy().up(programOf(kind, change));
      await stack.refresh();
      expect(stack.entry("tested").outputs).not.toEqual(original.outputs);
      expect(await stack.up(programOf(kind))).toMatchObject({ update: 1, replace: 0 });
      await stack.refresh();
      expect(stack.entry("tested").outputs).toEqual(original.outputs);
    });
  });

  it("is told the same by a refresh as by its creation", async () => {
    const { inputs, outputs } = structuredClone(stack.entry("tested"));
    expect(await stack.refresh()).toEqual([]);
    expect(stack.entry("tested").outputs).toEqual(outputs);
    expect(stack.entry("tested").inputs).toEqual(inputs);
  });

  part(kind, "drift", made, () => {
    it("is mended by the next run after a refresh has seen a change made elsewhere", async () => {
      await edit("edited by hand");
      await stack.refresh();
      expect(stack.outputsOf("tested")).toMatchObject(told("edited by hand"));
      expect(stack.entry("tested").inputs).toMatchObject(told("edited by hand"));
      expect(await stack.up(programOf(kind))).toMatchObject({ update: 1 });
      expect(await noted()).not.toContain(shown("edited by hand"));
    });

    it("refuses to overwrite a change made elsewhere since the last refresh, naming both values", async () => {
      await edit("edited by hand");
      const change = () => stack.up(programOf(kind, () => note("from the program")));
      const both = new RegExp(
        ` is .*${literal(shown("edited by hand"))}.* and was .* at the last run`,
      );
      await expect(change()).rejects.toThrow(both);
      await expect(change()).rejects.toThrow("Run refresh");
      expect(await noted()).toContain(shown("edited by hand"));
    });

    it("overwrites it where the program says so", async () => {
      await edit("edited by hand");
      const wish = { ...note("from the program"), onForeignChange: "overwrite" };
      await stack.up(programOf(kind, () => wish));
      expect(await noted()).toContain(shown("from the program"));
    });

    it("writes where somebody made the very change already", async () => {
      await edit("from the program");
      await stack.up(programOf(kind, () => note("from the program")));
      expect(stack.outputsOf("tested")).toMatchObject(told("from the program"));
    });
  });

  part(kind, "end", made, () => {
    it("is made again after it was deleted elsewhere", async () => {
      const before = id();
      await removeElsewhere();
      const goesWith = kind.goesWith ?? [];
      // It may have been the last one of its kind.
      const sure = stack.copy({ env: { STORAGE_ACCESS_ALLOW_EMPTY: "1" } });
      expect((await sure.refresh()).sort()).toEqual([...goesWith, "tested"].sort());
      expect(await sure.up(programOf(kind))).toMatchObject({ create: 1 + goesWith.length });
      expect(sure.entry("tested").id === before).toBe(kind.keepsId ?? false);
    });

    it("is kept in the state where a cloud has lost everything, also as the only one that is read", async () => {
      const lost = await startWorld({ seed: kind.token, ...kind.cloud });
      try {
        const alone = stack.copy({ cloud: lost.cloud });
        for (const { urn } of stack.kept.values()) {
          if (urn !== stack.entry("tested").urn) alone.kept.delete(urn);
        }
        await expect(alone.refresh()).rejects.toThrow(
          /nor is any other of its kind.*The state is kept.*STORAGE_ACCESS_ALLOW_EMPTY=1/s,
        );
        expect(alone.kept.size).toBe(1);
      } finally {
        await lost.stop();
      }
    });

    it("fails to change what was deleted elsewhere, and says what to do", async () => {
      await removeElsewhere();
      await expect(stack.up(programOf(kind, changed(kind)))).rejects.toThrow("Run refresh");
    });
  });

  it("is gone after destroy, and destroying what is gone is no error", async () => {
    const tested = stack.entry("tested");
    await stack.destroy();
    expect(await world.ids()).toEqual(idsInState(stack));
    stack.kept.set(tested.urn, tested);
    await stack.destroy();
    expect(stack.kept.size).toBe(0);
  });

  it("is read and deleted by no other Organization's credentials", async () => {
    const elsewhere = { SCW_DEFAULT_ORGANIZATION_ID: "0e0e0e0e-0000-4000-8000-000000000001" };
    const other = new SimulatedStack({ cloud: world.cloud, env: elsewhere });
    for (const [urn, entry] of stack.kept) other.kept.set(urn, entry);
    const both = new RegExp(
      `${world.cloud.description.scaleway.organizationId}.*${elsewhere.SCW_DEFAULT_ORGANIZATION_ID}`,
    );
    await expect(other.refresh()).rejects.toThrow(both);
    await expect(other.destroy()).rejects.toThrow(both);
    expect(world.cloud.counts()).toEqual({});
  });

  it("is not taken for gone where the right to read it is missing", async () => {
    const { application, accessKey, secretKey } = await withoutRights();
    const poor = new SimulatedStack({
      cloud: world.cloud,
      env: { SCW_ACCESS_KEY: accessKey, SCW_SECRET_KEY: secretKey },
    });
    for (const [urn, entry] of stack.kept) poor.kept.set(urn, entry);
    await expect(poor.refresh()).rejects.toThrow(/permission|right|denied/i);
    expect(poor.kept.size).toBe(stack.kept.size);
    await asOwner(world.cloud, "DELETE", `/iam/v1alpha1/applications/${application}`);
  });

  const withoutRights = async () => {
    const { organizationId } = world.cloud.description.scaleway;
    const { id: application } = await asOwner(world.cloud, "POST", "/iam/v1alpha1/applications", {
      name: "poor",
      organization_id: organizationId,
    });
    const key = await asOwner(world.cloud, "POST", "/iam/v1alpha1/api-keys", {
      application_id: application,
    });
    return {
      application: String(application),
      accessKey: String(key["access_key"]),
      secretKey: String(key["secret_key"]),
    };
  };

  for (const [field, change] of Object.entries(kind.replacing ?? {})) {
    it(`is replaced where its ${field} changes`, async () => {
      const before = stack.entry("tested");
      expect(await stack.up(programOf(kind, change))).toMatchObject({ replace: 1 });
      expect(stack.entry("tested")).not.toBe(before);
      expect(await world.ids()).toEqual(idsInState(stack));
      expect(await stack.up(programOf(kind, change))).toMatchObject({ update: 0, replace: 0 });
    });
  }

  it("is still there after a replacement that the engine is told to make", async () => {
    const forced = { forceReplace: true };
    expect(await stack.up(programOf(kind, undefined, forced))).toMatchObject({ replace: 1 });
    expect(await stack.refresh()).toEqual([]);
    expect(await stack.up(programOf(kind))).toMatchObject({ create: 0, update: 0, replace: 0 });
    expect(await world.ids()).toEqual(idsInState(stack));
  });

  it("is as the program says after such a replacement together with a change", async () => {
    const forced = { forceReplace: true };
    expect(await stack.up(programOf(kind, changed(kind), forced))).toMatchObject({ replace: 1 });
    expect(await stack.refresh()).toEqual([]);
    const again = await stack.up(programOf(kind, changed(kind)));
    expect(again).toMatchObject({ create: 0, update: 0, replace: 0 });
    expect(await world.ids()).toEqual(idsInState(stack));
  });

  it("refuses an unknown argument before any call, with the nearest known one", async () => {
    const failure = stack.up(programOf(kind, () => ({ onForeignChanges: "fail" })));
    await expect(failure).rejects.toThrow(CheckFailed);
    await expect(failure).rejects.toThrow('did you mean "onForeignChange"?');
    expect(world.cloud.counts()).toEqual({});
  });

  it("lets arguments pass that are not known yet, at preview", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const answer = await stack.preview(kind.token, "tested", {
      ...kind.args(anyNeeded({ ...kind, sample: {} }, unknown)),
      ...note(unknown),
    });
    expect(answer).toMatchObject({ changes: true });
    expect(world.cloud.counts()).toEqual({});
  });
});
