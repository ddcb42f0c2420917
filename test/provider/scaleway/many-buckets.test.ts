/**
 * Five hundred buckets in one stack: each is made, seen and removed, at a cost that is told.
 * @module
 */
import { freshStack } from "../../support/fresh-stack";
import type { SimulatedStack, Program } from "../../support/stack";
import { idsInState, type World } from "../../support/world";

jest.setTimeout(120_000);

const COUNT = 500;
const AT_ONCE = 25;

const buckets: Program = async (declare) => {
  for (let first = 0; first < COUNT; first += AT_ONCE) {
    const numbers = Array.from({ length: AT_ONCE }, (_, index) => first + index);
    await Promise.all(numbers.map((number) => declare("scaleway:Bucket", `photos-${number}`)));
  }
};

describe(`${COUNT} buckets`, () => {
  let world: World;
  let stack: SimulatedStack;
  beforeAll(async () => {
    ({ world, stack } = await freshStack("many buckets"));
  });
  beforeEach(() => world.cloud.resetCounts());
  afterAll(() => world.stop());

  it("are made with one list for all of them", async () => {
    await stack.up(buckets);
    expect(world.cloud.counts()).toEqual({
      ListBuckets: 1,
      CreateBucket: COUNT,
      PutBucketTagging: COUNT,
    });
    expect(await world.ids()).toEqual(idsInState(stack));
  });

  it("are unchanged in the next run, without any call", async () => {
    expect(await stack.up(buckets)).toMatchObject({ update: 0, replace: 0, same: COUNT });
    expect(world.cloud.counts()).toEqual({});
  });

  it("are refreshed with three reads each, for name and place, tags and versioning", async () => {
    expect(await stack.refresh()).toEqual([]);
    expect(world.cloud.counts()).toEqual({
      HeadBucket: COUNT,
      GetBucketTagging: COUNT,
      GetBucketVersioning: COUNT,
    });
  });

  it("are all gone after destroy", async () => {
    await stack.destroy();
    expect(Object.values(await world.ids()).flat()).toEqual([]);
  });
});
