/**
 * How much is asked, and by which seed: environment variables say otherwise, so that any run can be repeated.
 * @module
 */

const numberOf = (name: string, usual: number): number => Number(process.env[name] ?? usual);

/** Draws the worlds. */
export const SEED = numberOf("AGREEMENT_SEED", 20_261_128);
/** Worlds of `npm run agreement`. */
export const WORLDS = numberOf("AGREEMENT_WORLDS", 20_000);
/** A mistake must be seen within as many. */
export const HUNTED_WORLDS = 2_000;
