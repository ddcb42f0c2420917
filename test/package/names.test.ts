import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { namesFiles } from "../support/names-files";

it.each(namesFiles.map((file) => [basename(file.path), file] as const))(
  "the names that editors complete are those of the data and of the rules: %s",
  (_name, { path, text }) => {
    expect(readFileSync(path, "utf8")).toBe(text);
  },
);
