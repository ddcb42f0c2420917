import { accessPolicies, levelIn, PRESETS, rules } from "../../policy/index";

const levelsOf = (options: Parameters<typeof accessPolicies>[0]): Record<string, unknown> =>
  Object.fromEntries(
    accessPolicies(options).map(({ name, enforcementLevel }) => [name, enforcementLevel]),
  );

describe("The presets", () => {
  it("are stricter one after the other", () => {
    const RANK = ["disabled", "advisory", "mandatory"];
    for (const rule of rules) {
      const ranks = PRESETS.map((preset) => RANK.indexOf(levelIn(preset, rule)));
      expect([rule.id, ranks]).toEqual([rule.id, [...ranks].sort((left, right) => left - right)]);
    }
  });

  it("stop what is critical, always", () => {
    for (const rule of rules.filter(({ severity }) => severity === "critical")) {
      for (const preset of PRESETS) expect(levelIn(preset, rule)).toBe("mandatory");
    }
  });

  it("let what only informs inform", () => {
    expect(levelsOf({ preset: "compliance" })["access-diff"]).toBe("advisory");
  });
});

describe("The policies of a pack", () => {
  it("have one name each, and the one for waivers is asked first", () => {
    const names = accessPolicies().map(({ name }) => name);
    expect(names[0]).toBe("waivers");
    expect(new Set(names).size).toBe(rules.length + 1);
  });

  it("put right what they can only where that is asked for, and nothing that the preset leaves out", () => {
    expect(levelsOf({ preset: "production" })["obj-versioning-off"]).toBe("advisory");
    expect(levelsOf({ preset: "production", remediate: true })).toMatchObject({
      "obj-versioning-off": "remediate",
      "iam-admin-set": "mandatory",
    });
    expect(levelsOf({ remediate: true })["obj-versioning-off"]).toBe("disabled");
  });

  it("take levels of single rules from a user's own pack", () => {
    expect(levelsOf({ levels: { "iam-app-orphan": "mandatory" } })["iam-app-orphan"]).toBe(
      "mandatory",
    );
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))("%s says what it is", (_id, rule) => {
    expect(rule.description).toMatch(/^[A-Z].*\.$/);
    expect(rule.remediation).toMatch(/\.$/);
    for (const schema of Object.values(rule.config ?? {}))
      expect(schema.description).toMatch(/\.$/);
  });
});
