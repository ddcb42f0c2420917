import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

const PROVIDER = join(__dirname, "../../provider/dist");

/** What a compiler reads when it reads these declarations: our own files, and packages by name. */
function readWith(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const { fileName } of ts.preProcessFile(readFileSync(file, "utf8")).importedFiles) {
    if (!fileName.startsWith(".")) found.add(fileName);
    else readWith(declarationOf(join(dirname(file), fileName)), found);
  }
  return found;
}

function declarationOf(place: string): string {
  return existsSync(`${place}.d.ts`) ? `${place}.d.ts` : join(place, "index.d.ts");
}

it.each(["scaleway/index.d.ts", "access/index.d.ts"])(
  "a program that uses %s is compiled with the declarations of no package but Pulumi's and the catalog's",
  (file) => {
    const read = [...readWith(join(PROVIDER, file))];
    expect(read.length).toBeGreaterThan(1);
    const isOwn = (one: string): boolean =>
      one.startsWith(PROVIDER) || one === "pulumi-storage-access-catalog";
    expect(read.filter((one) => !isOwn(one) && one !== "@pulumi/pulumi")).toEqual([]);
  },
);
