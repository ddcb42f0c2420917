/**
 * What is known of a call that this process will make: when, from where and how, which conditions may ask for.
 * @module
 */
import type * as access from "../access";
import type { Context } from "../core/context";
import { isLoopback, USER_AGENT } from "../core/http";
import { serviceTime } from "../core/service-time";
import { s3EndpointOf } from "../core/settings";

/**
 * The ways in which a call on IAM may reach the service. One is known but for the address where this machine's address on
 * the internet decides, which the machine does not know.
 */
export function callsOnIam(context: Context, time = serviceTime(context)): access.Circumstances[] {
  const { apiUrl } = context.settings;
  return addressesTowards(apiUrl).map((ip) => ({ time, ip, userAgent: USER_AGENT }));
}

/** The same for calls on Object Storage. */
export function callsOnStorage(context: Context, region: string): access.Circumstances[] {
  const endpoint = s3EndpointOf(context.settings, region);
  const isSecure = new URL(endpoint).protocol === "https:";
  const time = serviceTime(context);
  return addressesTowards(endpoint).map((ip) => ({ time, ip, isSecure, referer: null }));
}

/** What a service on this machine takes for the caller's address; undefined: not known. */
function addressesTowards(endpoint: string): (string | undefined)[] {
  const url = new URL(endpoint);
  if (!isLoopback(url)) return [undefined];
  if (url.hostname === "localhost") return ["127.0.0.1", "::1"];
  return [url.hostname === "[::1]" ? "::1" : "127.0.0.1"];
}

/** One answer for several ways to call: it depends where they differ. */
export function together(answers: readonly access.Answer[]): access.Answer {
  const [first = "undecided"] = answers;
  return answers.every((answer) => answer === first) ? first : "undecided";
}
