// The API's description, held against the server that it describes.
import { expect, test } from 'vitest';
import { apiOf } from '../helpers/api.ts';
import { startTestApp } from '../helpers/app.ts';

type Operation = {
  operationId: string;
  security: object[];
  parameters?: { $ref?: string; name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { description: string; content?: object }>;
};
type Document = { openapi: string; paths: Record<string, Record<string, Operation>>; components: object };

const described = async () => {
  const app = await startTestApp();
  const document = await apiOf(app, null).get<Document>('/openapi.json');
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  return { app, document, operations };
};

test('HTTP-7 every route of the contract is described, and every description is a route', async () => {
  const { app, document, operations } = await described();
  expect(document.openapi).toBe('3.1.0');
  expect(operations.map(({ path, method }) => `${method} ${path}`).sort()).toMatchInlineSnapshot(`
    [
      "delete /answers/{id}",
      "delete /invites/{id}",
      "delete /receipt/data",
      "delete /rooms/{slug}/stream-keys/{id}",
      "delete /session",
      "delete /staff/{id}",
      "get /answers",
      "get /checkup",
      "get /demand",
      "get /export",
      "get /invites",
      "get /openapi.json",
      "get /policy",
      "get /products",
      "get /products/{id}",
      "get /receipt",
      "get /receipt/data",
      "get /reservations",
      "get /reservations.csv",
      "get /reservations/{id}",
      "get /rooms",
      "get /rooms/{slug}/audit",
      "get /rooms/{slug}/held",
      "get /rooms/{slug}/line-up",
      "get /rooms/{slug}/rules",
      "get /rooms/{slug}/sanctions",
      "get /rooms/{slug}/still",
      "get /rooms/{slug}/stream-keys",
      "get /session",
      "get /shop",
      "get /shows",
      "get /staff",
      "get /status",
      "get /variants/{id}/ledger",
      "get /variants/{id}/prices",
      "patch /session",
      "post /import",
      "post /invites",
      "post /products",
      "post /products/{id}/archive",
      "post /products/{id}/images",
      "post /products/{id}/restore",
      "post /receipt/cancel",
      "post /reservations/{id}/cancel",
      "post /reservations/{id}/collect",
      "post /reservations/{id}/confirm",
      "post /rooms",
      "post /rooms/{slug}/sanctions/{id}/lift",
      "post /rooms/{slug}/stream-keys",
      "post /session",
      "post /variants/{id}/price",
      "post /variants/{id}/stock",
      "put /policy",
      "put /products/{id}",
      "put /rooms/{slug}/line-up",
      "put /rooms/{slug}/pin",
      "put /rooms/{slug}/rules",
      "put /rooms/{slug}/still",
      "put /shop",
    ]
  `);
  for (const { path, method } of operations) {
    const known = await apiOf(app, null).send(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x'));
    // A path that no route serves is not_found for everyone; what needs a role says so first.
    if (known.status === 404) expect(await known.json()).toMatchObject({ room: 'x' });
  }
});

test('HTTP-7 each operation stands on its own: unique id, declared parameters, resolvable references', async () => {
  const { document, operations } = await described();
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toContain('putRoomsSlugLineUp');
  for (const { path, operation } of operations) {
    const declared = (operation.parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => name);
    expect([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)).toEqual(declared);
    expect(Object.keys(operation.responses).some((status) => /^20[014]$/.test(status))).toBe(true);
    for (const response of Object.values(operation.responses)) expect(response.description).not.toBe('');
  }
  const text = JSON.stringify(document);
  for (const [, kind = '', name = ''] of text.matchAll(/"#\/components\/(\w+)\/(\w+)"/g))
    expect((document.components as Record<string, object>)[kind]).toHaveProperty(name);
  expect(text).not.toContain('"$schema"');
});

test('HTTP-7 HTTP-8: bodies, roles, keys and refusals come from the table', async () => {
  const { document } = await described();
  const create = document.paths['/products']?.post;
  expect(create).toMatchObject({
    security: [{ session: [] }],
    description: 'Least role: host.',
    parameters: [{ $ref: '#/components/parameters/IdempotencyKey' }],
    requestBody: {
      content: {
        'application/json': {
          schema: { required: ['title', 'variants'], properties: { title: { maxLength: 120 } } },
        },
      },
    },
    responses: { 201: {}, 409: { description: 'handle_taken, sku_taken' } },
  });
  expect(document.paths['/receipt']?.get).toMatchObject({ security: [{ receipt: [] }] });
  expect(document.paths['/shop']?.get).toMatchObject({ security: [] });
  expect(document.paths['/invites']?.post?.parameters).toBeUndefined();
  expect(document.paths['/products']?.get?.parameters?.map(({ name }) => name)).toEqual([
    'cursor',
    'limit',
    'q',
    'archived',
  ]);
});
