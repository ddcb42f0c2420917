/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The page of a report in a real browser: filters, search, reasons, keyboard, colors, a phone, and what it must not do.
 * @module
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { access } from "pulumi-storage-access";
import type { Page } from "playwright-core";
import { reportPage } from "../../../cli/report/html/page";
import { answer } from "../../../cli/who-can";
import { CHROMIUM, openBrowser, type Browser } from "../../support/browser";
import { describeWith } from "../../support/requires";
import { EVIL, source, temporaryFolder, world } from "./world";

const MATRIX = { action: undefined, resource: undefined };
const html = (all = true): string => reportPage(answer(source, MATRIX, { all }));

/** A world with more rows than a page shows: 30 applications that all may do everything, and eight buckets. */
function large(): string {
  const principals = Array.from({ length: 30 }, (_, number) => ({
    ...{ kind: "application" as const, id: `app-${String(number)}`, name: `app ${String(number)}` },
  }));
  const policies = principals.map(({ id }) => ({
    ...world.policies[1]!,
    ...{ id: `policy-${id}`, principal: { kind: "application" as const, id } },
  }));
  const buckets = Array.from({ length: 8 }, (_, number) => ({
    ...world.buckets[0]!,
    name: `bucket-${String(number)}`,
  }));
  const big: access.World = { ...world, principals, policies, buckets };
  return reportPage(answer({ ...source, world: big }, MATRIX, {}));
}

/** Before: the reader's policy is not there. */
function comparison(): string {
  const before = { ...world, policies: world.policies.slice(1) };
  return reportPage(
    answer({ ...source, name: "after" }, MATRIX, { all: true }),
    answer({ name: "before", world: before, findings: [] }, MATRIX, { all: true }),
  );
}

