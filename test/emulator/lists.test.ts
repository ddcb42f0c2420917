import fc from "fast-check";
import type { FastifyRequest } from "fastify";
import { isAmong, list, only, where, type Listing } from "../../emulator/gateway/lists";
import { Query } from "../../emulator/gateway/query";
import { Collection } from "../../emulator/organization/collection";
import { MemoryStore } from "../../emulator/memory-store";

interface Thing {
  readonly id: string;
  readonly createdAt: number;
  readonly name: string;
}

describe("A list of everything [own]", () => {
  let looks = 0;
  let things: Collection<Thing>;
  const listing: Listing<Thing> = {
    orders: {
      name: ({ name }) => {
        looks += 1;
        return name;
      },
    },
    defaultOrder: "name_desc",
    defaultPageSize: 2,
  };
  const ask = (query: object) => {
    const asked = new Query({ query } as FastifyRequest);
    const isWanted = ({ name }: Thing): boolean => {
      looks += 1;
      return name === asked.text("name");
    };
    return list(asked, where(asked, things, { isWanted }), listing);
  };
  const names = (query: object = {}): string[] => ask(query).items.map(({ name }) => name);

  beforeEach(() => {
    things = new Collection(new MemoryStore().table<Thing>("things"), {});
    for (const [createdAt, name] of ["b", "d", "a", "c"].entries()) {
      things.put({ id: name, createdAt, name });
    }
    looks = 0;
  });

  it("looks at each of them for the first page, and at none for the others", () => {
    expect(names()).toEqual(["d", "c"]);
    expect(looks).toBeGreaterThanOrEqual(4);
    looks = 0;
    expect(names({ page: "2" })).toEqual(["b", "a"]);
    expect(names({ organization_id: "any", page_size: "1" })).toEqual(["d"]);
    expect(looks).toBe(0);
  });

  it("shows a change at once", () => {
    expect(names()).toEqual(["d", "c"]);
    things.put({ id: "b", createdAt: 0, name: "z" });
    expect(names()).toEqual(["z", "d"]);
    things.remove("d");
    expect(ask({})).toMatchObject({ totalCount: 3, items: [{ name: "z" }, { name: "c" }] });
  });

  it("orders texts whatever their case [recorded]", () => {
    things.put({ id: "c", createdAt: 0, name: "B" });
    expect(names({ order_by: "name_asc" })).toEqual(["a", "b"]);
    expect(names({ order_by: "name_asc", page: "2" })).toEqual(["B", "d"]);
  });

  it("keeps its orders apart, and what is filtered too", () => {
    expect(names({ order_by: "name_asc" })).toEqual(["a", "b"]);
    expect(names()).toEqual(["d", "c"]);
    expect(names({ name: "a" })).toEqual(["a"]);
    expect(names({ name: "c" })).toEqual(["c"]);
  });
});

describe("A list with filters [own]", () => {
  let looks = 0;
  let things: Collection<Thing, "name">;
  const filter = (values: { name?: string; ids?: string[] }, page = {}): string[] => {
    const asked = new Query({ query: { ...values, ...page } } as FastifyRequest);
    const name = asked.text("name");
    const ids = asked.texts("ids");
    return where(asked, things, {
      demanded: { id: ids, name: only(name) },
      isWanted: (thing) => {
        looks += 1;
        return isAmong(only(name), thing.name) && isAmong(ids, thing.id);
      },
    }).map(({ id }) => id);
  };
  const fill = (count: number, nameOf: (number: number) => string): void => {
    things = new Collection(new MemoryStore().table<Thing>("things"), {
      name: (thing) => [thing.name],
    });
    for (let number = 0; number < count; number += 1) {
      things.put({ id: `id-${number}`, createdAt: number, name: nameOf(number) });
    }
    looks = 0;
  };

  it("looks only at those that an index knows, however many there are", () => {
    fill(20_000, (number) => `name-${number}`);
    expect(filter({ name: "name-7" })).toEqual(["id-7"]);
    expect(filter({ ids: ["id-9", "id-3", "none"] })).toEqual(["id-3", "id-9"]);
    expect(filter({ name: "nobody" })).toEqual([]);
    expect(looks).toBeLessThanOrEqual(3);
  });

  it("that leaves many looks once, for all pages, until something changes", () => {
    fill(5000, (number) => (number % 2 === 0 ? "even" : "odd"));
    expect(filter({ name: "even" })).toHaveLength(2500);
    looks = 0;
    expect(filter({ name: "even" }, { page: "2", order_by: "name_asc" })).toHaveLength(2500);
    expect(looks).toBe(0);
    things.put({ id: "new", createdAt: 5000, name: "even" });
    expect(filter({ name: "even" })).toHaveLength(2501);
    things.remove("id-0");
    expect(filter({ name: "even" })[0]).toBe("id-2");
  });

  it("shows what a walk over everything would show, oldest first, whatever was changed before", () => {
    const name = fc.constantFrom("a", "b", "c");
    const id = fc.nat({ max: 9 }).map((number) => `id-${number}`);
    const change = fc.record({ id, name: fc.option(name) });
    const asked = fc.record(
      { name, ids: fc.uniqueArray(id, { minLength: 1, maxLength: 3 }) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), asked, (changes, values) => {
        fill(5, () => "a");
        for (const one of changes) {
          const createdAt = Number(one.id.slice(3));
          if (one.name === null) things.remove(one.id);
          else things.put({ id: one.id, createdAt, name: one.name });
        }
        const walked = [...things.all()]
          .filter((thing) => isAmong(only(values.name), thing.name))
          .filter((thing) => isAmong(values.ids, thing.id))
          .sort((one, other) => one.createdAt - other.createdAt);
        const found = filter(values);
        if (Object.keys(values).length > 0) expect(found).toEqual(walked.map((one) => one.id));
      }),
      { seed: 1 },
    );
  });
});
