/**
 * What the official engine did with a policy pack.
 * @module
 */
import { replay } from "../support/replay";

const NAMES_ANY = {
  policy: "not-too-many",
  reason: "it names the last thing, of an order left open",
};

replay("33-policy", {
  races: {
    5: {
      resources: ["fine", "default"],
      messages: ["Undefined value (tags)"],
      reason: "the violation may come before they are registered, or said",
    },
  },
  anywhere: { 6: NAMES_ANY, 7: NAMES_ANY },
});
