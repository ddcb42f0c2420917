/**
 * A headless Chromium of the machine's own, for pages: `CHROMIUM`, or the first of the usual names on PATH.
 * @module
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type BrowserContext, type BrowserContextOptions } from "playwright-core";
import { isInstalled, type Client } from "./requires";

const NAMES = [process.env["CHROMIUM"] ?? "", "chromium", "chromium-browser", "google-chrome"];
const found = NAMES.find((name) => name !== "" && isInstalled(name));

/** What is needed for {@link openBrowser}. */
export const CHROMIUM: Client = { name: "chromium", probe: [found ?? "chromium", "--version"] };

const FLAGS = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** A browser with no past, bounded by its test. */
export interface Browser {
  readonly context: BrowserContext;
  /** Ends it and forgets what it kept. */
  readonly close: () => Promise<void>;
}

/** Starts the browser. */
export async function openBrowser(options: BrowserContextOptions = {}): Promise<Browser> {
  const folder = mkdtempSync(join(tmpdir(), "storage-access-browser-"));
  const context = await chromium.launchPersistentContext(folder, {
    ...options,
    executablePath: pathOf(found ?? "chromium"),
    args: FLAGS,
    timeout: 45_000,
  });
  return {
    context,
    async close() {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The browser's launcher wants a path, not a name. */
function pathOf(name: string): string {
  if (name.includes("/")) return name;
  const folders = (process.env["PATH"] ?? "").split(":");
  const path = folders.map((folder) => join(folder, name)).find((one) => isInstalled(one));
  return path ?? name;
}
