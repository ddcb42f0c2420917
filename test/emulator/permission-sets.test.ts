import { permissionSets } from "../../catalog/index";
import { openCloud, type Json } from "./support";

it("permission sets are the catalog's, by name, with ids that are the same in every cloud [documented]", async () => {
  const listed: Json[][] = [];
  for (const seed of ["one", "other"]) {
    const { owner, cloud } = await openCloud({ seed });
    const { permission_sets, total_count } = await owner.list(
      "/iam/v1alpha1/permission-sets",
      "&page_size=100&page=2",
    );
    await cloud.stop();
    expect(total_count).toBe(permissionSets.length);
    listed.push(permission_sets);
  }
  expect(listed[0]).toEqual(listed[1]);
  const names = permissionSets.map((set) => set.name).sort();
  expect(listed[0]?.map((set) => set.name)).toEqual(names.slice(100, 200));
  expect(listed[0]?.[0]).toMatchObject({ categories: null });
});
