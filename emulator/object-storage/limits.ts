/**
 * Limits of the real service that several operations keep to.
 * @module
 */

/** Parts of one object: a tenth of what AWS takes. */
export const PART_LIMIT = 1000;
