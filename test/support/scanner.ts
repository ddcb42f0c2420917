/**
 * Searches folders and texts for secrets, in every form in which one may have been written.
 * @module
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** A place where a secret was seen. */
export interface Sighting {
  /** Which secret, by the name given to the scanner: never the secret itself. */
  readonly secret: string;
  readonly place: string;
  /** In what form it was written. */
  readonly form: string;
}

/** The forms in which a value may be written. Base64 has three, by where the value starts in the whole. */
function formsOf(secret: string): Record<string, string> {
  const base64 = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]).toString("base64");
    // The first and the last characters also depend on the neighbors.
    return text
      .slice(offset === 0 ? 0 : 4)
      .replace(/=+$/, "")
      .slice(0, -2);
  });
  return {
    plain: secret,
    "URL-encoded": encodeURIComponent(secret),
    "JSON text": JSON.stringify(secret).slice(1, -1),
    "JSON in JSON": JSON.stringify(JSON.stringify(secret)).slice(3, -3),
    hexadecimal: Buffer.from(secret).toString("hex"),
    "base64 at 0": base64[0] ?? "",
    "base64 at 1": base64[1] ?? "",
    "base64 at 2": base64[2] ?? "",
  };
}

/** Looks for named secrets. */
export class Scanner {
  constructor(private readonly secrets: Record<string, string>) {}

  /** Every sighting in one text. */
  text(place: string, text: string): Sighting[] {
    return Object.entries(this.secrets).flatMap(([secret, value]) => {
      const seen = Object.entries(formsOf(value)).find(([, form]) => text.includes(form));
      return seen ? [{ secret, place, form: seen[0] }] : [];
    });
  }

  /** Every sighting in the files of a folder, whatever their names. */
  folder(folder: string): Sighting[] {
    return readdirSync(folder).flatMap((name) => {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) return this.folder(path);
      return this.text(path, readFileSync(path).toString("latin1"));
    });
  }
}
