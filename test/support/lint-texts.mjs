// Lints texts as if they stood in given files: [{ filePath, text }] on standard input, the broken rules of each on
// standard output. A process of its own, since ESLint loads its configuration as a module, which jest cannot.
import { text } from "node:stream/consumers";
import { ESLint } from "eslint";

const eslint = new ESLint();
const answers = [];
for (const { filePath, text: code } of JSON.parse(await text(process.stdin))) {
  const results = await eslint.lintText(code, { filePath });
  answers.push(results.flatMap((result) => result.messages.map((message) => message.ruleId)));
}
process.stdout.write(JSON.stringify(answers));
