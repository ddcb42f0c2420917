/**
 * `npm run bench [-- calls | scale | cloud | access | policy | quick]`: prints the tables; asserts nothing about time.
 * `quick` leaves out the large sizes.
 * @module
 */
import { printAccess } from "./access";
import { printCalls } from "./calls";
import { printCloud } from "./cloud";
import { printPolicy } from "./policy";
import { printScale } from "./scale";

async function main(what: string): Promise<void> {
  if (what === "cloud") {
    await printCloud();
    return;
  }
  if (what === "access") {
    await printAccess();
    return;
  }
  if (what === "policy") {
    await printPolicy();
    return;
  }
  if (what === "quick") {
    await printCalls();
    await printScale([100], [1_000]);
    return;
  }
  if (what !== "scale") await printCalls();
  if (what !== "calls") await printScale([100, 1_000, 3_000], [1_000, 3_000, 10_000]);
  if (what !== "all") return;
  await printCloud();
  await printAccess();
  await printPolicy();
}

void main(process.argv[2] ?? "all");
