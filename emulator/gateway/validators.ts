/**
 * Validators of request bodies: made when the first body of a shape comes, once for all clouds of a process.
 * @module
 */
import ajvCompiler from "@fastify/ajv-compiler";
import type { FastifySchemaCompiler } from "fastify";

type Validate = ((body: unknown) => unknown) & { errors?: unknown };

/** As the gateway: every wrong argument is named, and a number is not taken for a text. */
const compile = ajvCompiler()(
  {},
  { customOptions: { allErrors: true, coerceTypes: false, removeAdditional: false } },
) as (route: { readonly schema: unknown }) => Validate;

const compiled = new Map<string, Validate>();

/** Compiling the schemas takes most of the time in which a cloud starts, and few clouds see every kind of body. */
export const validatorFor: FastifySchemaCompiler<unknown> = ({ schema }) => {
  const key = JSON.stringify(schema);
  const validate: Validate = (body) => {
    const known = compiled.get(key) ?? compile({ schema });
    compiled.set(key, known);
    const isValid = known(body);
    validate.errors = known.errors;
    return isValid;
  };
  return validate as ReturnType<FastifySchemaCompiler<unknown>>;
};
