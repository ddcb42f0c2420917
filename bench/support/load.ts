/**
 * Sends the same requests over and over for a while, a few at a time, and measures the answers.
 * @module
 */
import { Agent, request as httpRequest } from "node:http";
import type { WireRequest } from "./signed-requests";

/** What was measured. */
export interface Rate {
  readonly perSecond: number;
  readonly p99Milliseconds: number;
}

const AT_ONCE = 8;
const WARM_UP = 300;
const MOST = 30_000;
const MILLISECONDS = 1500;

/** Measures those requests, in turn; none may be refused. */
export async function measureRate(requests: readonly WireRequest[]): Promise<Rate> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  try {
    await run(agent, requests, { most: WARM_UP, milliseconds: MILLISECONDS });
    const started = performance.now();
    const times = await run(agent, requests, { most: MOST, milliseconds: MILLISECONDS });
    const seconds = (performance.now() - started) / 1000;
    times.sort((a, b) => a - b);
    return {
      perSecond: times.length / seconds,
      p99Milliseconds: times[Math.floor(times.length * 0.99)] ?? Number.NaN,
    };
  } finally {
    agent.destroy();
  }
}

async function run(
  agent: Agent,
  requests: readonly WireRequest[],
  { most, milliseconds }: { readonly most: number; readonly milliseconds: number },
): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + milliseconds;
  let sent = 0;
  const worker = async (): Promise<void> => {
    // Each of them once at least: later ones read what these have written.
    while (sent < most && (sent < requests.length || performance.now() < end)) {
      const request = requests[sent % requests.length];
      sent += 1;
      if (!request) return;
      const started = performance.now();
      await send(agent, request);
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return times;
}

function send(agent: Agent, { url, method, headers, body }: WireRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = httpRequest(url, { agent, method, headers }, (answer) => {
      answer.resume();
      answer.on("end", () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`${method} ${url} was answered ${String(answer.statusCode)}`));
      });
    });
    call.on("error", reject);
    call.end(body);
  });
}