describe("The page, as text", () => {
  it("has every name as data only, and can be ended by none of them", () => {
    const text = html();
    expect(text.match(/<script/g)).toHaveLength(2);
    expect(text).not.toContain(EVIL);
    expect(text).toContain("\\u003cscript\\u003ealert");
  });

  it("has no more rows than a browser opens at once, what changed before the rest, and says so", () => {
    const cell = (answer: "allow" | "deny") => ({ answer, action: "GetObject", reasons: [] });
    const report = answer(source, MATRIX, {});
    const [first] = report.rows;
    const rowsOf = (last: "allow" | "deny") =>
      Array.from({ length: 10_001 }, (_, number) => ({
        who: { ...first!.who, id: String(number) },
        on: first!.on,
        cells: { read: { ...cell(number === 10_000 ? last : "allow"), remedies: [] } },
      }));
    const text = reportPage(
      { ...report, rows: rowsOf("allow") },
      { ...report, rows: rowsOf("deny") },
    );
    expect(text).toContain("This page has 10,000 of 10,001 rows: ask about less, or --format json");
    const [, data = ""] = /id="data">([^]*?)<\/script>/.exec(text) ?? [];
    const { rows } = JSON.parse(data) as { rows: { who: { id: string } }[] };
    expect([rows.length, rows[0]!.who.id, rows[1]!.who.id]).toEqual([10_000, "10000", "0"]);
  });

  it("names nothing on any network", () => {
    const addresses = html().match(/https?:\/\/[^"'\s)]+/g) ?? [];
    expect(addresses).toEqual([]);
    expect(html()).toMatch(/Content-Security-Policy" content="default-src 'none'; /);
  });
});

describeWith(CHROMIUM, "The page, in a browser", () => {
  const files = temporaryFolder();
  let browser: Browser;
  let page: Page;
  /** What the page must not do: requests, errors, questions. */
  let misdeeds: string[];

  beforeAll(async () => {
    browser = await openBrowser({ acceptDownloads: true, viewport: { width: 1280, height: 900 } });
  });
  afterAll(async () => {
    await browser.close();
    files.remove();
  });
  afterEach(async () => {
    await page.close();
    expect(misdeeds).toEqual([]);
  });

  async function show(text: string): Promise<void> {
    const file = join(files.folder, "page.html");
    writeFileSync(file, text);
    page = await browser.context.newPage();
    misdeeds = [];
    const address = pathToFileURL(file).href;
    page.on("request", (request) => {
      const url = request.url();
      if (url !== address && !/^(data|blob):/.test(url)) misdeeds.push(`request: ${url}`);
    });
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) misdeeds.push(message.text());
    });
    page.on("pageerror", (error) => misdeeds.push(error.message));
    page.on("dialog", (dialog) => misdeeds.push(`dialog: ${dialog.message()}`));
    await page.goto(address);
  }

  const status = () => page.locator("#status").textContent();
  const rows = () => page.locator("#rows > tr:not(.why)");
  const names = () => page.locator("#rows > tr:not(.why) > th b").allTextContents();
  const answerOf = (who: string, on: string, column: string) =>
    page.getByRole("button", { name: `${who} on ${on}, ${column}: `, exact: false });

  it("shows names as they are, markup too", async () => {
    await show(html());
    expect(await names()).toContain(EVIL);
    expect(await page.locator("#rows script, #rows x").count()).toBe(0);
  });

  it("filters by who, on what, what and answer", async () => {
    await show(html());
    await page.selectOption("#who", "application");
    await page.selectOption("#on", "bucket");
    await page.selectOption("#column", "delete");
    await page.selectOption("#answer", "allow");
    expect(await names()).toEqual(["writer"]);
    expect(await status()).toMatch(/^1 of \d+ rows$/);
    await page.selectOption("#answer", "deny");
    expect((await names()).includes("writer")).toBe(true);
    expect((await names()).includes("reader")).toBe(true);
  });

  it("searches names, ids, keys and regions, every word of it", async () => {
    await show(html());
    await page.fill("#search", "WRITER nl-ams");
    expect(await names()).toEqual(["writer"]);
    await page.fill("#search", "SCWREADER");
    expect(new Set(await names())).toEqual(new Set(["reader"]));
    await page.fill("#search", "nobody at all");
    expect(await rows().count()).toBe(0);
    expect(await status()).toMatch(/^0 of/);
  });

  it("shows reasons when they are asked for, and takes them away again", async () => {
    await show(html());
    expect(await page.locator(".why").count()).toBe(0);
    const cell = answerOf("application writer", "bucket monthly", "delete");
    await cell.click();
    expect(await page.locator(".why").textContent()).toContain(
      "gives ObjectStorageFullAccess on Project reports",
    );
    expect(await cell.getAttribute("aria-expanded")).toBe("true");
    await answerOf("application reader", "bucket monthly", "delete").click();
    expect(await page.locator(".why").count()).toBe(1);
    expect(await page.locator(".why").textContent()).toMatch(/To allow it.*add ObjectStorage/s);
    await answerOf("application reader", "bucket monthly", "delete").click();
    expect(await page.locator(".why").count()).toBe(0);
  });

  it("can be used with the keyboard alone", async () => {
    await show(html());
    const focused = () =>
      page.evaluate(() => {
        const element = document.activeElement;
        return element?.getAttribute("aria-label") ?? element?.id ?? "";
      });
    await page.keyboard.press("/");
    expect(await focused()).toBe("search");
    await page.keyboard.type("monthly");
    // Who, on, can, answer, download: then the table is one stop.
    for (let stop = 0; stop < 6; stop += 1) await page.keyboard.press("Tab");
    expect(await focused()).toMatch(/^user owner@example.com on bucket monthly, list: yes/);
    const outline = await page.evaluate(
      () => getComputedStyle(document.activeElement!).outlineWidth,
    );
    expect(parseFloat(outline)).toBeGreaterThanOrEqual(2);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    expect(await focused()).toMatch(/^application reader on bucket monthly, read: yes/);
    await page.keyboard.press("Enter");
    expect(await page.locator(".why").textContent()).toContain("ObjectStorageReadOnly");
    await page.keyboard.press("End");
    expect(await focused()).toMatch(/, grant: no/);
    await page.keyboard.press("Escape");
    expect(await page.locator(".why").count()).toBe(0);
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowUp");
    expect(await focused()).toMatch(/^user owner@example.com on bucket monthly, list/);
    await page.keyboard.press("Shift+Tab");
    expect(await focused()).toBe("download");
  });

  it.each(["light", "dark"] as const)(
    "can be read in %s: every text by 4.5 to 1",
    async (scheme) => {
      await show(comparison());
      await page.emulateMedia({ colorScheme: scheme });
      await page.locator("button.answer").first().click();
      const back = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(luminance(rgb(back)) < 0.2).toBe(scheme === "dark");
      const poor = (await texts(page)).filter(({ color, behind }) => contrast(color, behind) < 4.5);
      expect(poor).toEqual([]);
    },
  );

  it("fits a phone: nothing to scroll sideways, answers beside their names", async () => {
    await show(comparison());
    await page.setViewportSize({ width: 375, height: 700 });
    await page.uncheck("#changes");
    await page.locator("button.answer").first().click();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBe(375);
    const wide = await page.evaluate(
      () =>
        [...document.querySelectorAll("main *")].filter(
          (element) => element.getBoundingClientRect().right > 375.5,
        ).length,
    );
    expect(wide).toBe(0);
    const label = await page.evaluate(
      () => getComputedStyle(document.querySelector("td[data-label]")!, "::before").content,
    );
    expect(label).toBe('"list"');
    const height = (await page.locator("button.answer").first().boundingBox())!.height;
    expect(height).toBeGreaterThanOrEqual(40);
  });

  it("shows 200 rows at most; the rest is found by search, and in the download", async () => {
    await show(large());
    expect(await rows().count()).toBe(200);
    expect(await status()).toMatch(/^The first 200 of 2\d\d rows: narrow the search/);
    await page.fill("#search", "bucket-7 29");
    expect(await names()).toEqual(["app 29"]);
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#download")]);
    const file = join(files.folder, download.suggestedFilename());
    await download.saveAs(file);
    const data = JSON.parse(readFileSync(file, "utf8")) as { rows: unknown[] };
    expect(data.rows.length).toBeGreaterThan(200);
  });

  it("shows before and after of a change, at first only what changes", async () => {
    await show(comparison());
    expect(new Set(await names())).toEqual(new Set(["reader"]));
    const cell = answerOf("application reader", "bucket monthly", "read");
    expect(await cell.textContent()).toMatch(/yes.*was no/);
    await cell.click();
    expect(await page.locator(".why").textContent()).toMatch(/Before: no.*Now: yes/s);
    await page.check("#before");
    expect(await cell.textContent()).toMatch(/no.*becomes yes/);
    await page.uncheck("#changes");
    expect(new Set(await names()).size).toBeGreaterThan(3);
  });
});

