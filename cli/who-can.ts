/**
 * Answers who can do what, in the format that is asked for.
 * @module
 */
import * as access from "pulumi-storage-access/access";
import { readAsker } from "./report/askers";
import { changesJson } from "./report/changes";
import { changesOf } from "./report/compare";
import { graphOf } from "./report/graph";
import { reportPage } from "./report/html/page";
import { reportJson } from "./report/json";
import { changesMarkdown } from "./report/markdown";
import { mermaidText } from "./report/mermaid";
import { findTarget, readTarget, withOrdinaryBuckets } from "./report/places";
import { reportOn, type Report } from "./report/report";
import { readSource, readStateFile, type Source, type SourceFlags } from "./report/source";
import { svgText } from "./report/svg";
import { reportTable } from "./report/table";
import { findAction, readAction } from "./report/words";

/** The formats of a report. */
export type ReportFormat = "table" | "json" | "mermaid" | "svg" | "html" | "markdown";

/** The flags of `who-can`, as the command line gives them. */
export interface WhoCanFlags extends SourceFlags {
  who?: string;
  all?: boolean;
  format: ReportFormat;
  diff?: string[];
}

/** The words without a flag. */
export interface AskedFor {
  readonly action: string | undefined;
  readonly resource: string | undefined;
}

/** The text that answers the question, in pieces: that of a large world does not fit into memory twice. */
export async function whoCan(asked: AskedFor, flags: WhoCanFlags): Promise<Iterable<string>> {
  if (flags.diff !== undefined) return [await compare(asked, flags, flags.diff)];
  const source = await readSource(flags);
  const report = answer(source, asked, flags);
  return flags.format === "json" ? reportJson(report) : [await told(source, report, flags)];
}

async function told(
  source: Source,
  report: Report,
  { format }: Pick<WhoCanFlags, "format">,
): Promise<string> {
  if (format === "html") return reportPage(report);
  if (format === "mermaid") return mermaidText(graphOf(source.world, report));
  if (format === "svg") return svgText(graphOf(source.world, report), report.source);
  if (format === "markdown")
    throw new Error("--format markdown shows changes: add --diff OLD NEW.");
  return reportTable(report);
}

/** The text that tells two states apart. */
async function compare(
  asked: AskedFor,
  flags: WhoCanFlags,
  [old = "", now, ...words]: readonly string[],
): Promise<string> {
  if (now === undefined)
    throw new Error("--diff needs two state files: the old one and the new one.");
  const sources = [await readStateFile(old), await readStateFile(now)] as const;
  // The option takes every word behind it: those that are too many are the question.
  const [action = words[0], resource = words[1]] = [asked.action, asked.resource];
  const [before, after] = bothAnswers(sources, { action, resource }, flags);
  const changes = changesOf(before, after);
  const findings = after.findings;
  switch (flags.format) {
    case "html":
      return reportPage(after, before);
    case "json":
      return JSON.stringify(changesJson({ changes, findings }), undefined, 2);
    case "mermaid":
    case "svg":
      throw new Error(`--format ${flags.format} shows one state: leave out --diff.`);
    default:
      return changesMarkdown(changes, { before: before.source, after: after.source });
  }
}

/** The question in both worlds; whom or what only one of them has, the other one answers with nothing. */
function bothAnswers(
  sources: readonly [Source, Source],
  asked: AskedFor,
  flags: WhoCanFlags,
): [Report, Report] {
  const answers = sources.map((source) => {
    try {
      return answer(source, asked, { ...flags, all: true });
    } catch (error) {
      return error as Error;
    }
  }) as [Report | Error, Report | Error];
  const [before, after] = answers;
  if (before instanceof Error && after instanceof Error) throw after;
  if (before instanceof Error) return [emptied(after as Report, sources[0]), after as Report];
  return [before, after instanceof Error ? emptied(before, sources[1]) : after];
}

function emptied(report: Report, { name, findings }: Source): Report {
  return { ...report, source: name, rows: [], findings };
}

/** The report that answers the question in a world. */
export function answer(
  { name, world, findings }: Source,
  asked: AskedFor,
  { who, all }: Pick<WhoCanFlags, "who" | "all">,
): Report {
  const { action, resource } = sorted(world, asked);
  return reportOn({
    source: name,
    world,
    judge: new access.Access(withOrdinaryBuckets(world)),
    question: { action, resource, who },
    askers: who === undefined ? undefined : readAsker(world, who),
    targets: resource === undefined ? undefined : readTarget(world, resource),
    columns: action === undefined ? undefined : readAction(action),
    isShowingAll: all ?? false,
    findings,
  });
}

/** A single word that is no action but names a resource is that. */
function sorted(world: access.World, { action, resource }: AskedFor): AskedFor {
  if (action === undefined || resource !== undefined || findAction(action)) {
    return { action, resource };
  }
  return findTarget(world, action).length > 0
    ? { action: undefined, resource: action }
    : { action, resource };
}
