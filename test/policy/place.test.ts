import * as library from "@pulumi/policy";
import { UNKNOWN } from "../../provider/access/world";
import { Place, plain, Undecidable } from "../../policy/place";

/** The library hides what it calls this. */
const { unknownCheckingProxy } = library as unknown as {
  unknownCheckingProxy: (properties: object) => unknown;
};

const NUMBER = "3eeb2bf0-c639-47a8-9e75-3b44932eb421";

describe("Properties behind Pulumi's trap", () => {
  it("are plain data in which every unknown is one and the same", () => {
    const given = unknownCheckingProxy({
      known: [1, { deep: "text" }],
      open: UNKNOWN,
      list: ["a", UNKNOWN, { size: NUMBER }],
      nothing: null,
    });
    expect(plain(() => given)).toEqual({
      known: [1, { deep: "text" }],
      open: UNKNOWN,
      list: ["a", UNKNOWN, { size: UNKNOWN }],
      nothing: null,
    });
  });
});

describe("A place", () => {
  const place = new Place(
    { rules: [{ sets: ["a", UNKNOWN] }], open: UNKNOWN, number: 7, none: null },
    "",
    "urn",
  );

  it("is named as references name it", () => {
    const [rule] = place.at("rules").items();
    expect(
      rule
        ?.at("sets")
        .items()
        .map(({ path }) => path),
    ).toEqual(["rules[0].sets[0]", "rules[0].sets[1]"]);
  });

  it("that is not known yet says which, when it is needed", () => {
    const [rule] = place.at("rules").items();
    expect(() => rule?.at("sets").texts()).toThrow(
      new Undecidable("rules[0].sets[1] is not known yet"),
    );
    expect(() => place.at("open").at("inside").text()).toThrow("open.inside is not known yet");
    expect(place.at("open").isGiven).toBe(true);
  });

  it("that has something else than is looked for has nothing", () => {
    expect(place.at("number").text()).toBeUndefined();
    expect(place.at("number").items()).toEqual([]);
    expect(place.at("number").members()).toEqual([]);
    expect(place.at("number").at("deeper").isGiven).toBe(false);
    expect(place.at("none").isGiven).toBe(false);
    expect(place.at("toString").isGiven).toBe(false);
  });
});
