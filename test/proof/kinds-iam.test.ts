/**
 * Every kind of IAM and Account, while everything goes wrong.
 * @module
 */
import { kinds } from "../provider/scaleway/kinds";
import { isStored, proveKinds } from "./kinds";

jest.setTimeout(300_000);

describe("whatever goes wrong with its requests", () => {
  // However many kinds there are, the proof takes the same time.
  proveKinds(
    "the kinds of IAM",
    kinds.filter(({ token }) => !isStored(token)),
    400,
  );
});
