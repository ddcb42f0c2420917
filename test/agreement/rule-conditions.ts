/**
 * Conditions of rules: those that people write, those that mean nothing, and what can be made of several.
 * @module
 */
import fc from "fast-check";
import { ADDRESSES, MOMENTS } from "./circumstances";
import { ACCESS_KEYS, APPLICATIONS, nameOf, POLICIES, USERS } from "./ids";

const quoted = (values: readonly string[]): string[] =>
  values.map((value) => JSON.stringify(value));

const address = fc.constantFrom(...quoted(ADDRESSES));
const zone = fc.constantFrom(
  "",
  '"Europe/Paris"',
  '"Asia/Tokyo"',
  '"America/New_York"',
  '"+05:30"',
);
const comparison = fc.constantFrom("==", "!=", "<", "<=", ">", ">=");
const moment = fc.constantFrom(...quoted(MOMENTS));

const ofAddress = fc.oneof(
  address.map((text) => `request.ip == ${text}`),
  address.map((text) => `request.ip != ${text}`),
  fc.tuple(address, address).map((texts) => `request.ip in [${texts.join(", ")}]`),
  fc.constantFrom(
    'request.ip.startsWith("203.0.113.")',
    'request.ip.matches("^203[.]0[.]113[.][0-9]+$")',
    '["203.0.113.7", "198.51.100.200"].exists(known, known == request.ip)',
    '["203.0.113.7"].all(known, known != request.ip)',
    "request.ip.endsWith('.8')",
  ),
);

const ofAgent = fc.constantFrom(
  'request.user_agent.contains("terraform/")',
  'request.user_agent.endsWith("end")',
  "size(request.user_agent) > 254",
  "request.user_agent.size() < 255",
  'request.user_agent.startsWith("aws-cli") || request.user_agent.startsWith("terraform")',
);

const ofTime = fc.oneof(
  fc.tuple(comparison, moment).map(([sign, text]) => `request.time ${sign} timestamp(${text})`),
  fc
    .tuple(comparison, moment)
    .map(([sign, text]) => `timestamp(${text}) ${sign} request.time - duration("1s")`),
  fc
    .tuple(fc.constantFrom("<", "<=", ">", ">="), moment)
    .map(([sign, text]) => `request.time ${sign} ${text}`),
  fc
    .tuple(fc.constantFrom("<", "<=", ">", ">="), moment)
    .map(([sign, text]) => `${text} ${sign} request.time`),
  fc
    .tuple(zone, comparison, fc.constantFrom(8, 10, 17, 0))
    .map(([name, sign, hour]) => `request.time.getHours(${name}) ${sign} ${hour}`),
  fc
    .tuple(
      fc.constantFrom(
        ["getFullYear", 2026],
        ["getFullYear", 2027],
        ["getMonth", 0],
        ["getMonth", 5],
        ["getDate", 1],
        ["getDayOfMonth", 0],
        ["getDayOfYear", 0],
        ["getDayOfYear", 151],
        ["getDayOfWeek", 0],
        ["getDayOfWeek", 1],
        ["getMinutes", 30],
        ["getSeconds", 59],
      ),
      zone,
      fc.constantFrom("==", "<="),
    )
    .map(([[method, value], name, sign]) => `request.time.${method}(${name}) ${sign} ${value}`),
);

const object = fc.constantFrom(
  ...[...USERS.slice(0, 2), ...APPLICATIONS, ...POLICIES.slice(0, 2), ...ACCESS_KEYS.slice(0, 2)],
);
const ofResource = fc.oneof(
  object.map((id) => `resource.id == "${id}"`),
  object.map((id) => `resource.id == "${id}" || !has(resource.id)`),
  object.map((id) => `resource.id != "${id}"`),
  object.map((id) => `resource.name == "${nameOf(id)}"`),
  fc.constantFrom(
    'resource.locality == "global"',
    'resource.locality == "fr-par-1" || resource.locality == "fr-par-3"',
    "!has(resource.id)",
    "has(resource.name)",
    'resource.annotation == "x"',
  ),
);

/** Accepted by the service, and without use: they fail, are no truth values, or can never, or only, be true. */
const odd = fc.constantFrom(
  "1 == 1",
  "false",
  "request.ip",
  "1",
  '"true"',
  "request.nothing == 1",
  "1 / 0 == 1",
  "nothing",
  'request.ip < "a" && request.ip > "b"',
  "request.time",
  'request.ip.nothing("x")',
  "request.ip == 1",
  "[1, 2][5] == 1",
  'int("x") == 1',
  "has(request.ip)",
  "has(request.nothing)",
  "request.ip == null",
);

const single = fc.oneof(
  { weight: 4, arbitrary: ofAddress },
  { weight: 2, arbitrary: ofAgent },
  { weight: 4, arbitrary: ofTime },
  { weight: 2, arbitrary: ofResource },
  { weight: 2, arbitrary: odd },
);

/** CEL texts. */
export const ruleCondition: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: single },
  {
    weight: 3,
    arbitrary: fc
      .tuple(single, fc.constantFrom("&&", "||"), single)
      .map(([left, sign, right]) => `(${left}) ${sign} (${right})`),
  },
  { weight: 1, arbitrary: single.map((text) => `!(${text})`) },
);
