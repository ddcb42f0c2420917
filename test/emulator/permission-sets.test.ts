import { permissionSets } from "../../catalog/index";
import { openCloud, type Json } from "./support";

describe("permission sets", () => {
  /** The second hundred, in a cloud of its own. */
  const listedIn = async (seed: string): Promise<Json> => {
    const { owner, cloud } = await openCloud({ seed });
    const page = await owner.list("/iam/v1alpha1/permission-sets", "&page_size=100&page=2");
    await cloud.stop();
    return page;
  };

  it("are those of the vendor's page, by name [documented]", async () => {
    const { permission_sets, total_count } = await listedIn("one");
    expect(total_count).toBe(permissionSets.length);
    const withoutCase = (a: string, b: string): number =>
      a.toLowerCase() < b.toLowerCase() ? -1 : 1;
    const names = permissionSets.map((set) => set.name).sort(withoutCase);
    expect(permission_sets.map((set) => set.name)).toEqual(names.slice(100, 200));
    expect(permission_sets[0]).toMatchObject({ categories: null });
  });

  it("have ids that are the same in every cloud [own]", async () => {
    expect(await listedIn("one")).toEqual(await listedIn("other"));
  });
});