type Color = readonly [number, number, number];

/** The color of every text that is seen, and the color behind it. */
async function texts(page: Page): Promise<{ text: string; color: Color; behind: Color }[]> {
  const found = await page.evaluate(() => {
    const isClear = (color: string): boolean => /, 0\)$|transparent/.test(color);
    const elements = [...document.querySelectorAll<HTMLElement>("body *")].filter((element) => {
      const own = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? "").trim() !== "",
      );
      return own && element.getClientRects().length > 0 && !/SCRIPT|OPTION/.test(element.tagName);
    });
    return elements.map((element) => {
      let behind: Element | null = element;
      while (behind && isClear(getComputedStyle(behind).backgroundColor)) {
        behind = behind.parentElement;
      }
      return {
        text: element.textContent.slice(0, 40),
        color: getComputedStyle(element).color,
        behind: getComputedStyle(behind ?? document.body).backgroundColor,
      };
    });
  });
  return found.map(({ text, color, behind }) => ({
    text,
    color: rgb(color),
    behind: rgb(behind),
  }));
}

function rgb(text: string): Color {
  const [red = 0, green = 0, blue = 0] = (text.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

/** As WCAG has it. */
function luminance(color: Color): number {
  const [red, green, blue] = color.map((value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Color, other: Color): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}
