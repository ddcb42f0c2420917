import { bulkFor, createBulk } from "../../../provider/core/bulk";

const loadOf = (...ids: string[]) => jest.fn(() => Promise.resolve(ids.map((id) => ({ id }))));

describe("the bulk list of a kind", () => {
  it("is loaded once for any number of lookups, at the same time and later", async () => {
    const bulk = createBulk();
    const load = loadOf("a", "b");
    const lists = await Promise.all(Array.from({ length: 3_000 }, () => bulk.list("app", load)));
    await bulk.list("app", load);
    expect(load).toHaveBeenCalledTimes(1);
    expect(lists[2_999]!.get("b")).toEqual({ id: "b" });
  });

  it("is one for each kind", async () => {
    const bulk = createBulk();
    await bulk.list("app", loadOf("a"));
    expect([...(await bulk.list("key", loadOf("k"))).keys()]).toEqual(["k"]);
  });

  it("shows what this process made and removed, before, during and after the load", async () => {
    const bulk = createBulk();
    bulk.put("app", { id: "before" });
    let finish: (items: { id: string }[]) => void = () => undefined;
    const listing = bulk.list(
      "app",
      () => new Promise<{ id: string }[]>((resolve) => (finish = resolve)),
    );
    bulk.put("app", { id: "during" });
    bulk.remove("app", "old");
    finish([{ id: "old" }, { id: "kept" }]);
    const list = await listing;
    expect([...list.keys()].sort()).toEqual(["before", "during", "kept"]);
    bulk.put("app", { id: "after" });
    bulk.remove("app", "kept");
    expect([...list.keys()].sort()).toEqual(["after", "before", "during"]);
  });

  it("is loaded anew after a refresh", async () => {
    const bulk = createBulk();
    await bulk.list("app", loadOf("a"));
    bulk.put("app", { id: "mine" });
    bulk.refresh("app");
    expect([...(await bulk.list("app", loadOf("b"))).keys()]).toEqual(["b"]);
  });

  it("is not spoilt by a load that failed", async () => {
    const bulk = createBulk();
    const failing = bulk.list("app", () => Promise.reject(new Error("no")));
    const sharing = bulk.list("app", loadOf("never asked"));
    await expect(failing).rejects.toThrow("no");
    await expect(sharing).rejects.toThrow("no");
    await expect(bulk.list("app", loadOf("a"))).resolves.toBeInstanceOf(Map);
  });

  it("belongs to one set of settings", async () => {
    const [settings, others] = [{}, {}];
    await bulkFor(settings).list("app", loadOf("a"));
    const load = loadOf("b");
    await bulkFor(settings).list("app", load);
    expect(load).not.toHaveBeenCalled();
    await bulkFor(others).list("app", load);
    expect(load).toHaveBeenCalledTimes(1);
  });
});
