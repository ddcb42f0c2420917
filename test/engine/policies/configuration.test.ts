/**
 * How the levels and the configuration of a pack's policies come about.
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPackConfiguration, reconcile } from "../../../engine/policies/configuration";
import type { PackInfo, PolicyInfo } from "../../../engine/policies/policy-pack";

const policy = (name: string, more: Partial<PolicyInfo> = {}): PolicyInfo => ({
  name,
  kind: "resource",
  enforcementLevel: "advisory",
  configSchema: { properties: {}, required: [] },
  ...more,
});

const LIMITED = policy("limited", {
  enforcementLevel: "mandatory",
  configSchema: { properties: { limit: { type: "number", default: 10 } }, required: ["limit"] },
});

const info = (more: Partial<PackInfo> = {}): PackInfo => ({
  name: "pack",
  version: "1.0.0",
  policies: [LIMITED, policy("off", { enforcementLevel: "disabled" })],
  initialConfig: {},
  ...more,
});

const levels = ({ policies }: ReturnType<typeof reconcile>) =>
  Object.entries(policies).map(([name, { enforcementLevel }]) => [name, enforcementLevel]);

describe("configuration of a pack", () => {
  it("is what the schemas say where nothing else is said", () => {
    expect(reconcile(info(), {})).toEqual({
      policies: {
        limited: { enforcementLevel: "mandatory", properties: { limit: 10 } },
        off: { enforcementLevel: "disabled", properties: {} },
      },
      errors: [],
      unknown: [],
    });
  });

  it("takes the level of all, also for what is disabled, and then the policy's own", () => {
    const file = {
      all: { enforcementLevel: "advisory" as const, properties: {} },
      limited: { enforcementLevel: "remediate" as const, properties: {} },
    };
    expect(levels(reconcile(info(), file))).toEqual([
      ["limited", "remediate"],
      ["off", "advisory"],
    ]);
  });

  it("lets the file win over what the pack brings along", () => {
    const own = {
      limited: { enforcementLevel: "advisory" as const, properties: { limit: 5, x: 1 } },
    };
    const reconciled = reconcile(info({ initialConfig: own }), {
      limited: { properties: { limit: 7 } },
    });
    expect(reconciled.policies["limited"]).toEqual({
      enforcementLevel: "advisory",
      properties: { limit: 7, x: 1 },
    });
  });

  it("leaves what a pack says of itself as it is", () => {
    const described = info();
    reconcile(described, { limited: { properties: { limit: 7 } } });
    expect(described).toEqual(info());
  });

  it("tells what is wrong as the official CLI does, and which names are none", () => {
    const file = { limited: { properties: { limit: "many" } }, limitd: { properties: {} } };
    const { errors, unknown } = reconcile(info(), file);
    expect(errors).toEqual([
      "pack 1.0.0  limited: limit: Invalid type. Expected: number, given: string",
    ]);
    expect(unknown).toEqual(["limitd"]);
  });
});

describe("a configuration file", () => {
  const folder = mkdtempSync(join(tmpdir(), "pack-config-"));
  const file = join(folder, "config.json");
  afterAll(() => rmSync(folder, { recursive: true }));
  const read = (text: string) => {
    writeFileSync(file, text);
    return readPackConfiguration(file);
  };

  it("has a level or an object for each policy", () => {
    expect(
      read('{"a": "mandatory", "b": {"enforcementLevel": "disabled", "x": [1]}, "c": {"y": 2}}'),
    ).toEqual({
      a: { enforcementLevel: "mandatory", properties: {} },
      b: { enforcementLevel: "disabled", properties: { x: [1] } },
      c: { properties: { y: 2 } },
    });
  });

  it("may be empty", () => {
    expect(read(" \n")).toEqual({});
  });

  it.each([
    ["no JSON", "{", /config\.json is not JSON/],
    ["no object", "[]", /config\.json must be an object/],
    [
      "a level that is none",
      '{"a": "strict"}',
      /the level of a is "strict"; it must be one of advisory, mandatory/,
    ],
    [
      "a level that is no text",
      '{"a": {"enforcementLevel": 1}}',
      /the level of a is 1; it must be one of/,
    ],
    ["a number", '{"a": 1}', /a is 1; it must be a level .* or an object/],
  ])("is refused with %s", (_what, text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it("that is not there is told by name", () => {
    expect(() => readPackConfiguration(join(folder, "none.json"))).toThrow(
      /none\.json cannot be read \(ENOENT\)/,
    );
  });
});
