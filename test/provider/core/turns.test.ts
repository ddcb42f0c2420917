import { inTurn } from "../../../provider/core/turns";

describe("work in turn", () => {
  it("of one name runs one after the other, in the order in which it was asked for", async () => {
    const owner = {};
    const seen: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      seen.push(`${name} begins`);
      await Promise.resolve();
      seen.push(`${name} ends`);
    };
    await Promise.all(["a", "b", "c"].map((name) => inTurn(owner, "group", work(name))));
    expect(seen).toEqual(["a", "b", "c"].flatMap((name) => [`${name} begins`, `${name} ends`]));
  });

  it("goes on after a failure, which only its own caller hears of", async () => {
    const owner = {};
    const failing = inTurn(owner, "group", () => Promise.reject(new Error("no")));
    const next = inTurn(owner, "group", () => Promise.resolve("done"));
    await expect(failing).rejects.toThrow("no");
    await expect(next).resolves.toBe("done");
  });

  it("of another name or owner does not wait", async () => {
    const owner = {};
    const never = inTurn(owner, "group", () => new Promise<void>(() => undefined));
    void never;
    await expect(inTurn(owner, "other", () => Promise.resolve(1))).resolves.toBe(1);
    await expect(inTurn({}, "group", () => Promise.resolve(2))).resolves.toBe(2);
  });
});
