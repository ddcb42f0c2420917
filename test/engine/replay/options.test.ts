/**
 * What the official engine did with the options of resources.
 * @module
 */
import { replay } from "../support/replay";

replay("16-aliases");
replay("17-protect", {
  skipped: { 8: "--exclude-protected is no option of this engine" },
  races: {
    5: { resources: ["keep"], reason: "it may be registered before the replacement is refused" },
  },
});
replay("18-retain-on-delete");
replay("19-ignore-changes");
replay("20-depends-on");
const UNCHECKED = "the provider is not asked about what cannot be";
replay("39-one-alias-twice", {
  races: { 4: { resources: ["first"], reason: "both halves of it are deleted at once" } },
  deviations: {
    2: { parts: ["calls"], reason: UNCHECKED },
    3: { parts: ["calls"], reason: UNCHECKED },
    5: { parts: ["calls"], reason: UNCHECKED },
  },
});
const OWN_WORDS = "the error is told in words of our own";
replay("40-odd-paths", {
  deviations: {
    2: {
      parts: ["resources"],
      reason: "what is ignored is not recorded either, on components too",
    },
    8: { parts: ["messages"], reason: OWN_WORDS },
  },
});
replay("42-versions", { deviations: { 6: { parts: ["messages"], reason: OWN_WORDS } } });
