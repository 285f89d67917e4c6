import { z } from "zod";
import { problem } from "#domain/api/problem.ts";
import { createJsonSchemas, type JsonSchema, type JsonSchemas } from "./jsonSchemas.ts";
import { problemTable } from "./problem.ts";
import type { Route } from "./route.ts";
import { describeSockets, type SocketDescription } from "./socketDocument.ts";

const DESCRIPTION = `Everything that moves here is an integer of minor units in a decimal string. \`GET /v1/config\` tells the chain,
the vault with its ABI, currencies, games and limits; no other knowledge is needed to write a client.

**Signing in.** \`GET /v1/auth/nonce\`, then sign an EIP-4361 message and \`POST /v1/auth/wallet\`. Send the access token as
\`Authorization: Bearer …\`; when it has expired, \`POST /v1/auth/refresh\`.

**Errors** are RFC 9457 problem documents with a stable \`code\`, the \`requestId\` that our logs know, \`errors\` per field, and
\`values\` that explain a refusal.

**Money moves once.** Routes that move it require an \`Idempotency-Key\` header. The same key with the same body answers
the first answer (with \`Idempotent-Replayed: true\`), with another body it is refused, and while the first is under way it
answers 409.

**Lists** answer \`items\`, newest first, and \`nextCursor\`; hand it back as \`cursor\` to read on.

**Limits** are told in \`RateLimit\` headers; a 429 or 503 carries \`Retry-After\`.

**Sockets** are described under \`x-sockets\`.`;

/** An operation of the document: the part that the tests and the page read. */
export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly security: readonly Record<string, readonly string[]>[];
  readonly parameters: readonly JsonSchema[];
  readonly requestBody?: JsonSchema;
  readonly responses: Record<string, JsonSchema>;
}

export interface OpenApiDocument {
  readonly openapi: "3.1.0";
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, JsonSchema>; readonly securitySchemes: JsonSchema };
  readonly "x-sockets": SocketDescription;
  readonly "x-problems": Record<string, { readonly status: number; readonly title: string }>;
}

/** The OpenAPI 3.1 document of exactly the routes that are mounted. */
export function createOpenApi(routes: readonly Route[], publicApiUrl: string): OpenApiDocument {
  const schemas = createJsonSchemas();
  schemas.of(problem);
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route, schemas) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Fairhouse", version: "1", description: DESCRIPTION },
    servers: [{ url: new URL("/v1", publicApiUrl).href }],
    paths,
    "x-sockets": describeSockets(schemas),
    components: {
      schemas: schemas.components,
      securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
    },
    "x-problems": Object.fromEntries(
      Object.entries(problemTable).map(([code, [status, title]]) => [code, { status, title }]),
    ),
  };
}

function operationOf(route: Route, schemas: JsonSchemas): Operation {
  return {
    operationId: operationIdOf(route),
    tags: [route.tag],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    security: route.access === "public" ? [] : [{ bearer: [] }],
    parameters: [
      ...parametersOf("path", route.params, schemas),
      ...parametersOf("query", route.query, schemas),
      ...(route.isIdempotent ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(route.body === undefined ? {} : { requestBody: bodyOf(route.body, schemas) }),
    responses: { [route.answer.status]: answerOf(route, schemas), ...problemsOf(route) },
  };
}

const IDEMPOTENCY_KEY: JsonSchema = {
  name: "Idempotency-Key",
  in: "header",
  required: true,
  description: "Made by the client, new for each new request: 1 to 128 visible ASCII characters, e.g. a UUID",
  schema: { type: "string", minLength: 1, maxLength: 128 },
};

function operationIdOf({ method, path }: Route): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

function parametersOf(
  where: "path" | "query",
  schema: z.ZodType | undefined,
  schemas: JsonSchemas,
): JsonSchema[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries<z.ZodType>(schema.shape).map(([name, field]) => ({
    name,
    in: where,
    required: where === "path" || !field.safeParse(undefined).success,
    schema: schemas.of(field),
  }));
}

function bodyOf(body: z.ZodType, schemas: JsonSchemas): JsonSchema {
  return {
    required: !body.safeParse({}).success,
    content: { "application/json": { schema: schemas.of(body) } },
  };
}

function answerOf({ answer, isIdempotent }: Route, schemas: JsonSchemas): JsonSchema {
  const headers = isIdempotent
    ? {
        headers: {
          "Idempotent-Replayed": {
            description: "`true` when this is the first answer again",
            schema: { type: "string" },
          },
        },
      }
    : {};
  if (answer.schema === undefined) return { description: "Done", ...headers };
  return {
    description: "Success",
    ...headers,
    content: { [answer.mediaType ?? "application/json"]: { schema: schemas.of(answer.schema) } },
  };
}

/** What a route can be answered with besides success: its own problems and those that its shape brings along. */
export function problemCodesOf(route: Route): string[] {
  const takesInput = route.params !== undefined || route.query !== undefined || route.body !== undefined;
  return [
    ...(takesInput ? ["INVALID_INPUT"] : []),
    ...(route.body === undefined ? [] : ["MALFORMED_JSON", "PAYLOAD_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE"]),
    ...(route.access === "public" ? [] : ["UNAUTHENTICATED", "ACCESS_TOKEN_REFUSED"]),
    ...(Array.isArray(route.access) ? ["FORBIDDEN"] : []),
    ...(route.isIdempotent
      ? ["IDEMPOTENCY_KEY_MISSING", "IDEMPOTENCY_IN_PROGRESS", "IDEMPOTENCY_KEY_REUSED"]
      : []),
    ...(route.problems ?? []),
    "RATE_LIMITED",
    "INTERNAL_ERROR",
    "DATABASE_BUSY",
    "DATABASE_UNAVAILABLE",
  ];
}

function problemsOf(route: Route): Record<string, JsonSchema> {
  const byStatus = Map.groupBy(problemCodesOf(route), (code) => problemTable[code]?.[0] ?? 500);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.join(", "),
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    ]),
  );
}
