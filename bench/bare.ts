/**
 * The yardstick: the same requests as the access program makes, sent by a bare script at the same parallelism.
 * Run as a process of its own: `node bench/dist/bare.js COUNT PARALLEL`.
 * @module
 */
import { Agent, request } from "node:http";

const [count = 0, parallel = 1] = process.argv.slice(2).map(Number);
const environment = (name: string): string => process.env[name] ?? "";
const agent = new Agent({ keepAlive: true, maxSockets: parallel });
const organization_id = environment("SCW_DEFAULT_ORGANIZATION_ID");
const project = environment("SCW_DEFAULT_PROJECT_ID");

function post(path: string, body: object): Promise<{ id: string }> {
  return new Promise((resolve, reject) => {
    const call = request(
      `${environment("SCW_API_URL")}/iam/v1alpha1/${path}`,
      {
        agent,
        method: "POST",
        headers: {
          "X-Auth-Token": environment("SCW_SECRET_KEY"),
          "Content-Type": "application/json",
        },
      },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (part: string) => (text += part));
        answer.on("end", () => {
          if (answer.statusCode === 200) resolve(JSON.parse(text) as { id: string });
          else reject(new Error(`${path} answered ${String(answer.statusCode)}: ${text}`));
        });
      },
    );
    call.on("error", reject);
    call.end(JSON.stringify(body));
  });
}

async function makeOne(number: number): Promise<void> {
  const name = `app-${String(number)}`;
  const { id } = await post("applications", { name, organization_id });
  const rules = [{ project_ids: [project], permission_set_names: ["ObjectStorageReadOnly"] }];
  await Promise.all([
    post("policies", { name, organization_id, application_id: id, rules }),
    post("api-keys", { application_id: id, default_project_id: project }),
  ]);
}

async function main(): Promise<void> {
  const numbers = Array.from({ length: count }, (_, number) => number);
  const workers = Array.from({ length: parallel }, async () => {
    for (let number = numbers.pop(); number !== undefined; number = numbers.pop())
      await makeOne(number);
  });
  await Promise.all(workers);
  agent.destroy();
}

void main();
