/**
 * @module
 */
import { nearest } from "../../../provider/core/nearest";

describe("the nearest known word", () => {
  const known = ["ObjectStorageFullAccess", "ObjectStorageReadOnly", "IAMManager"];

  it("is found despite letters missing, added, exchanged or of the other case", () => {
    expect(nearest("ObjectStorageFulAccess", known)).toBe("ObjectStorageFullAccess");
    expect(nearest("objectstoragereadonly", known)).toBe("ObjectStorageReadOnly");
    expect(nearest("IAMManagers", known)).toBe("IAMManager");
  });

  it("is none where no known word is at all like it", () => {
    expect(nearest("zzzzzzzzzzzzzzzzzzzzzzzzzzz", known)).toBeUndefined();
    expect(nearest("anything", [])).toBeUndefined();
  });
});
