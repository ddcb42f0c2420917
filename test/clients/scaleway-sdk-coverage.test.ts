import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { startCloud, type Cloud } from "../../emulator/index";
import { isServed, loadSdk, operationsOf, sdkClient, type Sdk } from "./scaleway";

let cloud: Cloud;
let sdk: Sdk;
beforeAll(async () => {
  sdk = await loadSdk();
  cloud = await startCloud({ seed: "coverage" });
});
afterAll(() => cloud.stop());

/** What the tests of the vendor's SDK call, as their sources say. */
const called = new Set(
  readdirSync(__dirname)
    .filter(
      (file) => /^scaleway-sdk.*\.test\.ts$/.test(file) && file !== "scaleway-sdk-coverage.test.ts",
    )
    .map((file) => readFileSync(join(__dirname, file), "utf8"))
    .flatMap((source) => [...source.matchAll(/\b(?:iam|account|restricted)\.(\w+)\(/g)])
    .map(([, method]) => method),
);

it("every method of the vendor's SDK that the local cloud serves is called by a test", async () => {
  const client = sdkClient(sdk, cloud);
  const operations = [
    ...operationsOf(new sdk.Iam(client)),
    ...operationsOf(new sdk.Projects(client)),
  ];
  const uncalled: string[] = [];
  let served = 0;
  for (const [method, operation] of operations) {
    if (!(await isServed(cloud, operation))) continue;
    served += 1;
    if (!called.has(method)) uncalled.push(`${method}: ${operation}`);
  }
  expect(uncalled).toEqual([]);
  expect(served).toBeGreaterThanOrEqual(60);
});

it("tells what the local cloud serves from what it does not", async () => {
  expect(await isServed(cloud, "POST /iam/v1alpha1/applications")).toBe(true);
  expect(await isServed(cloud, "DELETE /iam/v1alpha1/applications/{id}")).toBe(true);
  expect(await isServed(cloud, "POST /iam/v1alpha1/rules")).toBe(false);
  expect(await isServed(cloud, "GET /iam/v1alpha1/nothing")).toBe(false);
});
