/**
 * `npm run bench [-- calls | scale | quick]`: prints the tables; asserts nothing about time.
 * `quick` leaves out the large sizes.
 * @module
 */
import { printCalls } from "./calls";
import { printScale } from "./scale";

async function main(what: string): Promise<void> {
  if (what === "quick") {
    await printCalls();
    await printScale([100], [1_000]);
    return;
  }
  if (what !== "scale") await printCalls();
  if (what !== "calls") await printScale([100, 1_000, 3_000], [1_000, 3_000, 10_000]);
}

void main(process.argv[2] ?? "all");
