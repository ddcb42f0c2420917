import { createLog } from "../../../provider/core/log";
import { registerSecret } from "../../../provider/core/redact";

it("a log names its resource on each line and shows no secret", () => {
  registerSecret("log-canary-1234");
  const lines: string[] = [];
  const keep = (line: string): void => void lines.push(line);
  const log = createLog("scaleway:Bucket photos", { info: keep, warn: keep });
  log.info("emptied with log-canary-1234");
  log.warn("slow");
  expect(lines).toEqual([
    "scaleway:Bucket photos: emptied with [secret]",
    "scaleway:Bucket photos: warning: slow",
  ]);
});
