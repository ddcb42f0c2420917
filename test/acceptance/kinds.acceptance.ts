/**
 * The contract of every kind on the cloud that the SCW_* variables lead to: `npm run acceptance`. Everything that is made
 * has a name of its own prefix and is swept away at the end, with what earlier runs have left.
 * @module
 */
import { randomBytes } from "node:crypto";
import type { Cloud } from "../../emulator";
import { kinds, programOf, type Kind } from "../provider/scaleway/kinds";
import { SimulatedStack, type Program, type Values } from "../support/stack";
import { machineClock, PREFIX, prefixed, realCloud } from "./real-cloud";
import { sweep } from "./sweep";

jest.setTimeout(20 * 60_000);

const run = `${PREFIX}${randomBytes(4).toString("hex")}-`;
const tried = kinds.filter(({ notOnRealCloud }) => notOnRealCloud === undefined);
for (const { token, notOnRealCloud } of kinds) {
  if (notOnRealCloud !== undefined)
    process.stdout.write(`${token} is left out: ${notOnRealCloud}.\n`);
}

let cloud: Cloud;
beforeAll(async () => {
  cloud = await realCloud();
});
afterAll(async () => {
  expect(await sweep(cloud)).toEqual([]);
});

const stackOf = (kind: Kind, project: string): SimulatedStack =>
  new SimulatedStack({ cloud, project: `${project}-${kind.token}`, clock: machineClock });

describe.each(tried)("$token", (kind) => {
  const tested = `${run}tested`;
  const as = (change?: (needed: Values) => Values): Program =>
    prefixed(run, programOf(kind, change));

  it("is made, unchanged, changed field by field, drifts, is mended, and goes", async () => {
    let stack = stackOf(kind, "acceptance");
    await stack.up(as());
    expect(await stack.up(as())).toMatchObject({ create: 0, update: 0, replace: 0 });
    expect(await stack.refresh()).toEqual([]);
    const { end, drift } = kind.inapplicable ?? {};
    for (const [field, change] of Object.entries(drift === undefined ? kind.changes : {})) {
      await stack.copy().up(as(change)).catch(openPoint(kind, field));
      await stack.refresh();
      await stack.up(as()).catch(openPoint(kind, field));
      expect(await stack.up(as())).toMatchObject({ update: 0, replace: 0 });
    }
    if (end === undefined) {
      await kind.elsewhere.remove(cloud, stack.entry(tested).id);
      // It may have been the last one of its kind.
      stack = stack.copy({ env: { STORAGE_ACCESS_ALLOW_EMPTY: "1" } });
      expect(await stack.refresh()).toContain(tested);
    }
    await stack.up(as());
    await stack.destroy();
    expect(stack.kept.size).toBe(0);
  });

  if (kind.inapplicable?.adoption !== undefined) return;
  it("is adopted as it is, and destroyed by who adopted it", async () => {
    const maker = stackOf(kind, "maker");
    await maker.up(prefixed(run, programOf(kind)));
    const { id, inputs } = maker.entry(tested);
    const stack = stackOf(kind, "adopter");
    const wish = {
      ...inputs,
      mark: undefined,
      __provider: undefined,
      adopt: { id, from: "anotherStack" },
    };
    const adopting: Program = async (declare) => {
      await declare(kind.token, tested, wish);
    };
    await stack.up(adopting);
    expect(stack.entry(tested).id).toBe(id);
    expect(await stack.up(adopting)).toMatchObject({ update: 0, replace: 0 });
    await stack.destroy();
    const sure = maker.copy({ env: { STORAGE_ACCESS_ALLOW_EMPTY: "1" } });
    await sure.refresh();
    await sure.destroy();
    expect(sure.kept.size).toBe(0);
  });
});

/** Where the vendor's pages disagree whether the service allows a change, its answer is news, and no failure. */
function openPoint(kind: Kind, field: string): (thrown: unknown) => void {
  return (thrown) => {
    if (!kind.openPoints?.includes(field)) throw thrown;
    process.stdout.write(`${kind.token} ${field}: the service answered ${String(thrown)}\n`);
  };
}
