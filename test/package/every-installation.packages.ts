/** `npm run packages`: every set-up of the table. */
import { describeInstalled } from "./installed/play";
import { ROWS } from "./installed/rows";

jest.setTimeout(300_000);

describeInstalled(ROWS);
