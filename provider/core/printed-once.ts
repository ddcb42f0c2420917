/**
 * An error is printed once. The process around the handlers writes what check, diff, read and delete throw to the console,
 * and then gives it to the engine, which prints it with the resource: the first of the two is dropped.
 * @module
 */

const dropped = new Set<string>();
let isListening = false;

/** Notes an error that the engine will print. Should that process change its line, the line is printed as it is. */
export function printedByEngine(error: Error): void {
  dropped.add(`${String(error)}: ${String(error.stack)}`);
  if (isListening) return;
  isListening = true;
  const write = console.error.bind(console);
  console.error = (...texts: unknown[]): void => {
    const [line, ...others] = texts;
    const isDropped = others.length === 0 && typeof line === "string" && dropped.delete(line);
    if (!isDropped) write(...texts);
  };
}
