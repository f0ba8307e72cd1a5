import { expect, test } from '@playwright/test';

test('the server says that it lives', async ({ request }) => {
  const answer = await request.get('/health/live');
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toEqual({ status: 'ok' });
});

test('the server says that it is ready to work', async ({ request }) => {
  const answer = await request.get('/health/ready');
  expect(answer.status()).toBe(200);
});
