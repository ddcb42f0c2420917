"use strict";
// System tests start real processes: a minute each at most.
jest.setTimeout(60_000);
