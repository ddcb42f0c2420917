import { describeInstalled } from "./installed/play";
import { SAMPLE } from "./installed/rows";

jest.setTimeout(300_000);

describeInstalled(SAMPLE);
