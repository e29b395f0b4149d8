// The API's description (OpenAPI 3.1), made from the route table and the very schemas that check requests: it cannot promise
// what the server does not do. Rules: HTTP-7.
import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { errors, type ErrorCode } from '../../shared/errors.ts';
import { idempotencyKey } from '../../shared/shop-bodies.ts';
import type { Route } from './route.ts';

type Json = Record<string, unknown>;

const schemaOf = (schema: v.GenericSchema): Json => {
  const { $schema: _, ...json } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    typeMode: 'input',
    errorMode: 'ignore',
  });
  return json;
};

const ref = (kind: string, name: string): Json => ({ $ref: `#/components/${kind}/${name}` });

const pathParameters = (path: string): Json[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

const queryParameters = ({ query }: Route): Json[] => {
  if (!query) return [];
  const { properties = {}, required = [] } = schemaOf(query) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
};

const requestBody = ({ body, raw }: Route): Json | undefined => {
  if (raw)
    return {
      required: true,
      content: Object.fromEntries(
        raw.types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
      ),
    };
  return body && { required: true, content: { 'application/json': { schema: schemaOf(body) } } };
};

const replyContent = ({ reply, replyType }: Route): Json | undefined => {
  if (replyType) return { [replyType]: { schema: { type: 'string' } } };
  if (!reply) return undefined;
  const properties = Object.fromEntries(reply.map((name) => [name, {}]));
  return { 'application/json': { schema: { type: 'object', properties, required: reply } } };
};

const refusalsOf = (route: Route): ErrorCode[] => [
  'bad_request',
  ...(route.least === 'viewer' ? [] : (['unauthorised'] as const)),
  ...(['helper', 'host', 'owner'].includes(route.least) ? (['not_allowed'] as const) : []),
  ...(route.keyed ? (['key_reused'] as const) : []),
  ...(route.refusals ?? []),
];

const responses = (route: Route): Json => {
  const content = replyContent(route);
  const byStatus = Map.groupBy(new Set(refusalsOf(route)), (code) => errors[code].status);
  return {
    [route.status ?? 200]: { description: route.summary, ...(content && { content }) },
    ...(route.method === 'get' &&
      route.reply && { 304: { description: 'Unchanged since the ETag in If-None-Match.' } }),
    ...Object.fromEntries(
      [...byStatus].map(([status, codes]) => [
        status,
        {
          description: codes.join(', '),
          content: { 'application/problem+json': { schema: ref('schemas', 'Problem') } },
        },
      ]),
    ),
  };
};

const security = ({ least }: Route): Json[] => {
  if (least === 'viewer') return [];
  return [least === 'receipt' ? { receipt: [] } : { session: [] }];
};

const operationId = ({ method, path }: Route): string =>
  method + path.replace(/[:/.-]+(\w)/g, (_, letter: string) => letter.toUpperCase());

const operation = (route: Route): Json => {
  const parameters = [
    ...pathParameters(route.path),
    ...queryParameters(route),
    ...(route.keyed ? [ref('parameters', 'IdempotencyKey')] : []),
    ...(route.refusals?.includes('changed_meanwhile') ? [ref('parameters', 'IfMatch')] : []),
  ];
  const body = requestBody(route);
  return {
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    ...(route.least !== 'viewer' &&
      route.least !== 'receipt' && { description: `Least role: ${route.least}.` }),
    security: security(route),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: body }),
    responses: responses(route),
  };
};

const components: Json = {
  securitySchemes: {
    session: { type: 'apiKey', in: 'cookie', name: 'vetrina', description: 'Over TLS: __Host-vetrina.' },
    receipt: {
      type: 'http',
      scheme: 'bearer',
      description: 'The secret in the address of a receipt’s page.',
    },
  },
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description: 'Made by the client once for each thing that it wants done; kept for a week.',
      schema: schemaOf(idempotencyKey),
    },
    IfMatch: {
      name: 'If-Match',
      in: 'header',
      required: false,
      description: 'The ETag, or the version, that the change is based on.',
      schema: { type: 'string' },
    },
  },
  schemas: {
    Problem: {
      type: 'object',
      description: 'RFC 9457; what else there is depends on the code.',
      properties: {
        type: { type: 'string' },
        title: { type: 'string' },
        status: { type: 'integer' },
        code: { enum: Object.keys(errors) },
      },
      required: ['type', 'title', 'status', 'code'],
    },
  },
};

export const openApi = (routes: readonly Route[]): Json => {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Vetrina',
      version: '1',
      description:
        'The shop’s own API. Money is in integer minor units, times are milliseconds since 1970. Refusals are problem details (RFC 9457) with a `code`; lists go on at `next`.',
    },
    servers: [{ url: '/api' }],
    paths,
    components,
  };
};
