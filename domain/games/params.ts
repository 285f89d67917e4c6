import { FairhouseError } from "#domain/errors.ts";
import type { Json, JsonObject, ParamsShape } from "#domain/games/game.ts";
import { choice, type Field, type Refuse } from "#domain/games/paramFields.ts";

/** The parameters of a game, by name, in the order in which their canonical JSON lists them. */
export type Fields = { readonly [name: string]: Field<Json> };

type ValueOf<One> = One extends Field<infer Value> ? Value : never;

/** What parameters described by fields are once they are read. */
export type ParamsOf<Described extends Fields> = {
  readonly [Name in keyof Described]: ValueOf<Described[Name]>;
};

/** Parameters that consist of exactly these fields. */
export function paramsOf<Described extends Fields>(
  game: string,
  fields: Described,
): ParamsShape<ParamsOf<Described>>;
export function paramsOf(game: string, fields: Fields): ParamsShape<JsonObject> {
  return {
    paramsSchema: objectSchema(fields),
    parse: (raw) => readObject(fields, raw, refusalOf(game)),
  };
}

/**
 * Parameters that take one of several forms, told apart by a field of their own, the tag: each form has fields,
 * and the tag holds its name.
 */
export function paramsOfEither<const Tag extends string, Forms extends { readonly [form: string]: Fields }>(
  game: string,
  tag: Tag,
  forms: Forms,
): ParamsShape<
  { [Form in keyof Forms & string]: ParamsOf<Forms[Form]> & Readonly<Record<Tag, Form>> }[keyof Forms &
    string]
>;
export function paramsOfEither(
  game: string,
  tag: string,
  forms: { readonly [form: string]: Fields },
): ParamsShape<JsonObject> {
  const names = Object.keys(forms);
  const tagField = choice(names, "which form the parameters take");
  const tagged = new Map(
    Object.entries(forms).map(([name, fields]) => [name, { ...fields, [tag]: constant(name) }]),
  );
  return {
    paramsSchema: { oneOf: [...tagged.values()].map(objectSchema) },
    parse(raw) {
      const refuse = refusalOf(game);
      const form = tagField.read(isPlainObject(raw) ? raw[tag] : refuse("", OBJECT_WANTED), (reason) =>
        refuse(tag, reason),
      );
      return readObject(tagged.get(form) ?? {}, raw, refuse);
    },
  };
}

/** A list of objects with exactly these fields, in the order given. */
export function listOf<Described extends Fields>(
  fields: Described,
  bounds: ListBounds,
): Field<readonly ParamsOf<Described>[]>;
export function listOf(
  fields: Fields,
  { minItems, maxItems, description }: ListBounds,
): Field<readonly JsonObject[]> {
  return {
    schema: { type: "array", items: objectSchema(fields), minItems, maxItems, description },
    read(value, refuse) {
      if (!Array.isArray(value) || value.length < minItems || value.length > maxItems) {
        return refuse(`must be a list of ${minItems} to ${maxItems} objects`);
      }
      return value.map((item, index) =>
        readObject(fields, item, (name, reason) =>
          refuse(`at ${index}: ${name === "" ? reason : `${name} ${reason}`}`),
        ),
      );
    },
  };
}

export type ListBounds = {
  readonly minItems: number;
  readonly maxItems: number;
  readonly description: string;
};

/** The parameters do not fit the game. */
export class GameParamsInvalid extends FairhouseError {
  readonly code = "GAME_PARAMS_INVALID";
  readonly game: string;
  /** The parameter at fault; empty when it is the whole. */
  readonly field: string;

  constructor(game: string, field: string, reason: string) {
    super(`Parameters of ${game}: ${field === "" ? reason : `"${field}" ${reason}`}.`);
    this.game = game;
    this.field = field;
  }
}

const OBJECT_WANTED = "must be an object";

type RefuseField = (field: string, reason: string) => never;

function refusalOf(game: string): RefuseField {
  return (field, reason) => {
    throw new GameParamsInvalid(game, field, reason);
  };
}

function readObject(fields: Fields, raw: unknown, refuse: RefuseField): JsonObject {
  if (!isPlainObject(raw)) return refuse("", OBJECT_WANTED);
  const surplus = Object.keys(raw).find((name) => !Object.hasOwn(fields, name));
  if (surplus !== undefined) return refuse(surplus, "is not a parameter of this game");
  const read = Object.entries(fields).map(([name, field]): [string, Json] => {
    const refuseThis: Refuse = (reason) => refuse(name, reason);
    return [name, field.read(Object.hasOwn(raw, name) ? raw[name] : undefined, refuseThis)];
  });
  return Object.fromEntries(read);
}

function objectSchema(fields: Fields): JsonObject {
  const schemas = Object.entries(fields).map(([name, { schema }]): [string, Json] => [name, schema]);
  return {
    type: "object",
    properties: Object.fromEntries(schemas),
    required: Object.keys(fields),
    additionalProperties: false,
  };
}

/** A field that holds the same text always. */
function constant(text: string): Field<string> {
  const { read } = choice([text], "");
  return { schema: { const: text }, read };
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
