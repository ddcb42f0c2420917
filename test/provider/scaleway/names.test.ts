import type { Region, PermissionSetName } from "../../../provider/scaleway";
import { region } from "../../../provider/scaleway/bucket-rules";
import { REGIONS } from "../../../provider/scaleway/names";

/** What a check says of a region. */
function saidOf(value: unknown): string[] {
  const said: string[] = [];
  region.check(value, "region", (_path, reason) => said.push(reason));
  return said;
}

/** Every slip of a region: two neighbors exchanged, or one letter that is another. */
function slipsOf(known: string): string[] {
  return Array.from(known).flatMap((letter, place) => {
    const start = known.slice(0, place);
    const other = `${start}${letter === "x" ? "y" : "x"}${known.slice(place + 1)}`;
    const exchanged = `${start}${known[place + 1] ?? ""}${letter}${known.slice(place + 2)}`;
    return [other, exchanged];
  });
}

describe("a region", () => {
  it.each(REGIONS)(
    "that is a slip of %s is refused at preview, with the one that is meant",
    (known) => {
      const slips = slipsOf(known).filter(
        (slip) => slip !== known && /^[a-z]{2}-[a-z]{3}$/.test(slip),
      );
      expect(slips.length).toBeGreaterThan(5);
      for (const slip of slips) expect(saidOf(slip).join()).toContain(`did you mean "${known}"?`);
    },
  );

  it.each([...REGIONS, "es-mad", "us-est"])(
    "that is known, or new, is let through: %s",
    (value) => {
      expect(saidOf(value)).toEqual([]);
    },
  );

  it("and a permission set are typed as known names or any other text", () => {
    const regions: Region[] = ["fr-par", "es-mad"];
    const sets: PermissionSetName[] = ["ObjectStorageReadOnly", "NewerThanTheCatalog"];
    // @ts-expect-error what is no text is refused
    const wrong: Region = 7;
    expect([...regions, ...sets, wrong]).toHaveLength(5);
  });
});
