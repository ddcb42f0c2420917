import type { FastifyRequest } from "fastify";
import { list, where, type Listing } from "../../emulator/gateway/lists";
import { Query } from "../../emulator/gateway/query";
import { Collection } from "../../emulator/organization/collection";
import { MemoryStore } from "../../emulator/memory-store";

interface Thing {
  readonly id: string;
  readonly name: string;
}

describe("A list of everything", () => {
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
    return list(asked, where(asked, things.all(), isWanted), listing);
  };
  const names = (query: object = {}): string[] => ask(query).items.map(({ name }) => name);

  beforeEach(() => {
    things = new Collection(new MemoryStore().table<Thing>("things"), {});
    for (const name of ["b", "d", "a", "c"]) things.put({ id: name, name });
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
    things.put({ id: "b", name: "z" });
    expect(names()).toEqual(["z", "d"]);
    things.remove("d");
    expect(ask({})).toMatchObject({ totalCount: 3, items: [{ name: "z" }, { name: "c" }] });
  });

  it("keeps its orders apart, and what is filtered too", () => {
    expect(names({ order_by: "name_asc" })).toEqual(["a", "b"]);
    expect(names()).toEqual(["d", "c"]);
    expect(names({ name: "a" })).toEqual(["a"]);
    expect(names({ name: "c" })).toEqual(["c"]);
  });
});
