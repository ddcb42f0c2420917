/**
 * The pages that people read, and what stands in them between fences.
 * @module
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { WORKSPACE } from "./sources";

/** One fenced block. */
export interface Block {
  /** The page's path in the repository. */
  readonly page: string;
  /** Such as `ts`; empty for commands. */
  readonly language: string;
  readonly text: string;
}

/** Every page that is not written by a command. */
function pages(): string[] {
  const tracked = execFileSync("git", ["ls-files", "*.md"], { cwd: WORKSPACE, encoding: "utf8" });
  return tracked.split("\n").filter((path) => path !== "" && path !== "emulator/FIDELITY.md");
}

/** Every block of every page. */
export function blocks(): Block[] {
  return pages().flatMap((page) => {
    const text = readFileSync(join(WORKSPACE, page), "utf8");
    return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = "", block = ""]) => ({
      page,
      language,
      text: block,
    }));
  });
}
