import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  checkpointText,
  deploymentOf,
  magicOf,
  parseCheckpoint,
} from "../../../engine/state/checkpoint";
import { integrityProblem } from "../../../engine/state/integrity";
import { inDependencyOrder } from "../../../engine/state/references";
import type { Deployment } from "../../../engine/state/types";

const FIXTURES = join(__dirname, "../fixtures");

/** Every deployment that the official engine left in a recorded scenario; its manifest's magic was left out there. */
function recordedDeployments(scenario: string): Deployment[] {
  const file = join(FIXTURES, scenario, "expected.json");
  if (!existsSync(file)) return [];
  const { results } = JSON.parse(readFileSync(file, "utf8")) as {
    results: { deployment?: { deployment: Deployment } }[];
  };
  return results.flatMap(({ deployment: exported }) => {
    if (!exported) return [];
    const { manifest, ...rest } = exported.deployment;
    return [{ ...rest, manifest: { ...manifest, magic: magicOf(manifest.version) } }];
  });
}

describe("what the official engine left", () => {
  const scenarios = readdirSync(FIXTURES).filter((name) => /^\d\d-/.test(name));

  it.each(scenarios)("in %s keeps the rules, and comes back word for word", (scenario) => {
    for (const latest of recordedDeployments(scenario)) {
      const file = { version: 3, checkpoint: { stack: "organization/fixture/dev", latest } };
      const checkpoint = parseCheckpoint(JSON.stringify(file), scenario);
      const deployment = deploymentOf(checkpoint);
      expect(integrityProblem(deployment)).toBeUndefined();
      expect(inDependencyOrder(deployment.resources)).toEqual(deployment.resources);
      expect(JSON.parse(checkpointText(checkpoint, deployment))).toEqual(file);
    }
  });

  it("was looked at", () => {
    expect(scenarios.flatMap(recordedDeployments).length).toBeGreaterThan(100);
  });
});
