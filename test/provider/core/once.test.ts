import { oncePer } from "../../../provider/core/once";

describe("an answer that is asked for once", () => {
  it("is shared by all who ask for the same subject, also meanwhile", async () => {
    const once = oncePer<number>();
    let asked = 0;
    const ask = () => Promise.resolve((asked += 1));
    const subject = {};
    expect(await Promise.all([once(subject, ask), once(subject, ask)])).toEqual([1, 1]);
    expect(await once(subject, ask)).toBe(1);
    expect(await once({}, ask)).toBe(2);
  });

  it("is asked for again after a failure", async () => {
    const once = oncePer<string>();
    const subject = {};
    await expect(once(subject, () => Promise.reject(new Error("down")))).rejects.toThrow("down");
    expect(await once(subject, () => Promise.resolve("up"))).toBe("up");
  });
});
