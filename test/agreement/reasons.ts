/**
 * Which kinds of reasons there are in full circumstances, where nothing is open.
 * @module
 */
import type { ReasonCode } from "../../provider/access";

const CAN_OCCUR: Readonly<Record<ReasonCode, boolean>> = {
  anonymous: true,
  unknownKey: true,
  expiredKey: true,
  unknownPrincipal: true,
  lockedUser: true,
  owner: true,
  ownRight: true,
  unknownAction: false,
  unknownProject: true,
  unknownBucket: true,
  preferredProject: true,
  overridingProject: true,
  otherProject: true,
  rule: true,
  noRule: true,
  ruleElsewhere: true,
  conditionFails: true,
  conditionOpen: false,
  statementAllows: true,
  statementDenies: true,
  notNamed: true,
  statementOpen: false,
  malformedPolicy: false,
  accessList: true,
  foreignObject: true,
  unknownValue: false,
  openSwitch: false,
};

/** Codes of reasons that some world must show, in alphabetical order. */
export const reasonCodes: readonly string[] = Object.entries(CAN_OCCUR)
  .filter(([, canOccur]) => canOccur)
  .map(([code]) => code)
  .sort();
